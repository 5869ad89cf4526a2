"""The embeds on partner sites, as staff see them: who reads where, what is still shown, and who no longer gets the news."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.embeds.fleet import HostUse
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.web.embeds.build import embeds_build
from webapp.web.embeds.reports import EmbedReports

PASSWORD = "three-words-of-nothing"
LIGAYA = Actor(name="Ligaya", role="anchor")
PARTNER = {"Origin": "https://partner.example"}


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, 'name = "Radyo Dagat"\nurl = "http://localhost"\n')


def reports(site: InProcessSite) -> EmbedReports:
    """What the thread of a web process does every few seconds."""
    own = site.running.site
    return EmbedReports(own.embed_visits, own.embed_fleet, own.replica, lambda: "web-1", own.now)


def listen(site: InProcessSite, query: str = "", **headers: str) -> Iterator[bytes]:
    """An embed's stream of events, open: each piece as it is sent."""
    answer = site.client().get(f"/api/v1/events?succeeds{query}", headers={**PARTNER, **headers}, buffered=False)
    assert answer.status_code == 200
    pieces: Any = iter(answer.response)
    next(pieces), next(pieces)
    return cast("Iterator[bytes]", pieces)


class AtThePanel:
    def __init__(self, site: InProcessSite, name: str, role: Any) -> None:
        site.running.services.staff.set_account(name, role, PASSWORD)
        self.browser = site.client()
        self._csrf = ""
        token = self._token("/panel/sign-in")
        self.browser.post("/panel/sign-in", data={"csrf_token": token, "name": name, "password": PASSWORD})

    def _token(self, path: str) -> str:
        return self.browser.get(path).text.partition('name="csrf_token" value="')[2].partition('"')[0]

    def decide(self, host: str, act: str, reason: str = "") -> Any:
        token = self._csrf = self._token("/panel/embeds") or self._csrf
        return self.browser.post(
            "/panel/embeds", data={"csrf_token": token, "host": host, "act": act, "reason": reason}
        )

    def reads(self) -> str:
        found = self.browser.get("/panel/embeds")
        assert found.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", found.text.partition("<main")[2]).split())


def test_staff_see_where_embeds_stand_in_which_version_and_with_how_many_readers(site: InProcessSite) -> None:
    first = listen(site, f"&embed=ticker,on-air&build={embeds_build()}&pinned&first")
    second = listen(site, "&embed=alerts&build=00000000&first")
    reports(site).pump_once()
    seen = AtThePanel(site, "Elena", "editor").reads()
    assert "partner.example Readers now 2 Opened today 2 In the last minute 2 Last seen now" in seen
    assert "Alerts (1), On the air (1), Ticker (1)" in seen
    assert "a former one (00000000) (1)" in seen and "today's , pinned (1)".replace(" ,", ",") in seen.replace(
        " ,", ","
    )
    del first, second


def test_a_revoked_host_gets_nothing_at_once_and_its_open_pages_hear_of_it(site: InProcessSite) -> None:
    site.room.desk.publish_breaking(BreakingDraft(headline="Ferry runs again", priority="urgent"), LIGAYA, site.now)
    site.follow()
    open_page, elsewhere = listen(site, "&embed=ticker&first"), listen(site, Origin="https://other.example")
    editor = AtThePanel(site, "Elena", "editor")
    assert editor.decide("https://www.Partner.example/news", "revoke").status_code == 303
    assert site.client().get("/api/v1/events?succeeds", headers=PARTNER, buffered=False).status_code == 200, (
        "only its www"
    )
    assert editor.decide("partner.example", "revoke", "They sell it").status_code == 303
    assert next(open_page) == b"event: revoked\ndata: {}\n\n"
    assert site.client().get("/api/v1/events?succeeds", headers=PARTNER).status_code == 403
    told: Any = site.client().get("/embed/ticker.json", headers={"Origin": "https://news.partner.example"})
    assert told.json["revoked"] and told.json["breaking"] == [] and "no-store" in told.headers["Cache-Control"]
    others: Any = site.client().get("/embed/ticker.json", headers={"Origin": "https://other.example"})
    assert others.json["breaking"] and "Origin" in others.headers["Vary"]
    framed = site.client().get("/embed/ticker", headers={"Referer": "https://partner.example/page"}).text
    assert "Ferry" not in framed and "not shown on this page" in framed and "<script src" not in framed
    assert "Ferry" in site.client().get("/embed/ticker", headers={"Referer": "https://other.example/"}).text
    assert "Gets no news" in editor.reads() and "They sell it" in editor.reads()
    newest = site.running.services.audit.newest(1)[0]
    assert (newest["by"], newest["did"], newest["what"]) == ("Elena", "embeds revoked", "partner.example")
    del elsewhere

    assert editor.decide("partner.example", "allow").status_code == 303
    again: Any = site.client().get("/embed/ticker.json", headers=PARTNER).json
    assert again["breaking"]


