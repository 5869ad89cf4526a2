"""Every format is read field by field; the fixtures were written for these tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import orjson
import pytest

from tests.unit.intake.intake_desk import NOW, fixture, held_back, item, only, read, refusals, rss, stories
from webapp.intake.importing.documents import SourceStory, SourceWithdrawal
from webapp.newsroom.model import Picture


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_an_rss_story_comes_with_all_its_fields_and_nothing_around_it() -> None:
    rice, road = stories(read(fixture("station.rss")))
    assert rice.title == "Rice prices ease in Metro Manila markets"
    assert (rice.byline, rice.agency, rice.place) == ("Maria Santos", "PNA", "MANILA")
    assert rice.credit == "(With reports from the Philippine News Agency)"
    assert (rice.published_at, rice.language) == (at(0, 30), "en")
    assert rice.canonical == rice.source == "https://www.radyobantayog.example/2026/03/01/rice-prices-ease?id=7"
    assert rice.topics == ("Economy", "Rice & grains")
    assert rice.summary == "Traders say the harvest has begun to tell."
    assert rice.picture == Picture(
        url="https://img.radyobantayog.example/market.jpg", width=1200, height=800, alt="A rice stall",
        caption="A rice stall in Quiapo on Saturday.", credit="Jun Cruz/PNA",
    )  # fmt: skip
    assert rice.body_html == (
        "<p>Retail prices of rice eased by two pesos a kilo in the capital’s markets, traders said on Sunday.</p>\n"
        '<p>The <a href="https://www.radyobantayog.example/topics/harvest" rel="noopener noreferrer nofollow">'
        "dry-season harvest</a> reached the mills a week early.</p>\n"
        "<h2>What comes next</h2>\n<p>Officials will look again on Friday.</p>"
    )
    assert (road.byline, road.language, road.published_at) == ("Ben Reyes", "fil", at(23, day=28).replace(month=2))


def test_a_caption_and_credit_stay_with_the_picture_they_stand_in() -> None:
    _, road = stories(read(fixture("station.rss")))
    assert road.picture is not None
    assert road.picture.url.endswith("road-400.jpg")
    assert (road.picture.caption, road.picture.credit) == ("Ang kalsada noong Sabado.", "Ana Lim")
    assert "Not this one" not in road.body_html


def test_a_story_without_text_is_refused_and_the_others_come_in() -> None:
    assert refusals(read(fixture("station.rss"))) == [("A headline with nothing under it", "has a title but no text")]


def test_atom_entries_have_their_own_author_or_the_feeds_even_where_the_xml_is_broken() -> None:
    ferry, pier = stories(read(fixture("station.atom")))
    assert (ferry.title, ferry.byline) == ("Ferries resume & queues clear", "Harbour Desk")
    assert (ferry.canonical, ferry.topics) == ("https://harbour.example/stories/ferry-9", ("Transport",))
    assert (ferry.published_at, ferry.updated_at) == (at(5), at(6, 15))
    assert ferry.credit == "© 2026 Harbour Desk"
    assert ferry.body_html.startswith("<p>Ferries between the islands sailed again at <em>noon</em>")
    assert (pier.byline, pier.published_at.day) == ("Lito Ramos", 27)
    assert "5 &lt; 6 million" in pier.body_html


def test_rdf_is_a_feed_too() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old Desk</title></channel>
      <item rdf:about="https://old.example/1"><title>Still here</title><link>https://old.example/1</link>
      <description>The oldest feed in town is still read.</description>
      <dc:date>2026-03-01T10:00:00+08:00</dc:date></item></rdf:RDF>"""
    story = only(read(rdf))
    assert (story.title, story.canonical, story.published_at) == ("Still here", "https://old.example/1", at(2))


def test_json_feed_items_have_their_own_authors_or_the_feeds() -> None:
    trail, fog = stories(read(fixture("feed.json")))
    assert (trail.byline, trail.agency) == ("The Associated Press", "The Associated Press")
    assert (trail.published_at, trail.updated_at, trail.topics) == (at(1), at(2), ("Tourism",))
    assert trail.summary is None, "it only repeats how the text begins"
    assert (fog.title, fog.byline) == ("Fog on the pass until noon, drivers say.", "Upland Radio")
    assert (fog.source, fog.canonical) == ("upland.example#17", None)
    assert refusals(read(fixture("feed.json"))) == [("x", "has neither title nor text")]


