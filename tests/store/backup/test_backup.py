"""A backup: as of one moment while the newsroom works, whole or not at all, and read back into an empty place."""

from __future__ import annotations

import os
import signal
import tarfile
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.any_store import Store, connect
from tests.conftest import NOON, Room, Valkey
from tests.store.backup.station import EDITOR, backed_up, contents, fill, room_at, source_of
from webapp.backup import archive
from webapp.backup.archive import BadBackup, Reader, Writer
from webapp.backup.make import NotMade, make_backup
from webapp.backup.restore import look, restore_into_folder, restore_into_store
from webapp.backup.sealing import BadKey, identities_in, new_identity
from webapp.backup.station_file import without_secrets
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.schema import SCHEMA
from webapp.store.backup.loading import NotEmpty
from webapp.store.backup.reading import copy_store
from webapp.store.backup.record import Record
from webapp.store.core import keys
from webapp.store.server.embedded import EmbeddedStore
from webapp.store.server.folder import DataFolder

STATION = '[[webhooks]]\nurl = "https://chat.example/T0/abc"\nsecret = "a-secret-of-the-pager"\n'


def test_what_is_restored_is_what_was_backed_up(
    room: Room, store: Store, valkey_server: Valkey, own_valkey: Valkey, tmp_path: Path
) -> None:
    fill(room)
    store.pfadd(keys.readers("2026-03-02", "ferry-1"), "a", "b")
    store.set(keys.salt("2026-03-02"), b"\xff\xfe", ex=90_000)
    made = backed_up(valkey_server, tmp_path, tmp_path / "one.tar.gz")
    done = restore_into_store(made.file, own_valkey.url, [], NOON)
    was, now = contents(store), contents(connect(own_valkey.url))
    short_lived = [key for key in was if key.startswith((keys.counted("").encode(), keys.salt("").encode()))]
    assert len(short_lived) > 1 and all(was.pop(key) for key in short_lived)
    assert now == was and done.keys == len(was) == made.copied.keys
    restored = room_at(own_valkey.url)
    assert restored.log.board().breaking[0].headline == "Ferry stuck"
    assert restored.articles.get("ferry-1").title == "Ferry 1 runs again: ₱15"  # type: ignore[union-attr]


def test_a_restored_board_is_another_history_that_names_the_one_before(
    room: Room, valkey_server: Valkey, own_valkey: Valkey, tmp_path: Path
) -> None:
    fill(room)
    made, was = backed_up(valkey_server, tmp_path, tmp_path / "one.tar.gz"), room.log.board()
    restore_into_store(made.file, own_valkey.url, [], NOON)
    board = room_at(own_valkey.url).log.board()
    assert board.epoch != was.epoch and (board.succeeds[0].epoch, board.succeeds[0].seq) == (was.epoch, was.seq)


def test_a_backup_of_a_busy_newsroom_is_of_one_moment(
    room: Room, store: Store, valkey_server: Valkey, own_valkey: Valkey, tmp_path: Path
) -> None:
    """Two counters are raised together, with a key of its own each time; the second one is copied much later than the first."""
    for n in range(400):
        store.rpush(keys.revisions(f"old-{n}"), "x" * 500)
    stop, busy = threading.Event(), threading.Event()

    def work() -> None:
        other, n = connect(valkey_server.url), 0
        while not stop.is_set():
            n += 1
            pipe = other.pipeline()
            pipe.set(f"{keys.PREFIX}a", n)
            pipe.rpush(keys.revisions(f"new-{n}"), n)
            pipe.set(f"{keys.PREFIX}z", n)
            pipe.execute()
            busy.set()
            stop.wait(0.004)

    newsroom = threading.Thread(target=work)
    newsroom.start()
    try:
        assert busy.wait(10)
        records: list[Record] = []
        copied = copy_store(valkey_server.url, records.append, secrets=False)
    finally:
        stop.set()
        newsroom.join()
    last = {record.key: record.items for record in records if record.first}
    count = int(last[f"{keys.PREFIX}a"][0])  # type: ignore[arg-type]
    assert last[f"{keys.PREFIX}z"] == [b"%d" % count]
    new = {key for key, items in last.items() if ":new-" in key and items}
    assert new == {keys.revisions(f"new-{n}") for n in range(1, count + 1)}
    assert copied.keys == len([key for key, items in last.items() if items])


