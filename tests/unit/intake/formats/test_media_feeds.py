"""Feeds of channels and podcasts: what is said about a video, and recordings."""

from __future__ import annotations

import json

import pytest

from tests.unit.intake.intake_desk import item, only, read, refusals, rss
from webapp.intake.formats.feed.media import audio_kind, seconds_in
from webapp.intake.story.urls import normalize_url

YOUTUBE = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
<id>yt:channel:abc</id><title>Radyo</title><author><name>Radyo</name></author>
<entry><id>yt:video:dQw4</id><yt:videoId>dQw4</yt:videoId><title>Rain over Tulay</title>
<link rel="alternate" href="https://www.youtube.com/watch?v=dQw4"/><author><name>Radyo</name></author>
<published>2026-03-01T08:00:00+00:00</published><updated>2026-03-01T09:00:00+00:00</updated>
<media:group><media:title>Rain over Tulay</media:title>
<media:content url="https://www.youtube.com/v/dQw4?version=3" type="application/x-shockwave-flash" width="640" height="390"/>
<media:thumbnail url="https://i1.ytimg.com/vi/dQw4/hqdefault.jpg" width="480" height="360"/>
<media:description>{about}</media:description></media:group></entry></feed>"""


def test_a_channels_video_is_a_story_with_its_description_and_picture() -> None:
    story = only(
        read(
            YOUTUBE.format(about="It rained for days.\n\nThe dam &lt; 100 % holds."),
            "https://www.youtube.com/feeds/videos.xml",
        )
    )
    assert story.body_html == "<p>It rained for days.</p>\n<p>The dam &lt; 100 % holds.</p>"
    assert (story.canonical, story.recording) == ("https://www.youtube.com/watch?v=dQw4", None)
    assert story.picture is not None and story.picture.width == 480


def test_a_video_without_a_description_has_no_text() -> None:
    assert refusals(read(YOUTUBE.format(about=""))) == [("Rain over Tulay", "has a title but no text")]


def episode(more: str, body: str = "What the week was like.") -> str:
    return rss(item("The week in Tulay", body, f"<link>https://radyo.example/ep/7</link>{more}"))


@pytest.mark.parametrize(
    ("enclosure", "kind"),
    [
        ("<enclosure url='https://a.example/7.mp3' type='audio/mpeg' length='123'/>", "audio/mpeg"),
        ("<enclosure url='https://a.example/7.mp3?x=1' type=''/>", "audio/mpeg"),
        ("<enclosure url='https://a.example/7.m4a' type='audio/x-m4a'/>", "audio/x-m4a"),
        ("<enclosure url='https://a.example/7.mp3' type='audio/mp3'/>", "audio/mpeg"),
        ("<enclosure url='https://a.example/7.OGG' type='application/octet-stream'/>", "audio/ogg"),
        (
            "<media:content xmlns:media='http://search.yahoo.com/mrss/' url='https://a.example/7' medium='audio'/>",
            "audio/mpeg",
        ),
    ],
)
def test_a_podcasts_enclosure_is_the_recording(enclosure: str, kind: str) -> None:
    duration = "<itunes:duration xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>1:02:03</itunes:duration>"
    recording = only(read(episode(enclosure + duration))).recording
    assert recording is not None and (recording.kind, recording.seconds) == (kind, 3723)
    assert recording.url.startswith("https://a.example/7")


@pytest.mark.parametrize(
    "other",
    [
        "<enclosure url='https://a.example/7.mp4' type='video/mp4'/>",
        "<enclosure url='javascript:x' type='audio/mpeg'/>",
        "",
    ],
)
def test_what_is_no_recording_is_none(other: str) -> None:
    assert only(read(episode(other))).recording is None


def test_an_episode_without_a_text_is_its_recording() -> None:
    story = only(read(episode("<enclosure url='https://a.example/7.mp3' type='audio/mpeg'/>", body="")))
    assert (story.title, story.body_html) == ("The week in Tulay", "") and story.recording is not None


def test_a_json_feeds_attachment_is_the_recording() -> None:
    attached = [{"url": "https://a.example/7.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 90}]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "title": "T", "content_text": "Rain.", "attachments": attached}],
    }
    recording = only(read(json.dumps(feed))).recording
    assert recording is not None and recording.seconds == 90


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3723", 3723),
        ("62:03", 3723),
        ("1:02:03", 3723),
        ("", None),
        ("0", None),
        ("an hour", None),
        ("1:2:3:4", None),
        ("9999999", None),
        ("999999", None),
    ],
)
def test_a_length_is_read_however_it_is_written(text: str, seconds: int | None) -> None:
    assert seconds_in(text) == seconds


def test_a_kind_that_is_no_media_type_is_none() -> None:
    assert audio_kind("audio/<script>", "", "https://a.example/x") == ""


@pytest.mark.parametrize(
    ("address", "target"),
    [
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://radyo.example/rain%3Fid%3D7&ct=ga&usg=x",
            "https://radyo.example/rain?id=7",
        ),
        ("https://www.google.com.ph/url?q=https://radyo.example/rain&sa=t", "https://radyo.example/rain"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fradyo.example%2Frain&h=x", "https://radyo.example/rain"),
        ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
        (
            "https://www.google.com/search?q=https://radyo.example",
            "https://www.google.com/search?q=https://radyo.example",
        ),
    ],
)
def test_a_redirect_of_an_alert_leads_to_its_target(address: str, target: str) -> None:
    assert normalize_url(address) == target
