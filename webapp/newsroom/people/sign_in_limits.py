"""How often a password may be tried: what tries count towards, and how long each counter makes one wait. Pure.

docs/explain/decisions/sign-in-limits.md gives the reasons.
"""

from __future__ import annotations

from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from webapp.newsroom.people.limits import Counter, Limit
from webapp.newsroom.reads.identity import network_of

NAME_AT_NETWORK = Limit("growing", free=5, wait_s=30, longest_s=3600)
"""Tries for one name from one network."""

KNOWN_BROWSER = Limit("growing", free=10, wait_s=30, longest_s=3600)
"""Tries for a name by a browser that has signed in under it before; no other limit applies to it."""

NETWORK = Limit("steady", free=30, wait_s=60)
"""Tries from one network for any names: a newsroom shares one."""

WIDE_NETWORK = Limit("steady", free=120, wait_s=15)
"""Tries from one IPv6 /48, which may belong to one subscriber."""

NAME = Limit("steady", free=100, wait_s=60)
"""Tries for one name from anywhere, by browsers that have not signed in under it."""


CODES = Limit("steady", free=10, wait_s=600)
"""Second factors' codes for one name from anywhere, by browsers that have not signed in under it: three of a million are right at
a time. Whoever gets this far has the password."""

PASSKEY_REQUESTS = Limit("steady", free=60, wait_s=5)
"""Passkeys asked for from one network: each is kept for some minutes."""

WRONG_LINKS = Limit("growing", free=5, wait_s=30, longest_s=3600)
"""Wrong links of the first run from one network. The right one is never held up."""


def hashed_name(name: str) -> str:
    """A hash of the account's name, the same for every spelling that signs in."""
    return sha256(name.strip().casefold().encode("utf-8", "replace")).hexdigest()[:32]


def counters(name: str, address: str, browser: str | None) -> list[Counter]:
    """The counters of a try for `name`. `browser` is the id of a browser that has signed in under this name before."""
    who = hashed_name(name)
    if browser is not None:
        return [Counter(f"browser:{browser}:{who}", KNOWN_BROWSER)]
    near = network_of(address)
    counted = [Counter(f"pair:{who}:{near}", NAME_AT_NETWORK), Counter(f"name:{who}", NAME)]
    counted.append(Counter(f"network:{near}", NETWORK))
    if wide := _wide(near):
        counted.append(Counter(f"wide:{wide}", WIDE_NETWORK))
    return counted


def code_counters(name: str, address: str, browser: str | None) -> list[Counter]:
    """The counters of a try of a second factor's code, or of the own password once more; apart from those of signing in."""
    who = hashed_name(name)
    if browser is not None:
        return [Counter(f"code:browser:{browser}:{who}", KNOWN_BROWSER)]
    near = Counter(f"code:pair:{who}:{network_of(address)}", NAME_AT_NETWORK)
    return [near, Counter(f"code:name:{who}", CODES)]


def passkey_counters(address: str) -> list[Counter]:
    """The counters of asking for a passkey before anybody is known."""
    return [Counter(f"passkeys:{network_of(address)}", PASSKEY_REQUESTS)]


def link_counters(address: str) -> list[Counter]:
    """The counter of opening the first run's page by a wrong link."""
    return [Counter(f"first-run:{network_of(address)}", WRONG_LINKS)]


def _wide(near: str) -> str | None:
    try:
        known = ip_address(near)
    except ValueError:
        return None
    return str(IPv6Address(int(known) >> 80 << 80)) if isinstance(known, IPv6Address) else None
