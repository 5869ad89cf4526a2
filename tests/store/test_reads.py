"""Reads: one a reader, article and half hour; what is no read is left out; and the list can be worked out again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON, Room
from webapp.newsroom.errors import Invalid, TooMany
from webapp.newsroom.model import Article
from webapp.newsroom.readers import Reader
from webapp.newsroom.staff import Actor
from webapp.store.reads import COOKIELESS, NEW_COOKIES

PHONE = "Mozilla/5.0 (Linux; Android 13) Mobile Safari/537.36"
IMPORT = Actor(name="import", role="system")


def reader(cookie: str | None = "maria", address: str = "203.0.113.7", agent: str = PHONE) -> Reader:
    return Reader(address, agent, cookie)


@pytest.fixture(autouse=True)
def three_articles(room: Room) -> None:
    for slug in ("rice", "ferry", "water"):
        article = Article(slug=slug, title=slug.title(), published_at=NOON - timedelta(days=1), source=slug)
        room.desk.put_article(article, IMPORT, NOON)


def read(room: Room, article: str = "rice", who: Reader | None = None, at: float = 0) -> str:
    """A read as the page does it: a token on opening, the beacon six seconds later."""
    who, opened = who or reader(), NOON + timedelta(seconds=at)
    return room.reads.count(article, room.reads.token(article, who, opened), who, opened + timedelta(seconds=6))


def count(room: Room, article: str = "rice", at: float = 60) -> int:
    listed = room.reads.most_read("24h", NOON + timedelta(seconds=at))
    return next((item.reads for item in listed.items if item.article == article), 0)


def crowd(room: Room, readers: int = 3, article: str = "rice") -> None:
    for n in range(readers):
        assert read(room, article, reader(f"reader-{n}")) == "counted"


def test_each_reader_counts_once_in_half_an_hour(room: Room) -> None:
    crowd(room)
    assert read(room, who=reader("reader-0")) == "repeat"
    assert count(room) == 3


def test_the_same_reader_counts_again_for_another_article(room: Room) -> None:
    crowd(room)
    assert read(room, "ferry", reader("reader-0")) == "counted"


def test_a_token_is_good_once(room: Room) -> None:
    token = room.reads.token("rice", reader(), NOON)
    later = NOON + timedelta(seconds=9)
    assert room.reads.count("rice", token, reader(), later) == "counted"
    with pytest.raises(Invalid, match="used"):
        room.reads.count("rice", token, reader(), later)


@pytest.mark.parametrize(("after", "why"), [(1, "early"), (31 * 60, "older")])
def test_a_token_is_good_from_five_seconds_to_half_an_hour(room: Room, after: int, why: str) -> None:
    token = room.reads.token("rice", reader(), NOON)
    with pytest.raises(Invalid, match=why):
        room.reads.count("rice", token, reader(), NOON + timedelta(seconds=after))


def test_a_token_is_good_for_its_reader_and_its_article_alone(room: Room) -> None:
    token, later = room.reads.token("rice", reader("maria"), NOON), NOON + timedelta(seconds=9)
    for article, who in (("ferry", reader("maria")), ("rice", reader("jose"))):
        with pytest.raises(Invalid, match="not given to this reader"):
            room.reads.count(article, token, who, later)


def test_a_first_visit_counts_although_the_cookie_came_with_the_token(room: Room) -> None:
    token = room.reads.token("rice", reader(None), NOON)
    assert room.reads.count("rice", token, reader("fresh"), NOON + timedelta(seconds=9)) == "counted"


@pytest.mark.parametrize("token", [None, 7, "", "x", "a.b.c", "1." + "x" * 12 + "." + "y" * 22, ["t"], "é" * 40])
def test_what_is_no_token_counts_nothing(room: Room, token: object) -> None:
    with pytest.raises(Invalid, match="token"):
        room.reads.count("rice", token, reader(), NOON)


@pytest.mark.parametrize("article", [None, 7, "", "no-such-article", "x" * 10_000])
def test_an_article_that_is_not_out_counts_nothing(room: Room, article: object) -> None:
    token = room.reads.token(str(article), reader(), NOON)
    with pytest.raises(Invalid, match="article"):
        room.reads.count(article, token, reader(), NOON + timedelta(seconds=9))


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.5.0", "", "facebookexternalhit/1.1", "python-requests/2"])
def test_bots_and_empty_agents_are_left_out(room: Room, agent: str) -> None:
    assert read(room, who=reader(agent=agent)) == "bot"


def test_ten_thousand_forged_beacons_from_one_address_move_nothing(room: Room) -> None:
    """Without the secret there is no token; with one honest token there is one read."""
    token, later = room.reads.token("rice", reader(None), NOON), NOON + timedelta(seconds=9)
    for n in range(200):
        forged = token[:-4] + f"{n:04}"
        with pytest.raises(Invalid):
            room.reads.count("rice", forged, reader(None), later)
    assert room.reads.count("rice", token, reader(None), later) == "counted"


def test_one_address_without_cookies_moves_an_article_by_a_bounded_number(room: Room) -> None:
    outcomes = Counter(read(room, who=reader(None, agent=f"{PHONE} {n}")) for n in range(COOKIELESS + 10))
    assert outcomes == {"counted": COOKIELESS, "crowd": 10}


def test_an_address_gets_a_bounded_number_of_new_cookies(room: Room) -> None:
    for _ in range(NEW_COOKIES):
        room.reads.may_have_cookie("203.0.113.7")
    with pytest.raises(TooMany):
        room.reads.may_have_cookie("203.0.113.7")
    room.reads.may_have_cookie("203.0.113.8")


def test_a_withdrawn_article_is_off_the_list_and_takes_no_reads(room: Room) -> None:
    crowd(room)
    token = room.reads.token("rice", reader("late"), NOON)
    room.desk.withdraw_article("rice", "Wrong", IMPORT, NOON)
    assert room.reads.most_read("24h", NOON).items == ()
    with pytest.raises(Invalid, match="not out"):
        room.reads.count("rice", token, reader("late"), NOON + timedelta(seconds=9))


def test_with_few_reads_the_list_is_short(room: Room) -> None:
    crowd(room, 2)
    assert room.reads.most_read("24h", NOON).items == ()


def test_old_reads_leave_the_list(room: Room) -> None:
    crowd(room)
    assert count(room, at=3600) == 3
    assert count(room, at=26 * 3600) == 0


def test_no_raw_address_is_kept_anywhere(room: Room) -> None:
    read(room, who=reader(None))
    room.reads.may_have_cookie("203.0.113.7")
    for key in room.store.scan_iter():
        assert b"203.0.113" not in key + (room.store.dump(key) or b"")


def test_the_list_goes_on_the_log_only_when_it_changed(room: Room) -> None:
    crowd(room)
    crowd(room, 4, "ferry")
    assert room.desk.rank_most_read(room.reads.rank(NOON), NOON).changed
    assert not room.desk.rank_most_read(room.reads.rank(NOON), NOON + timedelta(seconds=5)).changed
    for n in range(3):
        read(room, "rice", reader(f"more-{n}"))
    later = NOON + timedelta(seconds=10)
    room.desk.rank_most_read(room.reads.rank(later), later)
    shown = room.log.board().most_read
    assert shown and [(item.article, item.rank, item.was) for item in shown.items] == [("rice", 1, 2), ("ferry", 2, 1)]


visits = st.lists(
    st.tuples(st.sampled_from(["rice", "ferry", "water"]), st.sampled_from("abcde"), st.integers(0, 5400)), max_size=40
)


@given(visits)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_counts_equal_an_oracle(room: Room, visits: list[tuple[str, str, int]]) -> None:
    """Time in the store does not stand still for a test, so its windows are those of one instant: all at once."""
    for key in room.store.scan_iter("*reads*"):
        room.store.delete(key)
    for article, who, _ in visits:
        read(room, article, reader(who))
    oracle = Counter(article for article, _ in {(article, who) for article, who, _ in visits})
    listed = room.reads.most_read("24h", NOON)
    assert {i.article: i.reads for i in listed.items} == {a: n for a, n in oracle.items() if n >= 3}
