"""The station's file as a backup has it: without what opens something, where the backup is not encrypted."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import tomlkit

TABLES_LEFT_OUT = ("webhooks", "outlets")
"""Their addresses alone may let anybody write into a newsroom's chat."""

_SECRET_KEY = re.compile(r"secret|token|password|passphrase|private_key|api_key|credential", re.IGNORECASE)
_USER_IN_ADDRESS = re.compile(r"(?<=://)[^/@\s]+@")


def without_secrets(text: str) -> tuple[str, list[str]]:
    """`text` without them, and the names of what was left out. Everything else stays as it was written, comments too."""
    document = tomlkit.parse(text)
    left_out = [name for name in TABLES_LEFT_OUT if name in document]
    for name in left_out:
        del document[name]
    _clean(document, "", left_out)
    head = f"# Left out of this backup, which was not encrypted: {', '.join(left_out)}.\n" if left_out else ""
    return head + tomlkit.dumps(document), left_out


def _clean(table: MutableMapping[str, Any], path: str, left_out: list[str]) -> None:
    for key in list(table):
        value, name = table[key], f"{path}{key}"
        if isinstance(value, str):
            if _SECRET_KEY.search(key):
                del table[key]
                left_out.append(name)
            elif _USER_IN_ADDRESS.search(value):
                table[key] = _USER_IN_ADDRESS.sub("", value)
                left_out.append(f"the account in {name}")
        elif isinstance(value, MutableMapping):
            _clean(value, f"{name}.", left_out)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, MutableMapping):
                    _clean(item, f"{name}.", left_out)
