"""`/dictionaries/<name>`: compression dictionaries, which browsers keep and say that they have."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp.newsroom.errors import N_, NotFound
from webapp.web.answer_cache import AnswerCache
from webapp.web.compression.dictionaries import KEPT_S, MATCH, Dictionaries, is_secure
from webapp.web.work_lanes import WorkLane


def blueprint(dictionaries: Dictionaries, lane: WorkLane) -> Blueprint:
    """A dictionary under its digest; the difference to the last one for who has that. 404 for one that is not kept any more."""
    views = Blueprint("dictionaries", __name__)
    remembered = AnswerCache(100, dictionaries=dictionaries)

    @views.get("/dictionaries/<name>")
    def dictionary(name: str) -> Response:
        found = dictionaries.named(name)
        if found is None:
            raise NotFound(N_("there is no such file"))
        keep = f"public, max-age={KEPT_S}, immutable"
        response = remembered.answer(name, name, "application/octet-stream", lambda: found.body, keep, lane=lane)
        if is_secure(request.environ):
            response.headers["Use-As-Dictionary"] = MATCH
        return response

    return views
