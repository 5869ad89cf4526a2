"""The text of a page: no word of the story is lost for the name of its box, and what stands around it stays outside."""

from __future__ import annotations

import pytest

from tests.unit.intake.intake_desk import item, only, read, refusals, rss
from webapp.intake.importing.documents import SourceStory
from webapp.newsroom.model import Article

TITLE = "Council puts off its vote on the bridge"
SENTENCE = "The council met until midnight and put off the vote on the bridge, the mayor told reporters on the steps. "
MENU = (
    "<ul class='menu'>"
    + "".join(f"<li><a href='/s/{n}'>Section number {n} of the site</a></li>" for n in range(60))
    + "</ul>"
)


def paragraphs(count: int, first: int = 0) -> str:
    return "".join(f"<p>Number {first + n}. {SENTENCE * 2}</p>" for n in range(count))


def page(body: str, head: str = "", title: str = TITLE) -> str:
    return f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def article(body: str, head: str = "", url: str | None = "https://radyo.example/news/bridge") -> Article:
    return only(read(page(body, head), url, kind="text/html"))


@pytest.mark.parametrize(
    "name",
    ["cuerpo-ad", "story-ad", "share-of-vote", "widget", "elementor-widget-text-editor", "social-services", "support", "teaser",
     "related-charges", "paywall", "sponsored-content", "newsletter-archive", "promo"],
)  # fmt: skip
def test_a_box_of_six_paragraphs_is_the_story_whatever_it_is_called(name: str) -> None:
    text = article(f"{MENU}<h1>{TITLE}</h1><div class='{name}'>{paragraphs(6)}</div>").body_html
    assert all(f"Number {n}." in text for n in range(6))
    assert "Section number" not in text


@pytest.mark.parametrize(
    "name", ["support", "social", "related", "share-of-vote", "social-services-plan", "ad", "menu-of-the-day"]
)
def test_two_paragraphs_of_eight_stay_in_a_box_with_an_ordinary_name(name: str) -> None:
    box = f"<div class='{name}'>{paragraphs(2, 6)}</div>"
    for text in (
        article(f"<article><h1>{TITLE}</h1>{paragraphs(6)}{box}</article>").body_html,
        only(read(rss(item(body=f"<![CDATA[{paragraphs(6)}{box}]]>")))).body_html,
    ):
        assert all(f"Number {n}." in text for n in range(8))


@pytest.mark.parametrize("boxes", [2, 3, 5])
def test_every_box_of_a_page_builder_comes_in(boxes: int) -> None:
    text = article(
        f"{MENU}<h1>{TITLE}</h1>"
        + "".join(
            f"<div class='elementor-element elementor-widget elementor-widget-text-editor'>"
            f"<div class='elementor-widget-container'>{paragraphs(2, 2 * box)}</div></div>"
            for box in range(boxes)
        )
    ).body_html
    assert all(f"Number {n}." in text for n in range(2 * boxes))


NAMED_FOR_ANCHORS = (
    "<h2 id='support-for-farmers'>Support for farmers</h2>",
    "<p id='donation-drive-opens'>A donation drive opens on Monday.</p>",
    "<ul id='related-charges'><li>Two counts of theft</li><li>One of arson</li></ul>",
    "<p id='navy-ship-docks'>A navy ship docks.</p>",
    "<p id='menu-of-the-day'>Rice is on the menu again.</p>", "<h3 id='share-prices'>Share prices</h3>",
    "<p id='author-of-the-bill'>The author of the bill agreed.</p>",
    "<ol id='tags'><li>The blue tag</li><li>The red tag</li></ol>",
)  # fmt: skip


@pytest.mark.parametrize("block", NAMED_FOR_ANCHORS)
def test_a_block_named_for_its_own_words_stays(block: str) -> None:
    said = block.split(">")[1].split("<", maxsplit=1)[0] or block.split("<li>")[1].split("<", maxsplit=1)[0]
    assert said in article(f"<article><h1>{TITLE}</h1>{paragraphs(3)}{block}{paragraphs(3, 3)}</article>").body_html
    assert said in only(read(rss(item(body=f"<![CDATA[{paragraphs(2)}{block}{paragraphs(2, 2)}]]>")))).body_html