def test_pictures_of_a_json_feed_are_relative_to_their_story() -> None:
    one = {
        "id": "1",
        "url": "https://upland.example/news/fog",
        "content_text": "Fog.",
        "image": "",
        "banner_image": "fog.jpg",
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [one, {**one, "id": "2", "url": "https://upland.example/2", "banner_image": None}],
    }
    with_one, without = (e for e in read(orjson.dumps(feed)) if isinstance(e, SourceStory))
    assert with_one.unsized and with_one.unsized.url == "https://upland.example/news/fog.jpg"
    assert without.unsized is None


def test_wordpress_posts_bring_author_topics_and_picture_where_embedded() -> None:
    clinic = only(read(fixture("wordpress.json")))
    assert clinic.title == "Clinic opens in Tondo & takes its first patients"
    assert (clinic.published_at, clinic.updated_at) == (at(8), at(9)), "date_gmt is UTC, although it does not say so"
    assert (clinic.byline, clinic.topics) == ("Rosa Dizon", ("Health", "Tondo"))
    assert clinic.picture == Picture(
        url="https://barangay.example/uploads/clinic-1024x768.jpg", width=1024, height=768, alt="The clinic's door",
        caption="The clinic on opening day.",
    )  # fmt: skip
    assert clinic.body_html == (
        "<p>A clinic with six beds opened in Tondo on Sunday.</p>\n<p>It is open day and night.</p>"
    )


def test_wordpress_posts_that_are_not_for_everybody_stay_out() -> None:
    results = read(fixture("wordpress.json"))
    assert held_back(results) == [
        ("Not ready", "its status is 'draft', not 'publish'"),
        ("Members only", "is protected by a password"),
    ]
    assert refusals(results) == [("Fiesta", "an entry of type 'event' without content")]


def test_notices_that_a_server_printed_before_its_json_do_no_harm() -> None:
    notices = b"<br />\n<b>Notice</b>: Undefined index: file in <b>/var/www/x.php</b> on line <b>15</b><br />\n"
    assert only(read(notices + fixture("wordpress.json"))).byline == "Rosa Dizon"


def test_relative_links_of_a_post_are_made_whole_by_where_it_came_from() -> None:
    post = {"id": 1, "guid": {"rendered": "/?p=1"}, "date_gmt": "2026-03-01T00:00:00", "link": "/1/", "title": {"rendered": "T"},
            "content": {"rendered": '<p>See <a href="../two">two</a>.</p>'}}  # fmt: skip
    story = only(read(json.dumps([post]), "https://blog.example/wp-json/wp/v2/posts"))
    assert story.canonical == "https://blog.example/1/"
    assert 'href="https://blog.example/two"' in story.body_html
    assert only(read(json.dumps([post]), name="posts.json")).source == "posts.json#/?p=1"


def test_ninjs_1_names_agency_place_and_the_rendition_for_a_page() -> None:
    storm = only(read(fixture("ninjs-1.json")))
    assert (storm.title, storm.byline, storm.agency, storm.place) == (
        "Storm leaves the Visayas", "Ramon Villa", "Isla Wire", "Cebu",
    )  # fmt: skip
    assert (storm.published_at, storm.updated_at) == (at(1), at(2))
    assert storm.credit == "(Reporting by Ramon Villa; Editing by Tess Go)"
    assert storm.summary == "Ports open again after two days."
    assert storm.source == "urn:newsml:isla.example:20260301:4711"
    assert storm.picture is not None
    assert storm.picture.url == "https://img.isla.example/waves-1200.jpg"
    assert storm.picture.credit == "Nita Po/Isla Wire"


