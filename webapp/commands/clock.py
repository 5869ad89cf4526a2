"""`airwire clock`: the process that commits what is due by time."""

from __future__ import annotations

import click

from webapp.commands.errors import errors_in_words
from webapp.processes.logs import configure
from webapp.wiring.config import read_config
from webapp.wiring.services import build

DEMO_EVERY_S = 900
DEMO_LISTENERS_S = 10
"""How often the demo's articles are brought up to date."""

BACKUP_LOOK_S, CHECK_LOOK_S, TRIM_LOOK_S = 20, 30, 60

RELEASE_EVERY_S = 1
"""A story that waits for its time is published at most this much later."""


@click.command("clock")
@errors_in_words
def clock() -> None:
    """Run the clock: segments, expiry, most read, articles from feeds. Any number may run; one acts."""
    config = read_config()
    configure(config.log_level)
    services = build(config)
    services.follow_settings()
    if config.airwire_demo:
        from webapp.demo.seed import DemoNewsroom

        demo = DemoNewsroom(
            services.desk, services.articles, services.rundown, services.reads, services.streams, services.listener_minutes,
            services.deliveries,
        )  # fmt: skip
        services.clock.add_work(demo.work, every_s=DEMO_EVERY_S)
        services.clock.add_work(demo.listen, every_s=DEMO_LISTENERS_S)
    services.keep_present("clock")
    services.clock.add_work(services.letting_out.step, every_s=RELEASE_EVERY_S)
    services.clock.add_work(services.scheduled_backups.step, every_s=BACKUP_LOOK_S)
    services.clock.add_work(services.regular_checks.step, every_s=CHECK_LOOK_S)
    services.clock.add_work(services.regular_trimming.step, every_s=TRIM_LOOK_S)
    services.polling.start()
    services.alert_polling.start()
    services.rehearsal_clock.start()
    services.clock.run()
    services.rehearsal_clock.stop()
    services.alert_polling.stop()
    services.polling.stop()
    services.regular_checks.stop()
    services.regular_trimming.stop()
    services.scheduled_backups.stop()
