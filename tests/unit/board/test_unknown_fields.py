"""Fields that nobody here knows: kept through reading and writing what is stored, refused in what is asked."""

from __future__ import annotations

import importlib
import json
import pkgutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import webapp
from webapp.desk import Receipt
from webapp.newsroom.articles.feed_state import FeedState
from webapp.newsroom.articles.websub_state import HubSubscription
from webapp.newsroom.board import Board, replay
from webapp.newsroom.drafts import ArticleDraft, BreakingDraft, PromoDraft, read_draft
from webapp.newsroom.errors import Invalid
from webapp.newsroom.events import BODIES, ArticleChange, BreakingChange, Event, PromoGone, ScheduleChange
from webapp.newsroom.model import Article, MostRead, OnAir, Promo, Stream, Value
from webapp.newsroom.people.account import Account
from webapp.newsroom.reads.pins import EditorChoice
from webapp.newsroom.schedule.as_run import AiredArticles, AiredSegment, PlannedPart
from webapp.newsroom.schedule.dated_entries import DatedEntry
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.holds import Holds
from webapp.newsroom.schema import VERSION
from webapp.newsroom.staff import Actor
from webapp.newsroom.stream.facts import Watch
from webapp.newsroom.stream.history import StatusNote
from webapp.newsroom.stream.notices import Delivery, StatusNotice
from webapp.newsroom.unknown import carry_unknown

AT = "2026-03-02T04:00:00.000Z"
PICTURE = {"url": "https://pictures.example/rice.jpg", "width": 640, "height": 360, "alt": ""}
ITEM = {"id": "a", "rev": 1, "headline": "Ferry runs again", "priority": "urgent", "published_at": AT}
STREAM = {
    "status": "on_air", "since": AT, "by": "probe",
    "streams": [{"id": "main", "title": "HLS", "url": "https://s.example/", "kind": "hls", "delay_s": 0.0, "status": "on_air"}],
}  # fmt: skip
PROGRAMME = {"id": "midday", "title": "Midday", "hosts": [], "picture": PICTURE}
SEGMENT = {"id": "news", "title": "News"}
CARD = {"slug": "rice", "title": "Rice", "picture": PICTURE, "language": "en"}
ON_AIR = {
    "programme": PROGRAMME, "segment": SEGMENT, "by": "schedule",
    "next": {"programme": PROGRAMME, "starts_at": AT},
    "rotation": {"articles": [CARD], "every_s": 20, "starts_at": AT},
}  # fmt: skip
MOST_READ = {"window": "24h", "as_of": AT, "items": [{"article": "rice", "title": "Rice", "reads": 3, "rank": 1}]}
PROMO = {"title": "Our show", "link": "https://radyo.example/", "image": PICTURE}
OVERRIDE = {"starts_at": AT, "ends_at": "2026-03-02T05:00:00.000Z", "title": "Special"}

