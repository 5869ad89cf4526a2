"""A station whose sound says what time it is: a tone that climbs by 50 Hz a second, over and over from minute to minute.

    studio clock ─► tone ─► ffmpeg ─┬─► Icecast (burst on connect) ─┐
                                    └─► HLS with playing dates ─────┴─► nginx, with the site behind it ─► Chromium

Who hears 1700 Hz hears what the studio said at second 24 of a minute, wherever it was held up on the way.
"""

from __future__ import annotations

import math
import subprocess
import threading
import time
from array import array
from contextlib import ExitStack
from pathlib import Path

from tests.browser.nginx import UPGRADES, Nginx
from tests.faults.real_streams import PASSWORD, Kind, Studio, program
from tests.web.server import Web, wait_for
from webapp.newsroom.station import Station, StreamConfig

RATE = 32_000
LOWEST_HZ, HZ_A_SECOND, ROUND_S = 500, 50, 60
CHUNK_S = 0.04

MOUNT, OPUS_MOUNT = "/talk.mp3", "/talk.ogg"

STREAMS = """
location /radio/ {{ proxy_pass http://127.0.0.1:{icecast}/; proxy_buffering off; }}
location /hls/ {{ alias {folder}/; add_header Cache-Control no-store; }}
"""


def climbing_tone() -> array[int]:
    """One round of it, in 16 bits. The phase is the integral of the climbing frequency, and comes out even at the end."""
    tau, rate = 2 * math.pi, RATE
    return array("h", (
        int(9000 * math.sin(tau * (LOWEST_HZ * t + HZ_A_SECOND * t * t / 2)))
        for t in (n / rate for n in range(ROUND_S * rate))
    ))  # fmt: skip


class TalkingStation:
    """The studio with its encoder, and the site and its streams at one address (`url`).

    It begins as if it had been on for `history_s`, so that listeners find a playlist of usual length at once; its playing
    dates then are that much too late.
    """

    def __init__(self, folder: Path, web: Web, port: int, history_s: float = 0) -> None:
        self.folder = folder
        self._history_s = history_s
        self._nginx = Nginx(folder, port, web.url)
        self.url = self._nginx.url
        self._on = True
        self._ends = ExitStack()
        self.began = 0.0

    def start(self) -> None:
        """Returns once it can be heard. What was started is ended by `close`, also when this fails."""
        self.studio = Studio(self.folder)
        self._ends.callback(self.studio.close)
        self.start_site()
        self._ends.callback(self.stop_site)
        self.encoder = self._encoder()
        self._ends.callback(self.encoder.wait)
        self._ends.callback(self.encoder.kill)
        voice = threading.Thread(target=self._speak, daemon=True)
        voice.start()
        self._ends.callback(voice.join, 5)
        wait_for(lambda: (self.folder / "talk.m3u8").exists() or self.encoder.poll() is not None, 20)
        assert self.encoder.poll() is None, "ffmpeg has given up"
        self.began = time.monotonic()

    def start_site(self) -> None:
        streams = STREAMS.format(folder=self.folder, icecast=self.studio.port)
        self._nginx.run(UPGRADES, "proxy_buffering off;", more=streams)

    def stop_site(self) -> None:
        """Every connection ends, and none is taken."""
        self._nginx.stop()

    def station(self) -> Station:
        """As its operator would describe it."""
        streams: tuple[tuple[str, Kind, str], ...] = (
            ("hls", "hls", "/hls/talk.m3u8"), ("icecast", "icecast", f"/radio{MOUNT}"),
            ("opus", "icecast", f"/radio{OPUS_MOUNT}"),
        )  # fmt: skip
        return Station(streams=tuple(
            StreamConfig(id=name, title=name.title(), url=url, kind=kind) for name, kind, url in streams
        ))  # fmt: skip

    def close(self) -> None:
        self._on = False
        self._ends.close()

    def _encoder(self) -> subprocess.Popen[bytes]:
        icecast = f"icecast://source:{PASSWORD}@127.0.0.1:{self.studio.port}"
        flags = "delete_segments+omit_endlist+temp_file+program_date_time"
        return subprocess.Popen(
            [program("ffmpeg") or "", "-v", "error", "-y", "-probesize", "32", "-analyzeduration", "0",
             "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0",
             "-c:a", "libmp3lame", "-b:a", "64k", "-flush_packets", "1", "-write_xing", "0", "-id3v2_version", "0",
             "-content_type", "audio/mpeg", "-f", "mp3", icecast + MOUNT,
             "-c:a", "libopus", "-b:a", "64k", "-vbr", "off", "-page_duration", "100000", "-flush_packets", "1",
             "-content_type", "audio/ogg", "-f", "opus", icecast + OPUS_MOUNT,
             "-c:a", "aac", "-b:a", "64k", "-f", "hls", "-hls_time", "2", "-hls_list_size", "8",
             "-hls_flags", flags, str(self.folder / "talk.m3u8")],
            stdin=subprocess.PIPE,
        )  # fmt: skip

    def _speak(self) -> None:
        """Each sample leaves the studio at its time, a few hundredths of a second late at most."""
        sound = climbing_tone()
        pipe = self.encoder.stdin
        assert pipe
        at = int((time.time() - self._history_s) * RATE)
        try:
            while self._on:
                time.sleep(CHUNK_S)
                now = int(time.time() * RATE)
                while at < now:
                    start = at % len(sound)
                    end = min(start + now - at, len(sound))
                    pipe.write(sound[start:end].tobytes())
                    at += end - start
                pipe.flush()
        except (BrokenPipeError, ValueError):
            return
