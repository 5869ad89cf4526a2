"""What notices say beside a headline, in the station's languages, and the test notice."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from webapp.newsroom.errors import N_
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.push.campaign import Campaign, NoticeWords, campaign_of
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station
from webapp.store.board.replica import Replica
from webapp.web.catalogs import read_catalog
from webapp.web.languages import languages


class PushWords:
    """Reads the catalogs once for the settings in force."""

    def __init__(self, current: CurrentStation, replica: Replica) -> None:
        self._replica = replica
        self._use(current.station)
        current.follow(lambda _, station: self._use(station))

    def _use(self, station: Station) -> None:
        self._station = station
        self._home = (station.url or "").rstrip("/")
        self._words = {code: _words(read_catalog(code).gettext) for code in languages(station)}
        self._welcomes = {code: self._welcome(read_catalog(code).gettext, code) for code in self._words}

    @property
    def contact(self) -> str:
        """Of the station, for push services that have something to say (RFC 8292 asks for a mailbox or an https address)."""
        return self._home if self._home.startswith("https://") else "mailto:webmaster@airwire.invalid"

    def campaign(self, task: Task) -> Campaign:
        """What is sent of a headline's change, to those who follow the topics of its article."""
        item = task.item
        article = self._replica.article(item.article) if item.article else None
        topics = tuple(topic.lower() for topic in article.topics) if article else ()
        address = f"{self._home}/breaking/{item.id}"
        return campaign_of(task.key, task.action, item, task.asked_at, self._station.name, address, topics, self._words)

    def welcome(self, language: str) -> bytes:
        """The test notice that whoever subscribes gets at once."""
        return self._welcomes.get(language) or next(iter(self._welcomes.values()))

    def _welcome(self, say: Callable[[str], str], code: str) -> bytes:
        body = say(N_("Notices are on. Breaking news comes here."))
        notification = {"title": self._station.name, "body": body, "lang": code, "dir": "auto", "tag": "welcome",
                        "navigate": f"{self._home}/", "silent": False}  # fmt: skip
        return orjson.dumps({"web_push": 8030, "notification": notification})


def _words(say: Callable[[str], str]) -> NoticeWords:
    return NoticeWords(
        flash=say(N_("Flash")), bulletin=say(N_("Bulletin")), urgent=say(N_("Urgent")), corrected=say(N_("Corrected")),
        withdrawn=say(N_("This headline was withdrawn")),
    )  # fmt: skip