STORED: list[tuple[type[Value], dict[str, Any]]] = [
    (Board, {"epoch": "e", "seq": 1, "breaking": [ITEM, {**ITEM, "id": "b"}], "stream": STREAM, "on_air": ON_AIR,
             "most_read": MOST_READ, "promo": PROMO}),
    (BreakingChange, {"action": "published", "item": ITEM}),
    (ArticleChange, {"action": "updated", "slug": "rice", "title": "Rice"}),
    (ScheduleChange, {"revision": "r"}),
    (Stream, STREAM),
    (OnAir, ON_AIR),
    (MostRead, MOST_READ),
    (Promo, PROMO),
    (PromoGone, {}),
    (Article, {"slug": "rice", "title": "Rice", "published_at": AT, "picture": PICTURE}),
    (Grid, {"zone": "Asia/Manila", "programmes": [{"id": "midday", "title": "Midday", "picture": PICTURE,
            "slots": [{"days": ["mon"], "start": "11:00", "end": "13:00"}],
            "segments": [{"id": "news", "title": "News", "start": "11:00"}]}], "overrides": [OVERRIDE]}),
    (DatedEntry, {"id": "special", "rev": 1, "by": "Ligaya", "at": AT, "override": OVERRIDE}),
    (Holds, {"on_air": {"by": "Ligaya", "since": AT, "title": "Talk"}, "stream": {"by": "L", "since": AT, "status": "silent"},
             "probed": STREAM}),
    (EditorChoice, {"article": "rice", "action": "pin", "reason": "matters", "by": "Efren", "since": AT}),
    (FeedState, {"id": "f", "url": "https://f.example/", "refused": [{"what": "A story", "reason": "no date"}],
            "vanished": [{"source": "s", "since": AT, "again_at": AT}]}),
    (HubSubscription, {"hub": "https://h.example/", "topic": "https://f.example/", "key": "k", "secret": "s", "asked_at": AT}),
    (Delivery, {"place": "1-0"}),
    (StatusNotice, {"at": AT, "status": "on_air", "was": "silent"}),
    (Account, {"name": "Efren", "role": "editor", "password": "$argon2id$", "session": "s"}),
    (Actor, {"name": "Efren", "role": "editor"}),
    (AiredSegment, {"id": "t", "starts_at": AT, "programme": {"id": "midday", "title": "Midday"}, "told_at": AT}),
    (AiredArticles, {"at": AT, "kind": "rotation", "articles": ["rice"]}),
    (PlannedPart, {"starts_at": AT, "ends_at": AT, "programme": {"id": "midday", "title": "Midday"}}),
    (Watch, {}),
    (StatusNote, {"at": AT, "status": "on_air"}),
    (Receipt, {"epoch": "e", "seq": 1}),
]  # fmt: skip

CHANCES = st.integers(0, 2**32).map(Random)


def anything(chance: Random, depth: int = 3) -> Any:
    """Any JSON."""
    kind = chance.randrange(7 if depth else 5)
    if kind < 5:
        return [None, True, chance.randrange(-9, 9), chance.choice(["", "ñ", "text"]), {}][kind]
    inner = [anything(chance, depth - 1) for _ in range(chance.randrange(3))]
    return inner if kind == 5 else dict(zip("xyz", inner, strict=False))


