"""The charts of the listeners' page."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from webapp.newsroom.listeners.counts import MINUTE_S, Dimension
from webapp.newsroom.listeners.deliveries import DeliveryTime
from webapp.panel.charts.chart import TONES, Chart, ChartBand, ChartLane, ChartMark, ChartSeries
from webapp.panel.listeners.figures import OnAirListeners, Period
from webapp.panel.listeners.words import value_in_words


def listeners_chart(
    period: Period, of: Dimension, broadcasts: Sequence[OnAirListeners], marks: Sequence[ChartMark]
) -> Chart:
    """Areas of one dimension upon each other, the greatest at the bottom; the programmes beneath, what was pushed as marks."""
    times = [at.timestamp() for at in period.starts]
    named = [
        (value_in_words(of, value) if value else _("all others"), values) for value, values in period.parts.items()
    ]
    series = [ChartSeries(name, TONES[n % len(TONES)], values, "area") for n, (name, values) in enumerate(named)]
    whole = [ChartSeries(_("everybody"), "one", period.listeners, "area")]
    bands = [
        ChartBand(one.starts_at.timestamp(), one.ends_at.timestamp(), "air", one.programme.title) for one in broadcasts
    ]
    minutes = period.step_s // MINUTE_S
    return Chart(
        label=_("Listeners"),
        unit=_("listeners") if minutes == 1 else _("listeners, average of %(minutes)s minutes", minutes=minutes),
        start=times[0],
        end=times[-1] + period.step_s,
        step=period.step_s,
        times=times,
        stacked=True,
        series=tuple(reversed(series)) or whole,
        lanes=[ChartLane(_("on the air"), bands)] if bands else [],
        marks=marks,
    )


def delivery_chart(times: Sequence[DeliveryTime], start: float, end: float) -> Chart:
    """A dot for half of the listeners and one for 99 of 100, at each push."""
    return Chart(
        label=_("From the push to the sockets"),
        unit=_("time since the push"),
        format="ms",
        start=start,
        end=end,
        times=[one.at.timestamp() for one in times],
        series=(
            ChartSeries(_("half of the listeners"), "one", [one.p50_ms for one in times], "dots"),
            ChartSeries(_("99 of 100"), "three", [one.p99_ms for one in times], "dots"),
        ),
    )
