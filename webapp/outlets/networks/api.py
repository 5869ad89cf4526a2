"""Requests to a network's API, and what its answers mean to an outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from webapp.fetch import client
from webapp.outlets.outlet import DEADLINE_S, OutletFailed, OutletRefused

GONE = (404, 410)
MAX_SAID_CHARS = 120


@dataclass(frozen=True)
class ApiAnswer:
    """Status, headers (lower case) and the JSON that came, `None` where it was none."""

    status: int
    headers: Mapping[str, str]
    json: Any

    @property
    def said(self) -> str:
        """What the network says of an error."""
        found = self.json if isinstance(self.json, dict) else {}
        return str(found.get("error_description") or found.get("message") or found.get("error") or "")[:MAX_SAID_CHARS]


def call(
    method: str, url: str, *, private: bool, headers: Mapping[str, str] | None = None, json: Any = None
) -> ApiAnswer:
    """Raises `OutletFailed` and what `fetch` raises where no answer came; the status is for `must_be_done` to judge."""
    body = None if json is None else orjson.dumps(json)
    kind = {"Content-Type": "application/json"} if json is not None else {}
    found = client.send(
        method, url, body, {"Accept": "application/json", **kind, **(headers or {})},
        allow_private=private, deadline_s=DEADLINE_S,
    )  # fmt: skip
    try:
        document = orjson.loads(found.body) if found.body else None
    except orjson.JSONDecodeError:
        document = None
    return ApiAnswer(found.status, found.headers, document)


def must_be_done(answer: ApiAnswer, now: datetime) -> ApiAnswer:
    """`answer` if it is 2xx. Raises `OutletFailed` for what may pass, `OutletRefused` for a text that it will never take."""
    status, said = answer.status, f": {answer.said}" if answer.said else ""
    if 200 <= status < 300:
        return answer
    if status == 429:
        raise OutletFailed("answers 429: we ask too often", reached=False, retry_after_s=_pause_s(answer, now))
    if status in (401, 403):
        why = answer.said or "no reason given"
        raise OutletFailed(f"answers {status}: the account or its token are not accepted: {why}", reached=False)
    if status in (400, 413, 422):
        raise OutletRefused(f"answers {status}{said}", reached=False)
    raise OutletFailed(f"answers {status}{said}", reached=status >= 500)


def _pause_s(answer: ApiAnswer, now: datetime) -> float:
    """What the network asks for, by whichever way it says so; a minute where it says nothing."""
    headers = answer.headers
    inside = (answer.json or {}).get("parameters", {}) if isinstance(answer.json, dict) else {}
    for said in (headers.get("retry-after"), inside.get("retry_after")):
        if str(said).isascii() and str(said).isdigit():
            return max(1.0, float(str(said)[:6]))
    reset = headers.get("x-ratelimit-reset") or headers.get("ratelimit-reset") or ""
    try:
        at = datetime.fromtimestamp(int(reset), UTC) if reset.isdigit() else datetime.fromisoformat(reset)
        return max(1.0, (at - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 60.0
