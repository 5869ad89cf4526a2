"""Documents that are meant to hurt: reading never raises, never hangs, fetches nothing."""

from __future__ import annotations

import json
import time
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.intake.intake_desk import FIXTURES, fixture, item, read, refusals, rss, stories
from webapp.intake.importing.documents import ImportItem, Refusal, SourceStory, SourceWithdrawal
from webapp.intake.story.build_story import build_story

QUICK_S = 4.0
"""A slow machine under load included; what these guard against takes minutes, or never ends."""

FORMATS = sorted(path.name for path in FIXTURES.iterdir())

anything = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def is_well_told(results: list[ImportItem]) -> bool:
    """Something is always said, and every refusal has a reason."""
    reasons = [result.reason for result in results if isinstance(result, Refusal | SourceWithdrawal)]
    no_fault_of_ours = not any("fault of ours" in reason for reason in reasons)
    return bool(results) and all(reasons) and no_fault_of_ours


@anything
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-7", "application/xml; charset=utf-16", "x; charset=\x00"]),
)
def test_any_bytes_are_read_or_refused(body: bytes, kind: str) -> None:
    assert is_well_told(read(body, kind=kind))


@anything
@given(st.sampled_from(FORMATS), st.data())
def test_any_document_with_any_piece_cut_out_or_put_in_is_read_or_refused(name: str, data: st.DataObject) -> None:
    body = fixture(name)
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 300)))
    piece = data.draw(
        st.binary(max_size=20)
        | st.sampled_from([b"<![CDATA[", b"]]>", b"<!--", b"&#0;", b"<", b'"', b"\xff\xfe", b"\0"])
    )
    assert is_well_told(read(body[:start] + piece + body[end:], name=name))


@anything
@given(st.sampled_from([name for name in FORMATS if name.endswith(".json")]), st.data())
def test_json_with_any_value_in_any_place_is_read_or_refused(name: str, data: st.DataObject) -> None:
    document = orjson.loads(fixture(name))
    place: Any = document
    while True:
        keys = list(range(len(place))) if isinstance(place, list) else list(place)
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
        else:
            break
    place[key] = data.draw(json_values)
    assert is_well_told(read(orjson.dumps(document), name=name))


@anything
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_any_title_text_and_date_are_read_or_refused(title: str, body: str, date: str) -> None:
    item = {"id": "1", "title": title, "content_text": body, "date_published": date}
    assert is_well_told(read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})))


def many(count: int, form: str) -> str:
    return "".join(form.format(n) for n in range(count))


BOMBS = {
    "entities that grow": '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + rss(item("&b;"), head=""),
    "a file as an entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("&x;"), head=""),
    "a parameter entity": '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>' + rss(item(), head=""),
    "XML nested without end": "<rss>" + "<a>" * 600_000,
    "HTML nested without end": "<html><body>" + "<div>" * 300_000,
    "an attribute of 1.9 MB": f"<rss a='{'x' * 1_900_000}'><channel></channel></rss>",
    "an address of 1.9 MB": rss(item(more=f"<link>https://a.example/{'x' * 1_900_000}</link>")),
    "a hundred thousand attributes": "<rss " + many(100_000, "a{}='1' ") + ">",
    "a hundred thousand attributes in HTML": "<html><body " + many(100_000, "a{}=1 ") + ">x",
    "ampersands": rss(item(body="&" * 1_900_000)),
    "less-thans": rss(item(body="<" * 1_900_000)),
    "a title of 1.9 MB": rss(item("y" * 1_900_000)),
    "a text of 1.9 MB": rss(item(body="word " * 380_000)),
    "sixty thousand entries": rss("<item><title>t</title></item>" * 60_000),
    "forty thousand pictures": rss(item(more="<enclosure type='image/png' url='https://a.example/a.png'/>" * 30_000)),
    "paragraphs": "<html><body>" + "<p>hello there, world</p>" * 60_000,
    "one long paragraph": "<html><body><p>" + "word " * 380_000,
    "comments": "<html>" + "<!--" * 450_000,
    "JSON nested without end": "[" * 1_900_000,
    "JSON objects nested without end": '{"a":' * 380_000,
    "lines that begin like JSON": "x\n" + "[1,2\n" * 300_000,
    "XML declarations": "<?xml " * 300_000,
    "CDATA in CDATA": rss(item(body="<![CDATA[" * 200_000)),
    "NULs": "\0" * 1_900_000,
    "spaces": " " * 1_900_000,
    "more than 2 MB": "x" * 2_000_001,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(bomb: str) -> None:
    began = time.process_time()
    results = read(BOMBS[bomb], name="bomb.xml")
    assert time.process_time() - began < QUICK_S
    assert is_well_told(results)
    assert all(len(result.article.body_html) < 500_000 for result in results if isinstance(result, SourceStory))


def test_entities_are_never_filled_in() -> None:
    assert refusals(read(BOMBS["a file as an entity"], name="feed")) == [
        ("feed", "it defines entities of its own, which no feed needs")
    ]
    (story,) = stories(read(rss(item("&xxe; and &#38;lt;b>", "Text &foo; here"))))
    assert "root:" not in story.model_dump_json()


@pytest.mark.parametrize("before", [" " * 600, "\n<!-- " + "x" * 6000 + " -->"])
def test_entities_are_refused_wherever_they_are_defined(before: str) -> None:
    head, doctype = ("", f"<!DOCTYPE rss{before}") if before.isspace() else (before, "<!DOCTYPE rss ")
    feed = f"<?xml version='1.0'?>{head}{doctype}[<!ENTITY all 'everything'>]>{rss(item(body='All is &all; here.'), head='')}"
    assert refusals(read(feed)) == [("feed", "it defines entities of its own, which no feed needs")]


def test_entities_that_only_a_dtd_elsewhere_explains_are_those_of_html() -> None:
    doctype = "<!DOCTYPE rss SYSTEM 'http://my.netscape.com/publish/formats/rss-0.91.dtd'>"
    (story,) = stories(read(rss(item("Caf&eacute;", "A caf&eacute; &lt;b&gt;burns&lt;/b&gt;."), head=doctype)))
    assert (story.title, story.body_html) == ("Café", "<p>A café <b>burns</b>.</p>")


def test_half_an_emoji_costs_no_more_than_itself() -> None:
    whole, path = "\\ud83d\\ude00", "C:\\\\ud83d"
    text = f'"content_text": "It rained \\ud83d for days {whole} in {path}."'
    (story,) = stories(
        read(f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"id": "1", "title": "Rain", {text}}}]}}')
    )
    assert story.body_html == "<p>It rained  for days 😀 in C:\\ud83d.</p>"


def test_html_that_is_nested_too_deeply_is_refused_in_a_sentence() -> None:
    (refusal,) = refusals(read(rss(item(body="<![CDATA[" + "<b>" * 300 + "x]]>"))))
    assert refusal == ("A story", "its text is nested too deeply")


def test_a_fault_of_ours_is_told_and_the_other_stories_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.intake.formats import detect

    def faulty(found: Any, *rest: Any) -> Any:
        if found.title == "Breaks":
            raise RuntimeError("a bug")
        return build_story(found, *rest)

    monkeypatch.setattr(detect, "build_story", faulty)
    results = read(rss(item("Breaks", more="<guid>1</guid>"), item("Holds", more="<guid>2</guid>")))
    assert [story.title for story in stories(results)] == ["Holds"]
    assert refusals(results) == [("Breaks", "could not be read; this is noted as a fault of ours")]
