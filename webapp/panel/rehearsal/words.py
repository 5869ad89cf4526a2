"""The texts of the panel's scripts about rehearsals, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.web.wording import counted


def rehearsal_words() -> dict[str, str]:
    return {
        "in_rehearsal": _("Rehearsal"),
        "real_flash": _("A real flash is out: {headline}"),
        **counted(
            "real_approval",
            lambda n: ngettext(
                "{n} real flash needs a second person. To the desk",
                "{n} real flashes need a second person. To the desk",
                n,
            ),
        ),
        "did rehearsal began": _("began a rehearsal"),
        "did rehearsal cleared": _("cleared the rehearsal"),
    }
