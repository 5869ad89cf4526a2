"""Pushes that wait, over HTTP: 202 with what for and until when, and nothing of them anywhere outside."""

from __future__ import annotations

import requests

from tests.conftest import NOON, Room
from tests.web.conftest import Newsroom
from webapp.newsroom.people.notes import DeskNote, NoteDraft, outdated
from webapp.newsroom.staff import Actor

OUTSIDE = ("/", "/lite", "/breaking", "/breaking.xml", "/breaking.json", "/embed/ticker", "/embed/ticker.json",
           "/feed.xml", "/api/v1/snapshot", "/api/v1/breaking", "/api/v1/since?at=2026-03-02T00:00:00Z",
           "/schedule", "/most-read")  # fmt: skip


def test_what_waits_is_answered_with_202_and_is_nowhere_outside(newsroom: Newsroom) -> None:
    body = {"headline": "Xylophone plant closes", "priority": "bulletin", "hold_s": 30}
    held = newsroom.call("POST", "/breaking", body, key="h")
    assert held.status_code == 202 and held.json()["state"] == "held" and held.json()["until"].endswith("Z")
    assert newsroom.call("POST", "/breaking", body, key="h").json() == held.json()
    kept = newsroom.call("POST", "/drafts", {"headline": "Xylophone draft", "priority": "urgent"})
    assert kept.status_code == 202
    item = held.json()["id"]
    for path in (*OUTSIDE, f"/breaking/{item}", f"/api/v1/breaking/{item}"):
        assert "Xylophone" not in requests.get(newsroom.url + path, timeout=5).text, path
    assert newsroom.call("POST", f"/breaking/{item}/undo").json()["state"] == "undone"
    again = newsroom.call("POST", f"/breaking/{item}/undo")
    assert again.status_code == 404
    newsroom.call("POST", f"/breaking/{kept.json()['id']}/undo")


def test_sent_before_its_time_it_is_out_and_too_late_to_take_back(newsroom: Newsroom) -> None:
    item = newsroom.call("POST", "/breaking", {"headline": "Ferry", "priority": "urgent", "hold_s": 30}).json()["id"]
    assert newsroom.call("POST", f"/breaking/{item}/release", {"rev": 1}).status_code == 201
    late = newsroom.call("POST", f"/breaking/{item}/undo", {})
    assert late.status_code == 409 and late.json()["type"].endswith("too-late") and late.json()["current"]["rev"] == 1


def test_a_handover_is_taken_by_the_first_and_outlives_notes(room: Room) -> None:
    ligaya, efren = Actor(name="Ligaya", role="anchor"), Actor(name="Efren", role="anchor")
    handed = room.desk.leave_note(NoteDraft(text="The mayor calls at six", handover=True), ligaya, NOON).id or ""
    room.desk.leave_note(NoteDraft(text="Coffee?"), efren, NOON)
    room.desk.take_handover(handed, efren, NOON)
    room.desk.take_handover(handed, ligaya, NOON)
    assert [(note.text, note.taken_by) for note in room.colleagues.notes() if note.handover] == [
        ("The mayor calls at six", "Efren")
    ]
    old = [DeskNote(id=str(n), text="x", by="Ligaya", at=NOON.replace(day=1), handover=n == 0) for n in range(2)]
    assert outdated(old, NOON.replace(hour=5)) == ["1"]
