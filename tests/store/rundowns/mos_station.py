"""A station that takes running orders, on a real store, without sockets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from defusedxml.ElementTree import fromstring

from tests.conftest import FrozenClock, Room
from tests.store.board.test_clock import IMPORT
from tests.store.board.test_desk import GRID, story
from tests.unit.rundowns.mos_messages import THEM, US, message
from webapp.mos.role import MosRole
from webapp.newsroom.rundowns.settings import MosConfig
from webapp.store.schedule.running_orders import RunningOrders


@dataclass
class MosStation:
    role: MosRole
    room: Room
    clock: FrozenClock

    def send(self, body: str, number: int | None = 0) -> str:
        """Sends a message with this body; what the acknowledgement says."""
        return said(self.role.receiver.answer(message(body, number)))

    def settle(self) -> None:
        """The writer's round: what changed stands in the rundown."""
        self.role.writer.step()

    def stories(self, name: str = "RO1") -> list[str]:
        known = self.role.orders.get(name)
        assert known is not None
        return [one.id for one in known.stories]

    def segments(self) -> list[str]:
        """`11:00:00 Floods` for each segment of the day's entries that MOS made."""
        tz = GRID.tz
        found = [entry.override for entry in self.room.rundown.entries().values()]
        shown = [segment for override in found for segment in override.model_dump(mode="json")["segments"]]
        assert tz
        return [f"{segment['start']}–{segment['end']} {segment['title']}" for segment in shown]


def said(answer: str | None) -> str:
    """`OK`, or what an acknowledgement says instead."""
    assert answer is not None
    root = fromstring(answer)
    return root.findtext("roAck/roStatus") or root.findtext("mosAck/statusDescription") or root[-1].tag


def config(**more: Any) -> MosConfig:
    programmes = [{"match": "midday*", "programme": "midday"}]
    return MosConfig.ask({"id": US, "ncs_id": THEM, "programmes": programmes, "ports": [10540, 10541], **more})


def mos_station(room: Room, clock: FrozenClock, **more: Any) -> MosStation:
    for slug in ("rice", "edsa"):
        room.desk.put_article(story(slug), IMPORT, clock())
    room.desk.set_grid(GRID, IMPORT, clock())
    return MosStation(role_of(room, clock, config(**more)), room, clock)


def role_of(room: Room, clock: FrozenClock, settings: MosConfig) -> MosRole:
    return MosRole(settings, GRID.tz, room.desk, room.rundown, RunningOrders(room.store), clock)
