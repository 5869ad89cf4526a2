"""What is said to the other end: acknowledgements, lists, requests. Each function returns a whole message as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from webapp.newsroom.rundowns.mos.elements import add, write_order
from webapp.newsroom.rundowns.running_order import RunningOrder
from webapp.newsroom.schema import VERSION
from webapp.newsroom.times import rfc3339

MOS_REVISION = "2.8.5"
PROFILES = {0: True, 1: False, 2: True, 3: False, 4: True, 5: False, 6: False, 7: False}
"""Which of the protocol's profiles are spoken: talk, running orders, and stories with scripts. No objects are kept."""

_MAX_STATUS_CHARS = 128


@dataclass(frozen=True)
class Heading:
    """Who speaks to whom, and the number: in an answer, that of the message answered."""

    mos_id: str
    ncs_id: str
    number: int | None


def order_ack(heading: Heading, order_id: str, problem: str | None = None) -> str:
    """`roAck`: `OK`, or what is wrong."""
    body = Element("roAck")
    add(body, "roID", order_id)
    add(body, "roStatus", (problem or "OK")[:_MAX_STATUS_CHARS])
    return _message(heading, body)


def refusal(heading: Heading, problem: str) -> str:
    """`mosAck` with `NACK`, for what is about no running order."""
    body = Element("mosAck")
    add(body, "objID", "")
    add(body, "objRev", "1")
    add(body, "status", "NACK")
    add(body, "statusDescription", problem[:_MAX_STATUS_CHARS])
    return _message(heading, body)


def order_list(heading: Heading, order: RunningOrder) -> str:
    """`roList`."""
    body = Element("roList")
    write_order(body, order)
    return _message(heading, body)


def all_orders(heading: Heading, orders: Iterable[RunningOrder]) -> str:
    """`roListAll`."""
    body = Element("roListAll")
    for order in orders:
        one = SubElement(body, "ro")
        write_order(one, order.model_copy(update={"stories": ()}))
    return _message(heading, body)


def heartbeat(heading: Heading, now: datetime) -> str:
    """`heartbeat`, also as the answer to one."""
    body = Element("heartbeat")
    add(body, "time", rfc3339(now))
    return _message(heading, body)


def machine_info(heading: Heading, now: datetime) -> str:
    """`listMachInfo`."""
    body = Element("listMachInfo")
    for name, text in (
        ("manufacturer", "Airwire"), ("model", "Airwire"), ("hwRev", "-"), ("swRev", VERSION), ("DOM", "-"), ("SN", "-"),
        ("ID", heading.mos_id), ("time", rfc3339(now)), ("mosRev", MOS_REVISION),
    ):  # fmt: skip
        add(body, name, text)
    profiles = SubElement(body, "supportedProfiles", deviceType="MOS")
    for number, spoken in PROFILES.items():
        add(profiles, "mosProfile", "YES" if spoken else "NO").set("number", str(number))
    return _message(heading, body)


def order_request(heading: Heading, order_id: str) -> str:
    """`roReq`: the whole running order, please."""
    body = Element("roReq")
    add(body, "roID", order_id)
    return _message(heading, body)


def all_orders_request(heading: Heading) -> str:
    """`roReqAll`: which running orders there are."""
    return _message(heading, Element("roReqAll"))


def _message(heading: Heading, body: Element) -> str:
    root = Element("mos")
    add(root, "mosID", heading.mos_id)
    add(root, "ncsID", heading.ncs_id)
    if heading.number is not None:
        add(root, "messageID", str(heading.number))
    root.append(body)
    return tostring(root, encoding="unicode")
