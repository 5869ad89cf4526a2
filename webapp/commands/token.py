"""`airwire token`: bearer tokens for newsroom systems."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import click

from webapp.commands.errors import errors_in_words
from webapp.commands.operator import note
from webapp.commands.user import ROLE
from webapp.newsroom.staff import DUTIES
from webapp.newsroom.times import rfc3339
from webapp.wiring.config import read_config
from webapp.wiring.services import build

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Duration(click.ParamType[timedelta]):
    """How long from now: `90d`, `12h` or `6w`."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"([1-9]\d{0,3})([hdw])", str(value))
        if not found:
            self.fail(f"{value!r} is no time such as 90d, 12h or 6w", param, ctx)
        return int(found[1]) * _UNITS[found[2]]


@click.group("token")
def token() -> None:
    """Bearer tokens by which newsroom systems use the API."""


@token.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True, help="what the system may do")
@click.option("--expires", type=Duration(), help="after how long it is void: 90d, 12h or 6w; without it never")
@click.option("--may-flash-alone", is_flag=True, help="its flashes need no second person's approval")
@errors_in_words
def add(name: str, role: str, expires: timedelta | None, may_flash_alone: bool) -> None:
    """Make a token for the system NAME. It is printed once and kept nowhere."""
    services = build(read_config())
    staff, until = services.staff, services.now() + expires if expires else None
    if earlier := staff.tokens_of(name):
        click.echo(f"note: {earlier} earlier of {name} stay valid; 'airwire token remove {name}' voids all", err=True)
    made = staff.add_token(name, role, until, may_flash_alone=may_flash_alone)
    alone = ", may flash alone" if may_flash_alone else ""
    note(services, "token made", f"{name} as {role}, {_until(until)}{alone}")
    click.echo(made)


@token.command("list")
@errors_in_words
def list_() -> None:
    """Show the tokens: name, role, when each was made, until when it is good, and the beginning of its hash."""
    services = build(read_config())
    now, tokens = services.now(), services.staff.tokens()
    for hashed, token in tokens:
        made = f"made {rfc3339(token.made_at)}" if token.made_at else "made some time ago"
        good = "expired" if token.is_over(now) else _until(token.expires_at)
        alone = ", may flash alone" if token.may_flash_alone else ""
        click.echo(f"{token.name}\t{token.role}\t{made}\t{good}{alone}\t{hashed}")
    if not tokens:
        click.echo(f"there are none; 'airwire token add NAME --role {'|'.join(DUTIES)}' makes one", err=True)


@token.command("remove")
@click.argument("name")
@errors_in_words
def remove(name: str) -> None:
    """Void every token that was given out under NAME."""
    services = build(read_config())
    gone = services.staff.remove_tokens(name)
    if not gone:
        raise click.ClickException(f"no token was given out under {name!r}")
    note(services, "tokens removed", f"{gone} of {name}")
    click.echo(f"{gone} token{'s' if gone > 1 else ''} of {name} void.")


def _until(at: datetime | None) -> str:
    return f"good until {rfc3339(at)}" if at else "good until it is removed"
