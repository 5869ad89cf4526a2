"""`airwire user`: staff accounts."""

from __future__ import annotations

import sys

import click

from webapp.commands.errors import errors_in_words
from webapp.commands.operator import note
from webapp.newsroom.staff import DUTIES
from webapp.wiring.config import read_config
from webapp.wiring.services import build

ROLE = click.Choice(list(DUTIES))
PEOPLE = click.Choice([role for role in DUTIES if role != "encoder"])


@click.group("user")
def user() -> None:
    """Staff accounts for the control panel."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=PEOPLE, required=True, help="what the account may do")
@click.option("--password-stdin", is_flag=True, help="read the password from standard input instead of asking")
@errors_in_words
def add(name: str, role: str, password_stdin: bool) -> None:
    """Make the account NAME, or give it another role and password: its open sessions end."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    services = build(read_config())
    services.load_settings()
    account = services.staff.set_account(name, role, password, [services.station.name])
    note(services, "account made", f"{account.name} as {account.role}")
    click.echo(f"{account.name} may sign in at /panel/ as {account.role}.")


@user.command("list")
@errors_in_words
def list_() -> None:
    """Show the accounts and their roles."""
    for account in build(read_config()).staff.accounts():
        click.echo(f"{account.name}\t{account.role}")


@user.command("remove")
@click.argument("name")
@errors_in_words
def remove(name: str) -> None:
    """Remove the account NAME; its open sessions end."""
    services = build(read_config())
    services.load_settings()
    if not services.staff.remove(name):
        raise click.ClickException(f"there is no account {name!r}")
    note(services, "account removed", name)
    click.echo(f"{name} may no longer sign in.")
