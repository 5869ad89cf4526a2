"""ninjs as providers write it: several headlines and bodies, NITF inside, and whatever it comes wrapped in."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.unit.intake.intake_desk import only, read, refusals, stories

STORY = "<p>The bridge closes on Monday.</p><p>It will open in May.</p>"


def item(**more: Any) -> dict[str, Any]:
    return {"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "versioncreated": "2026-03-02T03:00:00Z", **more}


def come(data: Any) -> Any:
    return only(read(orjson.dumps(data)))


def part(role: str, value: str, kind: str = "text/html") -> dict[str, str]:
    return {"role": role, "contentType": kind, "value": value}


@pytest.mark.parametrize(
    ("headlines", "title"),
    [
        ([("short", "Bridge"), ("main", "Bridge closes on Monday")], "Bridge closes on Monday"),
        ([("main", "Bridge closes on Monday"), ("short", "Bridge")], "Bridge closes on Monday"),
        ([("short", "Bridge"), ("", "Bridge closes on Monday")], "Bridge closes on Monday"),
        ([("hlrole:short", "Bridge"), ("hlrole:Main", "Bridge closes on Monday")], "Bridge closes on Monday"),
        ([("seo", "Bridge news 2026"), ("online", "Bridge closes on Monday")], "Bridge closes on Monday"),
        ([("kicker", "Traffic"), ("subtitle", "Until May"), ("headline", "Bridge closes on Monday")], "Bridge closes on Monday"),
        ([("slugline", "BRIDGE-CLOSE"), ("short", "Bridge closes")], "Bridge closes"),
    ],
)  # fmt: skip
def test_the_main_headline_is_the_title_wherever_it_stands(headlines: list[tuple[str, str]], title: str) -> None:
    said = [{"role": role, "value": value} for role, value in headlines]
    assert come(item(headlines=said, bodies=[part("main", STORY)])).title == title


CAPTION, SLUG = part("caption", "<p>A bridge, seen from a boat.</p>"), part("slugline", "BRIDGE-CLOSE", "text/plain")


@pytest.mark.parametrize(
    "bodies",
    [
        [CAPTION, SLUG, part("main", STORY)],
        [SLUG, part("main", STORY), CAPTION],
        [CAPTION, part("", STORY)],
        [CAPTION, part("short", STORY)],
        [CAPTION, part("drol:main", STORY, "application/xhtml+xml")],
        [part("short", "<p>Bridge closes.</p>"), part("main", STORY)],
        [part("summary", "<p>Bridge closes.</p>"), part("web", STORY)],
        [part("main", "The bridge closes on Monday.\nIt will open in May.", "text/plain"), part("main", STORY)],
        [part("main", "The bridge closes on Monday.\nIt will open in May.", "text/plain"), CAPTION],
        [part("main", "AAAA", "application/pdf"), part("text", STORY)],
        [part("ednote", "Attention editors"), part("html", STORY)],
        [part("main", f"<body.content>{STORY}</body.content>", "application/nitf+xml"), CAPTION],
    ],
)
def test_the_body_is_the_story_and_neither_its_picture_s_caption_nor_its_slug(bodies: list[dict[str, str]]) -> None:
    assert come(item(headlines=[{"role": "main", "value": "Bridge"}], bodies=bodies)).body_html == "\n".join(
        STORY.replace("</p><p>", "</p>|<p>").split("|")
    )


def test_a_picture_s_caption_is_its_description_of_that_role() -> None:
    picture = {
        "name": "featured", "type": "picture", "descriptions": [part("summary", "x"), part("caption", "A bridge.")],
        "renditions": [{"href": "https://a.example/p.jpg", "width": 900, "height": 600, "contentType": "image/jpeg"}],
    }  # fmt: skip
    told = come(item(headlines=[{"value": "Bridge"}], bodies=[part("main", STORY)], associations=[picture])).picture
    assert told.caption == "A bridge."


def test_the_summary_is_the_description_for_one_and_never_the_caption() -> None:
    said = [part("caption", "A bridge, seen from a boat."), part("summary", "Repairs keep drivers away.")]
    story = come(item(headlines=[{"value": "Bridge"}], bodies=[part("main", STORY)], descriptions=said))
    assert story.summary == "Repairs keep drivers away."


NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf><head><title>Not this</title></head><body><body.head><hedline><hl1>Nor this</hl1></hedline><byline>By Nobody</byline>
</body.head><body.content><block><p>Las Pi&ntilde;as &amp; Bi\u00f1an, <em class="x">today</em>.</p><hl2>How to get there</hl2>
<media media-type="image"><media-caption>Nor a caption</media-caption></media><ul><li>One</li></ul>
<p>See <a href="https://a.example/x" onclick="x()">the map</a>: 5 &lt; 6.</p></block></body.content>
<body.end><tagline>Nor the end</tagline></body.end></body></nitf>"""
AS_HTML = """<p>Las Piñas &amp; Biñan, <em>today</em>.</p><h2>How to get there</h2><ul><li>One</li></ul>
<p>See <a href="https://a.example/x">the map</a>: 5 &lt; 6.</p>"""


