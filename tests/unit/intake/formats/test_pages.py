"""Pages and feeds of strangers: what is the story on them, and what only stands around it."""

from __future__ import annotations

import re

import pytest

from tests.unit.intake.intake_desk import item, only, read, refusals, rss
from webapp.intake.formats.page.main_text import find_main_text
from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.importing.documents import SourceStory

SENTENCE = "The council met until midnight and put off the vote on the bridge, the mayor told reporters on the steps. "
PARAGRAPHS = [f"<p class='paywall'>{number}. {SENTENCE * 2}</p>" for number in range(12)]


def page(body: str, head: str = "", title: str = "Council puts off its vote on the bridge") -> str:
    return f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def test_paragraphs_behind_a_paywall_are_the_story() -> None:
    article = (
        f"<article><h1>Council puts off its vote on the bridge</h1><p>{SENTENCE * 2}</p>{''.join(PARAGRAPHS)}</article>"
    )
    story = only(read(page(article), "https://radyo.example/news/bridge", kind="text/html"))
    assert "11. The council" in story.body_html


def test_a_box_that_holds_the_story_stays_whatever_it_is_called_and_however_much_script_there_is() -> None:
    script = "<script>const state = '" + "x" * 50_000 + "';</script>"
    article = f"<div class='support'><h1>Council puts off its vote</h1>{'<p>' + SENTENCE * 3 + '</p>' * 9}</div>"
    story = only(read(page(script + article), "https://radyo.example/news/bridge", kind="text/html"))
    assert "put off the vote" in story.body_html


def test_readers_who_comment_are_not_the_authors_and_what_they_write_is_no_story() -> None:
    comments = "".join(
        f"<div class='remark' id='remark_comment_{number}'><span class='remark_author'>casper{number}</span>"
        f"<p>What a bridge, and what a council, says {number}.</p></div>"
        for number in range(3)
    )
    article = f"<article><h1>Council puts off its vote on the bridge</h1>{'<p>' + SENTENCE * 3 + '</p>'}</article>"
    story = only(read(page(article + comments), "https://radyo.example/news/bridge", kind="text/html"))
    assert story.byline is None
    assert "What a bridge" not in story.body_html


@pytest.mark.parametrize(
    ("url", "head"),
    [
        ("https://radyo.example/", ""),
        (None, "<link rel='canonical' href='https://radyo.example/'><meta property='og:type' content='website'>"),
    ],
)
def test_a_sites_front_page_is_no_article(url: str | None, head: str) -> None:
    teasers = "".join(f"<div><h2>Story {number}</h2><p>{SENTENCE * 3}</p></div>" for number in range(6))
    (refusal,) = refusals(read(page(teasers, head, "Radyo Halimbawa"), url, name="front.html"))
    assert refusal[1] == "a site's front page, not an article: 'Radyo Halimbawa'"


@pytest.mark.parametrize("said", ["It&#146;s &#147;late&#148;", "<![CDATA[It&#146;s &#147;late&#148;]]>"])
def test_escapes_of_old_windows_are_read_as_they_were_meant(said: str) -> None:
    story = only(read(rss(item(said.replace("<![CDATA[", "").replace("]]>", ""), f"{said} {SENTENCE}"))))
    assert story.title == "It’s “late”"
    assert story.body_html.startswith("<p>It’s “late” The council")


@pytest.mark.parametrize(
    ("text", "agency", "place"),
    [
        ("دمشق، سوريا (CNN) -- أكدت جهات سورية معارضة أن فصائل مسلحة", "CNN", "دمشق، سوريا"),
        ("【6月18日 AFP】ナイジェリア北東部で31人が死亡した。", "AFP", None),
        ("МОСКВА (Reuters) - Центральный банк сохранил ставку.", "Reuters", "МОСКВА"),
    ],
)
def test_a_dateline_in_another_script_is_taken_off_where_it_names_an_agency(
    text: str, agency: str, place: str | None
) -> None:
    story = only(read(rss(item("A story", f"<![CDATA[<p>{text}</p>]]>"))))
    assert (story.agency, story.place) == (agency, place)
    assert "(" not in story.body_html and "【" not in story.body_html


