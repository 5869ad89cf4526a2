"""A story is known by what its source calls it: its link may move, its headline be corrected, and it stays one story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime

import orjson
import pytest

from tests.conftest import NOON, FrozenClock, Room
from tests.store.articles.test_duplicates import STORM, titles
from tests.store.articles.test_feeds import Site
from tests.store.articles.test_importing import BY
from tests.unit.intake.intake_desk import STATION, item, rss
from tests.unit.intake.scripted_server import ScriptedServer, page
from webapp.intake.importing.documents import Document, Outcome
from webapp.intake.importing.importer import Importer
from webapp.store.core import keys

Story = tuple[str, str, str, str, float]
"""Its id, link, title, text, and how many hours ago it came out."""

FIRST: Story = ("41", "https://a.example/2026/mayor-hurt", "Mayor hurt in crash", "He is in hospital.", 2)


def as_rss(*told: Story, guid: str = "<guid isPermaLink='false'>{}</guid>") -> bytes:
    def dated(hours: float) -> str:
        return f"<pubDate>{format_datetime(NOON - timedelta(hours=hours, minutes=7))}</pubDate>"

    items = [item(t, b, f"<link>{link}</link>{guid.format(i)}{dated(h)}") for i, link, t, b, h in told]
    return rss(*items, channel="<link>https://a.example/</link>").encode()


def as_atom(*told: Story) -> bytes:
    entries = "".join(
        f"<entry><id>tag:a.example,2026:{i}</id><title>{t}</title><link href='{link}'/><content>{b}</content>"
        f"<published>{(NOON - timedelta(hours=h, minutes=7)).isoformat()}</published></entry>"
        for i, link, t, b, h in told
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{entries}</feed>'.encode()


def as_wordpress(*told: Story) -> bytes:
    return orjson.dumps(
        [
            {"id": int(i), "link": link, "title": {"rendered": t}, "content": {"rendered": f"<p>{b}</p>"}, "type": "post",
             "status": "publish", "date_gmt": (NOON - timedelta(hours=h, minutes=7)).strftime("%Y-%m-%dT%H:%M:%S")}
            for i, link, t, b, h in told
        ]
    )  # fmt: skip


def as_json_feed(*told: Story) -> bytes:
    items = [
        {"id": i, "url": link, "title": t, "content_text": b,
         "date_published": (NOON - timedelta(hours=h, minutes=7)).isoformat()}
        for i, link, t, b, h in told
    ]  # fmt: skip
    return orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": items})


FORMATS = [as_rss, as_atom, as_wordpress, as_json_feed]
every_format = pytest.mark.parametrize("made", FORMATS)
Made = Callable[..., bytes]


def bring(room: Room, body: bytes, feed: str | None = "feed", name: str = "feed") -> list[Outcome]:
    importer = Importer(room.desk, room.articles, STATION, feed=feed)
    return importer.bring([Document(name, body, "https://a.example/feed" if feed else None)], NOON, BY)


def did(outcomes: list[Outcome]) -> list[str]:
    return [outcome.kind for outcome in outcomes]


def changed(story: Story, **more: object) -> Story:
    names = ("id", "link", "title", "text", "hours")
    return tuple(more.get(name, old) for name, old in zip(names, story, strict=True))  # type: ignore[return-value]


@pytest.fixture
def site(room: Room, clock: FrozenClock) -> Iterator[Site]:
    with ScriptedServer() as server:
        site = Site(server, room, clock)
        yield site
        site.polling.stop()


def three(site: Site, *middle: Story) -> tuple[Story, ...]:
    base = site.server.base
    newest, oldest = (
        ("50", f"{base}/50", "Rice is dearer", "Much.", 1),
        ("30", f"{base}/30", "Rice is cheaper", "So.", 9),
    )
    return (newest, *middle, oldest)


def shows(site: Site, body: bytes, **headers: str) -> None:
    site.now.move(seconds=120)
    site.server.plays["/feed"] = page(200, body, "application/octet-stream", **headers)
    site.ask()


# -- one story --------------------------------------------------------------------------------------------------------


@every_format
@pytest.mark.parametrize("feed", ["feed", None])
def test_headline_and_link_corrected_together_are_one_story_at_its_old_address_here(
    room: Room, made: Made, feed: str | None
) -> None:
    (first,) = bring(room, made(FIRST), feed)
    corrected = changed(FIRST, link="https://a.example/2026/governor-hurt", title="Governor hurt in Cebu")
    (second,) = bring(room, made(corrected), feed)
    assert (second.kind, second.slug) == ("updated", first.slug)
    (article,) = room.articles.newest(5)
    assert (article.title, article.canonical) == ("Governor hurt in Cebu", "https://a.example/2026/governor-hurt")
    assert did(bring(room, made(corrected), feed)) == ["unchanged"]


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("41", "https://www.b.example/2026/mayor-hurt"),
        ("41", "https://a.example/2026/Mayor-Hurt"),
        ("https://A.example/2026/mayor-hurt", "https://b.example/2026/mayor-hurt"),
        ("41 at https://b.example", "https://b.example/node/41"),
        ("https://b.example/?p=41", "https://b.example/2026/mayor-hurt"),
    ],
)
def test_a_short_text_is_not_doubled_when_host_or_case_of_link_or_guid_change(room: Room, guid: str, link: str) -> None:
    before = guid.replace("b.example", "a.example").replace("A.example", "a.example")
    bring(room, as_rss(changed(FIRST, id=before)))
    assert did(bring(room, as_rss(changed(FIRST, id=guid, link=link)))) == ["updated"]
    assert titles(room) == ["Mayor hurt in crash"]


def test_what_the_store_has_from_before_ids_were_learnt_learns_them_at_its_link(room: Room) -> None:
    (first,) = bring(room, as_rss(FIRST))
    room.store.delete(keys.OWN_IDS, keys.NAMES_OF)
    assert did(bring(room, as_rss(FIRST))) == ["unchanged"]
    (moved,) = bring(room, as_rss(changed(FIRST, link="https://a.example/new", title="Governor hurt")))
    assert (moved.kind, moved.slug) == ("updated", first.slug)


def test_another_source_that_has_the_story_at_its_new_link_is_a_double_and_so_is_the_page_itself(room: Room) -> None:
    (first,) = bring(room, as_rss(FIRST))
    moved = changed(FIRST, link="https://a.example/new")
    bring(room, as_rss(moved))
    (again,) = bring(room, as_rss(changed(moved, id="x-9")), "other")
    assert (again.kind, again.slug) == ("double", first.slug)
    assert did(bring(room, as_rss(changed(FIRST, id="x-9")), "other")) == ["double"]
    assert did(bring(room, as_rss(changed(moved, text="He is well."), guid=""), None)) == ["updated"]


def test_of_two_versions_under_one_id_in_one_document_the_newer_counts_wherever_each_stands(room: Room) -> None:
    corrected = changed(FIRST, link="https://a.example/new", title="Governor hurt in crash", hours=1)
    for order in ((FIRST, corrected), (corrected, FIRST)):
        outcomes = bring(room, as_atom(*order))
        assert sum((o.reason or "").startswith("stands twice in this document") for o in outcomes) == 1
        assert titles(room) == ["Governor hurt in crash"]


def test_what_only_its_guid_tells_apart_is_known_by_that_alone(room: Room) -> None:
    live = "https://a.example/live"
    one, two = changed(FIRST, id="a", link=live), changed(OTHER, id="b", link=live)
    assert did(bring(room, as_rss(one, two))) == ["imported"] * 2
    rewritten = changed(two, title="Back to port", text="A new storm is near.", hours=0.5)
    assert did(bring(room, as_rss(rewritten))) == ["updated"]
    assert did(bring(room, as_rss(changed(one, title="All is well", text="So it is.", hours=0.2)))) == ["updated"]
    assert len(titles(room)) == 2


def test_the_same_site_by_feed_and_by_rest_is_one_story_wherever_it_moves(room: Room) -> None:
    permanent = changed(FIRST, id="https://a.example/?p=41")
    bring(room, as_rss(permanent))
    moved = changed(FIRST, link="https://a.example/new", title="Governor hurt in Cebu")
    assert did(bring(room, as_wordpress(moved))) == ["updated"]
    assert titles(room) == ["Governor hurt in Cebu"]


def test_a_post_in_the_trash_is_withdrawn_though_its_link_is_another_there(room: Room) -> None:
    bring(room, as_wordpress(FIRST))
    thrown = orjson.loads(as_wordpress(changed(FIRST, link="https://a.example/?p=41")))
    assert did(bring(room, orjson.dumps([{**thrown[0], "status": "trash"}]))) == ["withdrawn"]
    assert titles(room) == []
    back = changed(FIRST, link="https://a.example/new")
    assert did(bring(room, as_wordpress(back))) == ["refused"]


# -- ids that are none ------------------------------------------------------------------------------------------------

OTHER: Story = ("41", "https://a.example/2026/ferries", "Ferries sail again", "The sea is calm now.", 1)


def test_one_guid_for_all_entries_makes_them_neither_one_nor_new_each_time(room: Room) -> None:
    assert did(bring(room, as_rss(FIRST, OTHER))) == ["imported"] * 2
    assert did(bring(room, as_rss(FIRST, OTHER))) == ["unchanged"] * 2
    assert did(bring(room, as_atom(FIRST, OTHER), "atom")) == ["double"] * 2, "the other feed owns them"


def test_an_entry_that_joins_those_of_one_guid_is_none_of_them_however_like_it_is(room: Room) -> None:
    bring(room, as_rss(FIRST, OTHER))
    like = changed(OTHER, link="https://a.example/2026/ferries-2", title="Ferries sail again today")
    assert did(bring(room, as_rss(like, FIRST, OTHER))).count("imported") == 1
    assert len(titles(room)) == 3


def test_a_guid_that_is_always_that_of_the_newest_entry_overwrites_nothing(room: Room) -> None:
    assert did(bring(room, as_rss(FIRST))) == ["imported"]
    assert did(bring(room, as_rss(OTHER))) == ["imported"]
    assert did(bring(room, as_rss(OTHER, changed(FIRST, id="42")))) == ["unchanged"] * 2
    assert sorted(titles(room)) == ["Ferries sail again", "Mayor hurt in crash"]


def test_a_guid_that_is_new_each_time_doubles_nothing_and_is_not_kept_for_ever(room: Room) -> None:
    for number in range(5):
        outcome = did(bring(room, as_rss(changed(FIRST, id=f"guid-{number}"))))
        assert outcome == ["unchanged" if number else "imported"]
    assert len(room.store.hgetall(keys.OWN_IDS)) == 1


def test_a_guid_that_moved_to_another_story_leaves_both_and_a_link_that_is_known_counts(room: Room) -> None:
    bring(room, as_rss(changed(FIRST, id="1"), changed(OTHER, id="2")))
    turned = as_rss(changed(FIRST, id="2"), changed(OTHER, id="1"))
    assert did(bring(room, turned)) == ["unchanged"] * 2


def test_sources_say_how_many_ids_are_none(site: Site) -> None:
    base = site.server.base
    shows(site, as_rss(changed(FIRST, link=f"{base}/1"), changed(OTHER, link=f"{base}/2"), *three(site)))
    assert site.feed().ids_shared == 2
    shows(site, as_rss(changed(FIRST, link=f"{base}/1"), *three(site)))
    assert site.feed().ids_shared == 0


@pytest.mark.parametrize(
    ("guid", "link"), [("41", "https://a.example/new"), ("tag:a.example,2026:41", "https://b.example/new")]
)
def test_by_hand_an_id_counts_in_its_site_and_one_of_its_kind_everywhere(room: Room, guid: str, link: str) -> None:
    for name, at in (("monday.rss", FIRST[1]), ("tuesday.rss", link)):
        body = as_rss(changed(FIRST, id=guid, link=at)).replace(b"<link>https://a.example/</link>", b"")
        bring(room, body, None, name)
    assert titles(room) == [FIRST[2]]


def test_an_id_counts_in_its_feed_alone(room: Room) -> None:
    bring(room, as_rss(FIRST))
    elsewhere = changed(FIRST, link="https://b.example/mayor-hurt")
    assert did(bring(room, as_rss(elsewhere), "other")) == ["imported"]


# -- gone where it was ------------------------------------------------------------------------------------------------


@every_format
def test_a_story_whose_address_has_changed_and_whose_old_one_is_gone_stays(site: Site, made: Made) -> None:
    at = site.server.base
    shows(site, made(*three(site, changed(FIRST, link=f"{at}/mayor-hrut"))))
    (slug,) = (a.slug for a in site.room.articles.newest(5) if a.title == FIRST[2])
    for _ in range(3):
        shows(site, made(*three(site, changed(FIRST, link=f"{at}/mayor-hurt", text="He is well."))))
    article = site.room.articles.get(slug)
    assert article and (article.withdrawn, article.canonical) == (None, f"{at}/mayor-hurt")
    assert "He is well." in article.body_html and len(site.titles()) == 3
    assert site.feed().refused == () and site.feed().vanished == ()


def test_once_it_is_gone_at_its_new_address_too_it_is_withdrawn(site: Site) -> None:
    at = site.server.base
    shows(site, as_rss(*three(site, changed(FIRST, link=f"{at}/old"))))
    shows(site, as_rss(*three(site, changed(FIRST, link=f"{at}/new"))))
    site.server.plays["/new"] = page(200, b"<html>still here</html>", "text/html")
    shows(site, as_rss(*three(site)))
    assert FIRST[2] in site.titles() and "/new" in site.server.asked
    del site.server.plays["/new"]
    shows(site, as_rss(*three(site)))
    assert FIRST[2] not in site.titles()


@pytest.mark.parametrize("text", [STORM, "He is in hospital."])
def test_without_ids_too_a_story_that_stands_there_under_another_link_has_only_moved(site: Site, text: str) -> None:
    at = site.server.base
    story = changed(FIRST, text=text)
    shows(site, as_rss(*three(site, changed(story, link=f"{at}/old")), guid=""), ETag='"1"')
    (slug,) = (a.slug for a in site.room.articles.newest(5) if a.title == FIRST[2])
    for _ in range(3):
        shows(site, as_rss(*three(site, changed(story, link=f"{at}/new")), guid=""), ETag='"2"')
    article = site.room.articles.get(slug)
    assert article and (article.withdrawn, article.canonical) == (None, f"{at}/new")
    assert len(site.titles()) == 3 and site.feed().vanished == ()


def test_where_the_id_is_the_link_a_headline_corrected_with_it_is_known_by_its_second_and_its_text(site: Site) -> None:
    at = site.server.base
    story = changed(FIRST, link=f"{at}/mayor-hurt", id=f"{at}/mayor-hurt")
    shows(site, as_rss(*three(site, story), guid="<guid>{}</guid>"))
    for at_last in ("governor-hurt", "governor-well"):
        corrected = changed(story, link=f"{at}/{at_last}", id=f"{at}/{at_last}", title=f"It is the {at_last}")
        site.server.plays["/mayor-hurt"] = page(200, b"<html>redirected</html>", "text/html")
        shows(site, as_rss(*three(site, corrected), guid="<guid>{}</guid>"))
        assert len(site.titles()) == 3 and f"It is the {at_last}" in site.titles()


def test_two_posts_of_one_second_and_title_are_two_where_their_ids_are_each_its_own(site: Site) -> None:
    at = site.server.base
    shows(site, as_wordpress(*three(site, changed(FIRST, link=f"{at}/a"))))
    site.server.plays["/a"] = page(200, b"<html>still here</html>", "text/html")
    shows(site, as_wordpress(*three(site, changed(FIRST, link=f"{at}/b", id="42"))))
    assert site.titles().count(FIRST[2]) == 2


@pytest.mark.parametrize("cached", [False, True])
def test_a_long_story_with_another_date_at_its_new_link_has_moved_once_the_old_page_is_gone(
    site: Site, cached: bool
) -> None:
    at = site.server.base
    shows(site, as_rss(*three(site, changed(FIRST, text=STORM, link=f"{at}/old")), guid=""))
    new = changed(FIRST, text=STORM, link=f"{at}/new", hours=1.5)
    if cached:
        site.server.plays["/old"] = page(200, b"<html>cached</html>", "text/html")
    shows(site, as_rss(*three(site, new), guid=""), ETag='"2"')
    if cached:
        del site.server.plays["/old"]
        site.server.plays["/feed"] = page(304, b"")
        site.now.move(seconds=120)
        assert site.ask().etag is None
    assert site.feed().etag is None, "it is read anew, for its link counts now"
    shows(site, as_rss(*three(site, new), guid=""))
    assert {a.canonical for a in site.room.articles.newest(5)} >= {f"{at}/new"} and len(site.titles()) == 3


@pytest.mark.parametrize(("figures", "stories"), [("", 3), (" 4 5 6 7 8 9", 4)])
def test_without_ids_a_story_whose_date_title_and_link_all_change_is_one_by_its_words_and_figures(
    site: Site, figures: str, stories: int
) -> None:
    at = site.server.base
    shows(site, as_rss(*three(site, changed(FIRST, text=f"{STORM} 1 2 3", link=f"{at}/old")), guid=""))
    new = changed(FIRST, title="What the storm left", text=f"{STORM} 1 2 3{figures}", link=f"{at}/new", hours=1.5)
    site.server.plays["/old"] = page(200, b"<html>still there</html>", "text/html")
    shows(site, as_rss(*three(site, new), guid=""))
    assert len(site.titles()) == stories
