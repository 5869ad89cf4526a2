"""Between the first run's form and the settings: what was found stands in it, and each of it can be changed or left out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.newsroom.settings.first_run import FoundFact, SiteSearch
from webapp.newsroom.slugs import programme_id
from webapp.newsroom.station import Station
from webapp.panel.settings import forms
from webapp.panel.settings.sections import BY_NAME, Input, Section

ABOUT: tuple[Input, ...] = tuple(
    one for one in BY_NAME["station"].inputs if one.name not in ("other_hosts", "status_page")
)
CONTACT = BY_NAME["contact"].inputs
LISTS = ("streams", "feeds")
EMPTY_ROWS = 1
"""For one that was not found."""
MAX_ROWS = 40

FACT_OF = {"languages": "language", "links": "account"}
"""The names of facts that are not those of their inputs."""

_STATION = Section("station", "", "", ABOUT)
_CONTACT = Section("contact", "", "", CONTACT, key="contact")


@dataclass(frozen=True)
class Row:
    """A stream or a feed in the form: `name` begins the names of its inputs; `fact` is how it was found."""

    name: str
    values: Mapping[str, Any]
    used: bool
    fact: FoundFact | None = None


def values(search: SiteSearch, own_address: str) -> dict[str, Any]:
    """What stands in the form at first: what was found, and nothing else."""
    found = search.settings
    about = {one.name: found.get(one.name) for one in ABOUT}
    return {**about, **found.get("contact", {}), "url": own_address or None}


def rows(search: SiteSearch, key: str, form: MultiDict[str, str] | None = None) -> list[Row]:
    """The rows of `key`, as found or as typed, and an empty one below."""
    facts = {fact.value: fact for fact in search.facts if fact.name == key.removesuffix("s")}
    found = search.settings.get(key, [])
    made = []
    for number in range(len(found) + EMPTY_ROWS):
        name = f"{key}-{number}"
        known = found[number] if number < len(found) else {}
        typed = _typed(form, name) if form is not None else {}
        used = bool(form.get(f"{name}-use")) if form is not None else bool(known)
        made.append(Row(name, {**known, **typed}, used, facts.get(known.get("url", ""))))
    return made


def _typed(form: MultiDict[str, str], name: str) -> dict[str, str]:
    inputs = ("title", "url", "kind")
    return {one: form.get(f"{name}-{one}", "").strip() for one in inputs if f"{name}-{one}" in form}


def read(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed about the station and its contact."""
    return {**forms.read(_STATION, form), **forms.read(_CONTACT, form)}


def changes(search: SiteSearch, form: MultiDict[str, str]) -> dict[str, Any]:
    """The settings of what was typed, by key."""
    typed = read(form)
    made: dict[str, Any] = {one.name: typed.get(one.name) for one in ABOUT if typed.get(one.name)}
    made["name"], made["zone"] = typed.get("name", ""), typed.get("zone", "")
    if contact := {one.name: typed[one.name] for one in CONTACT if typed.get(one.name)}:
        made["contact"] = contact
    if form.get("logo") and (logo := search.settings.get("logo")):
        made["logo"] = {**logo, "alt": made["name"] or logo["alt"]}
    if form.get("colour") and (colours := search.settings.get("colours")):
        made["colours"] = colours
    for key in LISTS:
        if taken := list(_taken(search, key, form)):
            made[key] = taken
    return made


def _taken(search: SiteSearch, key: str, form: MultiDict[str, str]) -> Iterator[dict[str, Any]]:
    ids: set[str] = set()
    for row in rows(search, key, form)[:MAX_ROWS]:
        url = row.values.get("url")
        if not url or not (row.used or row.fact is None):
            continue
        one = {name: value for name, value in row.values.items() if value not in ("", None)}
        if search.private:
            one["private"] = True
        if key == "streams":
            one.setdefault("title", "Live")
            own = one.get("id") or programme_id(one["title"])
            one["id"] = own if own not in ids else f"{own}-{len(ids) + 1}"
            ids.add(one["id"])
        yield one


def before(search: SiteSearch) -> Station:
    """The station as it was found and tried: only what differs from it needs a trial."""
    return Station.load(search.settings)
