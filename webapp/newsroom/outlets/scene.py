"""What a surface with room for one thing is to show: the newest current headline, or without one what is on the air. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.newsroom.board import Board
from webapp.newsroom.model import BreakingItem, OnAir
from webapp.newsroom.outlets.settings import OutletConfig, ReceiverOutlet


@dataclass(frozen=True)
class Scene:
    """`headline` where there is a current one, what is `on_air`, and the station's name."""

    headline: BreakingItem | None
    on_air: OnAir
    station: str

    @property
    def key(self) -> str:
        """Changes with whatever may be shown."""
        air = self.on_air
        parts = (air.programme.title if air.programme else "", air.segment.title if air.segment else "")
        return f"{self.headline.id}:{self.headline.rev}" if self.headline else "\n".join(parts)


def scene_of(board: Board, config: OutletConfig, station: str) -> Scene:
    """The scene of a visible board for a surface that takes headlines of the priorities in `config`."""
    wanted = (item for item in board.breaking if item.priority in config.priorities)
    return Scene(next(wanted, None), board.on_air, station)


def line(scene: Scene, config: ReceiverOutlet) -> str:
    """The scene in one line: the headline after the prefix; without one what is on the air, or the station alone in a hole of the
    schedule. Empty where `between` is."""
    if scene.headline:
        return f"{config.prefix}{scene.headline.headline}"
    air = scene.on_air
    if not config.between:
        return ""
    if air.programme is None:
        return scene.station
    segment = air.segment.title if air.segment else air.programme.title
    text = config.between.format(programme=air.programme.title, segment=segment, station=scene.station)
    return " ".join(text.split()) or scene.station
