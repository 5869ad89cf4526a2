"""The words of the first run's page."""

from __future__ import annotations

from flask_babel import gettext as _


def fact_words() -> dict[str, str]:
    """By the name of a fact, what it is."""
    return {
        "name": _("Name"), "tagline": _("Tagline"), "language": _("Languages"), "zone": _("Time zone"), "logo": _("Logo"),
        "colour": _("Colour"), "stream": _("Streams"), "feed": _("Sources"), "schedule": _("Schedule"), "call": _("Call-in line"),
        "text": _("Text line"), "email": _("Mail"), "account": _("Pages elsewhere"),
    }  # fmt: skip


def sure_words() -> dict[str, str]:
    """By certainty, how sure a fact is."""
    return {"certain": _("certain"), "likely": _("likely"), "perhaps": _("perhaps")}


def part_words() -> list[str]:
    """What the search does, part by part."""
    return [
        _("Reading the front page"), _("Looking for the logo"), _("Listening to the streams"), _("Reading articles"),
        _("Looking for the schedule"), _("Done"),
    ]  # fmt: skip
