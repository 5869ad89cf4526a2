"""What was done with embeds, as the activity log says it, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def embed_words() -> dict[str, str]:
    return {
        "did embeds revoked": _("took the news from embeds on"),
        "did embeds allowed": _("allowed embeds again on"),
    }
