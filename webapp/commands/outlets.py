"""`airwire outlets`: the process that brings headlines and notices to surfaces beyond our pages."""

from __future__ import annotations

import click

from webapp.commands.errors import errors_in_words
from webapp.delivery.relay import Relay
from webapp.processes.logs import configure
from webapp.wiring.config import read_config
from webapp.wiring.services import build


@click.command("outlets")
@errors_in_words
def outlets() -> None:
    """Run the outlets: headlines to surfaces beyond our pages, and webhooks. Any number may run; one acts."""
    config = read_config()
    configure(config.log_level)
    services = build(config)
    services.follow_settings()
    relay = Relay(services.log, services.articles, services.rundown, services.revisions, services.replica, services.now)
    relay.add(services.desk_view)
    services.keep_present("outlets")
    relay.start()
    services.webhooks.start()
    push = services.push_sender()
    push.start()
    services.outlets.run()
    push.stop()
    services.webhooks.stop()
    relay.stop()
