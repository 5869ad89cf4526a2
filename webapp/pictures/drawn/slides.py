"""Draws a slide for hybrid radios (RadioVIS): 320 × 240 pixels, read from the driver's seat, so few words and large ones."""

from __future__ import annotations

from PIL import Image, ImageDraw

from webapp.newsroom.articles.link_card import LinkCard
from webapp.pictures.drawn.cards import INK, PALE, RED, RULE, fitted_line
from webapp.pictures.drawn.lettering import LINE_HEIGHT, drawable, fitted, font, runs_leftward
from webapp.pictures.drawn.marks import CONSOLE, LAMP, icon

WIDTH_PX, HEIGHT_PX = 320, 240
EDGE, FOOT, MARK, COLOURS = 16, 44, 26, 64
TEXT_SIZES = (34, 30, 27, 24, 21, 18)


def slide(card: LinkCard, logo: bytes | None) -> Image.Image:
    """`logo` as in `marks.icon`. Few colours, since some receivers take no more than some tens of kB."""
    made = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), CONSOLE)
    draw = ImageDraw.Draw(made)
    colour, width = RED if card.is_urgent else LAMP, WIDTH_PX - 2 * EDGE
    draw.rectangle([0, 0, WIDTH_PX, 6], fill=colour)
    top, bottom = EDGE, HEIGHT_PX - FOOT - 6
    if label := drawable(card.label, is_bold=True):
        words = fitted_line(draw, label.upper(), width, 15)
        draw.text((EDGE, top), words, font=font(15, True), fill=(255, 138, 148) if card.is_urgent else LAMP)
        top += 26
    if text := drawable(card.text, is_bold=True):
        lines = fitted(draw, text, width, bottom - top, TEXT_SIZES)
        for number, line in enumerate(lines.lines):
            x = EDGE + width if runs_leftward(text) else EDGE
            y = top + number * round(lines.size * LINE_HEIGHT)
            draw.text((x, y), line, font=lines.font, fill=INK, anchor="ra" if x > EDGE else "la")
    _foot(made, draw, card.station, logo)
    return made.quantize(COLOURS)


def _foot(made: Image.Image, draw: ImageDraw.ImageDraw, station: str, logo: bytes | None) -> None:
    top = HEIGHT_PX - FOOT
    draw.line([EDGE, top, WIDTH_PX - EDGE, top], fill=RULE)
    made.paste(icon(logo, MARK).convert("RGB"), (EDGE, top + 9))
    if name := drawable(station, is_bold=True):
        room = WIDTH_PX - 2 * EDGE - MARK - 10
        draw.text((EDGE + MARK + 10, top + 13), fitted_line(draw, name, room, 15), font=font(15, True), fill=PALE)
