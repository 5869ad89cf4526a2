"""The words of the settings' pages, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from webapp.newsroom.errors import FieldError
from webapp.panel.people.role_names import role_name
from webapp.panel.reasons import in_words
from webapp.panel.settings.sections import SECTIONS


def section_words() -> dict[str, str]:
    """By each text of the sections, and each choice, the same in the page's language."""
    texts = [text for one in SECTIONS for text in (one.title, one.help)]
    texts += [text for section in SECTIONS for one in section.inputs for text in (one.label, one.help) if text]
    choices = {
        "always": _("always, for a flash"), "possible": _("only where one is at the desk"), "never": _("not even for a flash"),
        "": _("no video"), "youtube": "YouTube", "facebook": "Facebook",
        "on_air": _("on the air"), "silent": _("silent"), "off_air": _("off the air"), "unknown": _("unknown"),
    } | {role: role_name(role) for role in ("anchor", "producer", "editor", "admin")}  # fmt: skip
    return {text: _(text) for text in texts} | choices


def step_words() -> dict[str, tuple[str, str]]:
    """By step, what is to be done, and how where no page of the panel does it."""
    return {
        "name": (_("Give the station its name"), ""),
        "stream": (_("Add the stream"), ""),
        "feed": (_("Add a source of articles"), ""),
        "grid": (_("Bring the programme schedule"), "airwire schedule import FILE"),
        "person": (_("Add a second person, who can approve a flash"), ""),
        "backup": (_("Have a backup made every night"), ""),
    }


def error_words(errors: Sequence[FieldError], place: str = "") -> dict[str, str]:
    """By input, what is wrong with it; under `""` what is about none of them."""
    made: dict[str, str] = {}
    for error in errors:
        field = str(error["field"])
        name = field.removeprefix(f"{place}.").split(".")[0] if place and field.startswith(f"{place}.") else field
        made.setdefault(name.split(".")[0], _in_words(error))
    return made


def _in_words(error: Mapping[str, Any]) -> str:
    limit = error.get("limit")
    said: dict[str, str] = {
        "missing": _("This is needed."),
        "too_long": _("At most %(num)s characters.", num=limit),
        "too_many": _("At most %(num)s of them.", num=limit),
        "number": _("A number is meant."),
        "slug": _("Small letters, digits and hyphens are meant, such as morning-news."),
        "language": _("A language code is meant, such as en or fil."),
        "twice": _("This is there already."),
        "in_environment": _("The environment of the processes sets this: change it there."),
        "in_file": _("The station's file sets this: change it there."),
        "locks_out": _("Your own browser would be refused by it. Add the host name that you use now to the others."),
    }
    problem = str(error["problem"])
    return said.get(error["code"]) or str(in_words(problem))
