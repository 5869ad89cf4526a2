"""Reads to send: reader cookies, articles and the read tokens that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.rig.web_peers import SECRET
from webapp.newsroom.reads.identity import READER_COOKIE, ReaderSeals, by_cookie

ARTICLES = 30
SEALS = ReaderSeals(SECRET)


def cookie(reader: str) -> str:
    """The `Cookie` header of `reader`."""
    return f"{READER_COOKIE}={SEALS.cookie(reader)}"


def token(article: str, reader: str, nonce: str, now: datetime) -> str:
    """A read token issued ten seconds before `now`."""
    return SEALS.token(article, [by_cookie(reader)], now - timedelta(seconds=10), nonce)


def lines(run: str, readers: int, each: int) -> Iterator[str]:
    """One line a read, `cookie<TAB>JSON body`; each of `readers` opens `each` articles once."""
    now = datetime.now(UTC)
    for r in range(readers):
        reader = f"{run}-{r}"
        kept = cookie(reader)
        for a in range(each):
            article = f"story-{a % ARTICLES}"
            read = {"article": article, "token": token(article, reader, f"{run}{r}x{a}", now)}
            yield f"{kept}\t{json.dumps(read, separators=(',', ':'))}\n"


def write(path: Path, run: str, readers: int, each: int) -> Path:
    """Writes `lines` to `path` and returns it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        file.writelines(lines(run, readers, each))
    return path
