"""Whose page an embed stands on, as browsers say it. Pure.

The `Origin` of a request is set by the browser and no script of a page can change it; what is no browser says what it
likes, which is counted and no more.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

NOT_SAID = ""
"""Nobody said which host, or what was said is none."""

SANDBOXED = "null"
"""A page that has no host to say: in a sandbox, or opened from a file."""

NAMED_FRAME = 'referrerpolicy="strict-origin-when-cross-origin"'
"""An attribute of a frame: the site around it is named to us, also where its page says otherwise of all that it sends."""

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")


def clean_host(text: str) -> str:
    """The name of a host in lower case, without port and final dot; `NOT_SAID` for anything that is none."""
    host = text.strip().lower()
    host = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0].rstrip(".")
    return host if _HOST.fullmatch(host) else NOT_SAID


def host_of_origin(origin: str) -> str:
    """The host in an `Origin` or in an address; `SANDBOXED` for `null`."""
    if origin == "null":
        return SANDBOXED
    try:
        parts = urlsplit(origin[:1000])
        return clean_host(parts.netloc.rpartition("@")[2]) if parts.scheme in ("http", "https") else NOT_SAID
    except ValueError:
        return NOT_SAID


def is_covered(host: str, hosts: Collection[str]) -> bool:
    """Whether `host` is one of `hosts` or a subdomain of one."""
    if not hosts:
        return False
    return any(host == one or host.endswith(f".{one}") for one in hosts)
