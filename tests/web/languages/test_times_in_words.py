"""Times as people say them: an age from two minutes on, and a day beside what is not today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from lxml import html

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.board_states import ALL_DAY, FULL, ON_AIR, TURNING, State, at
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.model import OnAir


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, 'name = "Radyo"\nlanguages = ["en", "fil"]\n')


def page(site: InProcessSite, state: State, lang: str = "en", path: str = "/") -> html.HtmlElement:
    state.put_into(site.running.services.replica)
    return html.document_fromstring(site.client().get(path, headers={"Accept-Language": lang}).text)


@pytest.mark.parametrize(
    ("seconds", "lang", "said"),
    [
        (9, "en", None), (119, "en", None), (120, "en", "2 minutes ago"), (119, "fil", None),
        (125, "fil", "2 minuto ang nakalipas"),
    ],
)  # fmt: skip
def test_the_age_of_the_status_is_told_from_two_minutes_on(
    site: InProcessSite, seconds: int, lang: str, said: str | None
) -> None:
    stream = ON_AIR.model_copy(update={"checked_at": at(seconds=seconds)})
    shown = page(site, State(FULL.model_copy(update={"stream": stream})), lang)
    (age, *_) = shown.iterfind(".//*[@data-f='checked']")
    assert ("hidden" not in age.attrib) == (said is not None)
    assert said is None or said in str(age.text_content())


@pytest.mark.parametrize(("lang", "said"), [("en", "just now"), ("fil", "ngayon lang")])
def test_what_was_just_counted_says_so_without_seconds(site: InProcessSite, lang: str, said: str) -> None:
    (age, *_) = page(site, State(FULL), lang).iterfind(".//*[@data-f='as_of']")
    assert age.text == said


@pytest.mark.parametrize(
    ("hours", "lang", "said"),
    [
        (1, "en", "1:00\xa0PM"), (12, "en", "tomorrow, 12:00\xa0AM"), (12, "fil", "bukas, 12:00\xa0AM"),
        (36, "en", "Wednesday, 12:00\xa0AM"), (36, "fil", "Miyerkules, 12:00\xa0AM"), (24 * 9, "en", "Mar 11, 12:00\xa0PM"),
    ],
)  # fmt: skip
def test_what_comes_next_says_its_day_where_that_is_not_today(
    site: InProcessSite, hours: int, lang: str, said: str
) -> None:
    following = {"programme": {"id": "night", "title": "Night"}, "starts_at": NOON + timedelta(hours=hours)}
    air = OnAir.load({**FULL.on_air.dump(), "ends_at": None, "next": following, "rotation": TURNING.dump()})
    state = State(FULL.model_copy(update={"on_air": air}), ALL_DAY)
    for path in ("/", "/lite"):
        times = [time.text for time in page(site, state, lang, path).iterfind(".//time[@data-form='upcoming']")]
        assert said in times, path
