"""CAP messages for tests, as values and as documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from webapp.newsroom.alerts.cap import CapArea, CapInfo, CapMessage, Reference

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
AGENCY = "bureau@weather.example"
NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


def info(**more: Any) -> CapInfo:
    given: dict[str, Any] = {
        "language": "en", "event": "Flood Warning", "severity": "Severe", "urgency": "Immediate", "certainty": "Likely",
        "headline": "The river rises", "instruction": "Go to high ground.", "expires": NOON + timedelta(hours=6),
        "areas": (CapArea(described="La Union"),),
    }  # fmt: skip
    return CapInfo.load({**given, **more})


def message(identifier: str, *replaces: CapMessage, **more: Any) -> CapMessage:
    """An Alert, or where it `replaces` others an Update."""
    given: dict[str, Any] = {
        "sender": AGENCY, "identifier": identifier, "sent": NOON, "status": "Actual", "scope": "Public",
        "kind": "Update" if replaces else "Alert", "infos": (info(),),
        "references": tuple(name_of(one) for one in replaces),
    }  # fmt: skip
    return CapMessage.load({**given, **more})


def cancel(identifier: str, *replaces: CapMessage, **more: Any) -> CapMessage:
    return message(identifier, *replaces, **{"kind": "Cancel", "infos": (), **more})


def name_of(one: CapMessage) -> Reference:
    return Reference(sender=one.sender, identifier=one.identifier, sent=one.sent)


def cap_xml(
    identifier: str = "a1", kind: str = "Alert", *, sent: str = "2026-03-02T12:00:00+08:00", references: Sequence[str] = (),
    status: str = "Actual", scope: str = "Public", sender: str = AGENCY, infos: str | None = None, extra: str = "",
) -> str:  # fmt: skip
    """A document. `references` are identifiers of messages of the same sender and instant; `infos` is XML."""
    names = " ".join(one if "," in one else f"{sender},{one},{sent}" for one in references)
    if infos is None:
        infos = "" if kind == "Cancel" else cap_info()
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="{NAMESPACE}"><identifier>{escape(identifier)}</identifier>'
        f"<sender>{escape(sender)}</sender><sent>{sent}</sent><status>{status}</status><msgType>{kind}</msgType>"
        f"<scope>{scope}</scope>{f'<references>{names}</references>' if names else ''}{extra}{infos}</alert>"
    )


def cap_info(
    event: str = "Flood Warning", *, severity: str = "Severe", language: str = "en-PH", headline: str = "The river rises",
    instruction: str = "Go to high ground.", expires: str = "2026-03-02T18:00:00+08:00",
    area: str = "<area><areaDesc>La Union</areaDesc></area>", responses: Sequence[str] = (),
) -> str:  # fmt: skip
    response = "".join(f"<responseType>{one}</responseType>" for one in responses)
    return (
        f"<info><language>{language}</language><category>Met</category><event>{escape(event)}</event>{response}"
        f"<urgency>Immediate</urgency><severity>{severity}</severity><certainty>Likely</certainty>"
        f"<expires>{expires}</expires><senderName>Weather Bureau</senderName><headline>{escape(headline)}</headline>"
        f"<instruction>{escape(instruction)}</instruction>{area}</info>"
    )
