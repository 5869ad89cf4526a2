"""The few marks our copy is written with, turned into clean HTML: p, h2, blockquote, ul, strong, em, a.

    ## heading          > quotation          - item of a list
    **strong**  *em*  [text](/path)

A blank line ends a block. Everything else is text and is escaped as such.
"""

from __future__ import annotations

import re
from html import escape

_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*(.+?)\*"), r"<em>\1</em>"),
    (re.compile(r"\[(.+?)\]\((/[a-z0-9/-]*)\)"), r'<a href="\2">\1</a>'),
)


_OPENING = re.compile(r'(^|[\s(*—“])"')


def typeset(text: str) -> str:
    """Straight quotes and apostrophes, as they are typed, into curly ones, as they are printed."""
    return _OPENING.sub(r"\1“", text).replace('"', "”").replace("'", "’")


def to_html(copy: str) -> str:
    return "\n".join(_block(block.strip()) for block in re.split(r"\n\s*\n", copy) if block.strip())


def _block(block: str) -> str:
    lines = block.splitlines()
    if block.startswith("## "):
        return f"<h2>{_inline(block[3:])}</h2>"
    if all(line.startswith("> ") for line in lines):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines))}</p></blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    html = escape(typeset(text), quote=False)
    for mark, tag in _MARKS:
        html = mark.sub(tag, html)
    return html