@pytest.mark.parametrize(
    "extra",
    [
        "<div class='related-posts'><p>Rain in Tulay</p><a href='/1'>Rain in Tulay</a></div>",
        "<aside class='newsletter-signup'><p>News of the city in your letter box every day.</p></aside>",
        "<div id='comments'><div class='comment-body'><p>What a bridge, and what a council!</p></div></div>",
        "<div class='sharedaddy sd-sharing-enabled'><h3>Teilen mit:</h3><ul><li><a href='/f'>Facebook</a></li></ul></div>",
        "<div class='relatedArticles'><p>What else happened in the city on that day</p></div>",
        "<form action='/s'><p>Letters from the newsroom, each morning</p><input type='email'></form>",
        "<figure><img src='/b.jpg'><figcaption>The bridge as it stood in June</figcaption></figure>",
        "<p><a href='/rain'>Rain stops the works on the bridge for a week</a></p>",
    ],
)
def test_what_stands_among_the_paragraphs_of_a_page_and_is_no_story_stays_outside(extra: str) -> None:
    text = article(f"<article><h1>{TITLE}</h1>{paragraphs(4)}{extra}{paragraphs(4, 4)}</article>").body_html
    assert all(f"Number {n}." in text for n in range(8))
    assert text.count("<p>") == 8 and "<a" not in text and "<ul" not in text


def test_a_body_marked_in_several_boxes_is_one_text() -> None:
    boxes = "".join(
        f"<section itemprop='articleBody'>{paragraphs(2, 2 * n)}</section><div>Box {n}</div>" for n in range(3)
    )
    text = article(f"<h1>{TITLE}</h1>{boxes}").body_html
    assert all(f"Number {n}." in text for n in range(6))


def test_a_text_that_stands_whole_only_in_the_pages_data_is_taken_from_there() -> None:
    told = "\\n\\n".join(f"Number {n}. {SENTENCE * 2}" for n in range(5))
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{told}"}}</script>'
    assert "Number 4." in article(f"<h1>{TITLE}</h1><p>{SENTENCE}</p>", data).body_html


def test_a_page_of_which_little_came_in_says_so() -> None:
    unknown = f"<div class='commentsbox'>{paragraphs(12, 2)}</div>"
    body = f"<article><h1>{TITLE}</h1>{paragraphs(2)}</article>{unknown}"
    (result,) = read(page(body), "https://radyo.example/news/bridge", kind="text/html")
    assert isinstance(result, SourceStory)
    assert result.notes[-1].startswith("much of the page's text was left out: perhaps 1")


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg>" + "<path d='M0 0'/>" * 400 + "</svg>",
        "<!-- <RSS> -->",
        "<table>" + "<tr><td>7</td></tr>" * 2500 + "</table>",
    ],
)
def test_a_page_with_a_drawing_a_comment_or_a_long_table_is_a_page(drawing: str) -> None:
    assert (
        "Number 5."
        in article(
            f"<article><h1>{TITLE}</h1>{paragraphs(6)}</article>", drawing if drawing[1] == "!" else ""
        ).body_html
    )
    assert "Number 5." in article(f"<article><h1>{TITLE}</h1>{paragraphs(6)}</article>{drawing}").body_html


# -- pages that list stories ------------------------------------------------------------------------------------------

TEASERS = {
    "WordPress": "<article class='post'><h2><a href='/{n}'>Story number {n} of the day</a></h2><p>{n}: {text}</p></article>",
    "cards": "<a href='/{n}'><h3>Story number {n} of the day</h3><p>{n}: {text}</p></a>",
    "rows": "<div class='views-row'><span>News</span><h3><a href='/{n}'>Story number {n}</a></h3><div>{n}: {text}</div></div>",
    "list": "<li><h4><a href='https://radyo.example/{n}'>Story number {n} of today</a></h4><p>{n}: {text}</p></li>",
}  # fmt: skip


