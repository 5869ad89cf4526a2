"""Our scripts as they go over the wire: without the comments that are for who writes them, types among them.

Only whole lines of `/** … */` are left out, so nothing has to be known of the language: no text or pattern of ours has such
a line, and a test says so by what the scripts mean with and without.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)


def lean(script: str) -> str:
    """`script` without its documentation."""
    return _COMMENT.sub("", script)
