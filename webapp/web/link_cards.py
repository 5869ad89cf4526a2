"""What link cards say. One picture serves readers of every language, so its few words are in the station's first."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from babel.dates import format_datetime
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp.newsroom.articles.link_card import LinkCard
from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.model import Article, Programme
from webapp.newsroom.station import Station
from webapp.web.catalogs import in_language
from webapp.web.languages import languages


def headline_card(record: HeadlineRecord, station: Station, now: datetime) -> LinkCard:
    """Its priority, its words, and when it broke. Of a withdrawn headline no word of it."""
    with _in_first_language(station):
        if record.state(now) == "withdrawn":
            text = _("This headline was withdrawn")
            return LinkCard("breaking", record.item.id, station.name, text, _("Withdrawn"), is_urgent=True)
        item = record.item
        label = {"flash": _("Flash"), "bulletin": _("Bulletin")}.get(item.priority) or _("Urgent")
        if item.corrected_at:
            label = f"{label} · {_('Corrected')}"
        return LinkCard(
            "breaking", item.id, station.name, item.headline, label, _moment(item.published_at, station), is_urgent=True
        )


def article_card(article: Article, station: Station) -> LinkCard:
    """Its first topic, its title, and its date. Of a withdrawn article no word of it."""
    with _in_first_language(station):
        if article.withdrawn is not None:
            return LinkCard(
                "articles", article.slug, station.name, _("This article was withdrawn"), _("Withdrawn"), is_urgent=True
            )
        label = article.topics[0] if article.topics else _("News")
        return LinkCard(
            "articles", article.slug, station.name, article.title, label, _moment(article.published_at, station)
        )


def programme_card(programme: Programme, station: Station) -> LinkCard:
    """Its title and its hosts."""
    with _in_first_language(station):
        hosts = ", ".join(programme.hosts)
        return LinkCard("programmes", programme.id, station.name, programme.title, _("On the air"), hosts)


def station_card(station: Station) -> LinkCard:
    """For pages that are about no single thing."""
    with _in_first_language(station):
        return LinkCard("station", "live", station.name, station.tagline or station.name, _("Listen live"))


def _moment(moment: datetime, station: Station) -> str:
    text = str(format_datetime(moment, "medium", tzinfo=station.tz, locale=get_locale()))
    return text.replace("\u202f", " ")


def _in_first_language(station: Station) -> AbstractContextManager[None]:
    return in_language(next(iter(languages(station))))