def test_ninjs_2_and_3_say_the_same_in_other_words() -> None:
    hafen, fergene = only(read(fixture("ninjs-2.json"))), only(read(fixture("ninjs-3.json")))
    assert (hafen.title, hafen.byline, hafen.agency) == ("Hafen nach dem Sturm wieder offen", "Jutta Klee", "dpa")
    assert hafen.body_html == "<p>Der Hafen ist nach dem Sturm wieder offen.</p>\n<p>Die Fähren fahren.</p>"
    assert (fergene.title, fergene.agency, fergene.place, fergene.language) == (
        "Fergene går igjen",
        "NTB",
        "Bergen",
        "nb",
    )
    assert fergene.body_html == "<p>Fergene går igjen etter uværet.</p>", "a description stands in for a body"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pubstatus": "cancelled"}, "its pubstatus 'cancelled' is not one of usable, withheld, canceled"),
        ({"type": "picture"}, "its type is 'picture': not a story"),
        ({"type": "advisory"}, "is an advisory: for newsrooms, not for readers"),
    ],
)
def test_ninjs_that_is_no_story_for_now_is_refused(changes: dict[str, str], reason: str) -> None:
    changed = json.dumps({**json.loads(fixture("ninjs-1.json")), **changes})
    assert refusals(read(changed)) == [("Storm leaves the Visayas", reason)]


def test_ninjs_that_is_withheld_is_held_back() -> None:
    changed = json.dumps({**json.loads(fixture("ninjs-1.json")), "pubstatus": "withheld"})
    assert held_back(read(changed)) == [("Storm leaves the Visayas", "is withheld by its source")]


def test_an_embargo_that_is_over_becomes_the_date_of_publication() -> None:
    changed = json.dumps({**json.loads(fixture("ninjs-1.json")), "embargoed": "2026-03-02T03:00:00Z"})
    assert only(read(changed)).published_at == at(3, day=2)


def test_a_canceled_item_withdraws_what_it_named() -> None:
    kill = {"uri": "urn:newsml:isla.example:20260301:4711", "pubstatus": "canceled", "ednote": "The quotes were wrong."}
    assert read(json.dumps(kill)) == [
        SourceWithdrawal(
            "urn:newsml:isla.example:20260301:4711", "urn:newsml:isla.example:20260301:4711", "The quotes were wrong."
        )
    ]


@pytest.mark.parametrize("name", ["_items", "items", None])
def test_an_agencys_items_come_in_a_list_or_wrapped_and_a_broken_one_costs_the_others_nothing(name: str | None) -> None:
    items = [
        {
            "uri": f"urn:a:{number}",
            "pubstatus": "usable",
            "headline": f"Story {number}",
            "body_text": f"It rained {number}.",
        }
        for number in (1, 2)
    ]
    every: list[object] = [items[0], {"headline": "Nobody knows whose"}, None, items[1]]
    results = read(orjson.dumps({name: every} if name else every))
    assert [story.title for story in stories(results)] == ["Story 1", "Story 2"]
    assert refusals(results) == [
        (f"entry {number}", "is not like the others: parts of it are missing") for number in (2, 3)
    ]


def test_a_broken_post_costs_the_others_nothing() -> None:
    post = {
        "id": 1,
        "date_gmt": "2026-03-01T00:00:00",
        "title": {"rendered": "Rain"},
        "content": {"rendered": "<p>It rains.</p>"},
    }
    results = read(orjson.dumps([{"id": 2}, post]), "https://radyo.example/wp-json/wp/v2/posts")
    assert only(results).title == "Rain"
    assert [what for what, _ in refusals(results)] == ["entry 1"]


def test_a_page_gives_its_article_without_what_stands_around_it() -> None:
    bridge = only(read(fixture("page.html")))
    assert bridge.title == "Bridge in Guadalupe closes for repairs"
    assert (bridge.byline, bridge.agency, bridge.place) == ("Tess Aquino", "PNA", "MANILA, Philippines")
    assert (bridge.published_at, bridge.updated_at) == (at(6, 5), at(7)), (
        "JSON-LD knows the zone, the meta tag does not"
    )
    assert (bridge.language, bridge.topics) == ("en", ("Metro", "Guadalupe", "bridges"))
    assert bridge.credit == "© 2026 Philippine News Agency. All rights reserved."
    assert bridge.picture == Picture(
        url="https://dwkb.example/pictures/bridge-870x551.jpg", width=870, height=551, alt="Cars on the bridge",
        caption="Cars cross the bridge on Friday.", credit="PNA",
    )  # fmt: skip
    paragraphs = bridge.body_html.split("\n")
    assert len(paragraphs) == 6
    assert paragraphs[0].startswith("<p>The bridge in Guadalupe closes on Monday night")
    assert paragraphs[-1].endswith("© 2026 is the number on their new vests, he said.</p>")


