"""The record holds together: whoever changes, moves, adds or takes away an entry by hand is found out, and it is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest

from tests.conftest import NOON, TEST_SECRET, Room, Valkey, make_room
from webapp.newsroom.audit.chain import ChainKey
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.audit.gaps import Gap
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.staff import Actor
from webapp.store.audit.audit import Audit
from webapp.store.audit.chains import Chains
from webapp.store.audit.checking import AuditCheck
from webapp.store.audit.trimming import Trimming, put_gap
from webapp.store.backup.loading import load_store
from webapp.store.backup.reading import copy_store
from webapp.store.backup.record import Record
from webapp.store.core import keys
from webapp.web.health.audit import audit_findings

STREAM, HEAD = keys.audit("changes")
DAY = timedelta(days=1)


def note(room: Room, count: int = 5, by: str = "Ana", at: Any = NOON) -> None:
    for n in range(count):
        room.audit.note(AuditEntry(at, by, "admin", "source asked", f"{by} {n}"))


def findings(room: Room, secret: str = TEST_SECRET, former: tuple[str, ...] = ()) -> list[str]:
    found = audit_findings(AuditCheck(room.store, ChainKey(secret, former)))
    return [("" if well else "BAD ") + text for well, text in found]


def bad(room: Room, **given: Any) -> list[str]:
    return [line.removeprefix("BAD ") for line in findings(room, **given) if line.startswith("BAD ")]


def entries(room: Room) -> list[tuple[bytes, dict[bytes, bytes]]]:
    found: list[tuple[bytes, dict[bytes, bytes]]] = room.store.xrange(STREAM, "-", "+", 1000)
    return found


def put_back(room: Room, rows: list[tuple[bytes, dict[bytes, bytes]]]) -> None:
    """The record as somebody with the store's password would leave it."""
    store: Any = room.store
    store.delete(STREAM)
    for entry_id, fields in rows:
        store.xadd(STREAM, fields, id=entry_id)


def test_what_the_desk_and_the_panel_do_is_one_chain(room: Room, anchor: Actor) -> None:
    note(room, 2)
    room.desk.publish_breaking(BreakingDraft(headline="Bridge open", priority="urgent"), anchor, NOON)
    note(room, 1)
    rows = room.audit.newest(10)
    assert [row["n"] for row in rows] == [4, 3, 2, 1] and rows[1]["did"] == "breaking published" and rows[1]["seq"] == 1
    assert findings(room)[0] == "record of changes: 4 entries follow one another as they were written"
    assert bad(room) == []


def test_two_processes_sign_in_turn_and_no_push_is_lost_for_it(room: Room, anchor: Actor) -> None:
    other = make_room(room.store)
    for n in range(6):
        for one in (room, other):
            note(one, 1)
            draft = BreakingDraft(headline=f"Ferry {n} runs", priority="urgent")
            one.desk.publish_breaking(draft, anchor, NOON + timedelta(seconds=n))
    assert [row["n"] for row in room.audit.newest(50)] == list(range(24, 0, -1)) and bad(room) == []


def changed(rows: list[Any]) -> list[Any]:
    entry = orjson.loads(rows[2][1][b"entry"]) | {"by": "Somebody else"}
    return [
        *rows[:2],
        (rows[2][0], {**rows[2][1], b"entry": orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)}),
        *rows[3:],
    ]


def with_another_link(rows: list[Any]) -> list[Any]:
    return [*rows[:2], (rows[2][0], {**rows[2][1], b"link": b"0" * 64}), *rows[3:]]


def moved(rows: list[Any]) -> list[Any]:
    return [rows[0], (rows[1][0], rows[2][1]), (rows[2][0], rows[1][1]), *rows[3:]]


def added(rows: list[Any]) -> list[Any]:
    ms = int(rows[2][0].split(b"-")[0])
    return [*rows[:3], (f"{ms}-77", rows[1][1]), *[(f"{ms + 1 + n}-0", row[1]) for n, row in enumerate(rows[3:])]]


def added_of_no_key(rows: list[Any]) -> list[Any]:
    entry = orjson.loads(rows[2][1][b"entry"]) | {"n": 6, "prev": rows[4][1][b"link"].decode()}
    text = orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)
    return [*rows, (f"{int(rows[4][0].split(b'-')[0]) + 1}-0", {b"entry": text, b"link": b"1" * 64})]


def of_another_form(rows: list[Any]) -> list[Any]:
    return [
        *rows,
        (f"{int(rows[4][0].split(b'-')[0]) + 1}-0", {b"at": b"2026-03-02", b"by": b"Ana", b"did": b"nothing"}),
    ]


