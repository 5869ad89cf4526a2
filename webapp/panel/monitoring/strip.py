"""A stream's days as a strip that one can zoom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from webapp.newsroom.model import StreamStatus
from webapp.newsroom.stream.history import StatusSpan
from webapp.panel.charts.chart import Chart, ChartBand
from webapp.panel.reasons import in_words


def strip_chart(title: str, spans: Sequence[StatusSpan], start: datetime, end: datetime) -> Chart:
    """The strip of [start, end); what is not known yet is not in it."""
    words = _status_words()
    bands = []
    for span in spans:
        reason = in_words(span.reason)
        said = reason.striptags() if isinstance(reason, Markup) else reason
        label = words[span.status] + (f" ({said})" if said else "")
        bands.append(ChartBand(span.start.timestamp(), span.end.timestamp(), span.status, label))
    return Chart(
        label=_("The days of %(stream)s", stream=title),
        unit="",
        start=start.timestamp(),
        end=end.timestamp(),
        times=[start.timestamp(), end.timestamp()],
        bands=bands,
    )


def _status_words() -> dict[StreamStatus, str]:
    return {"on_air": _("On air"), "silent": _("Silent"), "off_air": _("Off air"), "unknown": _("Unknown")}
