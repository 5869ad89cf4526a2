"""`airwire audit`: who did what, and who came in."""

from __future__ import annotations

from itertools import islice
from typing import Literal

import click
import orjson

from webapp.commands.errors import errors_in_words
from webapp.commands.operator import note, operator_name
from webapp.newsroom.audit.entry import TRAILS, Trail
from webapp.newsroom.audit.export import csv_head, csv_line, json_line
from webapp.newsroom.audit.gaps import Gap
from webapp.newsroom.audit.query import asked
from webapp.processes.output_lines import printable
from webapp.store.audit.trimming import put_gap
from webapp.wiring.config import read_config
from webapp.wiring.services import build

TRAIL = click.Choice(TRAILS)


@click.group("audit", invoke_without_command=True)
@click.option("--access", is_flag=True, help="who signed in, tried to, or was refused, instead of who changed what")
@click.option("--rows", default=50, show_default=True, type=click.IntRange(1, 10_000_000), help="how many, the newest")
@click.option("--by", default="", help="only what this person or system did")
@click.option(
    "--act", default="", help="only acts of this kind (headlines, air, articles, accounts …), or one: 'cut to'"
)
@click.option("--item", default="", help="only what was done to this headline or article: its id or slug")
@click.option("--from", "since", default="", help="not before this date of the station, or RFC 3339 time")
@click.option("--to", "until", default="", help="not after this date, or before this time")
@click.option("--find", default="", help="only entries with all these words")
@click.option(
    "--format", "form", default="text", type=click.Choice(["text", "csv", "jsonl"]), help="the last two: newest first"
)
@click.pass_context
@errors_in_words
def audit(
    context: click.Context, access: bool, rows: int, by: str, act: str, item: str, since: str, until: str, find: str,
    form: Literal["text", "csv", "jsonl"],
) -> None:  # fmt: skip
    """Who did what, and who came in. The oldest first, an entry a line."""
    if context.invoked_subcommand:
        return
    services = build(read_config())
    given = {"by": by, "act": act, "item": item, "q": find, "from": since, "to": until}
    query = asked(given, services.station.tz, ("access" if access else "changes",))
    found = (row.plain for row in islice(services.audit.every(query), rows))
    if form != "text":
        click.echo(csv_head() if form == "csv" else "", nl=False)
        for row in found:
            click.echo(csv_line(row) if form == "csv" else json_line(row), nl=False)
        return
    listed = list(found)
    for row in reversed(listed):
        click.echo(printable(f"{row['at']}  {row['by']} ({row['role']})  {row['did']}: {row['what']}"))
    if not listed:
        click.echo("nothing yet")


@audit.command("trim")
@errors_in_words
def trim() -> None:
    """Drop what is older or more than is set. The clock does so by itself.

    AIRWIRE_AUDIT_DAYS and AIRWIRE_AUDIT_ENTRIES say what is kept.
    """
    services = build(read_config())
    dropped = sum(trimming.trim(services.now()) for trimming in services.audit_trimmings)
    click.echo(f"{dropped} entries dropped and signed for")


@audit.command("accept")
@click.argument("first", type=click.IntRange(min=1))
@click.argument("last", type=click.IntRange(min=1), required=False)
@click.option("--trail", type=TRAIL, default="changes", show_default=True, help="which record")
@click.option("--note", "why", required=True, help="what is known of it; it stays with the record")
@errors_in_words
def accept(first: int, last: int | None, trail: Trail, why: str) -> None:
    """Note that damage to entries FIRST to LAST is known.

    `airwire check` then names it no more. Nothing is repaired, and that it was accepted, by whom and why is itself in the
    record.
    """
    if (last := last or first) < first:
        raise click.ClickException("LAST must not be before FIRST")
    services = build(read_config())
    note(services, "record damage accepted", f"{trail} {first} to {last}: {why}"[:300])
    gap = Gap(
        trail=trail, first=first, last=last, why="accepted", at=services.now(), by=operator_name(), note=why[:300]
    )
    signed = gap.signed(services.chains.key)
    put_gap(services.store, signed)
    click.echo(f"entries {first} to {last}: accepted. " + orjson.dumps(signed.dump()).decode())
