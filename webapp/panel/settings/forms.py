"""Between a section's form and the settings: what stands in its inputs, and what is meant by what was typed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.newsroom.settings.layers import given
from webapp.newsroom.station import Station
from webapp.panel.settings.sections import Input, Section


def row_id(section: Section, row: Mapping[str, Any]) -> str:
    """The name of a row in the page's addresses."""
    return sha256(str(row.get(section.row, "")).encode()).hexdigest()[:12]


def rows(section: Section, station: Station) -> dict[str, dict[str, Any]]:
    """The rows of a list, by their name in addresses."""
    whole = station.model_dump(mode="json")[section.key]
    return {row_id(section, row): row for row in whole}


def shown(section: Section, station: Station, row: str | None) -> dict[str, Any]:
    """What stands in the form: the settings in force, or the defaults of a new row. Secrets are not in it."""
    if section.row:
        found = rows(section, station).get(row or "", _new_row(section))
    else:
        whole = station.model_dump(mode="json")
        found = (whole[section.key] or {}) if section.key else whole
    return {one.name: "" if one.kind == "secret" else found.get(one.name) for one in section.inputs}


def _new_row(section: Section) -> dict[str, Any]:
    kind = Station.model_fields[section.key].annotation.__args__[0]  # type: ignore[union-attr]
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in kind.model_fields.items()
        if not field.is_required()
    }


def read(section: Section, form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, as the settings have it; what is left empty is not there. What is no number stays a text."""
    values = {one.name: _value(one, form) for one in section.inputs}
    return {name: value for name, value in values.items() if value is not None}


def _value(one: Input, form: MultiDict[str, str]) -> Any:
    text = form.get(one.name, "").strip()
    match one.kind:
        case "yes":
            return bool(text)
        case "several":
            return [value for value in one.choices if value in form.getlist(one.name)]
        case "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case "number" | "whole" if text:
            return _number(text)
    return text or None


def _number(text: str) -> float | int | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def changes(section: Section, station: Station, row: str | None, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with what was typed in them, by key. An empty secret stays as it is."""
    plain = given(station)
    if not section.key:
        empty = {one.name: Station.model_fields[one.name].default for one in section.inputs}
        return {name: typed.get(name, "" if isinstance(default, str) else None) for name, default in empty.items()}
    if section.needs and not any(typed.get(name) for name in section.needs):
        return {section.key: None}
    if not section.row:
        return {section.key: {**typed}}
    known = station.model_dump(mode="json", exclude_none=True)[section.key]
    made = list(known)
    place = next((at for at, one in enumerate(made) if row_id(section, one) == row), None)
    before = {} if place is None else made[place]
    secrets = {one.name: before[one.name] for one in section.inputs if one.kind == "secret" and one.name in before}
    new = {**secrets, **typed}
    if place is None:
        made.append(new)
    else:
        made[place] = new
    return {section.key: made} if made or section.key in plain else {}


def without(section: Section, station: Station, row: str) -> dict[str, Any]:
    """The settings without that row."""
    known = station.model_dump(mode="json", exclude_none=True)[section.key]
    return {section.key: [one for one in known if row_id(section, one) != row]}


def moved_up(section: Section, station: Station, row: str) -> dict[str, Any]:
    """The settings with that row one place further up."""
    known = station.model_dump(mode="json", exclude_none=True)[section.key]
    at = next((at for at, one in enumerate(known) if row_id(section, one) == row), 0)
    if at:
        known[at - 1], known[at] = known[at], known[at - 1]
    return {section.key: known}


def place_of(section: Section, station: Station, row: str | None) -> str:
    """The path of the form's values in the settings: where errors are about them."""
    if not section.row:
        return section.key
    names = list(rows(section, station))
    return f"{section.key}.{names.index(row) if row in names else len(names)}"
