"""The templates' filters for times, languages and lists. Pure: the language is the request's, the zone the station's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta, get_timezone_location
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.newsroom.articles import picture_paths
from webapp.newsroom.headlines import wording
from webapp.newsroom.model import BreakingItem, Rotation, primary_language
from webapp.newsroom.schedule.rotation import article_beside, current_flash
from webapp.newsroom.slugs import name_slug
from webapp.web.catalogs import current_language
from webapp.web.wording import tongue

Moment = str | datetime
"""An instant in a template: a datetime, or the RFC 3339 text of the public JSON."""


def instant(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def iso(moment: Moment) -> str:
    """As `<time datetime>` wants it: UTC, to the second."""
    return instant(moment).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


OLD = timedelta(minutes=2)
"""An age is told from here on."""


def is_old(moment: Moment, now: Moment) -> bool:
    """Whether an age is worth telling."""
    return instant(now) - instant(moment) >= OLD


def ago(moment: Moment, now: Moment) -> str:
    """`3 minutes ago` in the page's language, or `just now`, which is also what an instant in the future is."""
    if not is_old(moment, now):
        return str(gettext("just now"))
    return str(format_timedelta(instant(moment) - instant(now), add_direction=True, locale=_locale()))


def seconds(start: Moment, end: Moment) -> int:
    """Whole seconds from `start` to `end`, 0 at least."""
    return max(0, int((instant(end) - instant(start)).total_seconds()))


