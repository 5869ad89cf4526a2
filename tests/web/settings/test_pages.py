"""The panel's settings: tried before they are in force, in force on the next page, and nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.unit.intake.scripted_server import ScriptedServer, page, stream
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.settings.admin import Admin, hidden, signed_in

FEED = b"""<rss version="2.0"><channel><title>Radyo</title><link>https://radyo.example/</link>
<item><title>The ferry runs again</title><link>https://radyo.example/ferry</link>
<pubDate>Mon, 02 Mar 2026 03:00:00 GMT</pubDate>
<description>It runs every hour from six in the morning until late.</description></item></channel></rss>"""
SECRET = "a-secret-of-the-pager"


@pytest.fixture(scope="module")
def world() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        server.plays["/feed"] = page(200, FEED, "application/rss+xml")
        server.plays["/pager"] = page(204, b"")
        playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n1.ts\n"
        server.plays["/studio.m3u8"] = page(200, playlist, **{"Access-Control-Allow-Origin": "*"})
        server.plays["/live"] = stream([b"\xff\xfb\x90\x00" + bytes(413)] * 100, 0)
        yield server


STATION = {"name": "Radyo Dagat", "languages": "fil\nen", "zone": "Asia/Manila", "tagline": "Sa dagat"}


def test_a_change_is_shown_tried_first_and_is_on_every_page_then(site: InProcessSite, admin: Admin) -> None:
    tried = admin.typed("/panel/settings/station", STATION)
    assert "every page renders with it" in tried.text and site.running.site.station.name == "Airwire"
    assert admin.put("/panel/settings/station", STATION).status_code == 303
    listener = site.client()
    assert "Radyo Dagat" in listener.get("/").text
    assert '"name":"Radyo Dagat"' in listener.get("/manifest.webmanifest").text
    assert "Radyo Dagat" in listener.get("/feed.xml").text and 'lang="fil"' in listener.get("/").text


def test_what_was_not_tried_is_not_put_in_force(site: InProcessSite, admin: Admin) -> None:
    admin.typed("/panel/settings/station", {**STATION, "act": "put"})
    tried = admin.typed("/panel/settings/station", STATION)
    other = {**hidden(tried.text), **STATION, "name": "Radyo Lupa", "act": "put"}
    admin.browser.post("/panel/settings/station", data=other)
    assert site.running.site.station.name == "Airwire"


def test_a_stream_is_listened_to_a_source_read_and_a_webhook_pinged(
    site: InProcessSite, admin: Admin, world: ScriptedServer
) -> None:
    live = {"id": "live", "title": "Live", "url": f"{world.base}/live", "kind": "audio", "private": "1", "delay_s": "0"}
    assert "sends sound that browsers play" in admin.typed("/panel/settings/streams/new", live).text
    assert "sends no sound now" in admin.typed("/panel/settings/streams/new", live | {"url": f"{world.base}/none"}).text
    feed = {"url": f"{world.base}/feed", "private": "1", "every_s": "60"}
    assert "The ferry runs again" in admin.typed("/panel/settings/feeds/new", feed).text
    assert "answers 404" in admin.typed("/panel/settings/feeds/new", feed | {"url": f"{world.base}/none"}).text
    pager = {"url": f"{world.base}/pager", "secret": SECRET, "private": "1", "on": ["silent", "off_air"]}
    assert "took a test notice" in admin.typed("/panel/settings/webhooks/new", pager).text
    for path, form in (("streams", live), ("feeds", feed), ("webhooks", pager)):
        assert admin.put(f"/panel/settings/{path}/new", form).status_code == 303
    station = site.running.site.station
    assert (station.streams[0].id, station.feeds[0].every_s, station.webhooks[0].on) == (
        "live", 60, ("silent", "off_air"),
    )  # fmt: skip


def test_the_studios_video_is_tried_put_in_force_and_taken_out_again(
    site: InProcessSite, admin: Admin, world: ScriptedServer
) -> None:
    video = {"kind": "hls", "url": f"{world.base}/studio.m3u8", "delay_s": "0"}
    assert "answers with a live playlist" in admin.typed("/panel/settings/video", video).text
    assert admin.put("/panel/settings/video", video).status_code == 303
    assert "Watch the studio" in site.client().get("/").text
    assert f'value="{world.base}/studio.m3u8"' in admin.browser.get("/panel/settings/video").text
    assert admin.put("/panel/settings/video", video | {"kind": "", "url": ""}).status_code == 303
    assert site.running.site.station.video is None and "Watch the studio" not in site.client().get("/").text


def test_a_secret_is_never_shown_and_stays_when_it_is_left_empty(
    site: InProcessSite, admin: Admin, world: ScriptedServer
) -> None:
    pager = {"url": f"{world.base}/pager", "secret": SECRET, "private": "1", "on": ["silent"]}
    admin.put("/panel/settings/webhooks/new", pager)
    row = re.search(
        r'href="(/panel/settings/webhooks/[0-9a-f]{12})"', admin.browser.get("/panel/settings/webhooks").text
    )
    assert row
    admin.put(row[1], pager | {"secret": "", "on": ["off_air"]})
    webhook = site.running.site.station.webhooks[0]
    assert (webhook.secret, webhook.on) == (SECRET, ("off_air",))
    for path in ("/panel/settings", "/panel/settings/webhooks", row[1], "/panel/settings/text"):
        assert SECRET not in admin.browser.get(path).text, path


def test_two_admins_at_once_the_second_sees_the_first_and_loses_nothing(site: InProcessSite, admin: Admin) -> None:
    diego = signed_in(site, "Diego")
    opened = diego.opened("/panel/settings/station")
    admin.put("/panel/settings/station", STATION)
    answer = diego.typed("/panel/settings/station", STATION | {"name": "Radyo Lupa"}, opened)
    assert answer.status_code == 409
    assert "Ligaya" in answer.text and "Radyo Dagat" in answer.text and 'value="Radyo Lupa"' in answer.text
    tried = diego.typed("/panel/settings/station", STATION | {"name": "Radyo Lupa"}, hidden(answer.text))
    assert tried.status_code == 200


def test_admins_who_change_different_things_do_not_disturb_each_other(site: InProcessSite, admin: Admin) -> None:
    diego = signed_in(site, "Diego")
    opened = diego.opened("/panel/settings/pushing")
    admin.put("/panel/settings/station", STATION)
    rules = {"flash_approval": "always", "hold_s": "8", "words_per_minute": "150"}
    assert diego.put("/panel/settings/pushing", rules, opened).status_code == 303
    station = site.running.site.station
    assert (station.name, station.pushing.hold_s) == ("Radyo Dagat", 8)


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("station", STATION | {"name": ""}, "This is needed."),
        ("station", STATION | {"zone": "Manila"}, "is no time zone"),
        ("pushing", {"flash_approval": "always", "hold_s": "99", "words_per_minute": "150"}, "must be at most 30"),
        ("pushing", {"flash_approval": "always", "hold_s": "soon", "words_per_minute": "150"}, "A number is meant."),
        (
            "streams/new",
            {"id": "Live Now", "title": "Live", "url": "/x", "kind": "hls"},
            "Small letters, digits and hyphens",
        ),
        ("video", {"kind": "hls", "url": "http://video.example/a.m3u8"}, "an address that begins with https://"),
        ("video", {"kind": "youtube", "url": "https://www.youtube.com/@radyo"}, "YouTube makes no frame"),
        ("video", {"kind": "", "url": "https://video.example/a.m3u8"}, "This is needed."),
        ("video", {"kind": "facebook", "url": ""}, "This is needed."),
        ("station", STATION | {"url": "https://typo.example"}, "Your own browser would be refused by it"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(
    admin: Admin, path: str, form: dict[str, str], said: str
) -> None:
    answer = admin.typed(f"/panel/settings/{path}", form)
    assert answer.status_code == 422 and said in answer.text
    assert all(str(value) in answer.text for value in form.values())


def test_a_change_is_undone_by_one_act(site: InProcessSite, admin: Admin) -> None:
    admin.put("/panel/settings/station", STATION)
    token = admin.opened("/panel/settings")["csrf_token"]
    assert admin.browser.post("/panel/settings/back", data={"csrf_token": token, "to": "0"}).status_code == 303
    assert site.running.site.station.name == "Airwire" and "Airwire" in site.client().get("/").text


def test_all_settings_are_changed_as_text_and_a_secret_keeps_its_sign(site: InProcessSite, admin: Admin) -> None:
    outlet_text = '[[outlets]]\nid = "partner"\nkind = "webhook"\nurl = "https://partner.example/in"\n'
    text = f'name = "Radyo"\n{outlet_text}secret = "{SECRET}"\n'
    admin.put("/panel/settings/text", {"text": text})
    shown = admin.browser.get("/panel/settings/text").text
    signed = re.search(r"kept-[0-9a-f]{16}", shown)
    assert signed and SECRET not in shown
    admin.put("/panel/settings/text", {"text": text.replace(SECRET, signed[0]).replace("/in", "/news")})
    outlet: Any = site.running.site.station.outlets[0]
    assert (outlet.url, outlet.secret) == ("https://partner.example/news", SECRET)
    wrong = admin.typed("/panel/settings/text", {"text": 'name = "Radyo"\nzone = "Manila"\n'})
    assert wrong.status_code == 422 and "line 2: &#39;Manila&#39; is no time zone" in wrong.text


def test_a_station_run_with_a_file_says_so_and_leaves_it_alone(valkey_server: Valkey, tmp_path: Path) -> None:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(
            valkey_server, clock, tmp_path, 'name = "Radyo File"\n[[feeds]]\nurl = "https://radyo.example/feed"\n'
        )
        admin = signed_in(site, "Ligaya")
        assert str(tmp_path / "station.toml") in admin.browser.get("/panel/settings").text
        feeds = admin.browser.get("/panel/settings/feeds").text
        assert "Add one" not in feeds and str(tmp_path / "station.toml") in feeds
        admin.put("/panel/settings/station", STATION)
        station = site.running.site.station
        assert (station.name, station.tagline) == ("Radyo File", "Sa dagat")


def test_the_first_steps_go_when_they_are_done(site: InProcessSite, admin: Admin) -> None:
    assert "Add the stream" in admin.browser.get("/panel/").text
    admin.put("/panel/settings/station", STATION)
    steps = admin.browser.get("/panel/settings").text
    assert steps.count('data-done="yes"') == 1 and steps.count('data-done="no"') == 5


def test_the_stations_colour_is_made_readable(site: InProcessSite, admin: Admin) -> None:
    tried = admin.typed("/panel/settings/colours", {"accent": "#ffd400"})
    assert "with a contrast of" in tried.text
    admin.put("/panel/settings/colours", {"accent": "#ffd400"})
    listener = site.client()
    assert '<link rel="stylesheet" href="/station.css?ffd400">' in listener.get("/").text
    assert "--link:#" in listener.get("/station.css").text
