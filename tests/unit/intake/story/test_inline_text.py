"""Titles, summaries and captions are one line that says what readers saw."""

from __future__ import annotations

import time

import pytest

from tests.unit.intake.intake_desk import item, only, read, rss
from webapp.intake.story.clean_text import clean_line


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("10<sup>6</sup> fish", "10⁶ fish"), ("H<sub>2</sub>O", "H₂O"), ("the 1<sup>st</sup> of May", "the 1st of May"),
        ("m<sup>-2</sup>", "m⁻²"), ("<del>15</del> 17 dead", "17 dead"), ("<s>Monday</s> Friday", "Friday"),
        ("rain<br>wind<br/>sun", "rain wind sun"), ("<li>rain</li><li>wind</li>", "rain wind"),
        ("<q>No</q>, she said", "“No”, she said"), ("<p>One.</p><p>Two.</p>", "One. Two."), ("so<b>me</b>thing", "something"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("the <test> of <s>out", "the <test> of out"), ("&lt;b&gt;Rain&lt;/b&gt;", "Rain"),
    ],
)  # fmt: skip
def test_a_line_says_what_its_markup_says(html: str, line: str) -> None:
    assert clean_line(html) == line


def test_titles_summaries_and_captions_say_it_too() -> None:
    image = "<img src='https://radyo.example/a.jpg' width='800' height='600'>"
    figure = f"<figure>{image}<figcaption>10<sup>6</sup><br>fish</figcaption></figure>"
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    full = f"<content:encoded {space}><![CDATA[<p>Many fish came.</p>{figure}]]></content:encoded>"
    short = "<![CDATA[<p>There are <del>15</del> 17 boats<br>and <q>10<sup>6</sup></q> fish.</p>]]>"
    story = only(read(rss(item("<![CDATA[10<sup>6</sup> fish]]>", short, full))))
    assert (story.title, story.summary) == ("10⁶ fish", "There are 17 boats and “10⁶” fish.")
    assert story.picture is not None and story.picture.caption == "10⁶ fish"


def test_a_list_keeps_its_numbers() -> None:
    places = "<ol reversed start='3'><li>Cebu</li><li value='1'>Manila</li></ol>"
    assert only(read(rss(item(body=f"<![CDATA[<p>The cities:</p>{places}<p>So it is.</p>]]>")))).body_html == (
        '<p>The cities:</p>\n<ol reversed="" start="3"><li>Cebu</li><li value="1">Manila</li></ol>\n<p>So it is.</p>'
    )


def test_a_line_of_nothing_but_tags_takes_no_time() -> None:
    began = time.process_time()
    for text in ("<s>" * 100_000, "<q" * 150_000, "<sup>" * 80_000, "<" * 400_000, "<a " * 130_000):
        clean_line(text, 400_000)
    assert time.process_time() - began < 3
