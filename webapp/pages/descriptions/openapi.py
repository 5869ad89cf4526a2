"""The OpenAPI document, from the addresses that the application has and the table of operations."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.routing import Map

from webapp.newsroom.model import Value
from webapp.newsroom.schema import VERSION
from webapp.pages.descriptions.operations import MODELS, OPERATIONS, TEXT, Operation, ref
from webapp.pages.descriptions.schemas import component_schemas

API = "/api/v1"
UNDESCRIBED = Operation("Not described yet")
"""A test refuses it; the rest of the document stands nevertheless."""

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})

PROBLEM = {
    "type": "object",
    "description": "What was wrong (RFC 9457), in words; `retry`: whether the same request may succeed later.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "retry": {"type": "boolean"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"field": TEXT, "problem": TEXT, "code": TEXT}},
        },
    },
}


def openapi(url_map: Map, title: str, home: str) -> dict[str, Any]:
    """OpenAPI 3.1 of the station named `title`, at `home`."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in url_map.iter_rules():
        if not rule.rule.startswith(f"{API}/"):
            continue
        address = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(API))
        if "/breaking/" in address:  # a headline's id has one name, whatever views call it
            address = address.replace("{item_id}", "{headline_id}")
        for method in sorted((rule.methods or set()) & METHODS):
            paths.setdefault(address, {})[method.lower()] = _operation(
                rule.endpoint, OPERATIONS.get(rule.endpoint, UNDESCRIBED), address, method
            )
    sent = [one.sends for one in OPERATIONS.values() if isinstance(one.sends, type)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: Airwire",
            "version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "What a station shows, and how newsroom systems change it. Events: /api/asyncapi.json.",
        },
        "servers": [{"url": f"{home}{API}"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**component_schemas(MODELS, sent), "Problem": PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "From: airwire token add NAME --role ROLE"}
            },
        },
    }


def _operation(endpoint: str, one: Operation, address: str, method: str) -> dict[str, Any]:
    said: dict[str, Any] = {"operationId": endpoint.replace(".", "_"), "summary": one.summary}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": TEXT} for name in re.findall(r"{(\w+)}", address)
    ] + [{"name": name, "in": "query", "schema": schema} for name, schema in one.query.items()]
    if one.who != "anybody":
        said |= {"description": f"For: {one.who}.", "security": [{"token": []}]}
        if method != "GET":
            parameters.append(
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "schema": {"type": "string", "maxLength": 200},
                    "description": "The same key answers the same result and changes nothing twice, for a day.",
                }
            )
    if parameters:
        said["parameters"] = parameters
    if one.sends is not None:
        said["requestBody"] = {"required": True, "content": {one.sends_media: {"schema": _schema(one.sends)}}}
    said["responses"] = {
        str(one.status): _response("done" if one.answers is None else one.summary, one.answers, one.media),
        **{
            str(status): _response(what, answers, "application/json")
            for status, (what, answers) in one.statuses.items()
        },
        "default": {
            "description": "what was wrong",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    }
    return said


def _response(what: str, answers: Any, media: str) -> dict[str, Any]:
    return {"description": what, **({"content": {media: {"schema": _schema(answers)}}} if answers is not None else {})}


def _schema(said: Any) -> dict[str, Any]:
    if isinstance(said, type) and issubclass(said, Value):
        return ref(said)
    return dict(said)
