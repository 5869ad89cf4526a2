"""What the panel's scripts say of accounts, in the page's language: names of roles, and what the record says was done."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.newsroom.staff import DUTIES
from webapp.panel.people.role_names import role_name


def people_words() -> dict[str, str]:
    """By the names that the scripts use."""
    return {
        **{f"role_{role}": role_name(role) for role in DUTIES},
        "did link made": _("made a link for a new password of"),
        "did role changed": _("changed the role of"),
        "did sessions ended": _("ended sessions of"),
        "did second factor reset": _("reset the second factor of"),
        "did account switched off": _("switched off the account"),
        "did account switched on": _("switched on the account"),
        "did password set": _("set their password:"),
        "did password changed": _("changed their password:"),
        "did authenticator app set up": _("set up an authenticator app:"),
        "did authenticator app removed": _("removed an authenticator app:"),
        "did recovery codes made": _("made recovery codes:"),
        "did passkey added": _("added a passkey:"),
        "did passkey removed": _("removed a passkey:"),
    }
