"""What the form that pushes a headline is made of."""

from __future__ import annotations

from typing import Any

from webapp.newsroom.model import primary_language
from webapp.web.catalogs import language_names
from webapp.web.site import Site


def pushing_context(site: Site) -> dict[str, Any]:
    """The station's rules, templates and names, and its languages but for the first, as code → name."""
    station = site.station
    others = {tag: language_names().get(primary_language(tag), tag) for tag in station.languages[1:]}
    return {
        "pushing": station.pushing,
        "templates": [{**one.dump(), "blanks": one.blanks} for one in station.templates],
        "names": [one.dump() for one in station.names],
        "other_languages": others,
    }
