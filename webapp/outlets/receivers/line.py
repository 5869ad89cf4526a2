"""The one line of text that a receiver shows for a scene."""

from __future__ import annotations

from webapp.newsroom.outlets.settings import ReceiverOutlet
from webapp.outlets.outlet import Scene


def line(scene: Scene, config: ReceiverOutlet) -> str:
    """The headline after the prefix; without one what is on the air, or the station alone in a hole of the schedule. Empty where
    `between` is."""
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
