"""`python -m bench.importing`: how fast articles of feeds come in, beside the release before. About 3 minutes.

Each build imports the same RSS files by its own command into a store of its own, in turns.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict, write_between
from bench.rig.previous import THIS, Build, previous
from bench.search.corpus import Words
from tests.ports import free_port
from webapp.store.server.valkey import find_server

STORIES_PER_FEED = 500
"""As many as are taken of one document."""

GOAL = 2.0
START = datetime(2026, 3, 2, tzinfo=UTC)


def feeds(folder: Path, stories: int) -> list[str]:
    """RSS files with `stories` stories in all, of about 2 kB each, in two languages."""
    dice = random.Random(4)
    words = [Words(language, dice) for language in ("en", "fil")]
    files = []
    for first in range(0, stories, STORIES_PER_FEED):
        items = [_item(first + n, words[n % 2]) for n in range(min(STORIES_PER_FEED, stories - first))]
        host = f"https://news{first}.radyo.example"
        files.append(folder / f"feed-{first}.xml")
        files[-1].write_text(
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>News</title><link>{host}/</link><description>News</description>{''.join(items)}</channel></rss>",
            "utf-8",
        )
    return list(map(str, files))


def _item(number: int, words: Words) -> str:
    host, when = number // STORIES_PER_FEED * STORIES_PER_FEED, START - timedelta(minutes=number)
    title = " ".join(words.some(7)).capitalize()
    paragraphs = "".join(f"<p>{' '.join(words.some(40))} {' '.join(words.some(15, True))}.</p>" for _ in range(5))
    link = f"https://news{host}.radyo.example/2026/03/story-{number}"
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink='false'>story-{number}</guid>"
        f"<pubDate>{format_datetime(when)}</pubDate><category>News</category>"
        f"<content:encoded>{escape(paragraphs)}</content:encoded></item>"
    )


@contextlib.contextmanager
def store() -> Iterator[str]:
    """The address of an empty store."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        process = subprocess.Popen([str(find_server()), *options], stdout=subprocess.DEVNULL)
        try:
            time.sleep(1)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait()


@dataclass
class Totals:
    """What one build did: stories, seconds on the clock, and of CPU."""

    stories: int = 0
    took_s: float = 0.0
    cpu_s: float = 0.0

    def bring(self, build: Build, address: str, file: str) -> None:
        """Imports `file` by the build's own command, whose start is counted too."""
        env = {"REDIS_URL": address, "SECRET_KEY": "only for this run, and for no other", "AIRWIRE_DEMO": "0"}
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        said = subprocess.run(
            [build.python, "-m", "webapp.cli", "import", file],
            env=os.environ | env | {"LOG_LEVEL": "ERROR"}, cwd=build.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        stories = sum(line.startswith(("imported", "unchanged")) for line in said.stdout.splitlines())
        if not stories:
            raise RuntimeError(f"{build.name} imported nothing: {said.stdout[-300:]} {said.stderr[-300:]}")
        self.stories += stories
        self.took_s += time.monotonic() - began
        self.cpu_s += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    @property
    def figures(self) -> tuple[float, float]:
        """Stories a second, and milliseconds of CPU a story."""
        return self.stories / self.took_s, self.cpu_s * 1000 / self.stories


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parse.add_argument("--articles", type=int, default=10_000)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    builds = [previous(), THIS]
    totals = {build.name: (Totals(), Totals()) for build in builds}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        files = feeds(Path(folder), asked.articles)
        stores = {build.name: running.enter_context(store()) for build in builds}
        # Short turns: whatever else the machine does, it does to both.
        for turn, file in enumerate(files):
            for build in builds if turn % 2 else reversed(builds):
                for total in totals[build.name]:
                    total.bring(build, stores[build.name], file)
    rows = [(name, *new.figures, *again.figures) for name, (new, again) in totals.items()]
    ratios = [rows[1][1] / rows[0][1], rows[0][2] / rows[1][2], rows[1][3] / rows[0][3], rows[0][4] / rows[1][4]]
    lines = [
        [name, *(f"{value:.1f}" if n % 2 else f"{value:,.0f}" for n, value in enumerate(values))]
        for name, *values in rows
    ]
    text = "\n".join([
        f"Machine: {machine()}. {asked.articles:,} articles in {len(files)} feeds.", "",
        table(["", "new, a second", "CPU of each, ms", "unchanged, a second", "CPU of each, ms"],
              [*lines, ["×", *(f"{ratio:.2f}" for ratio in ratios)]]), "",
        verdict("new articles a second, of the release before", ratios[0], GOAL),
    ])  # fmt: skip
    print(text)
    if asked.docs:
        write_between("bench.importing", text)
    return 0 if ratios[0] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