@pytest.mark.parametrize("kind", TEASERS)
@pytest.mark.parametrize("url", ["https://radyo.example/local/", "https://radyo.example/", None])
def test_a_page_that_lists_stories_is_none(kind: str, url: str | None) -> None:
    teasers = "".join(TEASERS[kind].format(n=n, text=SENTENCE * 2) for n in range(8))
    results = read(
        page(f"<h1>Local news</h1><main>{teasers}</main>", title="Local news – Radyo"),
        url,
        name="page.html",
        kind="text/html",
    )
    (refusal,) = refusals(results)
    assert "not an article" in refusal[1]


def test_a_page_says_itself_that_it_is_a_collection() -> None:
    data = '<script type="application/ld+json">{"@graph": [{"@type": "CollectionPage"}, {"@type": "WebSite"}]}</script>'
    (refusal,) = refusals(
        read(page(f"<h1>Local</h1>{paragraphs(6)}", data), "https://radyo.example/local", kind="text/html")
    )
    assert refusal[1] == f"a page that lists stories, not an article: {TITLE!r}"


def test_a_story_with_teasers_beside_it_is_one() -> None:
    teasers = "".join(TEASERS["WordPress"].format(n=n, text="What happened there.") for n in range(8))
    assert "Number 5." in article(f"<main><h1>{TITLE}</h1>{paragraphs(6)}</main><section>{teasers}</section>").body_html


def test_a_story_whose_parts_have_headings_with_links_is_one_where_it_says_so() -> None:
    parts = "".join(f"<h2><a href='/place/{n}'>Place {n}</a></h2>{paragraphs(1, n)}" for n in range(6))
    assert (
        "Number 5."
        in article(
            f"<article><h1>{TITLE}</h1>{parts}</article>", "<meta property='og:type' content='article'>"
        ).body_html
    )


def test_a_front_page_that_is_one_long_text_comes_in_and_says_where_from() -> None:
    (result,) = read(
        page(f"<article><h1>{TITLE}</h1>{paragraphs(6)}</article>"), "https://radyo.example/", kind="text/html"
    )
    assert isinstance(result, SourceStory)
    assert "taken from a site's front page" in result.notes


# -- who wrote it -----------------------------------------------------------------------------------------------------


def test_the_authors_of_other_stories_are_not_this_ones() -> None:
    teasers = "".join(
        f"<div class='card'><h3><a href='/{n}'>Story number {n}</a></h3><span class='author'>Writer Number{n}</span></div>"
        for n in "ABC"
    )
    assert article(f"<main><article><h1>{TITLE}</h1>{paragraphs(6)}</article></main>{teasers}").byline is None
    assert (
        article(f"<main><article><h1>{TITLE}</h1>{paragraphs(3)}{teasers}{paragraphs(3, 3)}</article></main>").byline
        is None
    )
    signed = (
        f"<main><article><h1>{TITLE}</h1><p class='byline'>By Ana Cruz</p>{paragraphs(6)}</article></main>{teasers}"
    )
    assert article(signed).byline == "Ana Cruz"


@pytest.mark.parametrize(
    ("told", "meta", "byline", "agency"),
    [
        ("Agence France-Presse", "Radyo", "Agence France-Presse", "Agence France-Presse"),
        ("Agence France-Presse", "Ana Cruz", "Ana Cruz", "Agence France-Presse"),
        ("Radyo", "Reuters", "Reuters", "Reuters"),
        ("Ana Cruz", "Reuters", "Ana Cruz", "Reuters"),
    ],
)
def test_an_agency_that_a_page_names_as_its_author_is_not_lost(told: str, meta: str, byline: str, agency: str) -> None:
    head = (
        f'<meta property="og:site_name" content="Radyo"><meta name="author" content="{meta}">'
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {{"name": "{told}"}}}}</script>'
    )
    story = article(f"<article><h1>{TITLE}</h1>{paragraphs(6)}</article>", head)
    assert (story.byline, story.agency) == (byline, agency)
