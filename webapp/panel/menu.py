"""The menu over every page of the panel: what is used all the time by itself, the rest in groups by what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from webapp.newsroom.staff import Actor, Duty


@dataclass(frozen=True)
class Tab:
    """A page of the panel, for those whose role includes `duty`."""

    path: str
    title: str
    duty: Duty = "read"
    also: tuple[str, ...] = ()
    """Pages that it leads to, elsewhere than below its path."""

    @property
    def current(self) -> bool:
        places = (self.path, *self.also)
        below = tuple(f"{place}/" for place in places if place != "/panel/")
        return request.path in places or request.path.startswith(below)


@dataclass(frozen=True)
class TabGroup:
    """Pages under one name; without a name, one page that stands by itself."""

    tabs: tuple[Tab, ...]
    name: str = ""

    @property
    def current(self) -> bool:
        return any(tab.current for tab in self.tabs)

    def offered(self, actor: Actor) -> list[Tab]:
        """The pages that are for `actor`, in order."""
        return [tab for tab in self.tabs if tab.duty == "read" or actor.may(tab.duty)]


def menu() -> list[TabGroup]:
    """All pages of the panel but the person's own account, in order."""
    return [
        TabGroup((Tab("/panel/", _("Desk")),)),
        TabGroup((Tab("/panel/rundown", _("Rundown")),)),
        TabGroup((Tab("/panel/articles", _("Articles"), also=("/panel/promo",)),)),
        TabGroup(
            (
                Tab("/panel/alerts", _("Alerts")),
                Tab("/panel/wires", _("Wires")),
                Tab("/panel/sources", _("Sources")),
            ),
            _("Incoming"),
        ),
        TabGroup(
            (
                Tab("/panel/streams", _("Streams")),
                Tab("/panel/outlets", _("Surfaces")),
                Tab("/panel/embeds", _("Embeds")),
            ),
            _("Outgoing"),
        ),
        TabGroup(
            (
                Tab("/panel/reads", _("Most read")),
                Tab("/panel/listeners", _("Listeners")),
            ),
            _("Numbers"),
        ),
        TabGroup(
            (
                Tab("/panel/rehearsal", _("Rehearsal")),
                Tab("/panel/audit", _("Record"), "audit"),
                Tab("/panel/checks", _("Checks")),
                Tab("/panel/settings", _("Settings"), "settings"),
                Tab("/panel/people", _("People"), "staff"),
            ),
            _("Station"),
        ),
    ]
