"""`airwire token`: bearer tokens for newsroom systems."""

from __future__ import annotations

import click

from webapp.commands.told import told
from webapp.commands.user import ROLE
from webapp.config import read_config
from webapp.services import build


@click.group("token")
def token() -> None:
    """Bearer tokens by which newsroom systems use the API."""


@token.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True, help="what the system may do")
@told
def add(name: str, role: str) -> None:
    """Make a token for the system NAME. It is printed once and kept nowhere."""
    staff = build(read_config()).staff
    if earlier := staff.tokens_of(name):
        click.echo(f"note: {earlier} earlier of {name} stay valid; 'airwire token remove {name}' voids all", err=True)
    click.echo(staff.add_token(name, role))


@token.command("remove")
@click.argument("name")
@told
def remove(name: str) -> None:
    """Void every token that was given out under NAME."""
    gone = build(read_config()).staff.remove_tokens(name)
    if not gone:
        raise click.ClickException(f"no token was given out under {name!r}")
    click.echo(f"{gone} token{'s' if gone > 1 else ''} of {name} void.")
