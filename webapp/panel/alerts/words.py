"""What was done with alerts, as the activity log says it, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def alert_words() -> dict[str, str]:
    return {
        "did alert waits": _("brought an alert, which waits:"),
        "did alert put in force": _("put an alert in force:"),
        "did alert updated": _("updated an alert:"),
        "did alert taken back": _("ended an alert:"),
        "did alert taken down": _("took an alert down:"),
        "did alert put aside": _("put an alert aside:"),
        "did exercise alert came": _("brought an exercise alert:"),
        "did alert source asked": _("had a source of alerts checked:"),
        "did alert source paused": _("paused the source of alerts"),
        "did alert source resumed": _("resumed the source of alerts"),
    }
