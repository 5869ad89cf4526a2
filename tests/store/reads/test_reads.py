"""Reads in a real store: one a reader, article and half hour; what is no read is left out; every count can be defended."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.any_store import Store, connect
from tests.conftest import NOON, Room, Valkey, make_room
from webapp.newsroom.errors import Invalid, StoreAway
from webapp.newsroom.model import Article
from webapp.newsroom.reads.identity import Reader, TokenRefused, TokenUsed
from webapp.newsroom.reads.pins import EditorChoice
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import ReadRules
from webapp.store.core import keys
from webapp.store.reads.counting import Outcome
from webapp.store.reads.reads import LIST_REUSE, Reads

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
IMPORT = Actor(name="import", role="system")
SECRET = "a-secret-key-for-the-tests-alone"
HOME = "203.0.113.7"

_ids = itertools.count()


def maria(name: str = "maria") -> Reader:
    """A reader whose browser has our cookie."""
    return Reader(f"198.51.100.{hash(name) % 250}", PHONE, name)


def nobody(address: str = HOME, agent: str = PHONE) -> Reader:
    """A reader without a cookie."""
    return Reader(address, agent)


def put_out(room: Room, *slugs: str) -> None:
    for slug in slugs:
        article = Article(slug=slug, title=slug.title(), published_at=NOON - timedelta(days=1), source=slug)
        room.desk.put_article(article, IMPORT, NOON)


@pytest.fixture(autouse=True)
def three_articles(room: Room) -> None:
    put_out(room, "rice", "ferry", "water")


def read(reads: Reads, article: str = "rice", who: Reader | None = None, at: datetime = NOON) -> Outcome:
    """A read as a page does it: a token when the article is opened, told six seconds later, at `at`."""
    who = who or maria(f"reader-{next(_ids)}")
    opening = reads.open(article, who, at - timedelta(seconds=6))
    kept = Reader(who.address, who.agent, reads.reader("", "", opening.cookie).cookie) if opening.cookie else who
    return reads.count(article, opening.token, kept, at)


def without_cookie(reads: Reads, article: str, who: Reader, at: datetime = NOON) -> Outcome:
    """The same from somebody who throws the cookie away."""
    return reads.count(article, reads.open(article, who, at - timedelta(seconds=6)).token, who, at)


def counts(reads: Reads, at: datetime = NOON, window: Any = "24h") -> dict[str, int]:
    return {tally.article: tally.reads for tally in reads.top(window, at, 50)}


def test_every_reader_counts_once_in_half_an_hour(room: Room) -> None:
    assert read(room.reads, who=maria()) == "counted"
    assert read(room.reads, who=maria(), at=NOON + timedelta(minutes=29, seconds=59)) == "repeat"
    assert read(room.reads, who=maria(), at=NOON + timedelta(minutes=30)) == "counted"
    assert read(room.reads, who=maria("jose")) == "counted"
    assert counts(room.reads) == {"rice": 3}


def test_the_same_reader_counts_for_another_article(room: Room) -> None:
    assert [read(room.reads, slug, maria()) for slug in ("rice", "ferry")] == ["counted", "counted"]


def test_a_repeat_does_not_put_the_next_read_off(room: Room) -> None:
    for minutes in (0, 20):
        read(room.reads, who=maria(), at=NOON + timedelta(minutes=minutes))
    assert read(room.reads, who=maria(), at=NOON + timedelta(minutes=31)) == "counted"


def test_midnight_makes_nobody_a_new_reader(room: Room) -> None:
    """The salt of the marks changes with the day; reads of the last half hour of yesterday still hold."""
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    assert read(room.reads, who=maria(), at=midnight - timedelta(minutes=10)) == "counted"
    assert read(room.reads, who=maria(), at=midnight + timedelta(minutes=10)) == "repeat"
    assert read(room.reads, who=maria(), at=midnight + timedelta(minutes=21)) == "counted"


def test_a_token_is_good_once(room: Room) -> None:
    token = room.reads.open("rice", maria(), NOON - timedelta(minutes=1)).token
    assert room.reads.count("rice", token, maria(), NOON) == "counted"
    for later in (0, 28):
        with pytest.raises(TokenUsed):
            room.reads.count("rice", token, maria(), NOON + timedelta(minutes=later))
    assert counts(room.reads) == {"rice": 1}


def test_a_beacon_repeated_after_a_lost_answer_counts_once(room: Room) -> None:
    token = room.reads.open("rice", maria(), NOON - timedelta(minutes=1)).token
    other_process = Reads(room.store, room.articles, SECRET)
    room.reads.count("rice", token, maria(), NOON)
    with pytest.raises(TokenUsed):
        other_process.count("rice", token, maria(), NOON)


def test_ten_processes_and_one_reader_make_one_read(room: Room, valkey_server: Valkey) -> None:
    def process(_: int) -> Outcome:
        store = connect(valkey_server.url)
        return read(Reads(store, room.articles, SECRET), who=maria())

    with ThreadPoolExecutor(10) as pool:
        assert Counter(pool.map(process, range(30))) == {"counted": 1, "repeat": 29}


@pytest.mark.parametrize(
    ("article", "problem"), [(None, "slug"), (7, "slug"), ("", "slug"), ("x" * 300, "slug"), (["rice"], "slug")]
)
def test_what_is_no_article_is_refused(room: Room, article: object, problem: str) -> None:
    with pytest.raises(Invalid, match=f"article.*{problem}"):
        room.reads.count(article, "a-token", maria(), NOON)


@pytest.mark.parametrize("token", [None, 7, "", {"a": 1}])
def test_what_is_no_text_is_no_token(room: Room, token: object) -> None:
    with pytest.raises(Invalid, match="token"):
        room.reads.count("rice", token, maria(), NOON)


def test_an_article_that_is_not_out_takes_no_reads(room: Room) -> None:
    token = room.reads.open("rice", maria(), NOON - timedelta(minutes=1)).token
    room.desk.withdraw_article("rice", "Wrong", IMPORT, NOON)
    with pytest.raises(Invalid, match="not out"):
        room.reads.count("rice", token, maria(), NOON)
    with pytest.raises(Invalid, match="not out"):
        read(room.reads, "never-was")


def test_a_withdrawn_story_is_off_every_list_with_its_withdrawal(room: Room) -> None:
    for slug in ("rice", "rice", "ferry"):
        read(room.reads, slug)
    ranked_before = room.reads.rank(NOON)
    room.desk.withdraw_article("rice", "Wrong", IMPORT, NOON)
    assert [item.article for item in room.reads.rank(NOON).items] == ["ferry"]
    room.desk.rank_most_read(ranked_before, NOON)
    shown = room.log.board().most_read
    assert shown and [(item.article, item.rank) for item in shown.items] == [("ferry", 1)], (
        "a ranking under way brought it back"
    )


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.5.0", "", "facebookexternalhit/1.1", "HeadlessChrome"])
def test_bots_and_empty_agents_are_left_out_and_counted_apart(room: Room, agent: str) -> None:
    assert read(room.reads, who=nobody(agent=agent)) == "bot"
    hour = int(NOON.timestamp())
    assert room.store.zrange(keys.left_out("bots", hour), 0, -1, withscores=True) == [(b"rice", 1.0)]
    assert counts(room.reads) == {}


def test_repeats_are_counted_apart(room: Room) -> None:
    for _ in range(4):
        read(room.reads, who=maria())
    hour = int(NOON.timestamp())
    assert room.store.zrange(keys.left_out("repeats", hour), 0, -1, withscores=True) == [(b"rice", 3.0)]


# -- one address ----------------------------------------------------------------------------------------------------


def test_ten_thousand_forged_beacons_move_nothing(room: Room) -> None:
    """Without the station's secret there is no token, and the store is not even asked."""
    honest = room.reads.open("rice", nobody(), NOON - timedelta(minutes=1)).token
    asked = room.store.info("commandstats").get("cmdstat_evalsha", {}).get("calls", 0)
    for n in range(10_000):
        with pytest.raises(TokenRefused):
            room.reads.count("rice", f"{honest[:-5]}{n:05}", nobody(), NOON)
    assert room.store.info("commandstats").get("cmdstat_evalsha", {}).get("calls", 0) == asked