def test_a_page_that_says_everything_only_to_its_readers_is_read_as_they_read_it() -> None:
    """No JSON-LD, hardly a meta tag: heading, date, byline, caption and topics stand in the text alone."""
    bill = only(read(fixture("page-plain.html")))
    assert bill.title == "Senate panel OKs rice import bill"
    assert (bill.byline, bill.agency, bill.place, bill.credit) == ("Wilnard Bacelonia", "PNA", "MANILA", "PNA")
    assert bill.published_at == datetime(2024, 3, 5, 2, 32, tzinfo=UTC), "10:32 AM by the station's clock"
    assert bill.topics == ("rice", "senate")
    assert bill.picture is not None
    assert bill.picture.caption == "Senators at the hearing on Monday."
    assert (bill.picture.credit, bill.picture.width, bill.picture.height) == ("Senate PRIB/PNA", 1024, 683)
    assert len(bill.body_html.split("\n")) == 5
    assert bill.body_html.endswith("told reporters afterwards.</p>")


def test_a_page_cannot_claim_to_be_another_sites_story() -> None:
    """Its canonical link points elsewhere; believed, it would overwrite the story that lives there."""
    assert only(read(fixture("page.html"))).canonical == "https://dwkb.example/news/bridge-closes/"
    mirrored = only(read(fixture("page.html"), "https://mirror.example/copy?utm_source=x"))
    assert mirrored.canonical == "https://mirror.example/copy"


def test_a_page_in_place_of_a_feed_is_refused_by_its_name() -> None:
    moved = "<html><head><title>Object moved</title></head><body><h1>Object moved</h1>to <a href='/x'>here</a></body></html>"
    assert refusals(read(moved, name="news.rss")) == [
        ("news.rss", "an HTML page in place of a feed (a page, but no article: 'Object moved')")
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        (
            "Just some words.",
            "neither a feed (RSS, Atom, JSON Feed, WordPress, ninjs, NITF, NewsML-G2) nor an HTML page",
        ),
        ('{"hello": "world"}', "JSON, but none of JSON Feed, WordPress posts and ninjs"),
        (
            '{"code": "rest_no_route", "message": "No route was found"}',
            "the site answers with an error: No route was found",
        ),
        ('[{"id": 1,', "begins like JSON, but is none: line 1, column 11: unexpected end of data"),
        (
            '{"items": [\n  {"id": 1,}\n]}',
            "begins like JSON, but is none: line 2, column 11: trailing comma is not allowed",
        ),
        (
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>\n" * 9
            + "<html>x</html>",
            "XML, but none of RSS, Atom, NITF and NewsML-G2",
        ),
        ("<?xml version='1.0'?><note>x</note>", "XML, but none of RSS, Atom, NITF and NewsML-G2"),
        (rss(), "the feed has no entries"),
        (
            '<!DOCTYPE rss [<!ENTITY x "y">]>' + rss(item("&x;"), head=""),
            "it defines entities of its own, which no feed needs",
        ),
    ],
)
def test_what_is_nothing_we_take_is_refused_in_one_sentence(body: str, reason: str) -> None:
    assert refusals(read(body, name="it")) == [("it", reason)]


def test_a_feed_that_was_cut_off_gives_its_whole_entries_and_names_the_broken_one() -> None:
    whole = rss(item("The first story"), item("The second story", "Its text goes on and"))
    results = read(whole[: whole.index("goes on")])
    assert [story.title for story in stories(results)] == ["The first story"]
    assert refusals(results) == [("The second story", "the feed is cut off in it")]


def test_prefixes_that_nobody_declared_are_read_as_everybody_means_them() -> None:
    story = only(read(rss(item(more="<dc:creator>Ana Cruz</dc:creator><dc:date>2026-03-01</dc:date>"))))
    assert (story.byline, story.published_at) == ("Ana Cruz", at(16, day=28).replace(month=2))


def test_html_escapes_and_bare_ampersands_in_xml_are_mended() -> None:
    assert only(read(rss(item("Caf&eacute; AT&T reopens", "Rock &amp; roll & more")))).title == "Café AT&T reopens"


