"""The API by which newsroom systems push, correct and withdraw: what they may send, and what they are told."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.conftest import Room
from tests.web.conftest import Newsroom
from tests.web.server import wait_for


def problem(answer: requests.Response) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == answer.status_code and document["detail"] and document["type"] and document["title"]
    return document


def snapshot(newsroom: Newsroom) -> Any:
    return requests.get(f"{newsroom.url}/api/v1/snapshot", timeout=5).json()


def test_a_pushed_headline_is_on_the_snapshot_within_a_moment(newsroom: Newsroom) -> None:
    receipt = newsroom.push("Bridge open")
    assert set(receipt) == {"id", "rev", "epoch", "seq"}
    wait_for(lambda: receipt["id"] in [item["id"] for item in snapshot(newsroom)["breaking"]])


def test_a_repeated_request_with_the_same_key_is_answered_alike(newsroom: Newsroom) -> None:
    body = {"headline": "Only once", "priority": "urgent"}
    first = newsroom.call("POST", "/breaking", body, key="one-wish")
    again = newsroom.call("POST", "/breaking", body, key="one-wish")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    wait_for(lambda: [i["headline"] for i in snapshot(newsroom)["breaking"]].count("Only once") == 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"priority": "urgent"}, "headline"),
        ({"headline": "", "priority": "urgent"}, "headline"),
        ({"headline": "x" * 301, "priority": "urgent"}, "headline"),
        ({"headline": "line\nbreak", "priority": "urgent"}, "headline"),
        ({"headline": 7, "priority": "urgent"}, "headline"),
        ({"headline": "x", "priority": "loud"}, "priority"),
        ({"headline": "x", "priority": "urgent", "colour": "red"}, "colour"),
        ({"headline": "x", "priority": "urgent", "article": "no-such-article"}, "article"),
        ({"headline": "x", "priority": "urgent", "article": "../../etc"}, "article"),
        ({"headline": "x", "priority": "urgent", "expires_in": 1}, "expires_in"),
        ([], ""),
    ],
)
def test_a_wrong_body_is_told_which_field_is_wrong(newsroom: Newsroom, body: Any, field: str) -> None:
    document = problem(newsroom.call("POST", "/breaking", body))
    assert document["status"] == 422
    assert [error["field"] for error in document["errors"]] == [field] and document["errors"][0]["problem"]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"headline": "\\ud800", "priority": "urgent"}', b"nul\0"])
def test_bytes_that_are_no_json_are_refused(newsroom: Newsroom, raw: bytes) -> None:
    headers = {"Authorization": f"Bearer {newsroom.tokens['anchor']}"}
    assert problem(requests.post(f"{newsroom.url}/api/v1/breaking", raw, headers=headers, timeout=5))["status"] == 422


def test_a_body_that_is_too_large_is_refused(newsroom: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {newsroom.tokens['anchor']}"}
    answer = requests.post(f"{newsroom.url}/api/v1/breaking", b"x" * 1_200_000, headers=headers, timeout=5)
    assert problem(answer)["status"] == 413


def test_nobody_writes_without_signing_in(newsroom: Newsroom) -> None:
    body = {"headline": "x", "priority": "urgent"}
    for headers in ({}, {"Authorization": "Bearer aw_wrong"}, {"Authorization": "Basic eDp5"}):
        answer = requests.post(f"{newsroom.url}/api/v1/breaking", json=body, headers=headers, timeout=5)
        assert problem(answer)["status"] in (401, 403)


def test_everyone_keeps_to_their_duties(newsroom: Newsroom) -> None:
    story = {"title": "Rice", "body_html": "<p>Rice</p>"}
    assert problem(newsroom.call("POST", "/articles", story, role="anchor"))["status"] == 403
    assert newsroom.call("POST", "/articles", story, role="editor").status_code == 201


def test_a_stale_correction_gets_409_with_what_changed(newsroom: Newsroom) -> None:
    item = newsroom.push("Ferry at noon")
    first = {"rev": 1, "reason": "Wrong hour", "headline": "Ferry at one"}
    assert newsroom.call("PATCH", f"/breaking/{item['id']}", first).json()["rev"] == 2
    second = {"rev": 1, "reason": "Mine", "headline": "Ferry at two"}
    document = problem(newsroom.call("PATCH", f"/breaking/{item['id']}", second, role="editor"))
    assert document["status"] == 409 and document["current"]["headline"] == "Ferry at one"
    assert document["changed"]["headline"] == {"was": "Ferry at noon", "now": "Ferry at one"}


def test_a_withdrawn_headline_leaves_the_snapshot(newsroom: Newsroom) -> None:
    item = newsroom.push("Never mind")
    answer = newsroom.call("DELETE", f"/breaking/{item['id']}", {"rev": 1, "reason": "Not confirmed"})
    assert answer.status_code == 200
    wait_for(lambda: item["id"] not in [shown["id"] for shown in snapshot(newsroom)["breaking"]])


def test_a_headline_nobody_pushed_is_not_found(newsroom: Newsroom) -> None:
    document = problem(newsroom.call("DELETE", "/breaking/20260101-nothing", {"rev": 1, "reason": "x"}))
    assert document["status"] == 404


def test_a_status_held_by_hand_and_given_back(newsroom: Newsroom) -> None:
    assert newsroom.call("PUT", "/stream", {"status": "off_air"}).status_code == 200
    wait_for(lambda: snapshot(newsroom)["stream"]["by"] == "hand")
    assert newsroom.call("PUT", "/stream", {"auto": True}).status_code == 200
    wait_for(lambda: snapshot(newsroom)["stream"]["by"] == "probe")


@pytest.mark.parametrize("body", [{"auto": "yes"}, {"auto": True, "status": "on_air"}, {"status": "loud"}, {}])
def test_a_wrong_hold_changes_nothing(newsroom: Newsroom, body: Any) -> None:
    assert problem(newsroom.call("PUT", "/stream", body))["status"] == 422


def test_special_coverage_outside_the_grid_goes_on_air(newsroom: Newsroom) -> None:
    assert newsroom.call("PUT", "/on-air", {"title": "Typhoon watch"}).status_code == 200
    wait_for(lambda: (snapshot(newsroom)["on_air"].get("programme") or {}).get("title") == "Typhoon watch")
    assert newsroom.call("PUT", "/on-air", {"auto": True}).status_code == 200


def test_an_article_is_put_out_updated_and_withdrawn(newsroom: Newsroom) -> None:
    story = {"title": "Water is back in Marikina", "body_html": "<p>Since noon.</p>", "topics": ["Water"]}
    slug = newsroom.call("POST", "/articles", story, role="editor").json()["slug"]
    wait_for(lambda: requests.get(f"{newsroom.url}/articles/{slug}", timeout=5).status_code == 200)
    story["title"] = "Water is back"
    assert newsroom.call("PUT", f"/articles/{slug}", story, role="editor").json()["rev"] == 2
    assert newsroom.call("DELETE", f"/articles/{slug}", {"reason": "Too early"}, role="editor").status_code == 200
    wait_for(lambda: requests.get(f"{newsroom.url}/articles/{slug}", timeout=5).status_code == 410)
    assert problem(requests.get(f"{newsroom.url}/api/v1/articles/{slug}", timeout=5))["status"] == 410


def test_who_reads_right_after_a_change_finds_it(newsroom: Newsroom) -> None:
    for n in range(20):
        put = newsroom.call("POST", "/articles", {"title": f"Rice {n}", "body_html": "<p>x</p>"}, role="editor").json()
        assert requests.get(f"{newsroom.url}/api/v1/articles/{put['slug']}", timeout=5).status_code == 200
        newsroom.call("DELETE", f"/articles/{put['slug']}", {"reason": "Wrong"}, role="editor")
        assert requests.get(f"{newsroom.url}/api/v1/articles/{put['slug']}", timeout=5).status_code == 410


def test_active_content_in_an_article_never_gets_out(newsroom: Newsroom) -> None:
    body = '<p onclick="x()">Hi<script>alert(1)</script><a href="javascript:x">y</a></p><iframe src="//evil"></iframe>'
    slug = newsroom.call("POST", "/articles", {"title": "Hostile", "body_html": body}, role="editor").json()["slug"]
    wait_for(lambda: requests.get(f"{newsroom.url}/api/v1/articles/{slug}", timeout=5).status_code == 200)
    kept = requests.get(f"{newsroom.url}/api/v1/articles/{slug}", timeout=5).json()["body_html"]
    assert "Hi" in kept and not any(word in kept for word in ("script", "onclick", "javascript", "iframe"))


def test_what_the_log_keeps_is_what_was_answered(newsroom: Newsroom, back_room: Room) -> None:
    receipt = newsroom.push("On the record")
    missed = back_room.log.since(receipt["epoch"], receipt["seq"] - 1)
    assert missed.events[0].body["item"]["id"] == receipt["id"]


def test_a_repeated_article_is_put_out_once_although_time_has_gone_on(newsroom: Newsroom) -> None:
    story = {"title": "Put out once", "body_html": "<p>Text.</p>"}
    first = newsroom.call("POST", "/articles", story, role="editor", key="one-article")
    again = newsroom.call("POST", "/articles", story, role="editor", key="one-article")
    assert (again.status_code, again.json()) == (first.status_code, first.json())


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/articles/far", {"title": "T", "published_at": "9999-12-31T23:59:59Z"}, "published_at"),
        ("/articles/far", {"title": "T", "published_at": "0001-01-01T00:00:00+14:00"}, "published_at"),
        ("/articles/far", {"title": "T", "published_at": 1}, "published_at"),
        ("/articles/far", {"title": "T", "published_at": "2099-01-01T00:00:00Z"}, "published_at"),
        ("/articles/UPPER", {"title": "T"}, "slug"),
        ("/articles/a%00b", {"title": "T"}, "slug"),
        ("/articles/far", {"title": "T", "summary": "bell\u0007"}, "summary"),
        ("/articles/far", {"title": "T", "canonical": "http://["}, "canonical"),
        (
            "/articles/far",
            {"title": "T", "picture": {"url": "javascript:alert(1)", "width": 1, "height": 1}},
            "picture.url",
        ),
        ("/promo", {"title": "T", "link": "/\\evil.example"}, "link"),
        ("/promo", {"title": "T", "link": "//evil.example"}, "link"),
        ("/stream", {"status": "on_air", "until": "9999-12-31T23:59:59-14:00"}, "until"),
        ("/on-air", {"title": "T", "until": "9999-12-31T23:59:59Z"}, "until"),
    ],
)
def test_a_value_that_would_break_a_page_is_refused_by_its_field(
    newsroom: Newsroom, path: str, body: Any, field: str
) -> None:
    document = problem(newsroom.call("PUT", path, body, role="admin"))
    assert document["status"] == 422 and [error["field"] for error in document["errors"]] == [field]


def test_a_body_of_unknown_length_is_not_cut_and_taken_for_whole(newsroom: Newsroom) -> None:
    body = b'{"headline":"cut off","priority":"urgent"}'.ljust(1_000_000) + b"and more"
    pieces = (body[start : start + 60_000] for start in range(0, len(body), 60_000))
    headers = {"Authorization": f"Bearer {newsroom.tokens['anchor']}"}
    answer = requests.post(f"{newsroom.url}/api/v1/breaking", pieces, headers=headers, timeout=10)
    assert problem(answer)["status"] == 413


def test_who_is_nobody_is_told_to_sign_in(newsroom: Newsroom) -> None:
    answer = requests.post(f"{newsroom.url}/api/v1/breaking", json={"headline": "x", "priority": "urgent"}, timeout=5)
    assert problem(answer)["status"] == 401


def test_an_unchanged_snapshot_is_a_304_although_time_goes_on(newsroom: Newsroom) -> None:
    first = requests.get(f"{newsroom.url}/api/v1/snapshot", timeout=5)
    now = first.json()["now"]
    wait_for(lambda: requests.get(f"{newsroom.url}/api/v1/snapshot", timeout=5).json()["now"][:19] != now[:19])
    tag = {"If-None-Match": first.headers["ETag"]}
    assert requests.get(f"{newsroom.url}/api/v1/snapshot", headers=tag, timeout=5).status_code == 304
    newsroom.push("Another board")
    wait_for(lambda: requests.get(f"{newsroom.url}/api/v1/snapshot", headers=tag, timeout=5).status_code == 200)


def test_an_address_from_a_forged_host_reaches_nobody_else(newsroom: Newsroom) -> None:
    slug = newsroom.call("POST", "/articles", {"title": "Of our own host"}, role="editor").json()["slug"]
    wait_for(lambda: newsroom.call("GET", f"/articles/{slug}").status_code == 200)
    page = f"{newsroom.url}/articles/{slug}"
    assert "evil.example" in requests.get(page, headers={"Host": "evil.example"}, timeout=5).text
    assert "evil.example" not in requests.get(page, timeout=5).text


def test_the_list_of_articles_can_be_of_one_language_or_topic_and_as_long_as_asked(newsroom: Newsroom) -> None:
    for slug, lang, topics in (
        ("tide", "en", ["Weather", "Sea"]),
        ("bagyo", "fil", ["weather"]),
        ("vote", "en", ["Polls"]),
    ):
        story = {"title": slug, "slug": slug, "language": lang, "topics": topics, "body_html": "<p>Text.</p>"}
        assert newsroom.call("POST", "/articles", story, role="editor").status_code == 201

    def listed(query: str) -> list[str]:
        found = requests.get(f"{newsroom.url}/api/v1/articles?{query}", timeout=5)
        assert found.status_code == 200, found.text
        return [article["slug"] for article in found.json()["articles"]]

    wait_for(lambda: {"tide", "bagyo", "vote"} <= set(listed("limit=50")))
    assert sorted(listed("topic=WEATHER")) == ["bagyo", "tide"]
    assert listed("topic=weather&lang=fil") == ["bagyo"] and listed("topic=nothing") == []
    first, second = listed("topic=weather&limit=1"), listed("topic=weather&limit=1&page=2")
    assert sorted(first + second) == ["bagyo", "tide"]
    assert listed("lang=fil") == ["bagyo"]
    refused = requests.get(f"{newsroom.url}/api/v1/articles?limit=51", timeout=5)
    assert problem(refused)["errors"][0]["field"] == "limit"