def test_an_address_that_asks_for_tokens_without_end_and_keeps_no_cookie_moves_an_article_by_one(room: Room) -> None:
    outcomes = Counter(without_cookie(room.reads, "rice", nobody()) for _ in range(1000))
    assert outcomes == {"counted": 1, "repeat": 999}


def test_in_whatever_order_an_address_without_a_cookie_tells_its_reads_it_is_one_reader(room: Room) -> None:
    """The first tokens are made out to address and agent, those beyond the limit to all at the address."""
    tokens = [room.reads.open("rice", nobody(), NOON - timedelta(seconds=6)).token for _ in range(60)]
    assert [room.reads.count("rice", token, nobody(), NOON) for token in (tokens[-1], tokens[0], tokens[1])] == [
        "counted", "repeat", "repeat",
    ]  # fmt: skip


def test_a_newcomer_with_two_tabs_is_one_reader(room: Room) -> None:
    """Both asked before either had a cookie; the browser keeps the second."""
    first, second = (room.reads.open("rice", nobody(), NOON - timedelta(seconds=6)) for _ in range(2))
    kept = Reader(HOME, PHONE, room.reads.reader("", "", second.cookie).cookie)
    outcomes = [room.reads.count("rice", opening.token, kept, NOON) for opening in (first, second)]
    assert outcomes == ["counted", "repeat"]
    assert read(room.reads, "rice", kept, NOON + timedelta(minutes=5)) == "repeat", "and a reload changes nothing"


