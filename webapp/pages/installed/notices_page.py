"""`/notices`: which headlines a reader wants as notices on this device. The live page shows the same form over itself.

`?topic=<slug>`, as a topic's page links to it, ticks that topic; nothing is subscribed before the reader's own press.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, Response, request

from webapp.pages.following.subjects import Subject, Subjects
from webapp.pages.html.frame import PageFrame
from webapp.web.site import Site

MAX_TOPICS, LOOKED_AT = 12, 200


def blueprint(site: Site, frame: PageFrame, subjects: Subjects) -> Blueprint:
    views = Blueprint("notices", __name__)

    @views.get("/notices")
    def notices() -> Response:
        asked = subjects.find("topic", request.args.get("topic", ""))
        return frame.page(
            "notices.html", asked.slug if asked else "", lambda: context(asked),
            lane=site.lanes.odd if asked else None, path="/notices",
        )  # fmt: skip

    def context(asked: Subject | None) -> dict[str, Any]:
        """`topics`: those of the newest articles that most have, as they are written there; `ticked` is one of them, or ""."""
        names: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for article in site.replica.newest(LOOKED_AT):
            for topic in article.topics:
                names.setdefault(topic.lower(), topic)
                counted[topic.lower()] += 1
        topics = {topic: names[topic] for topic, _ in counted.most_common(MAX_TOPICS)}
        ticked = asked.name.lower() if asked else ""
        if asked:
            topics.setdefault(ticked, asked.name)
        return {"topics": list(topics.items()), "ticked": ticked}

    return views
