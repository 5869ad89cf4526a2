"""Finding articles by their words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search import corpus
from bench.search.known_items import KnownItems
from webapp.newsroom.articles.article_text import text_of
from webapp.newsroom.articles.related import related_to
from webapp.newsroom.articles.search.excerpts import marked, snippet
from webapp.newsroom.articles.search.index import SearchIndex
from webapp.newsroom.articles.search.terms import words_of
from webapp.newsroom.model import Article

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def story(slug: str, title: str, body: str = "", **more: Any) -> Article:
    given: dict[str, Any] = {"published_at": NOW - timedelta(hours=1), "body_html": f"<p>{body}</p>"} | more
    return Article(slug=slug, title=title, **given)


def index(*articles: Article) -> SearchIndex:
    made = SearchIndex()
    made.put(articles)
    return made


OTHERS = [story(f"other-{number}", f"Something else {number}", "Other words altogether.") for number in range(9)]
"""What half of all articles say tells nothing apart; a handful of articles is no archive."""


def test_a_word_in_the_title_counts_more_than_one_in_the_text() -> None:
    found = index(
        story("text", "Ferry runs again", "The typhoon has passed."),
        story("title", "Typhoon nears", "Winds rise."),
        *OTHERS,
    ).find("typhoon", NOW, 10)
    assert found == ["title", "text"]


def test_of_two_that_fit_alike_the_newer_comes_first() -> None:
    made = index(
        story("old", "Rice prices rise", published_at=NOW - timedelta(days=300)), story("new", "Rice prices rise")
    )
    assert made.find("rice prices", NOW, 10) == ["new", "old"]


@pytest.mark.parametrize(
    "query", ["bagyo", "BAGYONG", "bagy", "señor", "senor", "  bagyo   señ ", "handa", "pinaghandaan"]
)
def test_case_marks_on_letters_and_unfinished_words_do_not_matter(query: str) -> None:
    made = index(story("a", "Bagyong Marikit, pinaghandaan ni Señor Alcalde"), story("b", "Ferry runs again"))
    assert made.find(query, NOW, 10) == ["a"]


def test_who_has_all_words_comes_first_and_then_who_has_some() -> None:
    made = index(story("both", "Rice prices"), story("one", "Rice harvest"), story("none", "Ferry"))
    assert made.find("rice prices", NOW, 10) == ["both", "one"]
    assert set(made.find("rice volcano", NOW, 10)) == {"both", "one"}
    assert made.find("volcano", NOW, 10) == []


@pytest.mark.parametrize(
    ("query", "whole", "other"),
    [
        ("rail", "Works on the rail", "Railings are painted, new railings for all railings"),
        ("vote", "The vote is near", "Voters cast votes in the voting"),
        ("May", "Hottest day of May", "Maya takes title"),
        ("COVID-19", "Hospitals see COVID-19 again", "The storm of 1994, 19 years on"),
    ],
)
def test_ten_of_ten_have_the_word_as_it_was_typed_although_others_are_newer(query: str, whole: str, other: str) -> None:
    old = {"published_at": NOW - timedelta(days=300)}
    made = index(*(story(f"other-{n}", other) for n in range(20)))
    made.put(story(f"whole-{n}", "Update", whole, **old) for n in range(10))
    assert {slug.partition("-")[0] for slug in made.find(query, NOW, 10)} == {"whole"}


def test_the_word_in_a_long_text_stands_before_another_form_of_it_in_a_title() -> None:
    long_text = " ".join(f"word{number}" for number in range(500))
    whole = [story(f"whole-{n}", "Update", f"{long_text} the ferry", summary="News") for n in range(30)]
    made = index(story("form", "Ferries, ferries and more ferries", "Ferries.", summary="Ferries"), *whole)
    assert made.find("ferry", NOW, 31)[-1] == "form"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("1250", "Minimum wage is P1,250"), ("P1,250", "Sahod na 1250 piso"), ("1,250", "₱1,250 ang sahod"),
        ("ferries", "The ferry runs again"), ("ferry", "Ferries run again"), ("flooding", "Flood in Bulacan"),
        ("flood", "Flooded roads"), ("voting", "They vote today"), ("taxes", "A tax on sugar"),
        ("kain", "Kumain ang mga bata"), ("kumain", "Kakain na sila"), ("nagaral", "Nag-aral sila sa gabi"),
        ("mag-aral", "Pinag-aralan ng komite"), ("itinaas", "Tumaas ang presyo"), ("ulan", "Umulan sa Cavite"),
        ("bagyong", "Ang bagyo ay lumihis"), ("taaspresyo", "Panibagong taas-presyo"), ("taas presyo", "Panibagong taas-presyo"),
        ("taas-presyo", "Panibagong taas presyo"), ("covid19", "Hospitals see COVID-19 again"), ("covid 19", "COVID-19 again"),
        ("typhon", "Typhoon nears"), ("tyhpoon", "Typhoon nears"), ("typhooon", "Typhoon nears"), ("tiphoon", "Typhoon nears"),
        ("binan", "Baha sa Biñan"), ("dont", "Don’t panic"),
    ],
)  # fmt: skip
def test_other_forms_of_a_word_are_found(query: str, title: str) -> None:
    assert index(story("a", title), *OTHERS).find(query, NOW, 1) == ["a"]


@pytest.mark.parametrize("query", ['"rice prices"', "“rice prices” today", '"rice prices" volcano'])
def test_what_is_quoted_stands_there_word_for_word(query: str) -> None:
    made = index(
        story("here", "Market", "They said <b>rice</b> prices fell."), story("apart", "Prices of rice, rice and prices"),
        story("longer", "Price of rice pricestickers"),
    )  # fmt: skip
    assert made.find(query, NOW, 10) == ["here"]
    assert made.find('"prices rice"', NOW, 10) == []


@pytest.mark.parametrize(
    "question",
    ["ano ang mga balita sa presyo ng palay", "what is the latest on palay presyo?", "bakit po ba presyo palay"],
)
def test_the_words_around_a_question_need_not_be_there(question: str) -> None:
    asked = [story(f"asks-{n}", "Ano ang mga balita? What is the latest, bakit po ba") for n in range(5)]
    made = index(story("palay", "Presyo ng palay, bumaba"), *asked, *OTHERS)
    assert made.find(question, NOW, 1) == ["palay"] and len(made.find("ano ang", NOW, 10)) == 5


def test_a_new_story_with_one_of_the_words_stands_behind_the_old_one_that_is_about_them() -> None:
    old = story("about", "Dengue vaccine trial ends", published_at=NOW - timedelta(days=700))
    new = [story(f"new-{n}", "Dengue cases rise", "A trial, they say.", published_at=NOW) for n in range(5)]
    assert index(old, *new, *OTHERS).find("dengue vaccine trial", NOW, 1) == ["about"]


def test_neighbours_in_the_query_count_where_they_are_neighbours() -> None:
    made = index(
        story("apart", "Update", "Taal is quiet. Nobody saw the volcano."),
        story("near", "Update", "Nobody saw Taal volcano today."),
        *OTHERS,
    )
    assert made.find("taal volcano", NOW - timedelta(days=9), 2) == ["near", "apart"]


def test_a_long_archive_is_searched_by_the_rare_words_and_the_common_ones_still_tell_apart() -> None:
    many = [story(f"common-{n}", "Rice prices in Manila", "Rice prices, Manila rice prices.") for n in range(2500)]
    made = index(*many, story("rare", "Tapayan"), story("both", "Tapayan, rice prices in Manila"))
    assert made.find("tapayan rice prices manila", NOW, 2) == ["both", "rare"]


def test_a_withdrawn_story_is_found_no_more_and_a_changed_one_by_its_new_words_only() -> None:
    made = index(story("a", "Ferry sinks"), story("b", "Rain"))
    made.put([story("a", "Ferry runs again", rev=2)])
    assert made.find("sinks", NOW, 10) == [] and made.find("runs", NOW, 10) == ["a"]
    made.put([Article(slug="b", title="Rain", published_at=NOW, withdrawn="wrong")])
    assert made.find("rain", NOW, 10) == []
    assert (len(made), made.left_behind) == (1, 2)


def test_a_language_with_few_stories_is_found_beside_one_with_many() -> None:
    many = [story(f"english-{n}", "Manila floods Manila") for n in range(400)]
    made = index(*many, story("fil", "Ulan sa Manila", language="fil"))
    assert made.find("manila", NOW, 10, "fil") == ["fil"]


def test_a_story_that_is_updated_all_day_hides_no_other() -> None:
    made = index(story("rail", "Works on the rail"))
    made.put(story("blog", "Rail rail rail") for _ in range(400))
    assert set(made.find("rail", NOW, 10)) == {"blog", "rail"}


def test_letters_that_have_no_small_form_of_their_own_are_found() -> None:
    made = index(story("road", "Straße gesperrt"), story("sea", "Ο πλούς"), *OTHERS)
    assert (made.find("Straße", NOW, 10), made.find("ΠΛΟΎΣ", NOW, 10)) == (["road"], ["sea"])


def test_one_language_alone_can_be_asked_for() -> None:
    made = index(story("en", "Marikit weakens"), story("fil", "Humina si Marikit", language="fil"))
    assert made.find("marikit", NOW, 10, "fil") == ["fil"]


@settings(deadline=None)
@given(st.text(max_size=500))
def test_whatever_is_typed_is_a_query_and_no_error(query: str) -> None:
    made = index(story("a", "Ferry runs again"))
    assert set(made.find(query, NOW, 10)) <= {"a"}


@pytest.mark.parametrize(
    "query", ['"', "title:", "a AND", "NEAR(", "* OR *", "-x", "^y", "{a b}:c", "a\0b", "𝕏", "'; DROP"]
)
def test_the_search_languages_own_signs_are_only_letters_or_nothing(query: str) -> None:
    index(story("a", "Ferry runs again")).find(query, NOW, 10)


def test_what_was_looked_for_is_marked_in_the_title_and_shown_in_its_sentence() -> None:
    words = words_of("señ ferry")
    assert [(p.text, p.hit) for p in marked("The ferry of Senor X", words)] == [
        ("The ", False), ("ferry", True), (" of ", False), ("Senor", True), (" X", False),
    ]  # fmt: skip
    text = "Nothing here. " * 40 + "The ferry left at noon. " + "Nothing there. " * 40
    assert "ferry left" in snippet(text, words) and len(snippet(text, words)) < 170
    assert snippet("Short.", words) == "Short."
    found = marked("Nag-aral, umulan, ferries", words_of("aral ulan ferry"))
    assert [p.text for p in found if p.hit] == ["aral", "umulan", "ferries"]
    assert [p.text for p in marked("May heat, Maya wins", ["may"]) if p.hit] == ["May"]


def test_the_text_is_read_without_its_tags() -> None:
    assert text_of(story("a", "A", "Rice &amp; fish<br>in <b>Cavite</b>")) == "Rice & fish in Cavite"


def test_stories_with_words_in_common_are_related_even_without_a_topic() -> None:
    stories = [
        story("one", "Typhoon Marikit nears Polillo island"), story("two", "Ferries stop as typhoon Marikit nears"),
        story("far", "Rice prices ease in Manila markets"),
    ]  # fmt: skip
    made = index(*stories, *OTHERS)
    alike = made.like(words_of(stories[0].title), NOW, 10)
    assert [article.slug for article in related_to(stories[0], stories, 4, alike)] == ["two"]


def test_a_shared_topic_still_counts_and_the_same_language_comes_first() -> None:
    stories = [
        story("one", "Marikit nears", topics=("Weather",)), story("en", "Rain in Cavite", topics=("weather",)),
        story("fil", "Umulan si Marikit", topics=("Weather",), language="fil"),
    ]  # fmt: skip
    alike = index(*stories, *OTHERS).like(words_of(stories[0].title), NOW, 10)
    assert [article.slug for article in related_to(stories[0], stories, 4, alike)] == ["en", "fil"]


def test_of_every_kind_of_query_what_is_looked_for_stands_as_high_as_by_plain_bm25() -> None:
    made = corpus.articles(300)
    items = KnownItems(made)
    for kind, queries in corpus.queries(made, 25).items():
        by_bm25, without_recency, as_it_is = items.ranks(queries)
        assert without_recency >= 0.98 * by_bm25 and as_it_is >= 0.95 * by_bm25, kind
