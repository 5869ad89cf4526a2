"""Acts of the audit trail, and their kinds, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def audit_words() -> dict[str, str]:
    """Of acts that are no change of the board: what stands between the name and what it was done to."""
    return {
        "did signed in": _("signed in"),
        "did signed out": _("signed out"),
        "did wrong password": _("typed a wrong password"),
        "did wrong code": _("typed a wrong code"),
        "did wrong passkey": _("came with a passkey that was not accepted"),
        "did held up": _("was held up:"),
        "did unknown token": _("came with a token that is not known"),
        "did refused": _("was refused:"),
        "did record exported": _("exported the record:"),
        "did record damage accepted": _("accepted damage to the record:"),
    }


def kind_words() -> dict[str, str]:
    return {
        "headlines": _("Headlines"),
        "alerts": _("Alerts"),
        "air": _("On air"),
        "articles": _("Articles"),
        "reads": _("Most read"),
        "promo": _("Promo"),
        "desk": _("Desk"),
        "embeds": _("Embeds"),
        "accounts": _("Accounts and tokens"),
        "record": _("Record"),
        "access": _("Sign-ins"),
    }
