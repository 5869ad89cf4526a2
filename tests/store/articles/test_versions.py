"""Versions of a story that come one after another: an older one changes nothing, one that is withheld is taken back."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from tests.conftest import NOON, Room
from tests.store.articles.test_duplicates import titles
from tests.store.articles.test_importing import LATER, bring
from webapp.intake.importing.documents import Outcome


def ninjs(headline: str, hours: float, **more: object) -> bytes:
    at = (NOON - timedelta(hours=hours)).isoformat()
    item = {"uri": "urn:newsml:a:1", "pubstatus": "usable", "headline": headline, "body_text": f"{headline}, and more."}
    return orjson.dumps({**item, "versioncreated": at, **more})


def atom(title: str, hours: float) -> bytes:
    at = (NOON - timedelta(hours=hours)).isoformat()
    entry = f"<id>urn:x:1</id><title>{title}</title><updated>{at}</updated><content>{title}, and more.</content>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry>{entry}</entry></feed>'.encode()


def post(**more: object) -> bytes:
    one = {"id": 7, "date_gmt": "2026-03-01T08:00:00", "modified_gmt": "2026-03-01T09:00:00", "type": "post",
           "title": {"rendered": "Bridge closes"}, "content": {"rendered": "<p>It closes soon.</p>"},
           "link": "https://a.example/bridge", "status": "publish"}  # fmt: skip
    return orjson.dumps([{**one, **more}])


def only(outcomes: list[Outcome]) -> Outcome:
    (outcome,) = outcomes
    return outcome


@pytest.mark.parametrize("made", [ninjs, atom])
def test_an_older_version_that_comes_late_changes_nothing_where_a_source_gives_one_date_only(
    room: Room, made: object
) -> None:
    assert callable(made)
    bring(room, made("It is so", 2))
    assert only(bring(room, made("It was so", 5), LATER)).reason == "older than the version here"
    assert only(bring(room, made("It is otherwise", 1), LATER)).kind == "updated"
    assert only(bring(room, made("It is so", 2), LATER)).kind == "unchanged"
    assert titles(room) == ["It is otherwise"]


def test_a_version_made_before_the_last_one_reached_us_counts_all_the_same(room: Room) -> None:
    bring(room, ninjs("First", 5), NOON)
    bring(room, ninjs("Second", 4), NOON)
    assert only(bring(room, ninjs("Third", 3), LATER)).kind == "updated"
    assert only(bring(room, ninjs("Third, mended", 3), LATER)).kind == "updated", "nor need its date be a new one"
    assert only(bring(room, ninjs("Third, mended anew", 3), LATER)).kind == "updated"


def test_a_withheld_story_is_withdrawn_and_stays_so_and_the_newsroom_is_told(room: Room) -> None:
    came = only(bring(room, ninjs("It is so", 3, version="1")))
    gone = only(bring(room, ninjs("It is so", 2, version="2", pubstatus="withheld")))
    assert (gone.kind, gone.slug, gone.reason) == ("withdrawn", came.slug, "withheld by its source")
    assert titles(room) == []
    again = only(bring(room, ninjs("It is so", 1, version="3"), LATER))
    assert (again.kind, again.reason) == ("refused", "was withdrawn here: withheld by its source")


def test_what_was_withheld_before_it_came_is_refused_and_comes_in_once_it_may(room: Room) -> None:
    held = only(bring(room, ninjs("It is so", 3, pubstatus="withheld")))
    assert (held.kind, held.label, held.reason) == ("refused", "It is so", "is withheld by its source")
    assert only(bring(room, ninjs("It is so", 2))).kind == "imported"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("statuses", "out"), [(("withheld", "usable"), True), (("usable", "withheld"), False)])
def test_where_a_document_has_both_the_later_version_says_whether_it_is_withheld(
    room: Room, statuses: tuple[str, str], out: bool, turned: bool
) -> None:
    for number in ({"version": "1"}, {"version": "2"}), ({}, {}):
        items = [
            orjson.loads(
                ninjs("It is so", 3 - at, pubstatus=status, **number[at], uri=f"urn:newsml:a:{len(number[0])}")
            )
            for at, status in enumerate(statuses)
        ]
        bring(room, orjson.dumps(items[::-1] if turned else items))
    assert len(titles(room)) == (2 if out else 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "private"}, "its status is 'private', not 'publish'"),
        ({"status": "draft"}, "its status is 'draft', not 'publish'"),
        ({"content": {"rendered": "", "protected": True}}, "is protected by a password"),
    ],
)
def test_a_post_that_is_public_no_more_is_withdrawn(room: Room, change: dict[str, object], told: str) -> None:
    assert only(bring(room, post(**change))).reason == told
    assert only(bring(room, post())).kind == "imported"
    assert only(bring(room, post(**change), LATER)).kind == "withdrawn"
    assert titles(room) == []
