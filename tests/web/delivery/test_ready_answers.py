"""What is kept ready as bytes is what gunicorn and Flask would have answered, to the byte."""

from __future__ import annotations

import re
import socket
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import Room
from tests.web.conftest import Newsroom
from tests.web.in_process_site import IMPORT, PHONE
from tests.web.server import SECRET, Web, wait_for
from webapp.delivery.fast_http.plain_requests import plain_environ
from webapp.delivery.fast_http.ready_answers import Ready, answer_key
from webapp.newsroom.model import Article
from webapp.newsroom.reads.identity import READER_COOKIE, ReaderSeals, by_cookie

SEALS = ReaderSeals(SECRET)
PATHS = ("/", "/lite", "/api/v1/snapshot", "/api/v1/most-read", "/embed/ticker", "/embed/ticker.json")
ASKED = b"GET / HTTP/1.1\r\nHost: radio.example\r\n\r\n"
ORDINARY = "Range: bytes=0-"
"""Nobody here looks at it, and it is enough to be sent the ordinary road."""


class Line:
    """One kept connection; `ask` tells an answer's head, without its date, and its body."""

    def __init__(self, web: Web) -> None:
        self._socket = socket.create_connection(("127.0.0.1", web.port), timeout=5)
        self._left = b""
        self._host = f"Host: 127.0.0.1:{web.port}"

    def send(self, line: str, *fields: str, body: bytes = b"") -> None:
        length = [f"Content-Length: {len(body)}"] if body else []
        head = "\r\n".join([f"{line} HTTP/1.1", self._host, *length, *fields, "", ""])
        self.raw(head.encode() + body)

    def raw(self, data: bytes) -> None:
        self._socket.sendall(data)

    def ask(self, line: str, *fields: str, body: bytes = b"") -> tuple[list[str], bytes]:
        self.send(line, *fields, body=body)
        return self.take()

    def take(self) -> tuple[list[str], bytes]:
        got, self._left = self._left, b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, rest = got.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        bodyless = head.startswith((b"HTTP/1.1 304", b"HTTP/1.1 204"))
        size = int(length[1]) if length and not bodyless else 0
        while len(rest) < size:
            rest += self._more()
        rest, self._left = rest[:size], rest[size:]
        return [one for one in head.decode().split("\r\n") if not one.startswith("Date:")], rest

    def _more(self) -> bytes:
        more = self._socket.recv(65_536)
        assert more, "hung up"
        return more

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def rice(web: Web, newsroom: Newsroom, back_room: Room) -> str:
    newsroom.push()
    article = Article(slug="rice", title="Rice", published_at=datetime.now(UTC), source="rice")
    slug = back_room.desk.put_article(article, IMPORT, datetime.now(UTC)).slug or ""
    wait_for(lambda: Line(web).ask("GET /articles/rice")[0][0].startswith("HTTP/1.1 200"))
    return slug


def both(web: Web, line: str, *fields: str, body: bytes = b"") -> tuple[Any, Any]:
    """By the express lane, twice, and by the ordinary road; again where a second ended in between."""
    express, ordinary = Line(web), Line(web)
    for _ in range(3):
        first, kept = (express.ask(line, *fields, body=body) for _ in range(2))
        other = ordinary.ask(line, *fields, ORDINARY, body=body)
        if first == kept == other:
            break
    express.close()
    ordinary.close()
    return kept, other


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "fields", [(), ("Accept-Encoding: gzip, br", "Cookie: theme=dark; lang=fil", "Accept-Language: tl")], ids=str
)
def test_both_roads_give_the_same_bytes(web: Web, rice: str, path: str, fields: tuple[str, ...]) -> None:
    kept, ordinary = both(web, f"GET {path}", *fields)
    assert kept == ordinary
    assert kept[0][0] == "HTTP/1.1 200 OK" and kept[1]


