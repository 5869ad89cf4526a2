"""A weather bureau's system that posts alerts to a running site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from tests.unit.alerts.messages import cap_info, cap_xml
from tests.web.conftest import Newsroom

SENT = datetime.now(UTC).replace(microsecond=0).isoformat()
EXPIRES = (datetime.now(UTC) + timedelta(hours=3)).replace(microsecond=0).isoformat()


def post(
    newsroom: Newsroom, identifier: str, *replaces: str, headline: str = "", expires: str = EXPIRES, **info: Any
) -> None:
    kind = ("Update" if headline else "Cancel") if replaces else "Alert"
    infos = cap_info(headline=headline, expires=expires, **info) if headline else ""
    answer = requests.post(
        f"{newsroom.url}/api/v1/alerts",
        data=cap_xml(identifier, kind, sent=SENT, references=replaces, infos=infos).encode(),
        headers={"Authorization": f"Bearer {newsroom.tokens['editor']}", "Content-Type": "application/cap+xml"},
        timeout=10,
    )
    assert answer.ok, answer.text
