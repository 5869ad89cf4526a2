"""The board: what an event does to it, and that replaying events gives what a fresh snapshot says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.alerts.items import AlertItem
from webapp.newsroom.articles.picture_paths import picture_path
from webapp.newsroom.board import BREAKING_CAP, Board, apply, replay
from webapp.newsroom.events import AlertsChange, ArticleChange, Body, BreakingChange, Event, PromoGone, event_type
from webapp.newsroom.model import (
    ArticleCard,
    BreakingItem,
    MostRead,
    MostReadItem,
    OnAir,
    Picture,
    Promo,
    Rotation,
    Stream,
)
from webapp.newsroom.reads.ranking import with_previous_ranks

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def item(item_id: str = "a", rev: int = 1, headline: str = "Ferry runs again", **more: object) -> BreakingItem:
    return BreakingItem.load(
        {"id": item_id, "rev": rev, "headline": headline, "priority": "urgent", "published_at": NOON, **more}
    )


def event(seq: int, body: Body, epoch: str = "e1") -> Event:
    return Event(epoch=epoch, seq=seq, at=NOON, type=event_type(body), body=body.dump())


def board_with(*items: BreakingItem) -> Board:
    published = (BreakingChange(action="published", item=i) for i in reversed(items))
    return replay(Board(epoch="e1"), (event(n, body) for n, body in enumerate(published, start=1)))


def test_a_new_headline_stands_first() -> None:
    board = board_with(item("old"))
    board = apply(board, event(2, BreakingChange(action="published", item=item("new"))))
    assert [i.id for i in board.breaking] == ["new", "old"]


def test_a_correction_keeps_its_place() -> None:
    board = board_with(item("first"), item("second"))
    board = apply(board, event(3, BreakingChange(action="corrected", item=item("second", 2, "Ferry delayed"))))
    assert [(i.id, i.headline) for i in board.breaking] == [("first", "Ferry runs again"), ("second", "Ferry delayed")]


def test_a_withdrawn_headline_is_gone() -> None:
    board = apply(board_with(item("a")), event(2, BreakingChange(action="withdrawn", item=item("a", 2))))
    assert board.breaking == ()


def test_a_correction_of_what_has_left_brings_nothing_back() -> None:
    board = apply(board_with(), event(1, BreakingChange(action="corrected", item=item("gone", 2))))
    assert board.breaking == ()


def test_the_board_keeps_a_bounded_number_of_headlines() -> None:
    board = Board(epoch="e1")
    for seq in range(1, BREAKING_CAP + 5):
        board = apply(board, event(seq, BreakingChange(action="published", item=item(f"i{seq}"))))
    assert len(board.breaking) == BREAKING_CAP
    assert board.breaking[0].id == f"i{BREAKING_CAP + 4}"


def test_an_event_that_is_in_the_board_already_changes_nothing() -> None:
    board = board_with(item("a"), item("b"))
    assert apply(board, event(2, BreakingChange(action="withdrawn", item=item("a", 2)))) is board


def test_an_unknown_event_moves_the_place_and_nothing_else() -> None:
    board = board_with(item("a"))
    after = apply(board, Event(epoch="e1", seq=2, at=NOON, type="from_a_later_version", body={"x": 1}))
    assert after == board.model_copy(update={"seq": 2})


def test_an_event_whose_body_is_broken_stops_nothing() -> None:
    board = board_with(item("a"))
    after = apply(board, Event(epoch="e1", seq=2, at=NOON, type="breaking", body={"action": "exploded"}))
    assert (after.seq, after.breaking) == (2, board.breaking)


def test_a_withdrawn_article_leaves_most_read_rotation_and_headline_at_once() -> None:
    cards = tuple(ArticleCard(slug=slug, title=slug) for slug in ("rice", "ferry"))
    ranked = tuple(MostReadItem(article=c.slug, title=c.title, reads=9, rank=n) for n, c in enumerate(cards, start=1))
    board = Board(
        epoch="e1",
        breaking=(item("a", article="rice"),),
        on_air=OnAir(rotation=Rotation(articles=cards, starts_at=NOON)),
        most_read=MostRead(window="24h", as_of=NOON, items=ranked),
    )
    board = apply(board, event(1, ArticleChange(action="withdrawn", slug="rice", title="rice")))
    assert board.most_read is not None and board.on_air.rotation is not None
    assert [(i.article, i.rank, i.was) for i in board.most_read.items] == [("ferry", 1, 2)]
    ranked_again = MostRead(window="24h", as_of=NOON, items=(ranked[1].model_copy(update={"rank": 1}),))
    assert [i.was for i in with_previous_ranks(board.most_read, ranked_again).items] == [2], "until another order comes"
    assert [card.slug for card in board.on_air.rotation.articles] == ["ferry"]
    assert board.breaking[0].article is None


def test_a_promo_comes_and_goes() -> None:
    board = apply(board_with(), event(1, Promo(title="Fiesta", link="/fiesta")))
    assert board.promo is not None
    assert apply(board, event(2, PromoGone())).promo is None


def test_listeners_get_a_promos_picture_from_here_while_the_log_keeps_where_it_comes_from() -> None:
    url = "https://agency.example/lanterns.jpg"
    told = event(1, Promo(title="Fiesta", link="/fiesta", image=Picture(url=url, width=1200, height=400)))
    board = apply(board_with(), told)
    shown = told.wire()["image"]
    assert shown == board.public(NOON)["promo"]["image"] and shown["url"] == picture_path("_promo", url)
    assert board.promo and board.promo.image and board.promo.image.url == url


def test_a_promo_of_a_later_version_travels_on_unread() -> None:
    later = Event(epoch="e1", seq=1, at=NOON, type="promo", body={"headline": "Fiesta"})
    assert later.wire()["headline"] == "Fiesta"


headlines = st.builds(
    BreakingChange,
    action=st.sampled_from(["published", "corrected", "withdrawn", "expired"]),
    item=st.builds(item, st.sampled_from("abcd"), st.integers(1, 5), st.sampled_from(["One", "Two"])),
)
alerts = st.builds(
    AlertItem, id=st.sampled_from("ab"), event=st.just("Flood"), headline=st.just("The river rises"),
    severity=st.just("Severe"), until=st.just(NOON), sent=st.just(NOON),
)  # fmt: skip
bodies = st.one_of(
    headlines,
    st.builds(Stream, status=st.sampled_from(["on_air", "silent", "off_air", "unknown"])),
    st.builds(ArticleChange, action=st.just("withdrawn"), slug=st.sampled_from(["rice", "ferry"]), title=st.just("T")),
    st.builds(AlertsChange, alerts=st.lists(alerts, max_size=2).map(tuple)),
    st.just(PromoGone()),
    st.builds(Promo, title=st.just("Fiesta"), link=st.just("/f")),
)


@given(st.lists(bodies, max_size=30), st.data())
def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(changes: list[Body], data: st.DataObject) -> None:
    """The log, the store's board and every replica live by the same rule, through the JSON they exchange."""
    events = [event(seq, body) for seq, body in enumerate(changes, start=1)]
    fresh = replay(Board(epoch="e1"), events)
    cut = data.draw(st.integers(0, len(events)))
    old = Board.load(replay(Board(epoch="e1"), events[:cut]).dump())
    overlap = data.draw(st.integers(0, cut))
    assert replay(old, events[overlap:]) == fresh
    assert Board.load(fresh.dump()) == fresh


def test_times_survive_their_own_json() -> None:
    at = NOON + timedelta(microseconds=123_456)
    once = item(published_at=at)
    assert BreakingItem.load(once.dump()) == once
    assert once.dump()["published_at"] == "2026-03-02T04:00:00.123Z"
