"""Addresses from people and feeds: which of them may stand in an `href` or a `src`."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

_ODD = re.compile(r"[\x00-\x20\x7f\\]")
"""Browsers drop or rewrite these characters, so the link would lead elsewhere."""


def web_link(link: str) -> str:
    """Checks an http(s) address or a path of this site. Raises `ValueError`."""
    if not _is_path(link) and not _is_address(link, ("http", "https")):
        raise ValueError("a link is an http(s) address or a path of this site such as '/articles'")
    return link


def picture_link(link: str) -> str:
    """Checks an https address or a path of this site. Raises `ValueError`."""
    if not _is_path(link) and not _is_address(link, ("https",)):
        raise ValueError("a picture has an https address or a path of this site")
    return link


def http_address(address: str) -> str:
    """Checks the address of a system that is asked. Raises `ValueError`."""
    if not _is_address(address, ("http", "https")):
        raise ValueError("an address begins with https:// or http:// and has a host")
    return address


HttpAddress = Annotated[str, AfterValidator(http_address)]


def host_name(name: str) -> str:
    """Checks the name or address of a machine. Raises `ValueError`."""
    try:
        ip_address(name)
    except ValueError:
        if not _HOST_NAME.fullmatch(name) or name.rpartition(".")[2].isdecimal():
            raise ValueError(
                f"{name[:60]!r} is no host; write a name or an address, such as 'ncs.radyo.example' or '192.168.1.30'"
            ) from None
    return name


HostName = Annotated[str, AfterValidator(host_name)]
_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")


def loggable(address: str) -> str:
    """The address without user name, password and query, which may be secrets."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "an address that is none"
    return f"{parts.scheme}://{host}{parts.path}{'?…' if parts.query else ''}"


def loggable_host(address: str) -> str:
    """As `loggable`, without the path too: in webhook addresses of chat services the path is a secret."""
    whole = loggable(address)
    return "/".join([*whole.split("/")[:3], "…"]) if "://" in whole else whole


def _is_path(link: str) -> bool:
    return link.startswith("/") and not link.startswith("//") and not _ODD.search(link)


def _is_address(link: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in schemes and bool(parts.hostname) and not _ODD.search(link)
    except ValueError:
        return False
