"""Links in headers and elements: hubs, next pages, and a document's own address."""

from __future__ import annotations

import pytest

from webapp.intake.feeds.links import first_link, parse_link_header, parse_relations

BASE = "https://radyo.example/feed"


@pytest.mark.parametrize(
    ("header", "rel", "target"),
    [
        ('<https://hub.example/>; rel="hub"', "hub", "https://hub.example/"),
        ("<https://hub.example/>; rel=hub", "hub", "https://hub.example/"),
        ('<https://hub.example/>; rel="http://other.example/rel hub"', "hub", "https://hub.example/"),
        ('<https://hub.example/>; title="a; b, c"; rel="HUB"', "hub", "https://hub.example/"),
        ('<>; rel="self"', "self", BASE),
        ('<?page=2>; rel="next last"', "next", "https://radyo.example/feed?page=2"),
        ('<https://a.example/1>; rel="prev", <https://a.example/2>; rel="next"', "next", "https://a.example/2"),
        ('<https://a.example/a,b;c>; rel="next"', "next", "https://a.example/a,b;c"),
        ('<https://a.example/x>; rel="next"; anchor="/other", <https://a.example/y>; rel="next"', "next", "https://a.example/y"),
        ('<https://a.example/x>; rel="prev"; rel="next"', "next", None),
        ('<https://a.example/x>; hreflang=en; rel*=UTF-8\'\'x; rel="self"', "self", "https://a.example/x"),
        ('<https://a.example/x>; noprel="self"', "self", None),
        ("", "self", None), ("nonsense", "self", None), ("<https://a.example/x", "self", None),
    ],
)  # fmt: skip
def test_a_header_names_its_links(header: str, rel: str, target: str | None) -> None:
    assert first_link(rel, parse_link_header(header), BASE) == target


@pytest.mark.parametrize(
    "attributes",
    ['rel="hub" href="x"', "rel='http://x.example/y hub'", "href=x rel=hub", 'REL = "self HUB"'],
)
def test_an_element_names_its_relations(attributes: str) -> None:
    assert "hub" in parse_relations(attributes)
    assert parse_relations('data-rel="hub" href="x"') == set()


def test_no_header_takes_long() -> None:
    for header in ("<" * 20_000, "<x>;" * 5_000, '<x>; a="' + "\\" * 19_000, "<x>" + "; a" * 6_000):
        parse_link_header(header)