def test_what_is_removed_while_it_is_copied_is_not_in_it(store: Store, valkey_server: Valkey) -> None:
    for n in range(300):
        store.hset(keys.ARTICLES, f"a-{n}", "x")
    store.set(keys.GRID, "x")
    records: list[Record] = []

    def emit(record: Record) -> None:
        if record.key == keys.ARTICLES and not any(one.key == keys.ARTICLES for one in records):
            store.delete(keys.GRID)
            store.hdel(keys.ARTICLES, "a-7")
        records.append(record)

    copied = copy_store(valkey_server.url, emit, secrets=False)
    assert [one.items for one in records if one.key == keys.GRID][-1] == []
    begins = max(n for n, one in enumerate(records) if one.key == keys.ARTICLES and one.first)
    fields = [item for one in records[begins:] if one.key == keys.ARTICLES for item in one.items[::2]]
    assert len(fields) == 299 and b"a-7" not in fields and copied.keys == 1


def test_what_opens_something_is_only_in_an_encrypted_backup(
    room: Room, store: Store, valkey_server: Valkey, tmp_path: Path
) -> None:
    fill(room)
    store.hset(keys.FEED_PUSHES, "hub", '{"secret": "s3cr3t"}')
    store.set(keys.PUSH_KEY, "vapid-s3cr3t")
    store.hset(keys.push_shard(3), "one", "browser-s3cr3t")
    (tmp_path / "secret_key").write_text("signs-sessions")
    (tmp_path / "station.toml").write_text(f'name = "Radyo Test"\n{STATION}')
    source = source_of(valkey_server, tmp_path, tmp_path / "station.toml")
    text, recipient = new_identity()
    (tmp_path / "key").write_text(text)
    open_one = make_backup(source, tmp_path / "open.tar.gz", [], NOON)
    sealed = make_backup(source, tmp_path / "sealed.tar.gz.age", [recipient], NOON)
    with tarfile.open(open_one.file) as tar:
        all_of_it = b"".join(tar.extractfile(member).read() for member in tar)  # type: ignore[union-attr]
    assert not any(
        word in all_of_it for word in (b"s3cr3t", b"signs-sessions", b"a-secret-of-the-pager", b"chat.example")
    )
    assert b'name = "Radyo Test"' in all_of_it
    said = ["webhooks of the station's file", "secret_key", "subscriptions of sources that push", "web push"]
    assert open_one.left_out == said
    assert b"signs-sessions" not in sealed.file.read_bytes() and not sealed.left_out
    whole = look(sealed.file, identities_in(tmp_path / "key"))
    assert "folder/secret_key" in whole.names and whole.head.encrypted
    assert sealed.file.stat().st_mode & 0o077 == 0


def test_the_rest_of_a_stations_file_stays_as_it_was_written() -> None:
    text = '# ours\nname = "R"  # short\n[[feeds]]\nurl = "https://me:pass@wire.example/x"\n[mail]\npassword = "p"\nhost = "h"\n'
    clean, left_out = without_secrets(text + STATION)
    assert '# ours\nname = "R"  # short\n' in clean and "https://wire.example/x" in clean and 'host = "h"' in clean
    assert (
        left_out == ["webhooks", "the account in feeds.url", "mail.password"] and "pass" not in clean.split("\n", 1)[1]
    )


def test_a_folder_keeps_the_newest_and_touches_nothing_else(room: Room, valkey_server: Valkey, tmp_path: Path) -> None:
    to = tmp_path / "backups"
    to.mkdir()
    (to / "airwire-notes.txt").write_text("mine")
    (to / ".airwire-20260301-000000Z.tar.gz.part").write_text("of one that was killed")
    for day in range(4):
        backed_up(valkey_server, tmp_path, to, NOON + timedelta(days=day), keep=2)
    names = ["airwire-20260304-040000Z.tar.gz", "airwire-20260305-040000Z.tar.gz", "airwire-notes.txt"]
    assert sorted(path.name for path in to.iterdir()) == names


