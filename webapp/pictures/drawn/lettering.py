"""Lines of text in a given space: as large as they fit, broken between words, in a font that has their letters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import ImageDraw, ImageFont

from webapp.web.folders import STATIC

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
FILES = {False: STATIC / "vendor" / "DejaVuSans.ttf", True: STATIC / "vendor" / "DejaVuSans-Bold.ttf"}
NO_LETTER = "\U0010ffff"
LINE_HEIGHT = 1.22


@lru_cache(maxsize=2)
def _file(is_bold: bool) -> bytes | None:
    try:
        return FILES[is_bold].read_bytes()
    except OSError:
        return None  # Pillow's own font has Latin letters


@lru_cache(maxsize=64)
def font(size: int, is_bold: bool = False) -> Font:
    """The font of `size` pixels. The files are read at the first call."""
    data = _file(is_bold)
    return ImageFont.truetype(BytesIO(data), size) if data else ImageFont.load_default(size)


@lru_cache(maxsize=4096)
def _has(character: str, is_bold: bool) -> bool:
    shape = font(24, is_bold)
    return bytes(shape.getmask(character)) != bytes(shape.getmask(NO_LETTER))


def drawable(text: str, is_bold: bool = False) -> str | None:
    """`text` without emoji and other signs that the font lacks; `None` where it lacks letters, for which it has only boxes."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace() or _has(character, is_bold):
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN":
            return None
    return " ".join("".join(kept).split())


def runs_leftward(text: str) -> bool:
    """Whether the first letter that has a direction belongs to a script written from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


@dataclass(frozen=True)
class Lines:
    """Lines in a font, `height` pixels in all."""

    lines: tuple[str, ...]
    font: Font
    size: int

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LINE_HEIGHT)


def fitted(draw: ImageDraw.ImageDraw, text: str, width: int, height: int, sizes: tuple[int, ...]) -> Lines:
    """`text` in the largest of `sizes` (from large to small) that fits; else in the smallest, cut with an ellipsis."""
    for size in sizes:
        lines = Lines(tuple(_broken(draw, text, width, font(size, True))), font(size, True), size)
        if lines.height <= height and all(draw.textlength(line, lines.font) <= width for line in lines.lines):
            return lines
    most = max(1, int(height / (sizes[-1] * LINE_HEIGHT)))
    shown = [_cut(draw, line, width, lines.font, "") for line in lines.lines[:most]]
    if len(lines.lines) > most:
        shown[-1] = _cut(draw, f"{shown[-1]}…", width, lines.font)
    return Lines(tuple(shown), lines.font, lines.size)


def _broken(draw: ImageDraw.ImageDraw, text: str, width: int, shape: Font) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(joined, shape) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _cut(draw: ImageDraw.ImageDraw, line: str, width: int, shape: Font, end: str = "…") -> str:
    while len(line) > 1 and draw.textlength(line, shape) > width:
        line = line.removesuffix(end)[:-1].rstrip() + (end or "")
    return line
