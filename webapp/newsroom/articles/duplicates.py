"""Whether two articles are one story: the same address, the same text, or an agency's update of what came before. Pure.

Texts are compared by their runs of words (of letters, in scripts without spaces), so that a cut, a note at the end or
another dateline does not make a new story; figures must agree, since results and weather come in the same words daily.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from html import unescape
from typing import Any

from webapp.newsroom.model import Article

MAX_TIME_APART = timedelta(hours=48)
"""Stories published further apart are never one."""

RUN_WORDS = 4
MIN_RUNS = 12
"""Shorter texts say too little to tell by them alone."""

SAME_TEXT_SHARE = 0.6
SAME_PART_SHARE = 0.8
"""Of the shorter one's runs, where one is cut short; then the titles must be alike too."""

MIN_SAMPLE_RUNS = 20
"""Of the sample: texts that share most of their runs share one of so many, those that share none need no closer look."""

SAME_TITLE_SHARE = 0.5
SAME_FIGURES_SHARE = 0.8
UNCHANGED_TEXT_SHARE = 0.95
UPDATED_TEXT_SHARE = 0.2
"""An update says much anew; it shares this much, or the title."""

CORRECTED_TITLE_SHARE = 0.6
"""A title that was corrected; `Rain in Manila` and `Rain in Cebu` share less."""

MAX_COMPARED_CHARS = 20_000

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]|[^\W_]+")


@dataclass(frozen=True)
class Fingerprint:
    """What of an article is compared; `sample` is an eighth of the runs.

    `site` is the host that `source` names, or what stands for it; `text` stands for all of its words.
    """

    slug: str
    source: str | None
    address: str | None
    site: str
    agency: str | None
    language: str
    published_at: datetime
    title: frozenset[str]
    text: int
    runs: frozenset[int]
    sample: frozenset[int]
    figures: frozenset[str]


def fingerprint_of(article: Article) -> Fingerprint:
    text = unescape(_TAG.sub(" ", article.body_html or article.summary or ""))[:MAX_COMPARED_CHARS]
    words = _WORD.findall(text.casefold())
    source = article.source or ""
    runs = frozenset(hash(tuple(words[at : at + RUN_WORDS])) for at in range(len(words) - RUN_WORDS + 1))
    return Fingerprint(
        slug=article.slug,
        source=article.source,
        address=_bare(article.canonical) if article.canonical else None,
        site=_bare(source).split("/")[0] if "://" in source else source.split("#")[0],
        agency=article.agency,
        language=article.language,
        published_at=article.published_at,
        title=frozenset(_WORD.findall(article.title.casefold())),
        text=hash(tuple(words)),
        runs=runs,
        sample=frozenset(run for run in runs if run % 8 == 0),
        figures=frozenset(word for word in words if word.isdigit()),
    )


def duplicate_of(new: Fingerprint, there: Iterable[Fingerprint], beside: Collection[str] = ()) -> Fingerprint | None:
    """The story among `there` that `new` is once more. `beside` are the sources of those that came together with it."""
    return next(
        (one for one in there if _near(new, one) and (_at_one_address(new, one) or _one_text(new, one, beside))), None
    )


def story_updated_by(new: Fingerprint, there: Iterable[Fingerprint]) -> Fingerprint | None:
    """The story among `there` that `new`, which calls itself an update, replaces: the one most like it of its agency or site."""
    fitting = [
        (max(_shared(new.title, one.title), _shared(new.runs, one.runs) / UPDATED_TEXT_SHARE * SAME_TITLE_SHARE), one)
        for one in there
        if _near(new, one) and (new.site == one.site or (new.agency is not None and new.agency == one.agency))
    ]
    points, best = max(fitting, key=lambda pair: pair[0], default=(0.0, None))
    return best if points >= SAME_TITLE_SHARE else None


def is_same_story(new: Fingerprint, one: Fingerprint, zone: tzinfo, *, dated: bool = True) -> bool:
    """Whether `new`, which its source calls by the same id as `one`, may well be that story, corrected or moved.

    Ids that are used for story after story are common; then neither date nor title nor text is the same.
    """
    if new.text == one.text or (dated and is_one_moment(new.published_at, one.published_at, zone)):
        return True
    near = not dated or abs(new.published_at - one.published_at) <= MAX_TIME_APART
    if near and _shared(new.title, one.title) >= CORRECTED_TITLE_SHARE:
        return True
    return _shared(new.runs, one.runs) >= UPDATED_TEXT_SHARE


def has_moved(new: Fingerprint, one: Fingerprint, zone: tzinfo) -> bool:
    """Whether `new`, which stands in a feed where `one` stood until now, is that under another link: it is of the very
    same second, and its title or its text is the same or much the same."""
    if new.site != one.site or new.language != one.language:
        return False
    if not is_one_moment(new.published_at, one.published_at, zone):
        return False
    alike = _shared(new.title, one.title) >= CORRECTED_TITLE_SHARE or _shared(new.runs, one.runs) >= SAME_TEXT_SHARE
    return alike or new.text == one.text


def is_one_moment(one: datetime, other: datetime, zone: tzinfo) -> bool:
    """Whether these are one publication; at midnight are all those of which only the day is said."""
    return one == other and not any(at.time() == time() for at in (one, one.astimezone(zone)))


def says_the_same(new: Fingerprint, one: Fingerprint) -> bool:
    """Whether nothing of weight differs: then an update has come by another way already."""
    return new.title == one.title and _shared(new.runs, one.runs) >= UNCHANGED_TEXT_SHARE


def _near(new: Fingerprint, one: Fingerprint) -> bool:
    apart = abs(new.published_at - one.published_at)
    return new.source != one.source and new.language == one.language and apart <= MAX_TIME_APART


def _at_one_address(new: Fingerprint, one: Fingerprint) -> bool:
    return new.address is not None and new.address == one.address


def _one_text(new: Fingerprint, one: Fingerprint, beside: Collection[str]) -> bool:
    shorter, longer = sorted((new, one), key=lambda p: len(p.runs))
    if len(shorter.runs) < MIN_RUNS:
        return False
    if new.site == one.site or (one.source in beside and "://" not in (new.source or "")):
        # A site, or an agency whose items have names and no addresses,
        # that puts a text out twice, word for word, means one story; if it changed a word, it means two.
        return new.runs == one.runs and new.title == one.title
    if len(shorter.sample) >= MIN_SAMPLE_RUNS and shorter.sample.isdisjoint(longer.sample):
        return False
    if shorter.figures and len(shorter.figures & longer.figures) < SAME_FIGURES_SHARE * len(shorter.figures):
        return False
    if _shared(new.runs, one.runs) >= SAME_TEXT_SHARE:
        return True
    part = len(shorter.runs & longer.runs) >= SAME_PART_SHARE * len(shorter.runs)
    return part and _shared(new.title, one.title) >= SAME_TITLE_SHARE


def _shared(a: frozenset[Any], b: frozenset[Any]) -> float:
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0


def _bare(address: str) -> str:
    """Without scheme, `www.` and a last slash."""
    return re.sub(r"^\w+://(?:www\.)?", "", address).rstrip("/")
