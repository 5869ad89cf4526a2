"""The station's colour: what its pages give the browser's frame, or call their accent; no default of what made them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from typing import Any

from webapp.discovery.facts import DISAGREES, Fact
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_text
from webapp.newsroom.articles.sanitize import word_set

_DEFAULTS = word_set(
    # WordPress' palette, Elementor's kit, Bootstrap, Windows' tiles, Ghost, Squarespace, Drupal's Olivero
    "#cf2e2e #ff6900 #fcb900 #7bdcb5 #00d084 #8ed1fc #0693e3 #9b51e0 #f78da7 #abb8c3 #6ec1e4 #54595f #7a7a7a "
    "#61ce70 #0d6efd #007bff "
    "#6c757d #da532c #2b5797 #603cba #ff1a75 #15171a #3eb0ef #0073aa #53b1b8 #317efb #4285f4 #1a73e8"
)
_VARIABLE = re.compile(
    r"--(ghost-accent-color|wp--preset--color--(?:primary|accent|brand)|e-global-color-primary|(?:color-|brand-|"
    r"theme-|site-|main-)?"
    r"(?:primary|brand|accent)(?:-color|-colour)?)\s*:\s*([^;}{]{3,40})"
)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![g-z])", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
MIN_SATURATION = 0.2
MAX_STYLE_CHARS = 300_000


def colours(page: SitePage, manifest: dict[str, Any]) -> Iterator[Fact]:
    """`value` is `#rrggbb`. Where the page's own statements differ, none is sure."""
    for group in (_stated(page, manifest), _called(page)):
        found = dict(reversed(list(group)))
        facts = [
            Fact("colour", colour, f"{where} at {page.url}", "likely") for colour, where in reversed(found.items())
        ]
        yield from facts if len(facts) == 1 else [fact.unsure(DISAGREES) for fact in facts]
        if facts:
            return


def _stated(page: SitePage, manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Colours for the browser's frame: without those of the dark theme."""
    for meta in page.tree.iter("meta"):
        is_light = (meta.get("name") or "").lower() == "theme-color" and "dark" not in (meta.get("media") or "")
        if is_light and (colour := accent(meta.get("content") or "")):
            yield colour, "theme-color"
    if colour := accent(as_text(manifest.get("theme_color"))):
        yield colour, "theme_color of the manifest"
    for name, colour in _variables(page):
        if name == "ghost-accent-color":
            yield colour, f"--{name}"


def _called(page: SitePage) -> Iterator[tuple[str, str]]:
    """Colours that the page's style calls primary; where it has none, its accent."""
    found = [(name, colour) for name, colour in _variables(page)]
    primary = [one for one in found if "accent" not in one[0]]
    for name, colour in primary or found:
        yield colour, f"--{name}"


def _variables(page: SitePage) -> Iterator[tuple[str, str]]:
    for style in page.tree.iter("style"):
        for found in _VARIABLE.finditer((style.text or "")[:MAX_STYLE_CHARS]):
            if colour := accent(found[2]):
                yield found[1], colour


def accent(text: str) -> str:
    """`#rrggbb` of a colour in CSS that can be an accent; empty for greys, defaults and what is no colour."""
    text = text.strip()
    if found := _HEX.match(text):
        digits = found[1].lower()
        colour = "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    elif rgb := _RGB.match(text):
        colour = "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
    else:
        return ""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    _, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return colour if saturation >= MIN_SATURATION and 0.08 < lightness < 0.92 and colour not in _DEFAULTS else ""
