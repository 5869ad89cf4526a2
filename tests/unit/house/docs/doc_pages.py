"""The pages of the docs, their samples, and what the application says to a command or an address that stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter, RequestRedirect

from webapp.app import create_app
from webapp.cli import main
from webapp.wiring.config import Config

ROOT = Path(__file__).parents[4]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^( *)```([\w-]*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SETTINGS = {name.upper() for name in Config.model_fields}

ROUTES: MapAdapter = create_app(redis_url="redis://127.0.0.1:1", secret_key="x" * 40).url_map.bind("station.example")


class Sample(NamedTuple):
    """A fenced block: its page, the line where it begins, what it is labelled as, and its text."""

    page: Path
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{name(self.page)}:{self.line}"


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def samples() -> Iterator[Sample]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in BLOCK.finditer(text):
            lines = [line.removeprefix(block[1]) for line in block[3].splitlines()]
            yield Sample(page, text[: block.start()].count("\n") + 1, block[2], "\n".join(lines) + "\n")


def inline(page: Path) -> list[str]:
    """What stands in backticks within sentences and tables."""
    return re.findall(r"`([^`\n]+)`", BLOCK.sub("", page.read_text("utf-8")))


def wrong_with_command(arguments: list[str]) -> str | None:
    """Why `airwire` would not take these arguments. Nothing is run."""
    command: click.Command = main
    context = click.Context(main, info_name="airwire")
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        found = command.get_command(context, arguments[0])
        if found is None:
            return f"there is no {arguments[0]!r}"
        command, arguments = found, arguments[1:]
        context = click.Context(command, parent=context, info_name=command.name)
    try:
        command.make_parser(context).parse_args([word for word in arguments if word not in ("…", "[FROM]")])
    except click.UsageError as error:
        return error.format_message()
    return None


def wrong_with_address(address: str, method: str | None) -> str | None:
    """Why the application would not answer, by `method` or by any; a call of the API may stand without `/api/v1`."""
    path = re.sub(r"^https?://[^/]+", "", address).partition("?")[0] or "/"
    path = re.sub(r"<[\w-]+>", "1", path).replace("-1.js", "-0123456789abcdef.js")
    wrong = f"{address}: there is no such address"
    for one in (path, f"/api/v1{path}"):
        try:
            ROUTES.match(one, method=method or "GET")
        except RequestRedirect:
            return None
        except MethodNotAllowed:
            if method is None:
                return None
            wrong = f"{address}: not with {method}"
        except HTTPException:
            continue
        else:
            return None
    return wrong
