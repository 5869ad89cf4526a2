"""Flask-SocketIO as it comes: what Airwire would be without its fan-out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, emit

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", always_connect=True, cors_allowed_origins="*")
snapshot = json.loads(Path(os.environ["SNAPSHOT"]).read_text())


@socketio.on("connect")  # type: ignore[untyped-decorator]
def connect(auth: Any = None) -> None:
    emit("snapshot", snapshot)


@app.post("/publish")
def publish() -> tuple[str, int]:
    socketio.emit("breaking", request.get_json())
    return "", 204


@app.get("/healthz")
def healthz() -> str:
    return "ok"
