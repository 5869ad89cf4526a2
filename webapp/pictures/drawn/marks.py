"""The station's mark in a square: its logo on a ground that it stands out from, or our own sign where it has none."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw, ImageStat

CONSOLE, LAMP, PAPER = (13, 22, 38), (255, 194, 51), (255, 255, 255)
OVERSIZED = 4
"""Shapes are drawn so many times larger and scaled down, for smooth edges."""

SAFE_SHARE = 0.66
"""Of a maskable icon's side: what lies outside a circle of four fifths may be cut off by the phone."""

Form = Literal["plain", "maskable", "badge"]


def icon(logo: bytes | None, size: int, form: Form = "plain") -> Image.Image:
    """The icon, `size` pixels wide and high. `logo` is a picture that was decoded and checked before (`resize.resized`).

    A `maskable` one fills its square, so that phones may cut it to any shape; a `badge` is white on nothing, for the
    status bar, and never of the logo, whose colours would make it a blot.
    """
    if form == "badge":
        return _sign(size, (255, 255, 255, 255), None)
    if logo is None:
        return _sign(size, (*LAMP, 255), CONSOLE, 0.8 if form == "maskable" else 1.0)
    with Image.open(BytesIO(logo)) as opened:
        mark = opened.convert("RGBA")
    is_whole = mark.getchannel("A").getextrema()[0] == 255
    share = SAFE_SHARE if form == "maskable" else 1.0 if is_whole else 0.88
    side = round(size * share)
    factor = min(side / mark.width, side / mark.height)
    mark = mark.resize(
        (max(1, round(mark.width * factor)), max(1, round(mark.height * factor))), Image.Resampling.LANCZOS
    )
    made = Image.new("RGBA", (size, size), (*ground(mark), 255))
    made.alpha_composite(mark, ((size - mark.width) // 2, (size - mark.height) // 2))
    return made


def ground(mark: Image.Image) -> tuple[int, int, int]:
    """The colour behind `mark`: that of its corners where they are opaque, else dark for a light one and white for a dark one."""
    corners = [mark.getpixel((x, y)) for x in (0, mark.width - 1) for y in (0, mark.height - 1)]
    if len(set(corners)) == 1 and corners[0][3] == 255:  # type: ignore[index]
        return corners[0][:3]  # type: ignore[index,return-value]
    if not mark.getchannel("A").getbbox():
        return PAPER
    light = ImageStat.Stat(mark.convert("L"), mark.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0))
    return CONSOLE if light.count[0] and light.mean[0] > 140 else PAPER


def _sign(
    size: int, ink: tuple[int, int, int, int], back: tuple[int, int, int] | None, share: float = 1.0
) -> Image.Image:
    """Two waves from a point, as in `static/icon.svg`, whose units are sixty-fourths of the side."""
    side = size * OVERSIZED
    unit = side * share / 64
    left = (side - 64 * unit) / 2
    made = Image.new("RGBA", (side, side), (*back, 255) if back else (0, 0, 0, 0))
    draw = ImageDraw.Draw(made)

    def disc(x: float, y: float, radius: float) -> None:
        box = [
            left + (x - radius) * unit,
            left + (y - radius) * unit,
            left + (x + radius) * unit,
            left + (y + radius) * unit,
        ]
        draw.ellipse(box, fill=ink)

    disc(22, 42, 8)
    for radius in (20, 32):
        outer = radius + 3
        box = [
            left + (22 - outer) * unit,
            left + (42 - outer) * unit,
            left + (22 + outer) * unit,
            left + (42 + outer) * unit,
        ]
        draw.arc(box, 270, 360, fill=ink, width=round(6 * unit))
        disc(22, 42 - radius, 3)
        disc(22 + radius, 42, 3)
    return made.resize((size, size), Image.Resampling.LANCZOS)
