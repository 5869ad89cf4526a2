"""A station's present site on loopback: front page, stream, feed and calendar, and addresses that give trouble."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.unit.intake.scripted_server import ScriptedServer, page

FRONT = """<html lang="fil"><head><title>Radyo Dagat</title><meta property="og:site_name" content="Radyo Dagat">
<meta name="theme-color" content="#8a1538">
<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="text/calendar" href="/week.ics"></head>
<body><h1>Radyo Dagat</h1><audio src="/live"></audio><a href="tel:+63285550777">Tumawag</a></body></html>"""
FEED = """<rss version="2.0"><channel><title>Radyo</title><link>https://radyo.example/</link>{}</channel></rss>"""
ITEM = """<item><title>{0}</title><link>https://radyo.example/{1}</link><pubDate>Mon, 02 Mar 2026 0{1}:00:00 GMT</pubDate>
<description>It runs every hour from six in the morning until late.</description></item>"""
TITLES = ("The ferry runs again", "Rice is cheaper", "A school opens")
WEEK = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//radyo//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260301T000000Z
DTSTART;TZID=Asia/Manila:20260302T060000
DTEND;TZID=Asia/Manila:20260302T080000
RRULE:FREQ=DAILY
SUMMARY:Bangon na
END:VEVENT
END:VCALENDAR
"""
SOUND = b"\xff\xfb\x90\x00" + bytes(413)


@contextmanager
def station_site() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        feed = FEED.format("".join(ITEM.format(title, number) for number, title in enumerate(TITLES, 1)))
        server.plays["/"] = page(200, FRONT.encode(), "text/html; charset=utf-8")
        server.plays["/feed"] = page(200, feed.encode(), "application/rss+xml")
        server.plays["/week.ics"] = page(200, WEEK.replace("\n", "\r\n").encode(), "text/calendar")
        server.plays["/song.zip"] = page(200, b"PK\x03\x04" * 100, "text/html")
        server.plays["/big"] = page(200, b"<html><title>Radyo</title>" + b" " * 3_000_000, "text/html")
        server.plays["/round"] = _answering(b"HTTP/1.1 302 X\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n")

        def live(connection: socket.socket, _: str) -> None:
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n" + SOUND * 100)
            while not server.closing.wait(0.2):
                connection.sendall(SOUND * 8)

        server.plays["/live"] = live
        yield server


def _answering(answer: bytes):  # type: ignore[no-untyped-def]
    return lambda connection, _: connection.sendall(answer)
