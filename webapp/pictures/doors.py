"""`/pictures/<slug>/<key>-<width>.<kind>`: only pictures of articles that are out, in the few sizes that pages use."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request

from webapp.newsroom.errors import NotFound
from webapp.newsroom.events import Event
from webapp.newsroom.picture_paths import KINDS, WIDTHS, key_of
from webapp.pictures.gallery import Gallery, NotToBeHad
from webapp.site import Site

KEPT = "public, max-age=31536000, immutable"
MIMETYPES = {"webp": "image/webp", "jpg": "image/jpeg"}

NONE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">'
    b'<path fill="#8a8f98" fill-opacity=".25" d="M0 0h16v9H0z"/></svg>'
)
"""What stands in a picture's place while it cannot be had: nothing to look at, and nothing broken."""


class Gone(NotFound):
    status = 410
    code = "withdrawn"


def blueprint(site: Site, gallery: Gallery) -> Blueprint:
    doors = Blueprint("pictures", __name__)

    @doors.get("/pictures/<slug>/<key>-<int:width>.<kind>")
    def picture(slug: str, key: str, width: int, kind: str) -> Response:
        if width not in WIDTHS or kind not in KINDS:
            raise NotFound("there is no such picture; widths are " + ", ".join(map(str, WIDTHS)))
        article = site.replica.article(slug)
        if article is not None and article.withdrawn is not None:
            raise Gone("its article was withdrawn")
        if article is None or article.picture is None or key_of(article.picture.url) != key:
            raise NotFound("there is no such picture")
        try:
            data = gallery.picture(slug, article.picture.url, width, kind)
        except NotToBeHad as none:
            response = Response(NONE, status=503, mimetype="image/svg+xml")
            response.headers["Cache-Control"] = "no-store"
            response.headers["Retry-After"] = str(max(1, round(none.again_s)))
            return response
        response = Response(data, mimetype=MIMETYPES[kind])
        response.headers["Cache-Control"] = KEPT
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.set_etag(f"{key}-{width}-{kind}")
        response.make_conditional(request)
        return response

    return doors


class Withdrawn:
    """The relay's sink: of a withdrawn article no picture stays here."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery

    def events(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.type == "article" and event.body.get("action") == "withdrawn":
                self._gallery.forget(str(event.body.get("slug")))

    def snapshot(self) -> None:
        """What was withdrawn meanwhile is not shown; it goes from the disk when it is the oldest there."""