@pytest.mark.parametrize(
    ("by_hand", "named"),
    [
        (changed, ["entry 3 (2026-03-02T04:00:00.000Z Somebody else: source asked, Ana 2) was changed"]),
        (with_another_link, ["entry 3 (2026-03-02T04:00:00.000Z Ana: source asked, Ana 2) was changed"]),
        (lambda rows: [*rows[:1], *rows[3:]], ["entries 2 to 3 are missing"]),
        (lambda rows: rows[1:], ["entry 1 is missing"]),
        (lambda rows: rows[:-1], ["entry 5 is missing"]),
        (lambda rows: [], ["entries 1 to 5 are missing"]),
        (moved, ["entry 2 (2026-03-02T04:00:00.000Z Ana: source asked, Ana 1) was moved: it stands after entry 3"]),
        (added, ["entry 2 (2026-03-02T04:00:00.000Z Ana: source asked, Ana 1) was added: it stands after entry 3"]),
        (added_of_no_key, ["entry 6 (2026-03-02T04:00:00.000Z Ana: source asked, Ana 2) was changed", "entry 5 is the newest"]),
        (of_another_form, ["is no entry of this trail: it was added"]),
    ],
)  # fmt: skip
def test_what_was_done_to_it_by_hand_is_named(
    room: Room, by_hand: Callable[[list[Any]], list[Any]], named: list[str]
) -> None:
    note(room)
    assert bad(room) == []
    put_back(room, by_hand(entries(room)))
    found = bad(room)
    assert len(found) == len(named) and all(one in line for one, line in zip(named, found, strict=True)), found


def test_a_newest_entry_forgotten_by_the_store_shows_too(room: Room) -> None:
    note(room)
    room.store.delete(HEAD)
    assert "entry 0 is the newest" in bad(room)[0]
    note(room, 1)  # the newsroom works on
    assert "was added" in bad(make_room(room.store))[0]


def test_an_end_cut_off_with_the_stores_word_of_it_shows_by_the_log(room: Room, anchor: Actor) -> None:
    note(room, 2)
    room.desk.publish_breaking(BreakingDraft(headline="Bridge open", priority="urgent"), anchor, NOON)
    assert bad(room) == []
    rows = entries(room)
    put_back(room, rows[:2])
    room.store.hset(HEAD, "n", 2)
    room.store.hset(HEAD, "link", rows[1][1][b"link"])
    assert "no entry stands for event 1 of the log" in bad(room)[0]


def test_another_key_is_told_apart_from_another_entry(room: Room) -> None:
    note(room, 3)
    later = Audit(room.store, Chains(lambda: "another-secret-key-since-march"))
    later.note(AuditEntry(NOON, "Ana", "admin", "source asked", "by the new key"))
    found = findings(room, "another-secret-key-since-march")
    assert (
        "3 entries, 1 to 3, are signed by another SECRET_KEY" in found[0]
        and bad(room, secret="another-secret-key-since-march") == []
    )
    assert "SECRET_KEY" not in "".join(findings(room, "another-secret-key-since-march", (TEST_SECRET,)))
    rows = entries(room)
    forged = {**orjson.loads(rows[2][1][b"entry"]), "by": "Somebody else", "key": "0badf00d"}
    put_back(room, [*rows[:2], (rows[2][0], {**rows[2][1], b"entry": orjson.dumps(forged)}), rows[3]])
    assert "amid those of this one" in bad(room, secret="another-secret-key-since-march")[0]
    put_back(room, rows)
    note(make_room(room.store), 1)  # a server that was forgotten
    assert "a process runs with another SECRET_KEY" in bad(room, secret="another-secret-key-since-march")[0]


def test_what_is_too_old_goes_and_the_rest_still_verifies(room: Room) -> None:
    for day in range(10):
        note(room, 3, at=NOON + day * DAY)
    trimming = Trimming(room.store, ChainKey(TEST_SECRET), 1000, 4)
    assert trimming.is_due(NOON + 9 * DAY) and trimming.trim(NOON + 9 * DAY) == 15
    assert findings(room)[0].endswith(
        "15 entries follow one another as they were written, 15 older ones dropped and signed for"
    )
    assert not trimming.is_due(NOON + 9 * DAY) and trimming.trim(NOON + 9 * DAY) == 0
    assert trimming.trim(NOON + 90 * DAY) == 14 and bad(room) == [], "the newest stays, for the next to follow it"
    note(room, 1)
    assert bad(room) == [] and [row["n"] for row in room.audit.newest(9)] == [31, 30]
    assert room.store.hlen(keys.audit_gaps("changes")) == 1
    room.store.hset(
        keys.audit_gaps("changes"),
        "1",
        room.store.hgetall(keys.audit_gaps("changes"))[b"1"].replace(b'"last":29', b'"last":30'),
    )
    assert "was not made by the desk" in bad(room)[0]