def minutes_left(end: Moment, now: Moment) -> int:
    """Minutes until `end`, rounded up."""
    return -(-seconds(now, end) // 60)


def number(value: int) -> str:
    return format_decimal(value, locale=_locale())


def turn(rotation: Mapping[str, Any] | None, now: Moment) -> int:
    """The index of the rotation's article at `now`, as the browser computes it (`rotation.js`)."""
    articles = rotation.get("articles") if rotation else None
    if not rotation or not articles:
        return 0
    return seconds(rotation["starts_at"], now) // int(rotation["every_s"]) % len(articles)


@pass_context
def flash_card(context: Context, board: Mapping[str, Any], now: Moment) -> dict[str, Any] | None:
    """The card of the flash that pre-empts the rotation at `now`, or `None`; `board` is the public JSON."""
    flashes = [
        BreakingItem.load(own_wording(context, item)) for item in board["breaking"] if item["priority"] == "flash"
    ]
    flash = current_flash(flashes, instant(now))
    if flash is None:
        return None
    plan = Rotation.load(board["on_air"]["rotation"]) if board["on_air"].get("rotation") else None
    card = article_beside(plan, flashes, instant(now), instant(now))
    if card and (card == flash.card or (plan and card in plan.articles)):
        return card.dump()
    # Made of a headline, which has no language.
    return card.model_dump(mode="json", exclude_none=True, exclude={"language"}) if card else None


@pass_context
def own_wording(context: Context, item: Mapping[str, Any]) -> dict[str, Any]:
    """A headline in the language that the reader wants headlines in, or the page's; one whose half in it is missing says so in
    `tongue`, and in `lang` its language where that is not the page's."""
    page, wanted = current_language(), context.get("headlines_in")
    shown = wording.worded(item, wanted or page)
    if wanted and wanted != page and "texts" in item:
        shown = {"lang": wanted, **shown}
    return {**shown, "tongue": tongue(shown["foreign"])} if "foreign" in shown else shown


@pass_context
def for_reader(context: Context, items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the headlines that are in the only language that the reader wants them in."""
    wanted = context.get("headlines_in")
    return [item for item in items if not wanted or wording.is_for(item, wanted)]


def newest_first(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(items, key=lambda item: str(item["published_at"]), reverse=True)


def by_programme(broadcasts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Consecutive broadcasts of one programme as one row with its `segments`."""
    rows = []
    for _, group in groupby(broadcasts, key=lambda b: (b.get("programme") or {}).get("id")):
        parts = list(group)
        rows.append({
            "programme": parts[0].get("programme"),
            "starts_at": parts[0]["starts_at"],
            "ends_at": parts[-1]["ends_at"],
            "segments": [part for part in parts if part.get("segment")],
        })  # fmt: skip
    return rows


def in_page_language(alert: Mapping[str, Any], page: str) -> Mapping[str, Any]:
    """What an alert says in the page's language, or in its own: `{language, event, headline, area, instruction}`."""
    wanted = primary_language(page)
    return next((text for text in (alert, *alert["texts"]) if primary_language(text["language"]) == wanted), alert)


def phase(broadcast: Mapping[str, Any], now: Moment) -> str:
    """`past`, `now` or `later`."""
    at = instant(now)
    if instant(broadcast["ends_at"]) <= at:
        return "past"
    return "now" if instant(broadcast["starts_at"]) <= at else "later"


def foreign(language: str | None, page: str) -> str | None:
    """The value of a text's `lang` attribute; `None` where it is the page's language."""
    return language if language and language != page else None


TERRITORIES = {"en": "en_PH", "fil": "fil_PH"}


def territory(language: str) -> str:
    """The locale of a language's text, as Open Graph writes it."""
    return TERRITORIES.get(language, language)


def names(hosts: Sequence[str]) -> str:
    return ", ".join(hosts)


def weekday(day: date, length: str = "long") -> str:
    """`Monday`, or `Mon` for `length="short"`."""
    return str(format_date(day, "EEEE" if length == "long" else "EEE", locale=_locale()))


def short_date(day: date) -> str:
    return str(format_date(day, "MMM d", locale=_locale()))


CITIES = {("fil", "Asia/Manila"): "Maynila"}
"""What CLDR has in English only."""


def zone_name(zone: str) -> str:
    """The city of a zone, in words: `Asia/Manila` → `Manila`."""
    if city := CITIES.get((current_language(), zone)):
        return city
    return str(get_timezone_location(zone, locale=_locale(), return_city=True))


def bdi(text: str) -> Markup:
    """`text` from outside as a part of a sentence of ours: its letters may run from right to left, and then stay together."""
    return Markup("<bdi>{}</bdi>").format(text)


def srcset(picture: Mapping[str, Any]) -> str:
    """The `srcset` of one of our pictures."""
    return picture_paths.srcset(str(picture["url"]), int(picture["width"]))


def paragraphs(text: str) -> list[str]:
    """Parts of a plain text between blank lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def dialled(number: str) -> str:
    """A telephone number for a link: digits, and a plus before them."""
    return ("+" if number.lstrip().startswith("+") else "") + re.sub(r"\D", "", number)


def shown_address(address: str) -> str:
    """A web address as people write it: `facebook.com/radyo`."""
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")


def _locale() -> Any:
    return get_locale() or "en"


def add_filters(environment: Environment, zone: Callable[[], ZoneInfo]) -> None:
    """Adds all filters of this file to `environment`, and `clock`, `clock_on`, `day` and `date` for the station's `zone`."""

    def clock(moment: Moment) -> str:
        text = str(format_time(instant(moment), "short", tzinfo=zone(), locale=_locale()))
        return text.replace("\u202f", "\u00a0")  # many phones' fonts lack CLDR's narrow space

    def day(moment: Moment) -> str:
        return str(format_date(instant(moment).astimezone(zone()), "EEEE", locale=_locale()))

    def full_date(moment: Moment) -> str:
        return str(format_date(instant(moment).astimezone(zone()), "long", locale=_locale()))

    def clock_on(moment: Moment, now: Moment) -> str:
        """The time of day, after the date where that is another than the date of `now`."""
        on, today = (instant(at).astimezone(zone()).date() for at in (moment, now))
        return clock(moment) if on == today else f"{short_date(on)}, {clock(moment)}"

    def upcoming(moment: Moment, now: Moment) -> str:
        """The time of day, with the day where that is not today: `tomorrow, 5:00 AM`, `Wednesday, 5:00 AM`."""
        on, today = (instant(at).astimezone(zone()).date() for at in (moment, now))
        if on - today == timedelta(days=1):
            return str(gettext("tomorrow, {time}")).format(time=clock(moment))
        if timedelta() < on - today < timedelta(days=7):
            return f"{weekday(on)}, {clock(moment)}"
        return clock_on(moment, now)

    environment.filters.update(
        ago=ago, bdi=bdi, dialled=dialled, paragraphs=paragraphs, shown_address=shown_address,
        by_programme=by_programme, clock=clock, clock_on=clock_on, date=full_date, day=day,
        flash_card=flash_card, for_reader=for_reader, foreign=foreign, in_page_language=in_page_language,
        is_old=is_old, iso=iso, minutes_left=minutes_left, names=names,
        newest_first=newest_first, number=number, own_wording=own_wording,
        phase=phase, seconds=seconds, slug=name_slug, short_date=short_date, srcset=srcset,
        territory=territory, turn=turn, upcoming=upcoming, weekday=weekday, zone_name=zone_name,
    )  # fmt: skip