def test_an_address_that_makes_up_agents_or_throws_cookies_away_is_soon_one_reader(room: Room) -> None:
    """Room for the phones behind a carrier's address, no more."""
    reads = Reads(room.store, room.articles, SECRET, lambda: ReadRules(new_readers_at_once=20, new_readers_per_hour=60))
    agents = [nobody(agent=f"{PHONE} {n}") for n in range(500)]
    made_up = Counter(without_cookie(reads, "rice", who) for who in agents)
    assert made_up == {"counted": 20, "repeat": 480}, "the crowd is one with those before it"
    fresh_cookies = Counter(read(reads, "ferry", nobody("203.0.113.8")) for _ in range(500))
    assert fresh_cookies == {"counted": 21, "repeat": 479}, "twenty readers and the crowd, which is one"


def test_an_address_gets_room_for_newcomers_back_with_time(room: Room) -> None:
    reads = Reads(room.store, room.articles, SECRET, lambda: ReadRules(new_readers_at_once=2, new_readers_per_hour=60))
    given = [
        reads.open("rice", nobody(), NOON + timedelta(seconds=s)).cookie is not None for s in (0, 1, 2, 59, 61, 62)
    ]
    assert given == [True, True, False, False, True, False]


def test_midnight_gives_an_address_no_room_for_newcomers_anew(room: Room) -> None:
    reads = Reads(room.store, room.articles, SECRET, lambda: ReadRules(new_readers_at_once=10, new_readers_per_hour=60))
    midnight = NOON.replace(hour=0) + timedelta(days=1)  # by UTC, as the marks' days are

    def new_ones(after: timedelta) -> int:
        return sum(reads.open("rice", nobody(), midnight + after).cookie is not None for _ in range(20))

    assert new_ones(-timedelta(seconds=1)) == 10
    assert new_ones(timedelta(seconds=1)) == 0
    assert new_ones(timedelta(minutes=1)) == 1
    assert new_ones(timedelta(minutes=31)) == 10


