"""`/notices`: which headlines a reader wants as notices on this device. The live page shows the same form over itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, Response

from webapp.pages.html.frame import PageFrame
from webapp.web.site import Site

MAX_TOPICS, LOOKED_AT = 12, 200


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    views = Blueprint("notices", __name__)

    @views.get("/notices")
    def notices() -> Response:
        return frame.page("notices.html", "", context, path="/notices")

    def context() -> dict[str, Any]:
        """`topics`: those of the newest articles that most have, as they are written there."""
        names: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for article in site.replica.newest(LOOKED_AT):
            for topic in article.topics:
                names.setdefault(topic.lower(), topic)
                counted[topic.lower()] += 1
        return {"topics": [(topic, names[topic]) for topic, _ in counted.most_common(MAX_TOPICS)]}

    return views