@pytest.mark.parametrize("kind", ["application/nitf+xml", "text/xml", "application/xml; charset=utf-8"])
def test_a_body_in_nitf_is_read_and_not_shown_as_tags(kind: str) -> None:
    html = come(item(headlines=[{"value": "Roads"}], bodies=[part("main", NITF, kind)])).body_html
    html = html.replace(' rel="noopener noreferrer nofollow"', "")
    assert "".join(html.split()) == "".join(AS_HTML.split())


@pytest.mark.parametrize(
    "nitf",
    [
        "<body.content><p>The bridge closes on Monday.<p>It will open in May.</body.content>",
        '<!DOCTYPE nitf [<!ENTITY a "b">]><nitf><body.content><p>The bridge closes on Monday.</p></body.content></nitf>',
        "The bridge closes on Monday.",
        "<p>" * 500 + "The bridge closes on Monday." + "</p>" * 500,
    ],
)
def test_nitf_that_is_unsound_or_hostile_is_read_as_well_as_may_be(nitf: str) -> None:
    for result in read(
        orjson.dumps(item(headlines=[{"value": "Roads"}], bodies=[part("main", nitf, "application/nitf+xml")]))
    ):
        html = result.article.body_html if hasattr(result, "article") else ""
        assert "&lt;" not in html and "ENTITY" not in html


ONE = item(headlines=[{"role": "main", "value": "Bridge closes"}], bodies=[part("main", STORY)])
TWO = {
    **ONE,
    "uri": "urn:x:2",
    "headlines": [{"value": "Ferry sails"}],
    "bodies": [part("main", "<p>A ferry sails.</p>")],
}


@pytest.mark.parametrize(
    "wrapped",
    [
        [ONE, TWO], {"items": [ONE, TWO]}, {"_items": [ONE, TWO], "_meta": {"total": 2}}, {"version": "2.1", "item": [ONE, TWO]},
        {"data": {"item": [ONE, TWO]}}, {"data": {"items": [{"meta": {}, "item": ONE}, {"meta": {}, "item": TWO}]}},
        {"data": [ONE, TWO]}, {"hits": {"total": 2, "hits": [{"_id": "a", "_source": ONE}, {"_id": "b", "_source": TWO}]}},
        {"status": "ok", "result": {"newsItems": [ONE, TWO]}}, {"uri": "urn:feed", "versioncreated": "x", "item": [ONE, TWO]},
        {"response": {"results": [ONE, TWO]}},
    ],
)  # fmt: skip
def test_items_are_found_in_whatever_they_come_wrapped_in(wrapped: Any) -> None:
    assert [story.title for story in stories(read(orjson.dumps(wrapped)))] == ["Bridge closes", "Ferry sails"]


@pytest.mark.parametrize("wrapped", [{"data": ONE}, {"data": {"item": ONE}}, {"item": ONE}])
def test_one_item_too_may_come_wrapped(wrapped: Any) -> None:
    assert come(wrapped).title == "Bridge closes"


def test_an_empty_envelope_has_no_story_just_now_and_an_error_is_an_error() -> None:
    envelopes: tuple[dict[str, Any], ...] = ({"items": []}, {"data": {"item": []}}, {"hits": {"total": 0, "hits": []}})
    for empty in envelopes:
        (refusal,) = read(orjson.dumps(empty))
        assert getattr(refusal, "refusal", "") == "empty", empty
    assert "No entry" in refusals(read(b'{"code": "rest_forbidden", "message": "No entry", "data": []}'))[0][1]
    assert "none of JSON Feed" in refusals(read(orjson.dumps({"related": [ONE]})))[0][1], "what only goes with a story"


@pytest.mark.parametrize(
    "more",
    [
        {"body_html": STORY}, {"body_xhtml": STORY}, {"body_text": "The bridge closes on Monday.\n\nIt will open in May."},
        {"body_nitf": f"<body.content>{STORY}</body.content>"}, {"body_html": STORY, "body_text": "Other words"},
    ],
)  # fmt: skip
def test_ninjs_1_is_read_as_before(more: dict[str, str]) -> None:
    story = come(item(headline="Bridge", description_text="Repairs keep drivers away.", **more))
    assert (story.title, story.summary) == ("Bridge", "Repairs keep drivers away.")
    assert "".join(story.body_html.split("\n")) == STORY