def test_whoever_has_a_cookie_needs_no_room(room: Room) -> None:
    reads = Reads(room.store, room.articles, SECRET, lambda: ReadRules(new_readers_at_once=1))
    behind_one_carrier = [Reader(HOME, PHONE, f"phone-{n}") for n in range(100)]
    assert Counter(read(reads, who=phone) for phone in behind_one_carrier) == {"counted": 100}


def test_bots_take_no_room_for_newcomers(room: Room) -> None:
    reads = Reads(room.store, room.articles, SECRET, lambda: ReadRules(new_readers_at_once=1))
    for _ in range(5):
        assert reads.open("rice", nobody(agent="Googlebot/2.1"), NOON).cookie is None
    assert reads.open("rice", nobody(), NOON).cookie is not None


# -- what is kept ---------------------------------------------------------------------------------------------------


def everything(store: Store) -> Iterator[bytes]:
    for key in store.scan_iter():
        yield key + (store.dump(key) or b"")


def test_neither_address_nor_agent_nor_cookie_is_kept(room: Room) -> None:
    without_cookie(room.reads, "rice", nobody(agent=f"{PHONE} Lenovo"))
    read(room.reads, who=Reader(HOME, PHONE, "a-cookie-id"))
    kept = b"".join(everything(room.store))
    assert not [secret for secret in (b"203.0.113", b"Lenovo", b"a-cookie-id") if secret in kept]


def test_everything_about_readers_expires(room: Room) -> None:
    before = set(room.store.scan_iter())
    without_cookie(room.reads, "rice", nobody())
    for who in (maria(), maria(), nobody(agent="")):
        read(room.reads, who=who)
    made = set(room.store.scan_iter()) - before - {keys.COUNTING.encode()}
    hours = {key: room.store.ttl(key) / 3600 for key in made}
    assert len(hours) > 9 and all(0 < left <= 7.5 * 24 + 1 for left in hours.values()), hours
    assert all(left <= 25 for key, left in hours.items() if b"salt" in key)


def test_reads_leave_each_window_in_their_time(room: Room) -> None:
    read(room.reads)
    stays = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
    for window, span in stays.items():
        assert counts(room.reads, NOON + span, window) == {"rice": 1}
        assert counts(room.reads, NOON + span + timedelta(hours=6), window) == {}


def test_the_board_has_one_list_and_other_windows_are_a_question_away(room: Room) -> None:
    for _ in range(3):
        read(room.reads, "ferry")
    later = NOON + timedelta(hours=5)
    read(room.reads, "rice", at=later)
    assert [(i.article, i.reads) for i in room.reads.rank(later).items] == [("ferry", 3), ("rice", 1)]
    hour = room.reads.most_read("1h", later)
    assert hour and [(i.article, i.title, i.reads) for i in hour.items] == [("rice", "Rice", 1)]


def test_the_list_goes_on_the_log_only_when_it_changed(room: Room) -> None:
    for slug in ("rice", "ferry", "ferry"):
        read(room.reads, slug)
    assert room.desk.rank_most_read(room.reads.rank(NOON), NOON).changed
    assert not room.desk.rank_most_read(room.reads.rank(NOON), NOON + timedelta(seconds=5)).changed
    for _ in range(3):
        read(room.reads, "rice")
    later = NOON + timedelta(seconds=10)
    assert room.desk.rank_most_read(room.reads.rank(later), later).changed
    shown = room.log.board().most_read
    assert shown and [(item.article, item.rank, item.was) for item in shown.items] == [("rice", 1, 2), ("ferry", 2, 1)]


