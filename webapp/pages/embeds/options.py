"""What the query of an embed's page may ask for."""

from __future__ import annotations

from flask import request

from webapp.pages.embeds.pieces import Piece, chosen_show, is_headline_id
from webapp.web.languages import languages
from webapp.web.site import Site

THEMES = ("light", "dark")
MAX_LIMIT = 10


def page_options(site: Site, piece: Piece) -> dict[str, str]:
    """The element's attributes in the query. Unknown ones are dropped, so that few variants of the page are cached."""
    lang, theme, limit, headline = (request.args.get(name, "") for name in ("lang", "theme", "limit", "headline"))
    options = {
        **({"lang": lang} if lang in languages(site.station) else {}),
        **({"theme": theme} if theme in THEMES else {}),
    }
    if piece.name == "ticker":
        show = chosen_show(request.args.get("show", ""))
        options |= {"limit": limit} if limit in {str(n) for n in range(1, MAX_LIMIT + 1)} else {}
        options |= {"show": show} if show else {}
    if piece.name == "headline" and is_headline_id(headline) and site.replica.headlines.get(headline):
        options["headline"] = headline
    return options
