"""Addresses in feeds that are relative to a base which the feed states (`xml:base`)."""

from __future__ import annotations

import pytest

from tests.unit.intake.intake_desk import only, read
from webapp.newsroom.model import Article

XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'


def story(
    feed: str = ' xml:base="http://pub.example/news/"',
    entry: str = ' xml:base="2026/"',
    content: str = ' xml:base="deep/"',
    text: str = 'Read <a href="more.html">more</a> of it.',
    url: str | None = "http://fetched.example/feeds/all.xml",
) -> Article:
    return only(
        read(
            f'<feed xmlns="http://www.w3.org/2005/Atom"{feed}><title>Pub</title><entry{entry}><title>One</title>'
            f'<link href="one.html"/><content type="xhtml"{content}>{XHTML.format(text)}</content></entry></feed>',
            url,
        )
    )


def test_links_of_an_atom_entry_are_relative_to_the_base_around_them() -> None:
    found = story()
    assert found.canonical == "http://pub.example/news/2026/one.html"
    assert 'href="http://pub.example/news/2026/deep/more.html"' in found.body_html


def test_a_base_inside_the_text_counts_for_what_stands_in_it() -> None:
    found = story(
        text='<p xml:base="er/">Read <a href="a">one</a> first.</p>'
        '<p>And <a href="b">two</a>, said <a href="mailto:x@a.example">X</a>.</p>'
    )
    assert 'href="http://pub.example/news/2026/deep/er/a"' in found.body_html
    assert 'href="http://pub.example/news/2026/deep/b"' in found.body_html
    assert 'href="mailto:x@a.example"' in found.body_html


def test_a_relative_base_is_relative_to_where_the_feed_came_from() -> None:
    found = story(feed=' xml:base="sub/"')
    assert found.canonical == "http://fetched.example/feeds/sub/2026/one.html"


@pytest.mark.parametrize(
    "base", ["javascript:alert(1)", "http://[", "data:text/html,x", "http://a@evil.example/", "x" * 9999]
)
def test_a_base_that_is_no_address_of_the_web_is_passed_over(base: str) -> None:
    found = story(entry=f' xml:base="{base}"', content="")
    if not base.startswith("x"):
        assert found.canonical == "http://pub.example/news/one.html"
        assert 'href="http://pub.example/news/more.html"' in found.body_html
    assert "javascript" not in story(feed=f' xml:base="{base}"', entry="", content="").body_html


def test_without_a_base_links_are_relative_to_the_story_as_before() -> None:
    found = story(feed="", entry="", content="")
    assert found.canonical == "http://fetched.example/feeds/one.html"
    assert 'href="http://fetched.example/feeds/more.html"' in found.body_html


def test_an_rss_feed_may_state_its_base_too() -> None:
    found = only(
        read(
            '<rss version="2.0" xml:base="https://pub.example/"><channel><title>Pub</title><item><title>One</title>'
            "<link>node/7</link><description>&lt;p>Read &lt;a href='/node/8'>more&lt;/a> of it.&lt;/p></description>"
            "</item></channel></rss>",
            "http://fetched.example/rss.xml",
        )
    )
    assert found.canonical == "https://pub.example/node/7"
    assert 'href="https://pub.example/node/8"' in found.body_html
