"""`python -m bench.http`: documents from memory, next to a bare Flask view and a bare WSGI callable. About 3 minutes."""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bench.marks import table, verdict, write_between
from bench.peers import BUILD, Peer
from bench.report import machine
from bench.web_peers import airwire_web, bare, store
from bench.wrk import Measured, prepare, wrk
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.wiring.config import read_config
from webapp.wiring.services import build

PATHS = ("/api/v1/snapshot", "/embed/ticker.json", "/")
DESK = Actor(name="bench", role="system")


def fill(store_url: str) -> None:
    """A newsroom as on an ordinary day."""
    services = build(read_config(redis_url=store_url, secret_key="x" * 32))
    now = datetime.now(UTC)
    for n in range(30):
        published = now - timedelta(minutes=n)
        story = Article(
            slug=f"story-{n}", title=f"Story {n} of the day", body_html="<p>Text.</p>" * 20, published_at=published
        )
        services.desk.put_article(story.model_copy(update={"source": story.slug}), DESK, now)
    for n in range(5):
        services.desk.publish_breaking(BreakingDraft(headline=f"Headline {n}", priority="urgent"), DESK, now)
    services.reads.seed({f"story-{n}": 300 - n for n in range(20)}, services.articles.newest(30), now)
    services.desk.rank_most_read(services.reads.rank(now), now)


def keep_answers(peer: Peer) -> None:
    """Airwire's bodies, for those that only repeat them."""
    folder = BUILD / "answers"
    folder.mkdir(parents=True, exist_ok=True)
    for path in PATHS:
        with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}{path}", timeout=10) as answer:
            (folder / f"page{path.replace('/', '.')}").write_bytes(answer.read())


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.http", description=__doc__)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--seconds", type=int, default=4)
    parse.add_argument("--docs", action="store_true", help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    prepare()
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    with store() as url:
        fill(url)
        peers: list[Callable[[], contextlib.AbstractContextManager[Peer]]] = [
            lambda: airwire_web(url),
            lambda: bare("bare WSGI callable", "wsgi", url),
            lambda: bare("bare Flask view", "flask", url),
        ]
        for number in range(asked.rounds):
            for start in peers:
                with start() as peer:
                    if peer.name == "Airwire":
                        keep_answers(peer)
                    for path in PATHS:
                        found[peer.name, path].append(wrk(peer, path, asked.seconds))
                        print(f"round {number + 1}: {peer.name} {path} {found[peer.name, path][-1]}", file=sys.stderr)
                    if peer.name == "Airwire":
                        found[peer.name, "304"].append(_unchanged(peer, asked.seconds))
    text = _text(found, asked.rounds)
    print(text)
    if asked.docs:
        write_between("bench.http", text)
    return 0


def _unchanged(peer: Peer, seconds: int) -> Measured:
    with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}/embed/ticker.json", timeout=10) as answer:
        tag = answer.headers["ETag"]
    return wrk(peer, "/embed/ticker.json", seconds, fields=(f"If-None-Match: {tag}",))


def _text(found: dict[tuple[str, str], list[Measured]], rounds: int) -> str:
    middle = {key: statistics.median(m.a_second for m in measured) for key, measured in found.items()}
    cpu = {key: statistics.median(m.cpu_us for m in measured) for key, measured in found.items()}
    names = list(dict.fromkeys(name for name, _ in found))
    cells = [[path, *(f"{middle[name, path]:,.0f} ({cpu[name, path]:.0f} µs)" for name in names)] for path in PATHS]
    unchanged = f"`304` of the ticker, from memory: {middle['Airwire', '304']:,.0f} a second."
    goals = [
        verdict(f"{path} by {other}", cpu[other, path] / cpu["Airwire", path], goal)
        for path in PATHS
        for other, goal in (("bare Flask view", 1.5), ("bare WSGI callable", 0.9))
    ]
    return "\n".join([
        f"Machine: {machine()}. Medians of {rounds} rounds: answers a second and core (the server's CPU time for each; the",
        "ratios are of that, which holds on a busy machine too).", "",
        table(["", *names], cells), "", unchanged, "", *goals,
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
