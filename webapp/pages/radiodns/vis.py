"""RadioVIS by HTTP (ETSI TS 101 499): `GET /radiodns/vis/vis.json?topic=…&last_id=…` waits for what is new on its topics.

The same messages go out by STOMP from the outlets process; both are made from the board by `newsroom/outlets/radiovis.py`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence

import orjson
from flask import Blueprint, Response, request

from webapp.newsroom.board import Board
from webapp.newsroom.errors import NotFound
from webapp.newsroom.outlets.radiovis import VisKind, VisMessage, messages, topic_kind
from webapp.newsroom.outlets.scene import scene_of
from webapp.newsroom.outlets.settings import RadioVisOutlet
from webapp.newsroom.station import Station
from webapp.web.cross_origin import open_to_all
from webapp.web.site import Site

WAIT_S = 25.0
"""Shorter than proxies and receivers give up."""

MAX_WAITING = 300
"""Receivers that wait in this process; beyond that each gets its answer at once, and comes again."""

MAX_TOPICS = 8

LOOK_S = 5.0
"""Time alone changes what is on, so who waits looks that often."""


def blueprint(site: Site) -> Blueprint:
    """404 for topics that are not the station's, 204 when nothing new came."""
    views = Blueprint("radiovis", __name__)
    open_to_all(views)
    waiting = threading.BoundedSemaphore(MAX_WAITING)
    last: list[tuple[Board, Station, list[Mapping[VisKind, VisMessage]]]] = []

    def outlets() -> list[RadioVisOutlet]:
        return [one for one in site.station.outlets if isinstance(one, RadioVisOutlet)]

    def made() -> list[Mapping[VisKind, VisMessage]]:
        """The messages by outlet, made once for each board: all who wait ask in the same moment."""
        board, station = site.replica.visible(site.now()), site.station
        if not last or last[0][0] is not board or last[0][1] is not station:
            home = (station.url or "").rstrip("/")
            scenes = ((scene_of(board, one, station.name), one) for one in outlets())
            by_outlet: list[Mapping[VisKind, VisMessage]] = [messages(scene, one, home) for scene, one in scenes]
            last[:] = [(board, station, by_outlet)]
        return last[0][2]

    def newest(topics: Sequence[str]) -> list[tuple[str, VisMessage]]:
        """The messages of the station's own among `topics`."""
        return [
            (topic, by_kind[kind])
            for config, by_kind in zip(outlets(), made(), strict=False)
            for topic in topics
            if (kind := topic_kind(topic, config))
        ]

    @views.get("/radiodns/vis/vis.json")
    def vis() -> Response:
        topics, known = request.args.getlist("topic")[:MAX_TOPICS], set(request.args.getlist("last_id"))
        known |= {f"ID:{one}" for one in known if not one.startswith("ID:")}
        if not newest(topics):
            raise NotFound("there is no such topic")
        if not known:
            return _answered(newest(topics)[0])
        until = time.monotonic() + WAIT_S
        can_wait = waiting.acquire(blocking=False)
        try:
            while True:
                fresh = [pair for pair in newest(topics) if pair[1].id not in known]
                left = until - time.monotonic()
                if fresh:
                    return _answered(fresh[0])
                if left <= 0 or not can_wait or site.readiness.is_leaving:
                    return Response(status=204, headers={"Cache-Control": "no-store"})
                board = site.replica.board
                site.replica.wait_for(board.epoch, board.seq + 1, min(left, LOOK_S))
        finally:
            if can_wait:
                waiting.release()

    return views


def _answered(found: tuple[str, VisMessage]) -> Response:
    topic, message = found
    headers = {
        "RadioVIS-Message-ID": message.id,
        "RadioVIS-Destination": topic,
        "RadioVIS-Trigger-Time": "NOW",
        **({"RadioVIS-Link": message.link} if message.link else {}),
    }
    response = Response(orjson.dumps({"headers": headers, "body": message.body}), mimetype="application/json")
    response.headers.extend(headers)
    response.headers["Cache-Control"] = "no-store"
    return response
