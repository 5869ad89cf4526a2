"""Whether two articles are one story: the same address, the same text, or an agency's update of an earlier version.
Pure.

Texts are compared by their runs of words (w-shingling with the Jaccard index, Broder 1997; single characters in scripts
without spaces), so that a cut, a closing note or another dateline does not make a new story. Figures must agree too:
results and weather come in the same words every day.
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
"""Stories published further apart are never the same."""

RUN_WORDS = 4
MIN_RUNS = 12
"""Shorter texts are too short to be identified by their text alone."""

SAME_TEXT_SHARE = 0.6
SAME_PART_SHARE = 0.8
"""The share of the shorter text's runs that must be in the longer one when one text is cut; the titles must match too."""

MIN_SAMPLE_RUNS = 20
"""From this sample size on, two texts that share most of their runs share at least one sampled run; if they share none,
the full comparison is skipped.
"""

MOVED_TEXT_SHARE = 0.75
"""The share of runs that a story keeps whose date, title and link all change; nothing else connects its versions."""

SAME_TITLE_SHARE = 0.5
SAME_FIGURES_SHARE = 0.8
UNCHANGED_TEXT_SHARE = 0.95
UPDATED_TEXT_SHARE = 0.2
"""An update rewrites much of the text; it must share this much of it, or the title."""

CORRECTED_TITLE_SHARE = 0.6
"""The share of words that a corrected title keeps; `Rain in Manila` and `Rain in Cebu` share less."""

MAX_COMPARED_CHARS = 20_000

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]|[^\W_]+")


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of an article. `sample` is about an eighth of the `runs`, chosen by hash.

    `site` is the host in `source`, or the source's own prefix; `text` is a hash of all words.
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
    """The fingerprint of `article`; its hashes hold within one process only."""
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
    """The story in `there` that `new` repeats, if any. `beside` are the sources of articles from the same document."""
    return next(
        (one for one in there if _near(new, one) and (_at_one_address(new, one) or _one_text(new, one, beside))), None
    )


def story_updated_by(new: Fingerprint, there: Iterable[Fingerprint]) -> Fingerprint | None:
    """The story in `there` that `new`, marked as an update, replaces: the most similar one of the same agency or site."""
    fitting = [
        (max(_shared(new.title, one.title), _shared(new.runs, one.runs) / UPDATED_TEXT_SHARE * SAME_TITLE_SHARE), one)
        for one in there
        if _near(new, one) and (new.site == one.site or (new.agency is not None and new.agency == one.agency))
    ]
    points, best = max(fitting, key=lambda pair: pair[0], default=(0.0, None))
    return best if points >= SAME_TITLE_SHARE else None


def is_same_story(new: Fingerprint, one: Fingerprint, zone: tzinfo, *, dated: bool = True) -> bool:
    """Whether `new`, which has the same id as `one` in its source, is that story, corrected or moved.

    Some sources reuse ids for story after story; then date, title and text all differ.
    """
    if new.text == one.text or (dated and is_one_moment(new.published_at, one.published_at, zone)):
        return True
    near = not dated or abs(new.published_at - one.published_at) <= MAX_TIME_APART
    if near and _shared(new.title, one.title) >= CORRECTED_TITLE_SHARE:
        return True
    return _shared(new.runs, one.runs) >= UPDATED_TEXT_SHARE


def has_moved(new: Fingerprint, one: Fingerprint, zone: tzinfo) -> bool:
    """Whether `new`, which replaced `one` in a feed, is the same story under another link.

    Published in the very same second, title or text must be similar; at another time, most of a long text, figures and all.
    """
    if new.site != one.site or new.language != one.language:
        return False
    if not is_one_moment(new.published_at, one.published_at, zone):
        return _near(new, one) and min(len(new.runs), len(one.runs)) >= MIN_RUNS and _same_words(new, one)
    alike = _shared(new.title, one.title) >= CORRECTED_TITLE_SHARE or _shared(new.runs, one.runs) >= SAME_TEXT_SHARE
    return alike or new.text == one.text


def _same_words(new: Fingerprint, one: Fingerprint) -> bool:
    """Whether two texts are nearly the same, figures included: weather and results come in the same words every day.

    The very same title and text may also stand twice on a site, as `duplicate_of` knows; that is not for here.
    """
    if new.title == one.title and new.runs == one.runs:
        return False
    figures = new.figures | one.figures
    same_figures = not figures or _shared(new.figures, one.figures) >= SAME_FIGURES_SHARE
    return same_figures and _shared(new.runs, one.runs) >= MOVED_TEXT_SHARE


def is_one_moment(one: datetime, other: datetime, zone: tzinfo) -> bool:
    """Whether both times are one publication. Midnight does not count: it stands for a date without a time."""
    return one == other and not any(at.time() == time() for at in (one, one.astimezone(zone)))


def says_the_same(new: Fingerprint, one: Fingerprint) -> bool:
    """Whether nothing important differs, so that an update has already come by another way."""
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
        # When a site, or an agency whose items have names instead of addresses, publishes a text twice word for word,
        # it means one story; if a word differs, two.
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
    """The address without scheme, `www.` and trailing slash."""
    return re.sub(r"^\w+://(?:www\.)?", "", address).rstrip("/")