def test_a_backup_that_fails_leaves_no_file(
    room: Room, own_valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "to"
    to.mkdir()

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NotMade, match="No space left"):
            backed_up(own_valkey, tmp_path, to)
    own_valkey.kill()
    with pytest.raises(StoreAway):
        backed_up(own_valkey, tmp_path, to)
    assert not list(to.iterdir())
    (to / "there").write_text("mine")
    with pytest.raises(NotMade, match="is there already"):
        backed_up(own_valkey, tmp_path, to / "there")


def test_a_cut_damaged_foreign_or_newer_file_is_refused_and_nothing_is_restored(
    room: Room, valkey_server: Valkey, own_valkey: Valkey, tmp_path: Path
) -> None:
    fill(room, articles=30)
    key, recipient = new_identity()
    (tmp_path / "key").write_text(key)
    (tmp_path / "other").write_text(new_identity()[0])
    plain = backed_up(valkey_server, tmp_path, tmp_path / "plain.tar.gz").file.read_bytes()
    sealed = backed_up(valkey_server, tmp_path, tmp_path / "sealed.age", recipients=[recipient]).file.read_bytes()
    middle = len(plain) // 2
    flipped = plain[:middle] + bytes([plain[middle] ^ 1]) + plain[middle + 1 :]
    for content, key_file, says in (
        (plain[: len(plain) // 2], None, "cut"),
        (plain[:-9], None, "cut"),
        (flipped, None, "damaged|cut"),  # one bit may make an end of what follows
        (b"", None, "no backup|is cut"),
        (b"PK\3\4 a photograph", None, "none of Airwire"),
        (sealed, None, "is encrypted: name the file"),
        (sealed, "other", "for another key"),
        (sealed[: len(sealed) // 2], "key", "cut or damaged"),
        (sealed[:-1], "key", "cut or damaged"),
    ):
        file = tmp_path / "file"
        file.write_bytes(content)
        identities = identities_in(tmp_path / key_file) if key_file else []
        with pytest.raises((BadBackup, BadKey), match=says):
            restore_into_store(file, own_valkey.url, identities, NOON)
        with pytest.raises((BadBackup, BadKey), match=says):
            restore_into_folder(file, tmp_path / "data", identities, NOON)
    assert not connect(own_valkey.url).dbsize() and not (tmp_path / "data").exists()


def test_a_backup_of_a_newer_build_says_which_one_reads_it(room: Room, valkey_server: Valkey, tmp_path: Path) -> None:
    fill(room)
    made = backed_up(valkey_server, tmp_path, tmp_path / "one.tar.gz")
    with made.file.open("rb") as file:
        head = Reader(file).head
    for newer in ({"min_reader": SCHEMA + 1, "version": "7.0"}, {"format": 2, "version": "7.0"}):
        with (tmp_path / "newer").open("wb") as file:
            Writer(file, head.model_copy(update=newer)).end(0)
        with pytest.raises(BadBackup, match=r"newer version \(7\.0"):
            look(tmp_path / "newer", [])


def test_nothing_is_restored_over_a_station(
    room: Room, valkey_server: Valkey, own_valkey: Valkey, tmp_path: Path
) -> None:
    fill(room)
    made = backed_up(valkey_server, tmp_path, tmp_path / "one.tar.gz")
    fill(room_at(own_valkey.url), articles=1)
    before = contents(connect(own_valkey.url))
    with pytest.raises(NotEmpty, match="into an empty one"):
        restore_into_store(made.file, own_valkey.url, [], NOON)
    assert contents(connect(own_valkey.url)) == before
    (tmp_path / "data").mkdir(0o700)
    (tmp_path / "data" / "appendonlydir").mkdir()
    with pytest.raises(NotEmpty, match="appendonlydir"):
        restore_into_folder(made.file, tmp_path / "data", [], NOON)


def test_a_restore_that_is_stopped_leaves_nothing(
    room: Room, valkey_server: Valkey, own_valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(room, articles=50)
    monkeypatch.setattr(archive, "PIECE_BYTES", 2_000)
    made = backed_up(valkey_server, tmp_path, tmp_path / "one.tar.gz")
    asked = []

    def ctrl_c(done: int, of: int) -> None:
        if done > of * 0.6:  # when some of it is written: the first half is reading
            asked.append(done)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        restore_into_store(made.file, own_valkey.url, [], NOON, ctrl_c)
    assert not connect(own_valkey.url).dbsize()
    with pytest.raises(KeyboardInterrupt):
        restore_into_folder(made.file, tmp_path / "data", [], NOON, ctrl_c)
    assert len(asked) == 2
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["lock"]


def test_a_restore_that_is_stopped_while_files_are_put_in_place_leaves_none_of_them(
    room: Room, valkey_server: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(room)
    (tmp_path / "station.toml").write_text("name = 'Radyo'\n")
    source = source_of(valkey_server, tmp_path, tmp_path / "station.toml")
    made = make_backup(source, tmp_path / "one.tar.gz", [], NOON)
    rename = Path.rename

    def rename_and_be_stopped(self: Path, target: Path) -> Path:
        if self.name == "appendonlydir":
            os.kill(os.getpid(), signal.SIGINT)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_and_be_stopped)
    with pytest.raises(KeyboardInterrupt):
        restore_into_folder(made.file, tmp_path / "data", [], NOON)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["lock"]


def test_a_station_goes_on_from_a_backup_in_another_folder(room: Room, valkey_server: Valkey, tmp_path: Path) -> None:
    fill(room)
    (tmp_path / "secret_key").write_text("signs-sessions")
    key, recipient = new_identity()
    (tmp_path / "key").write_text(key)
    made = backed_up(valkey_server, tmp_path, tmp_path / "one.age", recipients=[recipient])
    restore_into_folder(made.file, tmp_path / "data", identities_in(tmp_path / "key"), NOON)
    assert (tmp_path / "data" / "secret_key").read_text() == "signs-sessions"
    with DataFolder(tmp_path / "data") as folder:
        embedded = EmbeddedStore(folder)
        embedded.start()
        try:
            restored = room_at(embedded.url)
            assert restored.log.board().breaking[0].headline == "Ferry stuck"
            restored.desk.publish_breaking(BreakingDraft(headline="It goes on", priority="urgent"), EDITOR, NOON)
            assert restored.log.board().seq == room.log.board().seq + 1
        finally:
            embedded.stop()


GOLDEN = Path(__file__).parents[2] / "fixtures" / "backup"


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.tar.gz")), ids=lambda file: file.stem)
def test_a_backup_of_every_version_since_0_2_0_opens(file: Path, own_valkey: Valkey) -> None:
    restore_into_store(file, own_valkey.url, [], NOON)
    room = room_at(own_valkey.url)
    headline = room.log.board().breaking[0]
    assert (headline.headline, headline.rev, headline.priority) == ("Ferry stuck", 2, "flash")
    assert [article.title for article in room.articles.newest(5)] == [
        "Ferry 1 runs again: ₱15",
        "Ferry 0 runs again: ₱15",
    ]
    assert len(room.revisions.of(headline.id)) == 2
    room.desk.publish_breaking(BreakingDraft(headline="It goes on", priority="urgent"), EDITOR, NOON)


def make_golden(url: str, folder: Path) -> None:
    """After a release: `python -c` this with an empty store's address, and add the file to `tests/fixtures/backup`."""
    fill(room_at(url), articles=2)
    os.umask(0o022)
    from webapp.backup.make import Source

    make_backup(Source(url, True, folder, "Radyo Test", None), folder / "0.2.0.tar.gz", [], NOON)