def test_frames_whose_pages_name_no_site_stand_by_themselves_with_what_can_be_done(site: InProcessSite) -> None:
    elena = AtThePanel(site, "Elena", "editor")
    unnamed = site.client().get("/api/v1/events?succeeds&embed=ticker&first", buffered=False)
    next(iter(unnamed.response))
    boxed = listen(site, "&embed=alerts&first", Origin="null")
    reports(site).pump_once()
    seen = elena.reads()
    assert seen.count("Host unknown") == 2 and "which Firefox then names to nobody" in seen
    assert "Frames in a sandbox" in seen and 'referrerpolicy="strict-origin-when-cross-origin"' in seen.replace(
        "&#34;", '"'
    )
    page = elena.browser.get("/panel/embeds").text
    assert 'class="fleet__act"' not in page, "nothing can be taken from one of them alone"
    assert elena.decide("", "revoke").status_code == 422
    del unnamed, boxed


def test_the_code_for_a_frame_has_its_site_named(site: InProcessSite) -> None:
    builder = html.unescape(site.client().get("/embed/?piece=alerts").text)
    oembed: Any = site.client().get("/oembed?url=http://localhost/embed/alerts").json
    for code in (builder, oembed["html"]):
        assert 'referrerpolicy="strict-origin-when-cross-origin"' in code


def test_another_process_follows_within_a_report(site: InProcessSite) -> None:
    AtThePanel(site, "Elena", "editor").decide("partner.example", "revoke")
    site.running.site.embed_visits.revoke(())  # as a process that has not heard of it
    reports(site).pump_once()
    assert site.running.site.embed_visits.refuses("partner.example")


def test_a_headline_that_is_still_shown_somewhere_is_red_with_its_readers(site: InProcessSite) -> None:
    draft = BreakingDraft(headline="A dam has burst", priority="bulletin")
    item = str(site.room.desk.publish_breaking(draft, LIGAYA, site.now).id)
    site.follow()
    place = f"{site.running.site.replica.board.epoch}:{site.running.site.replica.board.seq}"
    asked = f"/api/v1/events?succeeds&embed=ticker&first&last-event-id={place}"
    slow: Any = iter(site.client().get(asked, headers=PARTNER, buffered=False).response)
    next(slow)  # connected, and up to date
    site.room.desk.withdraw_breaking(item, Withdrawal(rev=1, reason="It leaks."), LIGAYA, site.now)
    site.follow()
    editor = AtThePanel(site, "Elena", "editor")
    reports(site).pump_once()
    assert 'data-state="red"' in editor.browser.get("/panel/embeds").text
    assert "Still shown to 1 reader: A dam has burst" in editor.reads()
    assert b"withdrawn" in next(slow)
    site.running.site.embed_visits.revoke({"partner.example"})
    next(slow)  # what came before has been sent
    reports(site).pump_once()
    assert "Still shown" not in editor.reads()


@pytest.mark.parametrize(
    ("host", "act"), [("", "revoke"), ("<script>", "revoke"), ("a b.example", "revoke"), ("ok.example", "burn")]
)
def test_what_is_no_host_is_refused_in_words(site: InProcessSite, host: str, act: str) -> None:
    editor = AtThePanel(site, "Elena", "editor")
    answer = editor.decide(host, act)
    assert answer.status_code == 422 and site.running.site.embed_fleet.revoked() == {}


def test_anchors_look_and_do_not_decide(site: InProcessSite) -> None:
    anchor = AtThePanel(site, "Ligaya", "anchor")
    assert "No embed has been seen" in anchor.reads() and anchor.decide("partner.example", "revoke").status_code in (
        400,
        403,
    )
    assert site.running.site.embed_fleet.revoked() == {}


def test_invented_hosts_push_out_those_not_seen_for_longest_and_stay_few(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "EMBED_HOSTS_CAP", 60)
    fleet, today = site.running.site.embed_fleet, site.now.date()
    there = {"partner.example": HostUse(readers=1, versions={"older": 1})}
    for turn in range(5):
        lies = {f"lie-{turn}-{n}.example": 1 for n in range(30)}
        fleet.report("web-1", there, lies, site.now, today)
        site.wait(seconds=1)
    rows = {row.host: row for row in fleet.rows(site.now, today)}
    assert rows["partner.example"].use.readers == 1 and len(rows) <= 60
