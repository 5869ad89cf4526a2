"""The hours of a story's reads as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from webapp.panel.charts.chart import Chart, ChartMark, ChartSeries
from webapp.store.reads.story import Hour

HOUR_S = 3600


def hours_chart(hours: Sequence[Hour], marks: Sequence[ChartMark] = ()) -> Chart:
    """The chart of consecutive `hours`, of which there is at least one; the last one is not over."""
    times = [hour.starts_at.timestamp() for hour in hours]
    return Chart(
        label=_("Reads by the hour"),
        unit=_("reads an hour"),
        start=times[0],
        end=times[-1] + HOUR_S,
        step=HOUR_S,
        times=times,
        stacked=True,
        series=(
            ChartSeries(_("left out: repeats and robots"), "faint", [hour.repeats + hour.bots for hour in hours]),
            ChartSeries(_("counted"), "one", [hour.reads for hour in hours]),
        ),
        marks=marks,
        counting=times[-1],
    )