def test_a_list_says_in_which_language_each_title_is_also_of_what_editors_pin(room: Room) -> None:
    for slug in ("ulan", "bagyo"):
        story = Article(slug=slug, title=slug, published_at=NOON - timedelta(days=1), source=slug, language="fil")
        room.desk.put_article(story, IMPORT, NOON)
    read(room.reads, "rice")
    read(room.reads, "ulan")
    pin = EditorChoice(article="bagyo", action="pin", by="maria", reason="-", since=NOON)
    listed = room.reads.rank(NOON, choices=[pin])
    languages = {item.article: item.language for item in listed.items}
    assert languages == {"bagyo": "fil", "ulan": "fil", "rice": "en"}


def test_many_who_ask_for_a_list_make_the_store_rank_once(room: Room) -> None:
    read(room.reads)
    first = room.reads.most_read("7d", NOON)
    read(room.reads)
    again = room.reads.most_read("7d", NOON + LIST_REUSE - timedelta(milliseconds=1))
    anew = room.reads.most_read("7d", NOON + LIST_REUSE)
    assert first and again and anew
    assert [listed.items[0].reads for listed in (first, again, anew)] == [1, 1, 2]


def test_a_story_needs_as_many_reads_as_the_station_sets(room: Room) -> None:
    reads = Reads(room.store, room.articles, SECRET, lambda: ReadRules(floor=3))
    for slug in ("rice", "rice", "ferry", "ferry", "ferry"):
        read(reads, slug)
    assert [item.article for item in reads.rank(NOON).items] == ["ferry"]


def test_all_who_stand_level_with_the_last_are_looked_at(room: Room) -> None:
    """Otherwise the store's own order would decide, and not the newsroom's: of equals the newer story."""
    for n in range(30):
        article = Article(
            slug=f"level-{n:02}", title=f"Level {n}", published_at=NOON - timedelta(minutes=n), source=f"l{n}"
        )
        room.desk.put_article(article, IMPORT, NOON)
        read(room.reads, f"level-{n:02}")
    assert [item.article for item in room.reads.rank(NOON).items] == [f"level-{n:02}" for n in range(10)]


def test_a_demo_starts_with_a_past(room: Room) -> None:
    articles = room.articles.some(["rice", "ferry", "water"])
    room.reads.seed({"rice": 240, "ferry": 121, "not-ours": 9}, articles, NOON)
    assert counts(room.reads) == {"rice": 240, "ferry": 121}
    assert 0 < counts(room.reads, window="1h")["rice"] < 60


# -- the store away -------------------------------------------------------------------------------------------------


def test_with_the_store_away_reads_are_refused_and_the_last_list_stays(own_valkey: Valkey) -> None:
    room = make_room(connect(own_valkey.url))
    put_out(room, "rice")
    read(room.reads)
    seen = room.reads.most_read("24h", NOON)
    token = room.reads.open("rice", maria(), NOON).token
    own_valkey.kill()
    later = NOON + timedelta(minutes=5)
    assert room.reads.most_read("24h", later) == seen
    assert room.reads.most_read("7d", later) is None
    with pytest.raises(StoreAway):
        room.reads.count("rice", token, maria(), later)
    assert room.reads.open("rice", maria(), later).token, "whoever has a cookie gets a token all the same"
    with pytest.raises(StoreAway):
        room.reads.open("rice", nobody(), later)
    own_valkey.start()
    assert room.reads.count("rice", token, maria(), later) == "counted"
    assert counts(room.reads, later) == {"rice": 2}, "nothing was lost, nothing doubled"


def test_a_restarted_store_has_every_acknowledged_read_and_takes_the_next(own_valkey: Valkey) -> None:
    room = make_room(connect(own_valkey.url))
    put_out(room, "rice")
    for _ in range(5):
        read(room.reads)
    ranked = room.reads.rank(NOON)
    own_valkey.kill()
    with pytest.raises(StoreAway):
        room.reads.rank(NOON)
    own_valkey.start()
    assert room.reads.rank(NOON) == ranked
    assert read(room.reads) == "counted", "the script is learned again in passing"
    assert counts(room.reads) == {"rice": 6}
