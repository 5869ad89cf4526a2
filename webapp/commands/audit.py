"""`airwire audit`: who did what, and who came in."""

from __future__ import annotations

import click

from webapp.commands.errors import errors_in_words
from webapp.processes.output_lines import printable
from webapp.wiring.config import read_config
from webapp.wiring.services import build


@click.command("audit")
@click.option("--access", is_flag=True, help="who signed in, tried to, or was refused, instead of who changed what")
@click.option("--rows", default=50, show_default=True, type=click.IntRange(1, 20_000), help="how many, the newest")
@errors_in_words
def audit(access: bool, rows: int) -> None:
    """Who did what, and who came in. The oldest first, a row a line."""
    found = build(read_config()).audit.newest(rows, "access" if access else "changes")
    for row in reversed(found):
        click.echo(printable(f"{row['at']}  {row['by']} ({row['role']})  {row['did']}: {row['what']}"))
    if not found:
        click.echo("nothing yet")
