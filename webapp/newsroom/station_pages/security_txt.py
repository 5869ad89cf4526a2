"""`/.well-known/security.txt` (RFC 9116): to whom faults of security are reported, from the table `[security]`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from webapp.newsroom.model import Value

GOOD_FOR = timedelta(days=180)
"""What is served today; it is made anew each day, so it ends half a year after a station that does."""


def _a_way(text: str) -> str:
    way = f"mailto:{text}" if "@" in text and ":" not in text else text
    if not way.startswith(("mailto:", "https://", "tel:")):
        raise ValueError("an address of mail, https:// or tel:+63…")
    return way


def _https(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("an https:// address")
    return text


Line = StringConstraints(min_length=3, max_length=500, pattern=r"^[!-~]+$")
Contact = Annotated[str, Line, AfterValidator(_a_way)]
Link = Annotated[str, Line, AfterValidator(_https)]


class SecurityConfig(Value):
    """Whom to tell (`contact`, the best way first), the policy, the key to write with, and where finders are thanked."""

    contact: tuple[Contact, ...] = Field(min_length=1, max_length=10)
    policy: Link | None = None
    encryption: Link | None = None
    acknowledgments: Link | None = None


def security_txt(config: SecurityConfig, languages: Sequence[str], url: str | None, now: datetime) -> str:
    """The file of a station at `url` whose newsroom reads `languages`."""
    ends = datetime.combine((now + GOOD_FOR).date(), time(), UTC)
    lines = [f"Contact: {way}" for way in config.contact]
    lines += [f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}", f"Preferred-Languages: {', '.join(languages)}"]
    if url and url.startswith("https://"):
        lines.append(f"Canonical: {url.rstrip('/')}/.well-known/security.txt")
    for name in ("policy", "encryption", "acknowledgments"):
        if value := getattr(config, name):
            lines.append(f"{name.capitalize()}: {value}")
    return "\n".join(lines) + "\n"
