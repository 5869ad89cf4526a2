"""Sites written for the bench after how real stations' sites are made: one TOML file each, with what is true of the station.

address = "https://dagat.example/"
[expected]                      what is there to be found; a name that is left out is nowhere on the site
name = "Radyo Dagat"            a text, or a list of texts of which each is right
languages = ["fil", "en"]       streams, feeds, accounts: each is counted
schedule = ["Bangon na", …]     titles of programmes that are in it
colour = "#004488"              "" for none; counted only where it is stated
[[answers]]                     what the servers answer; anything else is a 404
url = "https://dagat.example/"
type = "text/html; charset=utf-8"
headers = { icy-br = "64" }
body = '''…'''                  a stream has `endless = true`: the body again and again, without a length
"""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.fetch.client import BadResponse, Fetched
from webapp.fetch.connection import Unreachable

SITES = Path(__file__).parent / "sites"
SILENCE = bytes.fromhex("fffb90c4") + bytes(413)
"""A frame of MP3."""

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAMAAAADAAQAAAAB6p1GqAAAAGUlEQVR42u3BMQEAAADCoPVPbQ0PoAAAALgaGAAAAaq5Q2wAAAAASUVORK5CYII="
)
"""192 × 192 pixels."""


@dataclass(frozen=True)
class Site:
    """`get` is `webapp.fetch.client.get` for it."""

    name: str
    address: str
    expected: dict[str, Any]
    answers: dict[str, dict[str, Any]]

    def get(self, url: str, *, max_bytes: int = 2_000_000, whole: bool = True, deadline_s: float = 10.0) -> Fetched:
        """What the site answers, after at most five redirects. Raises as the client does."""
        for _ in range(6):
            answer = self.answers.get(url) or self.answers.get(url.rstrip("/")) or {"status": 404, "type": "text/html"}
            if "down" in answer:
                raise Unreachable("no answer")
            if "location" not in answer:
                break
            url = answer["location"]
        else:
            raise BadResponse("more than 5 redirects")
        body = _body(answer)
        headers = {"content-type": answer.get("type", "text/html; charset=utf-8"), **answer.get("headers", {})}
        if answer.get("endless"):
            if whole:
                raise BadResponse(f"more than {max_bytes} bytes")
            body = (body * (max_bytes // len(body) + 1))[:max_bytes]
        else:
            headers["content-length"] = str(len(body))
        return Fetched(
            answer.get("status", 200), url, {name.lower(): value for name, value in headers.items()}, body[:max_bytes]
        )


def _body(answer: dict[str, Any]) -> bytes:
    if answer.get("type", "").startswith("image/") and "body" not in answer:
        return PNG
    if answer.get("endless") and "body" not in answer:
        return SILENCE
    return str(answer.get("body", "")).encode(answer.get("encoding", "utf-8"))


def sites(folder: str) -> list[Site]:
    """Those of `learned`, after which the search was written, or of `held_out`, which it never saw."""
    found = []
    for path in sorted((SITES / folder).rglob("*.toml")):
        tables = tomllib.loads(path.read_text("utf-8"))
        answers = {one["url"]: one for one in tables["answers"]}
        found.append(Site(path.stem, tables["address"], tables["expected"], answers))
    return found
