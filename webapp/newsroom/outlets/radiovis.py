"""RadioVIS (ETSI TS 101 499): the TEXT and SHOW messages of a scene, and the topics that receivers subscribe to. Pure.

/topic/fm/5e0/5abc/09390/text     TEXT Bridge in Marikina is closed
/topic/fm/5e0/5abc/09390/image    SHOW https://radyo.example/radiodns/vis/slides/breaking/20261130-1a2b3c4d/1.png
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from webapp.newsroom.outlets.characters import shortened
from webapp.newsroom.outlets.scene import Scene, line
from webapp.newsroom.outlets.settings import RadioVisOutlet

MAX_TEXT_CHARS = 128

VisKind = Literal["text", "image"]


@dataclass(frozen=True)
class VisMessage:
    """The newest message of a kind, the same for all topics. `id` is another with each body; `link` belongs to a picture."""

    kind: VisKind
    body: str
    link: str | None = None

    @property
    def id(self) -> str:
        return f"ID:{blake2b(f'{self.body}|{self.link}'.encode(), digest_size=8).hexdigest()}"


def topic_kind(topic: str, config: RadioVisOutlet) -> VisKind | None:
    """Which messages `topic` asks for; `None` for one that is not the station's. Receivers write it with `/topic/` or without."""
    bearer, _, kind = topic.strip("/").removeprefix("topic/").rpartition("/")
    if bearer.lower() not in config.topics:
        return None
    return "text" if kind == "text" else "image" if kind == "image" else None


def messages(scene: Scene, config: RadioVisOutlet, home: str) -> dict[VisKind, VisMessage]:
    """Both messages for `scene`. A text is never empty, since servers in use refuse one: then it is the station's name.

    `home` is the site's address.
    """
    text = " ".join(line(scene, config).split()) or scene.station
    link = f"{home}/breaking/{scene.headline.id}" if scene.headline else f"{home}/"
    return {
        "text": VisMessage("text", f"TEXT {shortened(text, MAX_TEXT_CHARS)}"),
        "image": VisMessage("image", f"SHOW {home}{slide_path(scene)}", link),
    }


def slide_path(scene: Scene) -> str:
    """The path of the scene's picture; another one whenever it is to be drawn anew."""
    if scene.headline:
        return f"/radiodns/vis/slides/breaking/{scene.headline.id}/{scene.headline.rev}.png"
    programme = scene.on_air.programme
    if programme is None:
        return "/radiodns/vis/slides/station/live/0.png"
    said = f"{programme.title}|{programme.hosts}"
    return f"/radiodns/vis/slides/programmes/{programme.id}/{blake2b(said.encode(), digest_size=4).hexdigest()}.png"
