"""What each role may do, as a table beside the rules for roles."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.newsroom.staff import DUTIES, Duty


@dataclass(frozen=True)
class DutyRow:
    """One duty in the page's language, and the roles that have it."""

    words: str
    roles: frozenset[str]


def duty_rows() -> list[DutyRow]:
    """All duties that people have; each with its roles."""
    words: dict[Duty, str] = {
        "read": _("See the panel, the rundown and what ran"),
        "breaking": _("Push headlines, correct and withdraw them; approve a flash"),
        "alerts": _("Put alerts of the authorities in force"),
        "stream": _("Say what is wrong with the stream"),
        "on_air": _("Say what is on the air now"),
        "promo": _("Set the promo"),
        "schedule": _("Change the programme schedule"),
        "articles": _("Write, correct and withdraw articles"),
        "audit": _("See who did what"),
        "staff": _("Manage accounts, roles and tokens"),
        "settings": _("Change the settings"),
    }
    return [
        DutyRow(text, frozenset(role for role, has in DUTIES.items() if duty in has)) for duty, text in words.items()
    ]
