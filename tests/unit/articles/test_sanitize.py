"""What of a stranger's HTML gets through: text and its structure, and nothing that acts, loads or looks."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.hostile_html import VECTORS
from webapp.intake.story.body_text import read_body
from webapp.newsroom.articles.sanitize import ATTRIBUTES, TAGS, TooComplex, clean_html


class Inspector(HTMLParser):
    """Another parser than the one that cleaned; `wrong` is what should not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag, set()) | ATTRIBUTES["*"] | ({"rel"} if tag == "a" else set())
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in allowed:
                self.wrong.append(f"{tag} {name}")
            if name == "href" and not (value or "").lower().startswith(("https://", "http://", "mailto:")):
                self.wrong.append(f"href {value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}>")


def wrong_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_active_survives(vector: str) -> None:
    assert wrong_in(clean_html(vector)) == []
    assert wrong_in(read_body(vector, "A title", "https://a.example/").html) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*VECTORS, "<p>", "</p>", "<table>", "<td>", "<b>", "</b>", "<a href='x'>", "--", "]]>", '"', "'"]
        ),
        max_size=12,
    )
)
def test_nothing_active_survives_in_any_mixture(parts: list[str]) -> None:
    for piece in ("".join(parts), "<p>" + "<i>".join(parts)):
        assert wrong_in(clean_html(piece)) == []
        assert wrong_in(read_body(piece, "A title", None).html) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>/=\"'& \n\t\0!-[]ascriptonload:;xX\u2028ſı")), max_size=200))
def test_nothing_active_survives_in_noise(noise: str) -> None:
    assert wrong_in(clean_html(noise)) == []


def test_what_an_article_is_made_of_stays() -> None:
    html = (
        '<h2>Prices</h2><p lang="fil">Ang <strong>bigas</strong> at <a href="https://a.example/?a=1&amp;b=2">mais</a>'
        '<br>ngayon</p><ul><li>one</li></ul><blockquote cite="x"><p>q</p></blockquote>'
        '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>'
    )
    assert clean_html(html) == html.replace(' cite="x"', "").replace(
        '<a href="https://a.example/?a=1&amp;b=2">',
        '<a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow">',
    )


def test_a_link_into_our_own_site_loses_its_address() -> None:
    """A stranger's text could else point readers, and signed-in staff, at `/panel/…`."""
    assert "href" not in clean_html('<a href="/panel/sign-out">x</a><a href="//evil.example">y</a><a href="?a">z</a>')


@pytest.mark.parametrize(
    "wild",
    ["<div>" * 300, "<a href='x'>" * 300, "x" * 500_000, "<p>" * 30_000, "&" * 30_000,
     "<a " + " ".join(f"a{n}=1" for n in range(300)) + ">",
     "<a" + "".join(f'a{n}="1"' for n in range(300)) + ">"],
    ids=["deep", "links in links", "long", "tags", "escapes", "attributes", "attributes without spaces"],
)  # fmt: skip
def test_html_that_parsers_choke_on_is_refused(wild: str) -> None:
    with pytest.raises(TooComplex):
        clean_html(wild)


def test_code_and_quotes_in_a_page_are_not_taken_for_tags() -> None:
    code = "if (a<b && c<d) " * 5000
    assert clean_html(
        f"<script>{code}</script><style>{code}</style><p>it's <a title='" + "x=1 " * 500 + "'>5 < 6</a></p>"
    ) == ('<p>it\'s <a rel="noopener noreferrer nofollow">5 &lt; 6</a></p>')


def test_characters_that_turn_a_texts_direction_are_taken_out() -> None:
    assert clean_html("<p>Paid \u202e001\u202c and &#x202E;\u20665\u2069 שלום</p>") == "<p>Paid 001 and 5 שלום</p>"