@pytest.mark.parametrize(
    ("fields", "scheme"),
    [
        (("X-Forwarded-Proto: HTTPS",), b"https"), (("X-Forwarded-Proto: https", "X-Forwarded-Ssl: off"), b"https"),
        (("X-Forwarded-Proto: http", "X-Forwarded-Ssl: on"), b"http"), (("X-Forwarded-Ssl: ON",), b"https"),
    ],
    ids=str,
)  # fmt: skip
def test_both_roads_read_the_scheme_alike(web: Web, rice: str, fields: tuple[str, ...], scheme: bytes) -> None:
    kept, ordinary = both(web, "GET /embed/ticker.json", *fields)
    assert kept == ordinary
    assert b'"url":"%b://127.0.0.1' % scheme in kept[1]


@pytest.mark.parametrize("path", ["/api/v1/snapshot", "/embed/ticker.json"])
def test_both_roads_say_when_nothing_changed(web: Web, rice: str, path: str) -> None:
    for _ in range(3):  # the station may have said something new since the tag was told
        head, _body = Line(web).ask(f"GET {path}")
        etag = next(line for line in head if line.startswith("ETag"))
        kept, ordinary = both(web, f"GET {path}", etag.replace("ETag", "If-None-Match"))
        assert kept == ordinary
        if etag in kept[0]:
            break
    assert kept[0][0].startswith("HTTP/1.1 304")


@pytest.mark.parametrize(
    "body",
    [b"{}", b"not json", b'{"article": "rice", "token": "x"}', b'{"article": 5, "token": "x"}', b"[]", b"\xff" * 2_500],
    ids=repr,
)
def test_both_roads_refuse_a_beacon_in_the_same_words(web: Web, rice: str, body: bytes) -> None:
    kept, ordinary = both(web, "POST /api/v1/reads", f"User-Agent: {PHONE}", body=body)
    assert kept == ordinary
    assert int(kept[0][0].split()[1]) >= 400


def test_a_beacon_is_counted_by_either_road(web: Web, rice: str, back_room: Room) -> None:
    line, before = Line(web), reads(back_room)
    for n, road in enumerate(([], [ORDINARY])):
        token = SEALS.token(rice, [by_cookie(f"r{n}")], datetime.now(UTC) - timedelta(seconds=9), f"n{n}")
        body = b'{"article":"rice","token":"%b"}' % token.encode()
        cookie = f"Cookie: a=1; {READER_COOKIE}={SEALS.cookie(f'r{n}')}"
        told = line.ask("POST /api/v1/reads", f"User-Agent: {PHONE}", cookie, *road, body=body)
        assert told[0][0] == "HTTP/1.1 204 NO CONTENT"
        again = line.ask("POST /api/v1/reads", f"User-Agent: {PHONE}", cookie, *road, body=body)
        assert again[0][0].startswith("HTTP/1.1 409")
    assert reads(back_room) == before + 2


def test_while_the_store_thinks_about_a_beacon_the_pages_go_on(web: Web, rice: str, back_room: Room) -> None:
    told, before = Line(web), reads(back_room)
    token = SEALS.token(rice, [by_cookie("slow")], datetime.now(UTC) - timedelta(seconds=9), "slow")
    fields = (f"User-Agent: {PHONE}", f"Cookie: {READER_COOKIE}={SEALS.cookie('slow')}")
    back_room.store.client_pause(1_000)
    told.send("POST /api/v1/reads", *fields, body=b'{"article":"rice","token":"%b"}' % token.encode())
    began = time.monotonic()
    assert [Line(web).ask("GET /embed/ticker.json")[0][0] for _ in range(20)] == ["HTTP/1.1 200 OK"] * 20
    assert time.monotonic() - began < 0.7
    told.send("GET /embed/ticker.json")  # behind the beacon, on its connection
    assert [told.take()[0][0] for _ in range(2)] == ["HTTP/1.1 204 NO CONTENT", "HTTP/1.1 200 OK"]
    assert reads(back_room) == before + 1


