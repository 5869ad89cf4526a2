"""The texts of the panel's scripts about rehearsals, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def rehearsal_words() -> dict[str, str]:
    return {
        "in_rehearsal": _("Rehearsal"),
        "real_flash": _("A real flash is out: {headline}"),
        "real_approval.one": _("A real flash needs a second person. To the desk"),
        "real_approval.other": _("{n} real flashes need a second person. To the desk"),
        "did rehearsal began": _("began a rehearsal"),
        "did rehearsal cleared": _("cleared the rehearsal"),
    }
