"""What was found about a station: each fact with where it stands and how sure it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from webapp.fetch.client import Fetched
from webapp.fetch.connection import Unreachable
from webapp.newsroom.errors import NewsroomError

Certainty = Literal["certain", "likely", "perhaps"]
"""`certain`: stated for machines, or tried with success. `likely`: read from a page. `perhaps`: concluded; not put in force."""

ORDER: tuple[Certainty, ...] = ("certain", "likely", "perhaps")
DISAGREES = "the site says otherwise elsewhere"
SEVERAL = "the site has several, and does not say which is the station's own"
OF_OTHERS = "it may be another's"
CONCLUDED = "it is only concluded"
UNHEARD = "no word of the page shows it"
"""Why a fact is not sure."""

MAX_SEARCH_S = 150.0
"""For the whole site: one that answers each request at the last moment must not hold a person up for ten minutes."""
MAX_REQUESTS = 60
"""For one site with everything that it links to; a front page with forty feeds must not become a crawl."""


class Get(Protocol):
    """`webapp.fetch.client.get`, or the tests' copy of a site. Raises `NewsroomError`."""

    def __call__(self, url: str, *, max_bytes: int = ..., whole: bool = ..., deadline_s: float = ...) -> Fetched: ...


@dataclass(frozen=True)
class Fact:
    """`value` of the station's setting `name`; `where` says in words by which sign, and at which address."""

    name: str
    value: Any
    where: str
    sure: Certainty = "certain"

    def unsure(self, why: str) -> Fact:
        """The same as one that is not put in force, with the reason."""
        return replace(self, sure="perhaps", where=f"{self.where} (not sure: {why})")


@dataclass(frozen=True)
class Unusable:
    """An address that the site names for its setting `name`, and which gives nothing to use; `why` says in words what is so."""

    name: str
    url: str
    why: str


@dataclass
class Budget:
    """Fetches each address once, at most `MAX_REQUESTS` in all; `refused` has the reasons of those that gave nothing.

    `progress` gets the part of the search that is under way, `part`, of how many, and each address before it is asked.
    """

    get: Get
    progress: Callable[[int, int, str], None] = lambda part, of, url: None
    part: int = 0
    parts: int = 1
    unusable: list[Unusable] = field(default_factory=list)
    left: int = MAX_REQUESTS
    ends_at: float = field(default_factory=lambda: time.monotonic() + MAX_SEARCH_S)
    refused: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, bool], Fetched | None] = field(default_factory=dict)

    def fetch(self, url: str, *, whole: bool = True, max_bytes: int = 1_000_000) -> Fetched | None:
        """The answer with status 200, else `None`."""
        if (url, whole) in self._known:
            return self._known[url, whole]
        if self.left <= 0:
            self.refused.setdefault(url, "not asked: too many addresses")
            return None
        if time.monotonic() > self.ends_at:
            self.refused.setdefault(url, "not asked: the site takes too long")
            return None
        self.left -= 1
        self.progress(self.part, self.parts, url)
        found: Fetched | None = None
        try:
            came = self.get(url, max_bytes=max_bytes, whole=whole, deadline_s=10.0 if whole else 4.0)
            found = came if came.status == 200 else None
            if found is None:
                self.refused[url] = f"answers {came.status}"
        except (NewsroomError, Unreachable) as error:
            self.refused[url] = str(error)
        self._known[url, whole] = found
        return found

    def note_unusable(self, name: str, url: str, why: str) -> None:
        """`why` is for where it answered; else what was refused says it."""
        self.unusable.append(Unusable(name, url, self.refused.get(url, why)))


def best(facts: Iterable[Fact], name: str) -> Fact | None:
    """The surest fact of that name; of equally sure ones the first."""
    return min((fact for fact in facts if fact.name == name), key=lambda fact: ORDER.index(fact.sure), default=None)


def distinct(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Without repeated values of one name; the surest of each stays."""
    seen: set[tuple[str, str]] = set()
    for fact in sorted(facts, key=lambda fact: ORDER.index(fact.sure)):
        key = (fact.name, repr(fact.value))
        if key not in seen:
            seen.add(key)
            yield fact
