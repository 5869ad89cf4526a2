"""Airwire's fan-out alone, without desk and store, for messages larger than any event that the API takes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from flask import Flask, request

from webapp.delivery.socketio.server import create_socketio
from webapp.delivery.wire import Forms, encode, joined

_SNAPSHOT = encode("snapshot", json.loads(Path(os.environ["SNAPSHOT"]).read_text()))


class Greeter:
    def greeting(self, place: Any, /) -> Forms:
        return joined([_SNAPSHOT])


app = Flask(__name__)
socketio = create_socketio(app, greeter=Greeter(), per_address=100_000)


@app.post("/publish")
def publish() -> tuple[str, int]:
    socketio.broadcast(encode("breaking", request.get_json()))
    return "", 204


@app.get("/healthz")
def healthz() -> str:
    return "ok"
