"""Articles as editors write them: Markdown becomes HTML, and what was imported loses nothing when it is opened."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.newsroom.articles.sanitize import TooComplex, clean_html
from webapp.newsroom.articles.writing.from_html import html_to_markdown, same_html
from webapp.newsroom.articles.writing.markdown import markdown_to_html, preview

LETTERS = st.text(alphabet=" \nabAB12*_[]()`<>&#!\\-+.=~:|é ", max_size=14).map(lambda text: escape(text, quote=False))
PHRASES = ["em", "strong", "b", "code", "sup", "q", 'a href="https://a.example/?a=1&amp;b=2"']


def within(tags: list[str], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(tags), st.lists(inside, max_size=3))
    return parts.map(lambda part: f"<{part[0]}>{''.join(part[1])}</{part[0].split()[0]}>")


INLINE = st.recursive(LETTERS, lambda inner: within(PHRASES, inner) | st.just("<br>"), max_leaves=4)
BLOCK = st.recursive(
    within(["p", "h2", 'p dir="rtl"'], INLINE) | st.just("<hr>") | within(["pre"], LETTERS),
    lambda inner: within(["ul", "ol", 'ol start="4"'], within(["li"], inner | INLINE)) | within(["blockquote"], inner),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCK, max_size=3).map("".join))
def test_whatever_was_imported_comes_back_as_it_was_when_an_editor_saves_it(html: str) -> None:
    stored = clean_html(html)
    assert same_html(markdown_to_html(html_to_markdown(stored)), stored)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Rice is <strong>up</strong>.</p><p>More</p>", "Rice is **up**.\n\nMore"),
        ("<h2>Prices</h2><ul><li>rice</li><li>fish</li></ul>", "## Prices\n\n- rice\n- fish"),
        ("<p>2*3 [sic] # and 1. so</p><p># no heading</p>", "2\\*3 \\[sic\\] # and 1. so\n\n\\# no heading"),
        ("<p>line<br>line</p>", "line\nline"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b"),
        ("<p>نص <em>عربي</em></p>", "نص *عربي*"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
    ],
)
def test_a_text_is_opened_as_somebody_would_have_written_it(html: str, text: str) -> None:
    assert html_to_markdown(html) == text
    assert same_html(markdown_to_html(text), html)


def test_what_runs_loads_or_styles_is_left_out_and_said() -> None:
    text = (
        'So <script>alert(1)</script>\n\n<p style="color:red" onclick="x()">a</p>\n\n![cat](https://a.example/cat.png)'
    )
    html, left_out = preview(text)
    assert "alert" not in html and "style" not in html and "img" not in html and ">a</p>" in html
    assert left_out == ["<script>", 'style="…"', 'onclick="…"', "<img>"]
    assert preview("Plain **text** with [a link](https://a.example).")[1] == []
    html, left_out = preview("[x](/articles/rice) <a href='javascript:alert(1)'>y</a> [z](mailto:desk@a.example)")
    assert html.count("href") == 1 and left_out == ['href="/articles/rice"', 'href="javascript:alert(1)"']


def test_characters_that_turn_the_text_around_are_taken_out() -> None:
    assert markdown_to_html("a\u202egnorw\u202c b") == "<p>agnorw b</p>\n"


@pytest.mark.parametrize("text", ["x" * 200_001, "[" * 20_001, "a\n" * 20_001, "*a" * 20_001])
def test_a_text_that_a_parser_would_choke_on_is_refused(text: str) -> None:
    with pytest.raises(TooComplex):
        markdown_to_html(text)
