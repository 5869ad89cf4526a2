"""The AsyncAPI document: events, as Socket.IO and server-sent events bring them, and what clients may say."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from webapp.newsroom.events import BODIES
from webapp.newsroom.schema import VERSION
from webapp.pages.descriptions.operations import COUNT, INSTANT, MODELS, SNAPSHOT, TEXT, many, of, ref
from webapp.pages.descriptions.schemas import component_schemas

PLACE = of(epoch=TEXT, seq=COUNT, at=INSTANT)


def asyncapi(title: str, home: str) -> dict[str, Any]:
    """AsyncAPI 3.0 of the station named `title`, at `home`."""
    parts = urlsplit(home)
    schemas = component_schemas([*MODELS, *(body for body in BODIES.values() if body not in MODELS)])
    told = {name: {"allOf": [PLACE, ref(body)]} for name, body in BODIES.items()}
    told["snapshot"] = SNAPSHOT
    told["epoch"] = {"allOf": [PLACE, of(succeeds=many(of(epoch=TEXT, seq=COUNT)))]}
    asked = {"read": of(article=TEXT, token=TEXT), "resume": of(epoch=TEXT, seq=COUNT)}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{title}: Airwire's events",
            "version": VERSION,
            "license": {"name": "Apache-2.0"},
            "description": (
                "A client that connects by Socket.IO (namespace /, transport websocket) gives the last {epoch, seq} that it "
                "has as auth, and gets what it missed, or a snapshot. It drops events up to its own seq, and says resume when "
                "one is missing."
            ),
        },
        "servers": {
            "socketio": {
                "host": parts.netloc,
                "pathname": "/socket.io/",
                "protocol": "wss" if parts.scheme == "https" else "ws",
            },
            "sse": {"host": parts.netloc, "pathname": "/api/v1/events", "protocol": parts.scheme or "http"},
        },
        "channels": {
            "events": {
                "address": "/",
                "description": "From the station.",
                "servers": [{"$ref": "#/servers/socketio"}, {"$ref": "#/servers/sse"}],
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in told},
            },
            "clients": {
                "address": "/",
                "description": "From a client.",
                "servers": [{"$ref": "#/servers/socketio"}],
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in asked},
            },
        },
        "operations": {
            "hear": {"action": "send", "channel": {"$ref": "#/channels/events"}, "summary": "What the station sends."},
            "say": {
                "action": "receive",
                "channel": {"$ref": "#/channels/clients"},
                "summary": "What the station takes.",
            },
        },
        "components": {
            "messages": {name: {"name": name, "payload": schema} for name, schema in {**told, **asked}.items()},
            "schemas": schemas,
        },
    }
