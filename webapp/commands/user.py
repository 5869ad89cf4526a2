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
    """Show the accounts: name, role, whether it has a second factor, and what else there is to know."""
    for account in build(read_config()).staff.accounts():
        factor = "second factor" if account.has_second_factor else "no second factor"
        state = "switched off" if account.is_off else "" if account.password_hash else "no password yet"
        click.echo("\t".join(filter(None, [account.name, account.role, factor, state])))


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


@user.command("reset-second-factor")
@click.argument("name")
@errors_in_words
def reset_second_factor(name: str) -> None:
    """Take passkeys, authenticator app and recovery codes from the account NAME; its open sessions end, its password stays."""
    services = build(read_config())
    before = services.staff.account(name)
    if before is None:
        raise click.ClickException(f"there is no account {name!r}")
    after = services.staff.change(name, lambda account, others: account.without_second_factor())
    if before.code_app:
        services.code_apps.forget(before.code_app.id)
    note(services, "second factor reset", after.name)
    needs = after.needs_second_factor(services.station.people)
    click.echo(f"{after.name} signs in by the password alone{', and sets a second factor up first' if needs else ''}.")
