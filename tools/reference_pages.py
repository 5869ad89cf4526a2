"""Pages of `docs/reference/` that are made from the code: the API's objects, the station file's keys, the commands' options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
MADE = "Made from the code by `make types`"

Schema = dict[str, Any]


def api_objects() -> str:
    """Every object that a call takes or answers, or that an event carries."""
    from webapp.app import create_app
    from webapp.pages.descriptions.asyncapi import asyncapi
    from webapp.pages.descriptions.openapi import openapi

    app = create_app(redis_url="redis://127.0.0.1:1", secret_key="x" * 40)
    home = "https://station.example"
    calls, events = openapi(app.url_map, "Station", home), asyncapi("Station", home)
    schemas = {**events["components"]["schemas"], **calls["components"]["schemas"]}
    about = (
        f"{MADE}: every object that a call takes or answers, or an event carries. A field with `?` may be left out. In words:\n"
        "[HTTP](../develop/http.md), [live events](../develop/live.md)."
    )
    return _page("Objects of the API", about, schemas, sorted(schemas))


def station_keys() -> str:
    """Every key of the station's file."""
    from webapp.newsroom.station import Station

    whole = Station.model_json_schema()
    tables = _tables(whole, whole["$defs"], "")
    about = (
        f"{MADE}: every key with what it takes and its default. A key with `?` may be left out. What they are for\n"
        "stands in [the file with comments](station-file.md)."
    )
    schemas = {"the file": whole, **{title: whole["$defs"][name] for name, title in tables.items()}}
    return _page("Keys of the station's file", about, schemas, ["the file", *sorted(tables.values())], tables)


def _tables(schema: Schema, defs: dict[str, Schema], within: str) -> dict[str, str]:
    """The tables below `schema`, by the name of their type: `mos.programmes`, `outlets of the kind dls`."""
    found: dict[str, str] = {}
    for key, kind in schema.get("properties", {}).items():
        for name in _refs(kind):
            own = defs[name].get("properties", {}).get("kind", {}).get("const")
            found.setdefault(name, f"{within}{key}" + (f" of the kind {own}" if own else ""))
            found = {**_tables(defs[name], defs, f"{within}{key}."), **found}
    return found


def _refs(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    for key in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(key, ()):
            yield from _refs(one)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _refs(schema[key])


def command_options() -> str:
    """Every command with its arguments and options."""
    from webapp.cli import COMMANDS, main

    context = click.Context(main, info_name="airwire")
    parts = [
        f"# Options of the commands\n\n{MADE}; `airwire COMMAND --help` says the same. [What they are for](commands.md)."
    ]
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        assert command is not None
        for path, one in _commands(f"airwire {name}", command):
            parts.append(_command(path, one))
    return "\n\n".join(parts) + "\n"


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _commands(f"{path} {name}", inner)
    else:
        yield path, command


def _command(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    about = (command.help or "").split("\n\n")[0].replace("\n", " ").strip()
    records = [
        record for one in command.params if isinstance(one, click.Option) and (record := one.get_help_record(context))
    ]
    rows = [f"| `{_cell(names)}` | {_cell(text)} |" for names, text in records]
    table = "\n".join(["| option | does |", "| --- | --- |", *rows]) if rows else ""
    return "\n\n".join(filter(None, [f"## {path}", f"`{usage}`", about, table]))


def _page(
    title: str, about: str, schemas: dict[str, Schema], names: list[str], titles: Mapping[str, str] | None = None
) -> str:
    parts = [f"# {title}\n\n{about}"]
    for name in names:
        schema = schemas[name]
        needed = set(schema.get("required", ()))
        rows = [
            f"| `{field}{'' if field in needed else '?'}` | {_cell(_type(kind, titles))} | {_default(kind)} |"
            for field, kind in schema.get("properties", {}).items()
        ]
        table = (
            "\n".join(["| field | takes | default |", "| --- | --- | --- |", *rows])
            if rows
            else _cell(_type(schema, titles))
        )
        parts.append(f"## {name}\n\n{table}")
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _default(schema: Schema) -> str:
    value = schema.get("default")
    return (
        ""
        if value in (None, [], "") or isinstance(value, dict)
        else f"`{str(value).lower() if isinstance(value, bool) else value}`"
    )


def _type(schema: Schema, titles: Mapping[str, str] | None) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        title = (titles or {}).get(name, name)
        return f"[{title}](#{title.lower().replace('.', '').replace(' ', '-')})"
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(_type(one, titles) for one in schema[key] if one.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{str(schema['const']).lower() if isinstance(schema['const'], bool) else schema['const']}`"
    kind = schema.get("type", "anything")
    if kind == "array":
        most = f", at most {schema['maxItems']:,}" if "maxItems" in schema else ""
        return f"list of {_type(schema.get('items', {}), titles)}{most}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"table of {_type(schema['additionalProperties'], titles)}"
    return " ".join(filter(None, [" or ".join(kind) if isinstance(kind, list) else kind, *_limits(schema)]))


def _limits(schema: Schema) -> Iterator[str]:
    if "format" in schema:
        yield f"({schema['format']})"
    for key, word in (
        ("minimum", "from"),
        ("exclusiveMinimum", "over"),
        ("maximum", "to"),
        ("exclusiveMaximum", "below"),
    ):
        if key in schema:
            yield f"{word} {schema[key]:,}"
    if "maxLength" in schema:
        yield f"of at most {schema['maxLength']:,} characters"
    if "pattern" in schema:
        yield f"like `{schema['pattern']}`"


PAGES: dict[str, Callable[[], str]] = {
    "api-objects.md": api_objects,
    "station-keys.md": station_keys,
    "command-options.md": command_options,
}

if __name__ == "__main__":
    for name, made in PAGES.items():
        (REFERENCE / name).write_text(made(), "utf-8")
