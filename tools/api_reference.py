"""`docs/develop/api-reference.html`: the calls and events of the API to read, from what the application says of itself."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "develop" / "api-reference.html"
HOME = "https://station.example"

STYLE = (
    ":root{color-scheme:light dark}body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}"
    "code{font-family:ui-monospace,monospace}summary{padding:.5rem 0;cursor:pointer}details{border-bottom:1px solid #8884}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.25rem .5rem;border-bottom:1px solid #8884;text-align:left;"
    "vertical-align:top}.method{display:inline-block;min-width:4.5rem;font-weight:700}"
)


def rendered() -> str:
    """The page."""
    from webapp.app import create_app
    from webapp.pages.descriptions.asyncapi import asyncapi
    from webapp.pages.descriptions.openapi import openapi

    app = create_app(redis_url="redis://127.0.0.1:1", secret_key="x" * 40)
    calls, events = openapi(app.url_map, "Station", HOME), asyncapi("Station", HOME)
    schemas = {**events["components"]["schemas"], **calls["components"]["schemas"]}
    head = f'<meta charset="utf-8"><title>Airwire: the API</title><style>{STYLE}</style>'
    about = (
        "<p>Made from the code by <code>make types</code>. A running station has the same for programs: "
        '<code>/api/openapi.json</code> and <code>/api/asyncapi.json</code>. In words: <a href="http.md">http.md</a>, '
        '<a href="live.md">live.md</a>.</p>'
    )
    parts = [
        f'<!doctype html>\n<html lang="en"><head>{head}</head><body>',
        f"<h1>Airwire: the API</h1>{about}",
        f"<h2>Calls</h2><p>Under <code>{escape(calls['servers'][0]['url'])}</code>.</p>",
        *(_call(path, method, one) for path, at in calls["paths"].items() for method, one in at.items()),
        "<h2>Events</h2>",
        *(_event(name, one["payload"]) for name, one in events["components"]["messages"].items()),
        "<h2>Objects</h2>",
        *(_object(name, schemas[name]) for name in sorted(schemas)),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _call(path: str, method: str, one: dict[str, Any]) -> str:
    rows = [(p["name"], f"{_type(p['schema'])} ({p['in']})") for p in one.get("parameters", [])]
    rows += [("body", _type(media["schema"])) for media in one.get("requestBody", {}).get("content", {}).values()]
    for status, answer in one["responses"].items():
        types = ", ".join(_type(media["schema"]) for media in answer.get("content", {}).values())
        rows.append((status, f"{escape(answer['description'])}{': ' if types else ''}{types}"))
    who = f" {escape(one['description'])}" if "description" in one else ""
    head = f'<span class="method">{method.upper()}</span> <code>{escape(path)}</code> {escape(one["summary"])}.{who}'
    return f"<details><summary>{head}</summary>{_table(rows)}</details>"


def _event(name: str, payload: dict[str, Any]) -> str:
    return f"<details><summary><code>{escape(name)}</code></summary><p>{_type(payload)}</p></details>"


def _object(name: str, schema: dict[str, Any]) -> str:
    needed = set(schema.get("required", ()))
    rows = [
        (
            f"{field}{'' if field in needed else '?'}",
            " ".join(filter(None, (_type(kind), escape(kind.get("description", ""))))),
        )
        for field, kind in schema.get("properties", {}).items()
    ]
    about = escape(schema.get("description", ""))
    return f'<details id="{name}"><summary><code>{name}</code></summary><p>{about}</p>{_table(rows)}</details>'


def _table(rows: list[tuple[str, str]]) -> str:
    lines = "".join(f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{text}</td></tr>' for name, text in rows)
    return f"<table>{lines}</table>" if rows else ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{name}">{name}</a>'
    for key, word in (("anyOf", " or "), ("oneOf", " or "), ("allOf", " with ")):
        if key in schema:
            return word.join(_type(one) for one in schema[key])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']).lower())}</code>"
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and schema.get("properties"):
        return (
            "{"
            + ", ".join(f"<code>{escape(name)}</code>: {_type(one)}" for name, one in schema["properties"].items())
            + "}"
        )
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    limits = (("minLength", "from"), ("minimum", "from"), ("maxLength", "to"), ("maximum", "to"))
    bounds = [f"{word} {schema[key]:,}" for key, word in limits if key in schema]
    return escape(" ".join([text, *([schema["format"]] if "format" in schema else []), *bounds]))


if __name__ == "__main__":
    PAGE.write_text(rendered(), "utf-8")