@pytest.mark.parametrize(
    ("field", "same"),
    [
        ("User-Agent: another", True), (f"Cookie: {READER_COOKIE}=x", True), ("Sec-Fetch-Mode: navigate", True),
        ("Cookie: theme=dark", False), ("Save-Data: on", False), ("Accept-Language: fil", False),
        ("X-Forwarded-Proto: https", False), ("Something: new", False),
    ],
)  # fmt: skip
def test_two_requests_share_an_answer_where_nothing_in_it_depends_on_what_differs(field: str, same: bool) -> None:
    plain, other = (
        plain_environ(f"GET / HTTP/1.1\r\nHost: radio.example\r\n{more}\r\n".encode(), "127.0.0.1", ("127.0.0.1", 80))
        for more in ("Cookie: a=1\r\n", f"{field}\r\n" if field.startswith("Cookie") else f"Cookie: a=1\r\n{field}\r\n")
    )
    assert plain and other
    if field.startswith("Cookie"):
        plain = {name: value for name, value in plain.items() if name != "HTTP_COOKIE"} | {"HTTP_COOKIE": ""}
    assert (answer_key(plain) == answer_key(other)) is same


def test_a_new_headline_is_in_the_next_answer(web: Web, newsroom: Newsroom, rice: str) -> None:
    line = Line(web)
    line.ask("GET /embed/ticker.json")
    newsroom.push("The bridge is open")
    wait_for(lambda: b"The bridge is open" in line.ask("GET /embed/ticker.json")[1])


class NoBeacons:
    def beacon(self, *_: Any) -> None:
        raise AssertionError("nobody has read anything")


def test_a_page_that_was_made_while_the_board_moved_is_kept_for_nobody() -> None:
    board = SimpleNamespace(version=lambda now: 1)
    said = ["before", "after", "after"]

    def app(environ: Any, start: Any) -> list[bytes]:
        page = said.pop(0)
        if page == "before":  # and while it is made, another is asked for on the board as it is then
            board.version = lambda now: 2
            ready.at_once(ASKED.replace(b" / ", b" /lite "), "127.0.0.1", ("127.0.0.1", 80), print)
        start("200 OK", [])
        return [page.encode()]

    ready: Any = Ready(app, board, lambda: datetime(2026, 3, 2, tzinfo=UTC), NoBeacons())  # type: ignore[arg-type]

    def ask() -> bytes:
        answer = ready.at_once(ASKED, "127.0.0.1", ("127.0.0.1", 80), print)
        return bytes(answer if isinstance(answer, bytes) else answer())

    assert [ask()[-6:] for _ in range(3)] == [b"before", b"\nafter", b"\nafter"]


def test_one_connection_goes_from_one_road_to_the_other(web: Web, rice: str) -> None:
    line = Line(web)
    asked = ("/", "/api/v1/snapshot", "/healthz", "/", "/articles/rice")
    assert [line.ask(f"GET {path}")[0][0] for path in asked] == ["HTTP/1.1 200 OK"] * 5


def test_a_request_in_pieces_and_two_at_once_are_answered(web: Web, rice: str) -> None:
    line = Line(web)
    whole = f"GET /embed/ticker.json HTTP/1.1\r\nHost: 127.0.0.1:{web.port}\r\n\r\n".encode()
    line.raw(whole[:30])
    time.sleep(0.1)
    line.raw(whole[30:] + whole)
    for _ in range(2):
        head, _ = line.take()
        assert head[0] == "HTTP/1.1 200 OK"


def test_signed_in_staff_take_the_ordinary_road(web: Web, rice: str) -> None:
    kept, ordinary = both(web, "GET /api/v1/snapshot", "Cookie: airwire_staff=made.up.cookie")
    assert kept == ordinary


def reads(back_room: Room) -> int:
    return sum(tally.reads for tally in back_room.reads.top("24h", datetime.now(UTC)) if tally.article == "rice")
