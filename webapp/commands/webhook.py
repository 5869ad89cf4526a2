"""`airwire webhook test`: sends every webhook a test notice."""

from __future__ import annotations

import click

from webapp.commands.errors import errors_in_words
from webapp.newsroom.stream.notices import StatusNotice
from webapp.outlets.webhooks import send
from webapp.wiring.config import read_config
from webapp.wiring.services import build


@click.group("webhook")
def webhook() -> None:
    """Webhooks that are notified when the station's status changes."""


@webhook.command("test")
@errors_in_words
def test() -> None:
    """Send every webhook of the station's file a notice of the type "test"; exit status 1 if one does not take it."""
    services = build(read_config())
    services.load_settings()
    if not services.station.webhooks:
        click.echo("none is configured: the station's file names them as [[webhooks]]")
        return
    now, failed = services.now(), False
    for config in services.station.webhooks:
        notice = StatusNotice(type="test", at=now, status="unknown", was="unknown")
        error = send(config, f"test-{int(now.timestamp())}", notice, services.station.name, now)
        click.echo(f"{'BAD ' if error else 'ok  '} {config.url}{f': {error}' if error else ''}")
        failed = failed or error is not None
    if failed:
        raise SystemExit(1)