def test_nobody_pushes_out_what_others_did(room: Room) -> None:
    for n in range(40):
        note(room, 5, "Ligaya", NOON + timedelta(seconds=n))
        note(room, 1, "Ana" if n % 2 else "Efren", NOON + timedelta(seconds=n))
    Trimming(room.store, ChainKey(TEST_SECRET), 100, 400).trim(NOON + DAY)
    left = [row["by"] for row in room.audit.newest(300)]
    assert {by: left.count(by) for by in left} == {"Ligaya": 50, "Ana": 20, "Efren": 20}
    assert bad(room) == [] and room.audit.newest(1)[0]["n"] == 240


def test_what_was_wrong_when_it_was_dropped_stays_known(room: Room) -> None:
    note(room)
    put_back(room, changed(entries(room)))
    note(room, 2, at=NOON + 9 * DAY)
    Trimming(room.store, ChainKey(TEST_SECRET), 1000, 4).trim(NOON + 9 * DAY)
    assert len(entries(room)) == 2
    assert "Somebody else" in bad(room)[0] and "found when it was dropped" in bad(room)[0] and len(bad(room)) == 1


def test_an_older_build_beside_this_one_is_no_alarm_and_an_entry_under_its_name_is(room: Room) -> None:
    store: Any = room.store
    fields = {
        "at": "2026-03-02T03:00:00.000Z",
        "by": "Ligaya",
        "role": "anchor",
        "did": "breaking published",
        "what": "Old",
    }

    def written_by_an_older_build() -> None:
        entry_id = store.xadd(keys.UNCHAINED["changes"], fields)
        store.rpush(keys.unchained_ids("changes", "Ligaya"), entry_id)

    written_by_an_older_build()
    assert "1 entries of before are by builds that signed nothing" in findings(room)[1]
    note(room)
    written_by_an_older_build()
    assert bad(room) == [] and "1 entries since the chain began are by an older build" in findings(room)[1]
    assert [row["what"] for row in room.audit.newest(50)][-2:] == ["Old", "Old"]
    store.xadd(keys.UNCHAINED["changes"], fields)
    assert "no build wrote it" in bad(room)[0]


def test_a_restored_backup_has_the_chain_whole_and_goes_on(room: Room, anchor: Actor, valkey_server: Valkey) -> None:
    for day in range(4):
        note(room, 2, at=NOON + day * DAY)
    Trimming(room.store, ChainKey(TEST_SECRET), 1000, 2).trim(NOON + 3 * DAY)
    copied: list[Record] = []
    copy_store(valkey_server.url, copied.append, secrets=False)
    room.store.delete(STREAM, HEAD, *(key for key in (keys.audit_gaps("changes"), keys.META)))
    load_store(valkey_server.url, copied, 0)
    room.desk.publish_breaking(BreakingDraft(headline="Bridge open", priority="urgent"), anchor, NOON + 3 * DAY)
    assert bad(room) == [] and [row["n"] for row in room.audit.newest(3)] == [9, 8, 7]


def test_known_damage_is_accepted_by_name_and_stays_in_the_record(room: Room) -> None:
    note(room)
    put_back(room, changed(entries(room)))
    assert bad(room)
    gap = Gap(trail="changes", first=3, last=3, why="accepted", at=NOON, by="operator rosa", note="a drill")
    put_gap(room.store, gap.signed(ChainKey(TEST_SECRET)))
    assert bad(room) == []
    put_gap(room.store, gap.signed(ChainKey("whoever has the store and no key")))
    assert len(bad(room)) == 2


def test_a_checkpoint_under_a_key_that_nobody_had_covers_up_nothing(room: Room) -> None:
    note(room)
    rows = entries(room)
    link = rows[2][1][b"link"].decode()
    gap = Gap(trail="changes", first=1, last=3, link=link, why="age", at=NOON).signed(
        ChainKey("somebody's own secret key")
    )
    put_back(room, rows[3:])
    put_gap(room.store, gap)
    assert "amid those of this one" in bad(room)[0]


def test_a_checkpoint_of_the_key_before_is_followed_and_taken_over(room: Room) -> None:
    now_key = ChainKey("another-secret-key-since-march")
    for day in range(4):
        note(room, 2, at=NOON + day * DAY)
    Trimming(room.store, ChainKey(TEST_SECRET), 1000, 2).trim(NOON + 3 * DAY)
    later = Audit(room.store, Chains(lambda: "another-secret-key-since-march"))
    for day in (4, 5):
        later.note(AuditEntry(NOON + day * DAY, "Ana", "admin", "source asked", "by the new key"))
    assert bad(room, secret="another-secret-key-since-march") == []
    Trimming(room.store, now_key, 1000, 1).trim(NOON + 5 * DAY)
    assert findings(room, "another-secret-key-since-march")[0].endswith("8 older ones dropped and signed for")
    assert room.store.hlen(keys.audit_gaps("changes")) == 1
