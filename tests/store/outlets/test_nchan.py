"""Crowds at an nchan: a newcomer gets what stands, whole; what was withdrawn is in no message that it keeps."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from bench.rig.fronts import NGINX_AROUND, program, replaced
from tests.any_store import Store
from tests.conftest import FrozenClock
from tests.ports import free_port
from tests.store.outlets.newsroom import Newsroom
from tests.web.server import wait_for
from webapp.newsroom.outlets.settings import NchanOutlet
from webapp.outlets.item_worker import ItemWorker
from webapp.outlets.nchan import NchanChannel
from webapp.outlets.worker import Surface

MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
RECIPE = Path(__file__).parents[3] / "deploy" / "nchan.conf"

pytestmark = pytest.mark.skipif(not program("nginx") or not MODULE.exists(), reason="needs nginx with nchan")


class Nchan:
    """`deploy/nchan.conf` in a real nginx; only addresses and ports are others."""

    def __init__(self, folder: Path) -> None:
        publisher, listeners = free_port(), free_port()
        self.publisher = f"http://127.0.0.1:{publisher}/publish"
        self.listeners = f"http://127.0.0.1:{listeners}/headlines"
        recipe = replaced(
            RECIPE.read_text(), (r"listen 10\.0\.0\.5:8088", f"listen 127.0.0.1:{publisher}"),
            (r"allow 10\.0\.0\.0/24", "allow 127.0.0.1"), ("listen 80", f"listen 127.0.0.1:{listeners}"),
        )  # fmt: skip
        self._config = folder / "nginx.conf"
        self._config.write_text(f"load_module {MODULE};\n" + NGINX_AROUND.format(folder=folder, recipe=recipe))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen([str(program("nginx")), "-c", str(self._config)], stderr=subprocess.DEVNULL)
        wait_for(lambda: requests.get(self.publisher, timeout=2).status_code)

    def kill(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()

    def newcomer(self) -> dict[str, Any]:
        """The first message that one hears who comes now."""
        with requests.get(self.listeners, headers={"Accept": "text/event-stream"}, stream=True, timeout=5) as heard:
            line = next(line for line in heard.iter_lines(chunk_size=1) if line.startswith(b"data: "))
        return dict(json.loads(line.removeprefix(b"data: ")))


@pytest.fixture
def nchan() -> Iterator[Nchan]:
    with tempfile.TemporaryDirectory(prefix="airwire-nchan-") as folder:
        nchan = Nchan(Path(folder))
        nchan.start()
        yield nchan
        nchan.kill()


@pytest.fixture
def newsroom(store: Store, clock: FrozenClock) -> Newsroom:
    return Newsroom(store, clock)


def crowd(newsroom: Newsroom, nchan: Nchan) -> ItemWorker:
    config = NchanOutlet(id="crowd", kind="nchan", url=nchan.publisher, private=True, priorities=("flash",))
    surface = Surface(config.id, config.id, config.kind, config)
    channel = NchanChannel(config, "Radyo Uno", "https://radio.example", newsroom.view, newsroom.clock)
    return ItemWorker(surface, channel, newsroom.ledger, newsroom.view, newsroom.clock)


def test_a_newcomer_gets_all_that_stands_and_nothing_that_was_withdrawn(newsroom: Newsroom, nchan: Nchan) -> None:
    worker = crowd(newsroom, nchan)
    quake, dam = newsroom.publish("Quake off Aurora"), newsroom.publish("Dam bursts")
    newsroom.publish("Ferry runs again", priority="bulletin")
    newsroom.work(worker)
    newsroom.correct(quake, "Quake off Quezon")
    newsroom.work(worker)
    heard = nchan.newcomer()
    assert heard["station"] == "Radyo Uno"
    assert {item["headline"] for item in heard["breaking"]} == {"Quake off Quezon", "Dam bursts"}
    assert {item["url"] for item in heard["breaking"]} == {
        f"https://radio.example/breaking/{id}" for id in (quake, dam)
    }
    newsroom.withdraw(dam)
    newsroom.work(worker)
    assert "Dam" not in json.dumps(nchan.newcomer())
    assert newsroom.steps(dam, "crowd")[-1] == ("withdrawn", True)
    assert newsroom.entry(dam, "crowd").steps[-1].evidence == "kept by nchan, where nobody listens"


def test_a_crowd_that_was_away_hears_the_truth_once_it_is_back(newsroom: Newsroom, nchan: Nchan) -> None:
    worker = crowd(newsroom, nchan)
    dam = newsroom.publish("Dam bursts")
    newsroom.work(worker)
    nchan.kill()
    newsroom.withdraw(dam)
    newsroom.work(worker)
    assert newsroom.state("crowd").error and newsroom.steps(dam, "crowd")[-1] == ("withdrawn", False)
    nchan.start()
    newsroom.later(minutes=5)
    newsroom.work(worker)
    assert nchan.newcomer()["breaking"] == [] and newsroom.state("crowd").error is None
