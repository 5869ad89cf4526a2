"""The station's file of what was found: each value with a comment that says from where, and how sure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import tomlkit
from tomlkit.items import Table

from webapp.discovery.discover import SOUGHT, Discovery
from webapp.discovery.facts import Fact
from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.slugs import programme_id
from webapp.newsroom.station_pages.colours import readable
from webapp.newsroom.station_pages.contact import Contact

NOT_FOUND = {
    "name": 'name = "The station\'s name"',
    "tagline": 'tagline = "One line below the name"',
    "language": 'languages = ["en", "fil"]  # the first is the default',
    "zone": 'zone = "Asia/Manila"',
    "logo": "[logo]  # url, width and height in pixels, alt",
    "colour": '[colours]  # accent = "#0a4cc4", the colour of links and buttons',
    "stream": '[[streams]]  # id, title, url, kind = "hls", "icecast" or "audio"',
    "feed": "[[feeds]]  # url",
}
"""What to write where nothing was found."""

SEVERAL = ("stream", "feed", "account")
"""Of these a station has more than one, so that one may be sure and another not."""

MAX_DOUBTFUL = 6


def station_toml(found: Discovery, now: datetime, *, private: bool = False) -> str:
    """The file, TOML as `AIRWIRE_STATION` takes it. `private` lets streams and feeds have addresses inside a network."""
    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            f"Made from {found.address} on {now:%Y-%m-%d}. Change what is wrong: nothing is read there again."
        )
    )
    for fact in (found.best("name"), found.best("tagline")):
        if fact:
            _add(document, fact.name, fact.value, fact)
    spoken = found.sure("language")
    if spoken:
        _add(document, "languages", list(dict.fromkeys(fact.value for fact in spoken)), spoken[0])
    if zone := found.best("zone"):
        _add(document, "zone", zone.value, zone)
    _say_what_is_missing(document, found)
    _add_logo(document, found)
    _add_colour(document, found)
    _add_contact(document, found)
    _add_streams(document, found, private)
    _add_feeds(document, found, private)
    return tomlkit.dumps(document)


def _add(into: Any, key: str, value: Any, fact: Fact) -> None:
    into.add(key, value)
    into[key].comment(_said(fact))


def _said(fact: Fact) -> str:
    return f"{fact.sure}: {fact.where}"


def _say_what_is_missing(document: Any, found: Discovery) -> None:
    """Comments: what was not found, what cannot be used, and what is not sure enough to be in force."""
    for name in SOUGHT:
        if name in NOT_FOUND and found.best(name) is None:
            unusable = [one for one in found.unusable if one.name == name]
            document.add(tomlkit.comment(f"{'nothing to use' if unusable else 'not found'}: {NOT_FOUND[name]}"))
            for one in unusable:
                document.add(tomlkit.comment(f"  {one.url} ({one.why})"))
        doubtful = [
            fact for fact in found.all(name) if fact.sure == "perhaps" and (name in SEVERAL or not found.best(name))
        ]
        for fact in doubtful[:MAX_DOUBTFUL]:
            document.add(tomlkit.comment(f"  {name}: perhaps {_in_a_line(fact.value)} ({fact.where})"))


def _in_a_line(value: Any) -> str:
    address = value.get("url") if isinstance(value, dict) else getattr(value, "url", None)
    return clean_line(str(address or value), 200)


def _add_logo(document: Any, found: Discovery) -> None:
    if (logo := found.best("logo")) is None:
        return
    table = _table(logo)
    name = found.best("name")
    for key, value in {**logo.value, "alt": name.value if name else "Logo"}.items():
        table.add(key, value)
    document.add("logo", table)


def _add_colour(document: Any, found: Discovery) -> None:
    if fact := found.best("colour"):
        table = tomlkit.table()
        _add(table, "accent", fact.value, fact)
        for theme in ("light", "dark"):
            shade, contrast = readable(fact.value, theme)
            if shade != fact.value:
                table.add(
                    tomlkit.comment(f"in the {theme} theme {shade} is used, with a contrast of {contrast:.1f} to 1")
                )
        document.add("colours", table)


def _add_contact(document: Any, found: Discovery) -> None:
    table = tomlkit.table()
    for name in ("call", "text", "email"):
        if (fact := found.best(name)) and _is_allowed(name, fact.value):
            _add(table, name, fact.value, fact)
    accounts = [fact.value for fact in found.sure("account")][:20]
    if accounts:
        table.add("links", accounts)
    if len(table):
        document.add("contact", table)


def _is_allowed(name: str, value: str) -> bool:
    try:
        Contact.load({name: value})
    except ValueError:
        return False
    return True


def _add_streams(document: Any, found: Discovery, private: bool) -> None:
    rows, ids = tomlkit.aot(), set()
    for number, fact in enumerate(found.sure("stream"), 1):
        stream, table = fact.value, _table(fact)
        own = programme_id(stream.title) if stream.title else ("live" if number == 1 else f"live-{number}")
        own = own if own not in ids else f"{own}-{number}"
        ids.add(own)
        known = {
            "id": own,
            "title": stream.title or "Live",
            "url": stream.url,
            "kind": stream.kind,
            "bitrate_kbps": stream.bitrate_kbps,
            "private": private or None,
        }
        for key, value in known.items():
            if value is not None:
                table.add(key, value)
        if stream.plays != "plays":
            table.add(tomlkit.comment(stream.plays))
        rows.append(table)
    if rows:
        document.add("streams", rows)


def _add_feeds(document: Any, found: Discovery, private: bool) -> None:
    rows = tomlkit.aot()
    for fact in found.sure("feed"):
        table = _table(fact)
        table.add("url", fact.value.url)
        if private:
            table.add("private", True)
        for title in fact.value.titles:
            table.add(tomlkit.comment(f"  {title}"))
        rows.append(table)
    if rows:
        document.add("feeds", rows)


def _table(fact: Fact) -> Table:
    table = tomlkit.table()
    table.add(tomlkit.comment(_said(fact)))
    return table