def test_an_entry_that_is_a_file_packed_into_letters_is_no_text() -> None:
    entry = (
        "<entry><title>A file</title><content type='application/octet-stream'>RXhhbXBsZSA8Yj5BdG9t</content></entry>"
    )
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Radyo</title>{entry}</feed>"
    assert refusals(read(feed)) == [("A file", "has a title but no text")]


def test_a_headline_that_stands_among_the_topics_is_none() -> None:
    topics = (
        f"<category>Bridges</category><category>{'All that the new council wants from its old bridge ' * 2}</category>"
    )
    assert only(read(rss(item(more=topics)))).topics == ("Bridges",)


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("Classes start at <time>8 a.m.</time> on Monday, the city says.", "Classes start at 8 a.m. on Monday, the city says."),
        ("There are <output>15</output> dead, <mark>two</mark> of them children.", "There are 15 dead, two of them children."),
        ("The mayor said <ins>on Friday</ins> that it is over.", "The mayor said on Friday that it is over."),
        ("<q>It is <b>over</b></q>, said the governor.", "“It is over”, said the governor."),
        ("The road is open.<span hidden> Not yet.</span>", "The road is open."),
    ],
)  # fmt: skip
def test_no_word_of_a_sentence_is_lost_with_its_markup(sentence: str, read: str) -> None:
    others = "".join(
        f"<p>The town of Tulay wrote its {n}th page of news about the bridge that week.</p>" for n in range(9)
    )
    page = f"<title>Bridge</title><article><h1>Bridge</h1><p>{sentence}</p>{others}</article>"
    body = find_main_text(Page(f"<html><body>{page}</body></html>", None)).html
    assert read in " ".join(re.sub(r"<[^>]*>", "", body).split())


def test_the_line_that_says_when_a_page_was_made_is_no_part_of_the_story() -> None:
    others = "".join(
        f"<p>The town of Tulay wrote its {n}th page of news about the bridge that week.</p>" for n in range(9)
    )
    page = f"<article><h1>Bridge</h1><p>Published: <time>30 November 2026</time></p>{others}</article>"
    assert "30 November" not in find_main_text(Page(f"<html><body>{page}</body></html>", None)).html


@pytest.mark.parametrize(
    "sign",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
        '<meta property="og:type" content="article"><meta property="article:content_tier" content="metered">',
        '<meta property="og:type" content="article"></head><body><p>You have <b>2</b>\nfree articles left this month.</p>',
    ],
)
def test_the_beginning_of_a_story_for_subscribers_is_told_as_one(sign: str) -> None:
    def notes(paragraphs: int) -> tuple[str, ...]:
        body = f"<article><h1>Council puts off its vote on the bridge</h1>{''.join(PARAGRAPHS[:paragraphs])}</article>"
        (story,) = read(page(body, sign), "https://radyo.example/news/bridge", kind="text/html")
        assert isinstance(story, SourceStory)
        return tuple(note for note in story.notes if "subscribers" in note)

    assert notes(3) == ("the page is for subscribers: perhaps its 131 words are only how the story begins",)
    assert notes(8) == ()


def test_a_page_whose_headline_is_most_of_what_it_says_is_told_as_one() -> None:
    title = "Council puts off its vote on the bridge"
    crumbs = (
        f"<div>Home Issues {title} Issues {title} By Ana Cruz - May 4, 2026 {SENTENCE} This week: rain in Tulay</div>"
    )

    def notes(body: str) -> tuple[str, ...]:
        head = '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-05-04T08:00Z">'
        (story,) = read(page(body, head), "https://radyo.example/1", kind="text/html")
        assert isinstance(story, SourceStory)
        return story.notes

    assert ["frame, not the story" in note for note in notes(crumbs)] == [True]
    assert notes(f"<article><h1>{title}</h1>{''.join(PARAGRAPHS[:3])}</article>") == ()
