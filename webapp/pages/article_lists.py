"""Lists of articles by topic and by language, for pages and for the API."""

from __future__ import annotations

from webapp.newsroom.articles.catalogue import Catalogue
from webapp.web.site import Site


class ArticleLists:
    """Builds the catalogue once for each edition of the articles, off the event loop: a made-up topic costs no further pass."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._made: tuple[int, Catalogue] = (-1, Catalogue())

    def catalogue(self) -> Catalogue:
        """The catalogue of all published articles as they are now."""
        replica, edition = self._site.replica, self._site.replica.edition
        if self._made[0] != edition:
            made = self._site.lanes.front.do(
                ("catalogue", edition), lambda: Catalogue(replica.newest(replica.articles_out))
            )
            self._made = (edition, made)
        return self._made[1]
