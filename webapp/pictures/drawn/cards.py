"""Draws a link card: label, text as large as it fits, detail, and the station's mark and name under a line."""

from __future__ import annotations

from PIL import Image, ImageDraw

from webapp.newsroom.articles.link_card import HEIGHT_PX, WIDTH_PX, LinkCard
from webapp.pictures.drawn.lettering import LINE_HEIGHT, drawable, fitted, font, runs_leftward
from webapp.pictures.drawn.marks import CONSOLE, LAMP, icon

RED, INK, PALE, RULE = (196, 18, 44), (243, 246, 251), (174, 187, 209), (45, 60, 89)
EDGE, FOOT, MARK = 72, 132, 76
TEXT_SIZES = (84, 76, 68, 60, 54, 48, 42)


def link_card(card: LinkCard, logo: bytes | None) -> Image.Image:
    """`logo` as in `marks.icon`. A text in letters that the font lacks is left out: the name and the label say whose it is."""
    made = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), CONSOLE)
    draw = ImageDraw.Draw(made)
    width = WIDTH_PX - 2 * EDGE
    draw.rectangle([0, 0, 14, HEIGHT_PX], fill=RED if card.is_urgent else LAMP)
    top = EDGE
    if label := drawable(card.label, is_bold=True):
        top = _label(draw, label, card.is_urgent, width)
    bottom = HEIGHT_PX - FOOT
    if detail := drawable(card.detail):
        bottom -= 46
        draw.text((EDGE, bottom), fitted_line(draw, detail, width, 30), font=font(30), fill=PALE)
        bottom -= 20
    if text := drawable(card.text, is_bold=True):
        lines = fitted(draw, text, width, bottom - top, TEXT_SIZES)
        y = top + max(0, (bottom - top - lines.height) // 3)
        for line in lines.lines:
            x = EDGE + width if runs_leftward(text) else EDGE
            draw.text((x, y), line, font=lines.font, fill=INK, anchor="ra" if x > EDGE else "la")
            y += round(lines.size * LINE_HEIGHT)
    _foot(made, draw, card.station, logo)
    return made


def fitted_line(draw: ImageDraw.ImageDraw, text: str, width: int, size: int) -> str:
    """As much of `text` as one line of a small font takes."""
    if draw.textlength(text, font(size)) <= width:
        return text
    while text and draw.textlength(f"{text}…", font(size)) > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _label(draw: ImageDraw.ImageDraw, label: str, is_urgent: bool, width: int) -> int:
    shape = font(30, True)
    text = fitted_line(draw, label.upper(), width - 40, 30)
    if is_urgent:
        draw.rounded_rectangle([EDGE, EDGE - 12, EDGE + draw.textlength(text, shape) + 40, EDGE + 46], 8, fill=RED)
        draw.text((EDGE + 20, EDGE - 2), text, font=shape, fill=(255, 255, 255))
    else:
        draw.text((EDGE, EDGE - 2), text, font=shape, fill=LAMP)
    return EDGE + 72


def _foot(made: Image.Image, draw: ImageDraw.ImageDraw, station: str, logo: bytes | None) -> None:
    top = HEIGHT_PX - FOOT + 20
    draw.line([EDGE, top, WIDTH_PX - EDGE, top], fill=RULE, width=2)
    mark = icon(logo, MARK)
    shape = Image.new("L", (MARK * 4, MARK * 4), 0)
    ImageDraw.Draw(shape).rounded_rectangle([0, 0, MARK * 4 - 1, MARK * 4 - 1], 56, fill=255)
    made.paste(mark.convert("RGB"), (EDGE, top + 17), shape.resize((MARK, MARK), Image.Resampling.LANCZOS))
    if name := drawable(station, is_bold=True):
        draw.text((EDGE + MARK + 24, top + 37), fitted_line(draw, name, 900, 34), font=font(34, True), fill=INK)
