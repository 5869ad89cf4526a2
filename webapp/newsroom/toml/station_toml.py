"""Reads the station's file, TOML as docs/reference/station-file.md shows it; each mistake is reported with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable

from pydantic import ValidationError

from webapp.newsroom.alerts.coverage import AlertArea
from webapp.newsroom.backup.schedule import BackupConfig
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.headlines.names import StationName
from webapp.newsroom.headlines.push_rules import PushRules
from webapp.newsroom.headlines.templates import HeadlineTemplate
from webapp.newsroom.model import Picture, Value
from webapp.newsroom.outlets.settings import KINDS, OutletConfig, RadioDns
from webapp.newsroom.rundowns.settings import MosConfig, MosProgramme
from webapp.newsroom.schedule.grid.problem import MAX_PROBLEMS_LISTED, Path, Problem
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.newsroom.station import AlertSourceConfig, FeedConfig, ReadRules, Station, StreamConfig, WebhookConfig
from webapp.newsroom.station_pages.colours import Colours
from webapp.newsroom.station_pages.contact import Contact
from webapp.newsroom.station_pages.security_txt import SecurityConfig
from webapp.newsroom.station_pages.texts import StationPages
from webapp.newsroom.toml.toml_lines import TomlLines
from webapp.newsroom.toml.toml_words import problems_of

_KINDS: dict[str, type[Value]] = {
    "streams": StreamConfig,
    "feeds": FeedConfig,
    "alerts": AlertSourceConfig,
    "alert_area": AlertArea,
    "webhooks": WebhookConfig,
    "proxies": ProxyRules,
    "reads": ReadRules,
    "pushing": PushRules,
    "templates": HeadlineTemplate,
    "names": StationName,
    "logo": Picture,
    "backup": BackupConfig,
    "security": SecurityConfig,
    "contact": Contact,
    "colours": Colours,
    "pages": StationPages,
    "outlets": OutletConfig,
    "radiodns": RadioDns,
    **KINDS,
    "mos": MosConfig,
    "programmes": MosProgramme,
}
"""By the table's name, or for outlets by their kind: pydantic has that in the path of an error."""


Further = Callable[[Station], Iterable[Problem]]


def parse_station(text: str, further: Further = lambda station: ()) -> Station:
    """The station that a TOML text describes.

    `further` finds what only a part above can know to be wrong.

    Raises `Invalid`, whose fields name every problem with its line: `line 12: there is no key 'titel' here; …`.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong([("", f"{_place(str(error), text)}: {re.sub(r' [(]at .*[)]$', '', str(error))}")]) from None
    try:
        station = Station.ask(tables)
        problems = list(further(station))
    except ValidationError as error:
        problems = [Problem(_without_kind(one.path), one.text) for one in problems_of(error, _keys_at)]
    if not problems:
        return station
    lines = TomlLines(text)
    found = sorted(problems, key=lambda problem: lines.line_of(problem.path))
    raise _wrong([(one.field, f"line {lines.line_of(one.path)}: {one.text}") for one in found])


def _place(said: str, text: str) -> str:
    place = re.search(r"at (line \d+), column", said)
    return place[1] if place else f"line {text.count(chr(10)) + 1}"


def _wrong(found: list[tuple[str, str]]) -> Invalid:
    fields = [FieldError(field, problem) for field, problem in found[:MAX_PROBLEMS_LISTED]]
    return Invalid("The station's file is wrong.", fields=fields)


def _without_kind(path: Path) -> Path:
    """The path as the file has it: an outlet's kind is a value in it, no table."""
    return (*path[:2], *path[3:]) if path[:1] == ("outlets",) and path[2:3] and path[2] in KINDS else path


def _keys_at(path: Path) -> list[str]:
    name = next((part for part in reversed(path) if isinstance(part, str)), None)
    return list((_KINDS.get(name, Station) if name else Station).model_fields)
