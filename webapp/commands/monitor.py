"""`airwire monitor`: the process that probes the streams."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import click

from webapp.commands.errors import errors_in_words
from webapp.monitor.monitor import Monitor
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.model import Stream
from webapp.newsroom.stream.facts import Watch
from webapp.processes.logs import configure
from webapp.wiring.config import base_url, read_config, read_station
from webapp.wiring.services import build


@click.command("monitor")
@click.option(
    "--once", is_flag=True, help="Look until something is known, print it, and end; exit status 1 unless on air."
)
@errors_in_words
def monitor(once: bool) -> None:
    """Run the monitor: is the stream on the air? Listeners see every change within seconds."""
    config = read_config()
    configure("ERROR" if once else config.log_level)
    if once:
        _print_status(Monitor(read_station(config), _NoDesk(), base_url(config)))
        return
    services = build(config)
    services.follow_settings()
    services.keep_present("monitor")
    before: Mapping[str, Watch] = {}
    with suppress(StoreAway):  # then the first report brings them
        services.desk.introduce_streams([stream.source() for stream in services.station.streams], services.now())
        before = services.streams.watches()
    url = base_url(config)
    looking = Monitor(services.station, services.desk, url, now=services.now, hints=services.streams, before=before)
    services.current.follow(lambda _, station: looking.use_settings(station))
    looking.run()


class _NoDesk:
    """Takes the reports of `--once`, which only prints."""

    def report_stream(self, report: Stream, now: datetime, watches: Mapping[str, Watch]) -> None:
        pass


def _print_status(monitor: Monitor) -> None:
    try:
        while monitor.report is None:
            monitor.probe_once(0.5)
    finally:
        monitor.close()
    for stream, watch in monitor.watches.items():
        click.echo("\n  ".join([f"{stream}: {watch.status}", *_lines(watch)]))
    if monitor.report.status != "on_air":
        raise SystemExit(1)


def _lines(watch: Watch) -> list[str]:
    layers = {"encoder connected": watch.connected, "audio moving": watch.moving, "audible": watch.audible}
    facts = " · ".join(f"{name}: {layer.holds}" for name, layer in layers.items())
    why = " · ".join(text for text in (watch.reason, watch.detail) if text)
    listeners = None if watch.listeners is None else f"listeners: {watch.listeners}"
    playing = f"now playing: {watch.title}" if watch.title else None
    return [line for line in (facts, why, playing, listeners) if line]
