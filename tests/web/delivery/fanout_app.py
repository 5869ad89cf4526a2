"""A small application on the real fan-out, for tests that want to see bytes. Served by `fanout_server.serve`."""

from __future__ import annotations

import json
import os
from typing import Any

import gevent
from flask import Flask, request

from webapp.delivery.socketio.server import create_socketio
from webapp.delivery.wire import encode
from webapp.newsroom.settings.trusted_proxies import FixedProxies

app = Flask(__name__)
limits = json.loads(os.environ.get("FANOUT_LIMITS", "{}"))
proxies = FixedProxies(limits.pop("hops", 0))
socketio = create_socketio(app, cookies=("reader",), proxies=proxies, **limits)
happened: list[str] = []
board = {"seq": 0, "resumed": 0}


@socketio.on("connect")  # type: ignore[untyped-decorator]
def connect(auth: Any = None) -> bool | None:
    happened.append(f"connect {auth}")
    if auth == "unwanted":
        return False
    if auth == "broken":
        raise RuntimeError("the replica is broken")
    if auth == "silent":
        return None
    socketio.join_live(request.sid, [encode("snapshot", {"seq": board["seq"]})])  # type: ignore[attr-defined]
    return None


@socketio.on("resume")  # type: ignore[untyped-decorator]
def resume(last: int) -> None:
    board["resumed"] += 1
    missed = [encode("news", {"seq": seq}) for seq in range(last + 1, board["seq"] + 1)]
    socketio.join_live(request.sid, missed)  # type: ignore[attr-defined]


@socketio.on("disconnect")  # type: ignore[untyped-decorator]
def disconnect(reason: str) -> None:
    happened.append(f"disconnect {reason}")


@socketio.on("echo")  # type: ignore[untyped-decorator]
def echo(*args: Any) -> dict[str, Any]:
    return {"got": args, "address": request.remote_addr, "cookies": dict(request.cookies)}


@socketio.on("slow")  # type: ignore[untyped-decorator]
def slow(number: int) -> int:
    gevent.sleep(0.05 if number % 2 else 0)
    happened.append(f"slow {number}")
    return number


@socketio.on("room")  # type: ignore[untyped-decorator]
def room(name: str) -> None:
    socketio.server.enter_room(request.sid, name)  # type: ignore[attr-defined]


@app.post("/broadcast")
def broadcast() -> str:
    """`{"count", "size"}`: so many events of so many bytes, one broadcast each."""
    told = request.get_json()
    for _ in range(told.get("count", 1)):
        board["seq"] += 1
        socketio.broadcast(encode("news", {"seq": board["seq"], "text": "x" * told.get("size", 0)}))
    return "done"


@app.post("/emit")
def emit() -> str:
    told = request.get_json()
    socketio.emit(told["event"], told.get("data"), **told.get("how", {}))
    return "done"


@app.post("/emit-binary")
def emit_binary() -> str:
    socketio.emit("picture", {"name": "map", "bytes": b"\x00\xff"})
    return "done"


@app.post("/drain")
def drain() -> str:
    gevent.spawn(socketio.drain, request.get_json()["spread_s"])
    return "going"


@app.post("/take")
def take() -> str:
    return str(len(request.get_data()))


@app.post("/ignore")
def ignore() -> str:
    return "never mind"


@app.get("/large")
def large() -> bytes:
    return bytes(16_000_000)


@app.get("/state")
def state() -> dict[str, Any]:
    return {**socketio.stats(), **board, "happened": happened, "pid": os.getpid()}