def strange(chance: Random, value: Any) -> Any:
    """`value` with fields that nobody knows, in any of its objects."""
    if isinstance(value, list):
        return [strange(chance, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    names = chance.sample(["zz_new", "zz_newer", "texts_of_tomorrow"], chance.randrange(3))
    return {name: strange(chance, inner) for name, inner in value.items()} | {n: anything(chance) for n in names}


@pytest.mark.parametrize(("kind", "sample"), STORED, ids=lambda of: of.__name__ if isinstance(of, type) else "")
def test_unknown_fields_survive_reading_and_writing_at_every_depth(kind: type[Value], sample: dict[str, Any]) -> None:
    plain = kind.load(sample).dump()

    @settings(max_examples=40, deadline=None)
    @given(CHANCES)
    def survives(chance: Random) -> None:
        odd = strange(chance, plain)
        value = kind.load(odd)
        assert value.dump() == odd
        assert value.model_copy().dump() == odd
        assert carry_unknown(kind.load(plain), value).dump() == odd

    survives()


@settings(max_examples=40, deadline=None)
@given(CHANCES)
def test_a_board_led_by_events_has_what_the_events_had(chance: Random) -> None:
    def event(seq: int, name: str, body: dict[str, Any]) -> Event:
        return Event(epoch="e", seq=seq, at=datetime.fromisoformat(AT), type=name, body=body)

    samples = [("breaking", {"action": "published", "item": ITEM}), ("stream", STREAM), ("on_air", ON_AIR),
               ("most_read", MOST_READ), ("promo", PROMO)]  # fmt: skip
    bodies = [(name, strange(chance, BODIES[name].load(body).dump())) for name, body in samples]
    board = replay(Board(epoch="e"), [event(n, name, body) for n, (name, body) in enumerate(bodies, 1)])
    plain = board.dump()
    assert plain["breaking"] == [bodies[0][1]["item"]]
    assert [plain[name] for name, _ in bodies[1:]] == [body for _, body in bodies[1:]]
    gone = event(6, "article", {"action": "withdrawn", "slug": "rice", "title": "Rice", "by_whom": "L"})
    after = replay(board, [gone]).dump()
    assert after["most_read"] == {**bodies[3][1], "items": []}
    assert after["on_air"]["rotation"] == {**bodies[2][1]["rotation"], "articles": []}


def test_a_promo_is_gone_whatever_a_newer_build_says_with_it() -> None:
    event = Event(epoch="e", seq=1, at=datetime.fromisoformat(AT), type="promo", body={"because": "over"})
    assert isinstance(event.content, PromoGone) and event.wire()["because"] == "over"


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        (BreakingDraft, {"headline": "x", "priority": "flash", "colour": "red"}, "colour"),
        (
            PromoDraft,
            {"title": "x", "link": "https://r.example/", "image": {**PICTURE, "colour": "red"}},
            "image.colour",
        ),
        (ArticleDraft, {"title": "x", "picture": {**PICTURE, "colour": "red"}}, "picture.colour"),
    ],
)
def test_what_is_asked_with_an_unknown_field_is_refused_by_its_name(
    kind: Any, body: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_draft(kind, body)
    assert [wrong["field"] for wrong in refused.value.fields] == [field]
    assert "unknown field" in refused.value.fields[0]["problem"]


def test_a_grid_file_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(Invalid):
        parse_grid('zone = "Asia/Manila"\n[[programme]]\nid = "midday"\ntitle = "Midday"\ncolour = "red"\n')


def test_the_code_itself_cannot_make_a_value_with_an_unknown_field() -> None:
    with pytest.raises(ValueError, match="colour"):
        Promo(title="x", link="https://r.example/", colour="red")  # type: ignore[call-arg]


def kinds_of(kind: type[Value] = Value) -> Iterator[type[Value]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


FROM_FILES = {"Station.outlets"}
"""Read from a file of the operator's, never stored, and refused with an unknown field."""


def test_values_hold_values_only_where_their_unknown_fields_are_found_again() -> None:
    """One, or a tuple or a dictionary of them: `newsroom.unknown` looks nowhere else."""
    for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
        if module.name.split(".")[1] in ("newsroom", "store", "desk"):
            importlib.import_module(module.name)

    def is_value(of: Any) -> bool:
        return isinstance(of, type) and issubclass(of, Value)

    def found_again(of: Any) -> bool:
        if get_origin(of) in (Union, UnionType):
            return all(found_again(one) for one in get_args(of))
        if get_origin(of) is tuple:
            first, *rest = get_args(of)
            return (is_value(first) and rest == [...]) or not any(map(holds, get_args(of)))
        if get_origin(of) is dict:
            return not holds(get_args(of)[0]) and found_again(get_args(of)[1])
        return is_value(of) or of is NoneType or not holds(of)

    def holds(of: Any) -> bool:
        return is_value(of) or any(holds(inner) for inner in get_args(of))

    wrong = [
        f"{kind.__name__}.{name}"
        for kind in kinds_of()
        for name, field in kind.model_fields.items()
        if not found_again(field.annotation) and f"{kind.__name__}.{name}" not in FROM_FILES
    ]
    assert not wrong


def test_the_build_and_its_package_have_one_version() -> None:
    root = Path(webapp.__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text())
    assert "version" in project["project"]["dynamic"]
    source = (root / project["tool"]["hatch"]["version"]["path"]).read_text()
    assert f'VERSION = "{VERSION}"' in source
    assert json.loads((root / "package.json").read_text())["version"] == VERSION
