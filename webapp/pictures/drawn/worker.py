"""Drawing in a process of its own: letters are shaped while the interpreter's lock is held, which the event loop needs.

DrawingWorker.drawn ─► {"card": …}, {"slide": …} or {"icon": …}, a line end, the logo ─► `main` in the child ─► PNG or ICO
"""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from typing import Any

import orjson
from PIL import Image

from webapp.newsroom.articles.link_card import LinkCard
from webapp.pictures.errors import PictureUnavailable
from webapp.processes.isolated import Isolated, WorkerDied

DRAW_TIMEOUT_S = 8.0
REST_S = 5.0
MAX_MEMORY_BYTES = 1 << 30
ICO_SIZES = [(16, 16), (32, 32), (48, 48)]


class DrawingWorker:
    """One child, which draws one picture at a time. It starts with the first."""

    def __init__(self) -> None:
        self._child = Isolated(__name__, DRAW_TIMEOUT_S, rest_s=REST_S)

    def card(self, card: LinkCard, logo: bytes | None) -> bytes:
        """A PNG. Raises `PictureUnavailable`."""
        return self._ask({"card": asdict(card)}, logo)

    def slide(self, card: LinkCard, logo: bytes | None) -> bytes:
        """A PNG for radios. Raises `PictureUnavailable`."""
        return self._ask({"slide": asdict(card)}, logo)

    def icon(self, size: int, form: str, kind: str, logo: bytes | None) -> bytes:
        """A square of `size` pixels as `kind`, `png` or `ico`; `form` as in `marks.icon`. Raises `PictureUnavailable`."""
        return self._ask({"icon": {"size": size, "form": form, "kind": kind}}, logo)

    def close(self) -> None:
        self._child.close()

    def _ask(self, what: dict[str, Any], logo: bytes | None) -> bytes:
        try:
            made = self._child.ask(orjson.dumps(what) + b"\n" + (logo or b""))
        except WorkerDied as error:
            raise PictureUnavailable(str(error), REST_S) from None
        if not made:
            raise PictureUnavailable("it cannot be drawn", REST_S)
        return made


def answer(request: bytes) -> bytes:
    """The child's answer to a request; empty where drawing fails, as it may with a logo that is no picture."""
    from webapp.pictures.drawn.cards import link_card
    from webapp.pictures.drawn.marks import icon
    from webapp.pictures.drawn.slides import slide

    asked, _, logo = request.partition(b"\n")
    what = orjson.loads(asked)
    made = BytesIO()
    try:
        if "card" in what:
            link_card(LinkCard(**what["card"]), logo or None).save(made, "PNG", compress_level=7)
        elif "slide" in what:
            slide(LinkCard(**what["slide"]), logo or None).save(made, "PNG", compress_level=9)
        elif what["icon"]["kind"] == "ico":
            icon(logo or None, what["icon"]["size"], what["icon"]["form"]).save(made, "ICO", sizes=ICO_SIZES)
        else:
            icon(logo or None, what["icon"]["size"], what["icon"]["form"]).save(made, "PNG", compress_level=9)
    except (OSError, ValueError):
        return b""
    return made.getvalue()


def main() -> None:
    """The child. It draws one card and reads one picture first, since fonts and decoders are loaded late."""
    from webapp.processes.isolated_child import serve

    pixel = BytesIO()
    Image.new("RGBA", (2, 2)).save(pixel, "WEBP")
    for kind in ("png", "ico"):
        answer(orjson.dumps({"icon": {"size": 48, "form": "plain", "kind": kind}}) + b"\n" + pixel.getvalue())
    sample = LinkCard("station", "live", "Airwire", "Airwire", "Airwire", "Airwire")
    answer(orjson.dumps({"card": asdict(sample)}) + b"\n")
    serve(answer, MAX_MEMORY_BYTES)
