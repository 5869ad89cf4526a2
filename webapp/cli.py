"""`airwire`: Flask's command group with ours in it. A command is loaded when it is called, so `--help` needs no store."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup, routes_command, shell_command

from webapp.processes.logs import configure

COMMANDS = {
    "init": ("webapp.commands.init:init", "Make the station's file from its site's address."),
    "up": ("webapp.commands.up:up", "Run everything on this machine: store, web, clock, monitor and outlets."),
    "clock": ("webapp.commands.clock:clock", "Run the clock: segments, expiry, most read, articles from feeds."),
    "monitor": ("webapp.commands.monitor:monitor", "Run the monitor: is the stream on the air?"),
    "outlets": (
        "webapp.commands.outlets:outlets",
        "Run the outlets: headlines to surfaces beyond our pages, and webhooks.",
    ),
    "mos": ("webapp.commands.mos:mos", "Run MOS: running orders from the newsroom's own system become the rundown."),
    "user": ("webapp.commands.user:user", "Staff accounts for the control panel."),
    "token": ("webapp.commands.token:token", "Bearer tokens by which newsroom systems use the API."),
    "audit": ("webapp.commands.audit:audit", "Who did what, and who came in."),
    "import": ("webapp.commands.import_:import_", "Bring in articles from files or addresses."),
    "settings": ("webapp.commands.settings:settings", "The station's settings."),
    "schedule": ("webapp.commands.schedule:schedule", "The programme grid: who is on when."),
    "webhook": ("webapp.commands.webhook:webhook", "Webhooks that are notified when the station's status changes."),
    "backup": ("webapp.commands.backup.backup:backup", "Back the station up while it runs."),
    "restore": ("webapp.commands.backup.restore:restore", "Restore a backup into an empty place."),
    "upgrade-check": (
        "webapp.commands.backup.upgrade_check:upgrade_check",
        "Say what this version would change, before it is started.",
    ),
    "check": ("webapp.commands.check:check", "Say what is wrong with this set-up; exit status 1 if anything is."),
}
"""Name → `module:attribute`, and the line that `airwire --help` shows."""


class Airwire(FlaskGroup):
    """Lists and finds our commands without building the application, as Flask's own group would."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a command that logs warnings only; long-running roles configure their own logging."""
        configure("WARNING")
        return super().__call__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *self.commands]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return self.commands.get(name)
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, line) for name, (_, line) in COMMANDS.items()]
        rows += [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def create_app() -> Flask:
    """The application for Flask's own commands. Raises `ClickException` for settings that cannot be used."""
    from webapp import create_app as create
    from webapp.commands.errors import errors_in_words

    return errors_in_words(create)()


# `flask run` is left out: its server has no websockets and does not follow the log. Use `airwire up`.
group = Airwire(
    name="airwire",
    help="The live companion of a radio-news station.",
    create_app=create_app,
    add_default_commands=False,
    load_dotenv=False,
)
group.params = []  # Flask's options choose an application and a settings file; here there is one, set by the environment
group.add_command(routes_command)
group.add_command(shell_command)
main = click.version_option(package_name="airwire")(group)

if __name__ == "__main__":
    main(prog_name="airwire")
