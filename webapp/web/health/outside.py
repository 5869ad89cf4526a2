"""What a listener's browser would meet, asked from here: the certificate, and whether streams may be played by pages of ours."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from webapp.fetch import client
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.station import Station, StreamConfig
from webapp.web.health.machine import Finding

SOON = timedelta(days=14)
ASK_S = 5.0
PLAYLIST_BYTES = 200_000


def certificate(url: str | None, now: datetime, context: ssl.SSLContext | None = None) -> Finding | None:
    """Of the site at `url`: whether browsers take it, and for how long; `None` where there is no TLS."""
    parts = urlsplit(url or "")
    if parts.scheme != "https" or not parts.hostname:
        return None
    host, port = parts.hostname, parts.port or 443
    try:
        with (
            socket.create_connection((host, port), ASK_S) as plain,
            (context or ssl.create_default_context()).wrap_socket(plain, server_hostname=host) as tls,
        ):
            ends_text = str((tls.getpeercert() or {})["notAfter"])
    except ssl.SSLCertVerificationError as error:
        return (
            False,
            f"certificate: browsers refuse that of {host}: {error.verify_message}; renew it, with its whole chain",
        )
    except (OSError, KeyError) as error:
        return False, f"certificate: {host} does not answer by TLS from here ({error}); does the front run?"
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends_text), UTC)
    days = (ends - now).days
    if ends - now < SOON:
        return (
            False,
            f"certificate: that of {host} ends in {days} days: is it renewed by itself (certbot renew, Caddy)?",
        )
    return True, f"certificate: that of {host} is good for {days} more days"


class Streams:
    """The station's streams as a browser on our pages would ask for them. `ask` first, then the rest."""

    def __init__(self, station: Station, https: bool) -> None:
        self._station = station
        self._refused = {stream.id for stream in station.refused_streams(https)}
        self.clocks: list[tuple[str, datetime]] = []
        self.found: list[Finding] = []

    def ask(self) -> Streams:
        """Asks each stream once, without its sound."""
        plays: list[str] = []
        for stream in self._station.streams:
            wrong = "browsers refuse it without TLS" if stream.id in self._refused else self._wrong(stream)
            if wrong is None:
                plays.append(stream.id)
            elif stream.id not in self._refused:  # told of already
                self.found.append((False, f"stream {stream.id}: {wrong}"))
        if self._station.streams:
            names = ", ".join(plays)
            nowhere = "stream: none can be played by a browser on our pages; put one right, each line above says how"
            self.found.append((True, f"stream: browsers can play {names}") if plays else (False, nowhere))
        return self

    def _wrong(self, stream: StreamConfig) -> str | None:
        url = urlsplit(stream.url)
        if not url.scheme:
            return None  # a path of ours
        ours = self._station.url or "https://station.invalid"
        try:
            with client.open_response(
                stream.url, allow_private=stream.private, max_bytes=PLAYLIST_BYTES, deadline_s=ASK_S, headers={"Origin": ours}
            ) as answer:  # fmt: skip
                status, headers = answer.response.status, answer.headers
        except NewsroomError as error:
            return f"{error.message}; is its server up, and its address right?"
        self._note_clock(url.netloc, headers.get("date"))
        if status >= 400:
            return f"answers {status}; is its address right, and an encoder connected?"
        allowed = headers.get("access-control-allow-origin")
        if (
            stream.kind == "hls"
            and not stream.proxied
            and url.netloc != urlsplit(ours).netloc
            and allowed not in ("*", ours)
        ):
            return (
                f"its server does not let pages of {ours} read the playlist, so that most browsers cannot play it; have it send "
                "Access-Control-Allow-Origin: *, or set proxied = true (deploy/nginx.conf)"
            )
        return None

    def _note_clock(self, host: str, date: str | None) -> None:
        try:
            at = parsedate_to_datetime(date or "")
        except (TypeError, ValueError):
            return
        if at.tzinfo and host not in dict(self.clocks):
            self.clocks.append((host, at))
