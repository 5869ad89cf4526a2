"""What was found of a site beside what is true of it: right, not found, or wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.discovery.corpus import Site
from webapp.discovery.discover import Discovery, discover

NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
SINGLE = ("name", "tagline", "zone", "logo", "colour", "call", "text", "email")
STATED_ONLY = ("colour",)
"""Counted only where a site's file states it, "" for none: the first sites were written when it was not searched for."""
SEVERAL = {"languages": "language", "streams": "stream", "feeds": "feed", "accounts": "account"}


@dataclass
class Score:
    """`wrong` names what was said and is not so."""

    right: Counter[str] = field(default_factory=Counter)
    not_found: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        right = sum(self.right.values())
        return right / ((right + sum(self.not_found.values())) or 1)


def score(site: Site, into: Score) -> Discovery:
    """Counts one site. What is only `perhaps` so is not put in force, and counts as not found."""
    found = discover(site.address, site.get, NOW)
    for name, wanted, values in _compared(site, found):
        for one in wanted:
            hit = any(_is(value, one) for value in values)
            (into.right if hit else into.not_found)[name] += 1
        for value in values:
            if not any(_is(value, one) for one in wanted):
                into.wrong.append(f"{site.name}: {name} {value!r}")
    return found


def _compared(site: Site, found: Discovery) -> Iterator[tuple[str, list[Any], list[Any]]]:
    for name in SINGLE:
        if name in STATED_ONLY and name not in site.expected:
            continue
        fact = found.best(name)
        value = fact.value.get("url") if fact and name == "logo" else fact and fact.value
        yield name, [site.expected[name]] if site.expected.get(name) else [], [value] if fact else []
    for name, fact_name in SEVERAL.items():
        values = [getattr(fact.value, "url", fact.value) for fact in found.sure(fact_name)]
        yield name, site.expected.get(name, []), values
    schedule = found.best("schedule")
    titles = [programme.title for programme in schedule.value.programmes] if schedule else []
    yield "schedule", site.expected.get("schedule", []), titles


def _is(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)
