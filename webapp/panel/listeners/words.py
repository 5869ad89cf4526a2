"""What kinds of listeners are called."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp.newsroom.listeners.counts import Dimension
from webapp.newsroom.listeners.kinds import EMBED, FRAME, OTHER


def dimension_words() -> dict[Dimension, str]:
    return {"way": _("By delivery"), "place": _("By place"), "language": _("By language"), "country": _("By country")}


def value_in_words(of: Dimension, value: str) -> str:
    """A series' value, such as `sse` or `embed:news.example.ph`, for people."""
    if of == "way":
        return _ways().get(value, value)
    if of == "place":
        return _place(value)
    if value == OTHER:
        return str(_("not known, or another one"))
    locale = get_locale() or Locale("en")
    if of == "country":
        return str(locale.territories.get(value, value))
    try:
        return str(Locale.parse(value).get_display_name(locale) or value)
    except (UnknownLocaleError, ValueError):
        return value


def _ways() -> dict[str, str]:
    return {
        "websocket": _("live connection"),
        "sse": _("event stream"),
        "poll": _("asking again and again"),
        "lite": _("the light page"),
    }


def _place(value: str) -> str:
    places: dict[str, str] = {
        "page": _("our pages"),
        "app": _("the installed app"),
        FRAME: _("a ticker in a frame"),
        EMBED + OTHER: _("tickers on further sites"),
        OTHER: _("programs and other sources"),
    }
    if value in places:
        return places[value]
    return str(_("a ticker on %(host)s", host=value.removeprefix(EMBED)))
