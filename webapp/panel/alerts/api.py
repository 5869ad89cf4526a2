"""`POST /api/v1/alerts`: a CAP document from a newsroom's system."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from flask import Blueprint, Response, request

from webapp.desk import Receipt
from webapp.desk.alerts import Arrived
from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.cap_reader import read_cap
from webapp.newsroom.alerts.cap_xml import MAX_CAP_BYTES
from webapp.newsroom.alerts.node import POSTED
from webapp.newsroom.model import Role
from webapp.newsroom.staff import Actor
from webapp.panel.auth import Guard
from webapp.panel.write_api import idempotency_key, receipt_answer
from webapp.web.answers import read_body
from webapp.web.rehearsal.exercises import as_if_real
from webapp.web.site import Site

AUTHORITY: frozenset[Role | str] = frozenset({"editor", "admin"})
"""Roles whose alerts are in force at once; those of others wait for a person."""

LARGE_BYTES = 20_000
"""A larger document is read off the event loop."""

WAITING = frozenset({"draft", "exercise"})


class Intake(Protocol):
    def take_alerts(
        self, arrived: Sequence[Arrived], by: Actor, now: datetime, key: str | None = None, lease: str = ""
    ) -> Receipt:
        """As `Desk.take_alerts`."""


def blueprint(site: Site, guard: Guard, desk: Intake) -> Blueprint:
    """`POST /alerts`: 201 when it is in force, 202 when it waits or is an exercise, 200 when it only ends others or was here
    before; `{id, state, rev, epoch, seq}`. In the rehearsal an exercise is as if it were real.
    """
    views = Blueprint("alerts_api", __name__, url_prefix="/api/v1")

    @views.post("/alerts")
    def take() -> Response:
        by, now = guard.actor("alerts"), site.now()
        body, charset = read_body(MAX_CAP_BYTES), request.mimetype_params.get("charset")

        def read() -> CapMessage:
            return read_cap(body, now, charset=charset)

        if len(body) > LARGE_BYTES:
            message: CapMessage = site.lanes.front.do(("cap", sha256(body).digest(), charset), read)
        else:
            message = read()
        has_authority = by.role in AUTHORITY
        origin = POSTED if has_authority else f"by:{by.name}"
        arrived = Arrived(message, origin, granted=has_authority and message.is_for_the_public)
        if site.in_rehearsal:
            arrived = as_if_real(arrived, granted=has_authority)
        receipt = desk.take_alerts([arrived], by, now, idempotency_key())
        in_force = receipt.state == "in_force" and receipt.changed
        return receipt_answer(receipt, 202 if receipt.state in WAITING else 201 if in_force else 200)

    return views
