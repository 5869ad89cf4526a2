"""The station's colour, made darker or lighter until it can be read on our pages (WCAG's contrast). Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from webapp.newsroom.model import Value

Theme = Literal["light", "dark"]
GROUNDS: dict[str, tuple[str, ...]] = {"light": ("#ffffff", "#f2f4f7"), "dark": ("#0a0f17", "#131a26")}
"""On which links stand in each theme: `--paper` and `--wash` of static/css/tokens.css."""

MIN_CONTRAST = 4.5
STEPS = 50

Colour = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^#[0-9a-fA-F]{6}$")]


class Colours(Value):
    """`accent` is the colour of links and buttons; without one, ours."""

    accent: Colour | None = None


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(accent: str, theme: str) -> tuple[str, float]:
    """`accent`, or the nearest shade of it that holds 4.5 to 1 on every ground of `theme`, and its lowest contrast."""
    toward = 0 if theme == "light" else 255
    for step in range(STEPS + 1):
        shade = _mixed(accent, toward, step / STEPS)
        lowest = min(contrast(shade, ground) for ground in GROUNDS[theme])
        if lowest >= MIN_CONTRAST:
            return shade, lowest
    raise AssertionError("black and white can be read")


def sheet(accent: str) -> str:
    """The sheet that puts `accent` in force after ours."""
    light, dark = (readable(accent, theme)[0] for theme in ("light", "dark"))
    night = f"{{--link:{dark};--focus:{dark}}}"
    return (
        f":root{{--link:{light};--focus:{light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){night}}}"
        f":root[data-theme=dark]{night}"
    )


def _mixed(colour: str, toward: int, share: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (toward - part) * share):02x}" for part in parts)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