def test_a_story_that_stands_twice_in_a_document_counts_once() -> None:
    link = "<link>https://a.example/1</link><guid>1</guid>"
    results = read(rss(item("New text", more=link), item("Old text", more=link)))
    assert [story.title for story in stories(results)] == ["New text"]
    assert refusals(results) == [("Old text", "stands twice in this document; the first counts")]


def test_stories_that_all_link_to_the_same_page_are_told_apart_by_their_guids() -> None:
    one, two = (
        item(f"Story {n}", more=f"<link>https://a.example/live</link><guid isPermaLink='false'>{n}</guid>")
        for n in "12"
    )
    sources = [story.source for story in stories(read(rss(one, two, channel="<link>https://a.example/</link>")))]
    assert sources == ["a.example#1", "a.example#2"]


def test_pictures_whose_size_nobody_states_are_left_out_and_said_so() -> None:
    picture = "<media:content xmlns:media='http://search.yahoo.com/mrss/' url='https://a.example/p.jpg' width='460'/>"
    (entry,) = read(rss(item(more=picture)))
    assert isinstance(entry, SourceStory)
    assert entry.article.picture is None
    assert entry.remarks[-1] == "picture without a size left out"
    assert entry.unsized is not None and entry.unsized.url == "https://a.example/p.jpg"


def test_no_more_than_500_stories_are_read_of_a_document() -> None:
    results = read(rss(*(item(f"Story {n}", more=f"<guid>{n}</guid>") for n in range(600))))
    assert len(stories(results)) == 500
    assert refusals(results) == [("entry 501 and what follows", "only 500 of a document are read")]


def test_a_story_without_a_date_is_published_now() -> None:
    (entry,) = read(rss(item()))
    assert isinstance(entry, SourceStory)
    assert (entry.article.published_at, entry.dated) == (NOW, False)


def test_a_feed_that_ends_early_keeps_its_last_whole_story() -> None:
    feed = rss(item("The first story", "It happened."), item("The second story", "It happened too."))
    whole, inside = feed[: feed.rindex("</item>") + 7], feed[: feed.rindex("</description>")]
    assert [story.title for story in stories(read(whole))] == ["The first story", "The second story"]
    assert refusals(read(whole)) == [("what follows entry 2", "the feed is cut off there")]
    assert [story.title for story in stories(read(inside))] == ["The first story"]


def test_a_wordpress_post_without_embedded_parts_has_its_author_picture_and_topics() -> None:
    post = orjson.loads(fixture("wordpress.json"))[0]
    post.pop("_embedded", None)
    post["yoast_head_json"] = {
        "author": "Ana Cruz", "og_locale": "en_US", "og_site_name": "Radyo",
        "og_image": [{"url": "https://radyo.example/a.jpg", "width": 1200, "height": 675, "type": "image/jpeg"}],
        "schema": {"@graph": [
            {"@type": ["Article", "NewsArticle"], "author": {"@id": "#p"}, "articleSection": ["Local"], "keywords": ["rain"]},
            {"@type": "Person", "@id": "#p", "name": "Ana M. Cruz"},
            {"@type": "ImageObject", "url": "https://radyo.example/a.jpg", "caption": "The dam"},
        ]},
    }  # fmt: skip
    story = only(read(orjson.dumps([post]), "https://radyo.example/wp-json/wp/v2/posts"))
    assert (story.byline, story.topics) == ("Ana M. Cruz", ("Local", "rain"))
    assert story.picture is not None
    assert (story.picture.url, story.picture.width, story.picture.alt) == (
        "https://radyo.example/a.jpg",
        1200,
        "The dam",
    )
    post["yoast_head_json"].pop("schema")
    assert only(read(orjson.dumps([post]), "https://radyo.example/wp-json/wp/v2/posts")).byline == "Ana Cruz"


@pytest.mark.parametrize("comment", ["<!-- <RSS> -->", "<!-- was: <feed> -->", "<!--<rdf:RDF>-->"])
def test_a_page_that_mentions_a_feed_in_a_comment_is_a_page(comment: str) -> None:
    page = fixture("page-plain.html").decode().replace("<body", f"{comment}<body", 1)
    assert only(read(page)).title == "Senate panel OKs rice import bill"
