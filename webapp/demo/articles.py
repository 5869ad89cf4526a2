"""The demo station's articles, promo and first headlines, as they stand at a moment."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from webapp.demo.dateline import filled, last_out
from webapp.demo.prose import to_html, typeset
from webapp.newsroom.drafts import BreakingDraft, PromoDraft
from webapp.newsroom.model import Article, Language, OneLineText, Picture, Slug, Value

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Manila")
DRAWING_SIZE = (1200, 675)
"""Width and height of every drawing in pixels."""

CREDITS = {"en": "Drawing: Radyo Parola", "fil": "Guhit: Radyo Parola"}


class Update(Value):
    """A correction: its note, and how many minutes after publication it is made."""

    after_min: int = Field(gt=0)
    note: OneLineText


class Copy(Value):
    """One file of `copy/`: TOML between lines of `+++`, then the text (`prose`)."""

    slug: Slug
    title: OneLineText
    summary: OneLineText
    language: Language
    byline: OneLineText
    agency: OneLineText | None = None
    place: OneLineText
    credit: OneLineText | None = None
    topics: tuple[OneLineText, ...] = Field(min_length=1)
    picture: str
    caption: OneLineText
    at: tuple[time, ...]
    every_days: int = Field(default=1, ge=1)
    reads: int = Field(ge=0)
    update: Update | None = None
    text: str

    def out(self, now: datetime) -> datetime:
        return last_out(self.at, self.every_days, sum(self.slug.encode()), now, ZONE)

    def article(self, now: datetime) -> Article:
        out, text, updated = self.out(now), self.text, None
        if self.update and now >= out + timedelta(minutes=self.update.after_min):
            updated = out + timedelta(minutes=self.update.after_min)
            text += f"\n\n*{self.update.note}*"
        return Article(
            title=self.title,
            body_html=to_html(filled(text, out, self.language)),
            picture=picture(self.picture, self.language, self.caption),
            published_at=out,
            updated_at=updated,
            source=f"demo:{self.slug}",
            **self.model_dump(include={"slug", "summary", "language", "byline", "agency", "place", "credit", "topics"}),
        )


@cache
def copy() -> tuple[Copy, ...]:
    """Every article there is. Raises `ValidationError` or `TOMLDecodeError` for a file that is wrong."""
    return tuple(_read(path) for path in sorted((HERE / "copy").glob("*.md")))


def articles(now: datetime) -> list[Article]:
    """All of them as last put out before `now`, newest first."""
    out = [piece.article(now) for piece in copy()]
    return sorted(out, key=lambda article: article.published_at, reverse=True)


def picture(name: str, language: str, caption: str | None = None) -> Picture:
    """One of our drawings, described in `language`."""
    width, height = DRAWING_SIZE
    alts = _alts()
    return Picture(
        url=f"/demo/pictures/{name}.svg",
        width=width,
        height=height,
        alt=alts[language][name],
        caption=caption,
        credit=CREDITS[language],
    )


def promo(now: datetime) -> PromoDraft:
    """The promo of the festival, until the next Sunday at 22:00 Manila time."""
    local = now.astimezone(ZONE)
    sunday = local + timedelta(days=6 - local.weekday())
    until = sunday.replace(hour=22, minute=0, second=0, microsecond=0)
    return PromoDraft(
        title="Pistang Parola: two evenings of light on the baywalk, Saturday and Sunday",
        link="/articles/lighthouse-festival",
        image=picture("parola-festival", "en"),
        until=until if until > now else until + timedelta(days=7),
    )


def opening_breaking(now: datetime) -> list[BreakingDraft]:
    """The headlines at the demo's start, the older first: about traffic in rush hours, else about water."""
    hour = now.astimezone(ZONE).hour
    if hour in range(6, 10) or hour in range(16, 21):
        local = BreakingDraft(
            headline="Trak ng graba, tumirik sa Santolan; EDSA northbound, isang lane muna ang bukas",
            priority="urgent",
            body="Asahan ang mabigat na trapiko mula Ortigas hanggang Cubao. Maluwag ang southbound.",
            article="trapik-sa-edsa",
            expires_in=3 * 3600,
        )
    else:
        local = BreakingDraft(
            headline="Walang tubig sa bahagi ng Tondo mula alas-10 ng gabi; apat na trak ng rasyon, nakahanda",
            priority="urgent",
            body="Plaza Moriones, Velasquez, Pampanga kanto Herbosa, at Gagalangin ang mga istasyon ng rasyon.",
            article="walang-tubig-sa-tondo",
            expires_in=6 * 3600,
        )
    storm = BreakingDraft(
        headline="Storm Marikit stalls east of Polillo; Signal No. 1 stays up in four provinces",
        priority="bulletin",
        body="The centre is expected to turn north before it reaches land. Sea travel from Real is suspended.",
        article="storm-marikit-slows",
        expires_in=12 * 3600,
    )
    return [local, storm]


def seed_reads(now: datetime) -> dict[str, int]:
    """Invented reads by slug, so that the most-read list is not empty; an article gains reads for six hours."""
    return {
        piece.slug: round(piece.reads * (0.4 + 0.6 * min(1.0, (now - piece.out(now)) / timedelta(hours=6))))
        for piece in copy()
    }


def _read(path: Path) -> Copy:
    _, head, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    fields: dict[str, Any] = tomllib.loads(head)
    if isinstance(fields["at"], str):
        fields["at"] = [fields["at"]]
    printed = {name: typeset(fields[name]) for name in ("title", "summary", "caption")}
    return Copy.ask({**fields, **printed, "slug": path.stem, "text": text})


@cache
def _alts() -> dict[str, dict[str, str]]:
    described: dict[str, dict[str, str]] = tomllib.loads(
        (HERE / "pictures" / "pictures.toml").read_text(encoding="utf-8")
    )
    return described
