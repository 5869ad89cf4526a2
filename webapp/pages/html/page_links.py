"""Links that pages share: in the head, by which other programs find them, and at the foot, to the station's own pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _

from webapp.newsroom.station import Station
from webapp.newsroom.station_pages.contact import Contact
from webapp.web.languages import languages
from webapp.web.site import Site


def page_links(site: Site, home: str, path: str | None, embed: str | None, asked_lang: str | None) -> dict[str, Any]:
    """`canonical` and `alternates` (pairs of a language's code, or `x-default`, and an address) of the page at `path`, in the
    language that its address asks for, if any; `oembed` of the page at `embed`. All absolute, of the site at `home`; empty where
    the page has none of its own.
    """
    codes = languages(site.station)
    address = f"{home}{path}"
    links: dict[str, Any] = {"canonical": None, "alternates": [], "oembed": None}
    if path is not None:
        links["canonical"] = _in(address, asked_lang)
        if len(codes) > 1:
            links["alternates"] = [(code, _in(address, code)) for code in codes] + [("x-default", address)]
    if embed is not None:
        # The address keeps its marks: the host of who asks is put in afterwards.
        links["oembed"] = f"{home}/oembed?url={quote(home + embed, safe=':/')}"
    return links


def _in(address: str, lang: str | None) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={lang}" if lang else address


def station_pages(station: Station) -> list[tuple[str, str]]:
    """Path and name of each page that the station has."""
    there = [
        ("/about", _("About us"), station.pages.about),
        ("/contact", _("Contact"), station.contact != Contact()),
        ("/corrections", _("Corrections"), station.pages.corrections),
        ("/privacy", _("Privacy"), station.pages.privacy),
    ]
    return [(path, name) for path, name, is_there in there if is_there]
