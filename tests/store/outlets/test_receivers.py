"""Car radios and tuners: the headline on the label, and another text once it is withdrawn."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.any_store import Store
from tests.conftest import FrozenClock
from tests.store.outlets.newsroom import Newsroom
from webapp.newsroom.outlets.settings import DlsOutlet, OutletConfig, RdsOutlet
from webapp.outlets.display_worker import DisplayWorker
from webapp.outlets.outlet import Display
from webapp.outlets.receivers.dls import DlsFile
from webapp.outlets.receivers.rds import RdsEncoder
from webapp.outlets.worker import Surface


@pytest.fixture
def newsroom(store: Store, clock: FrozenClock) -> Newsroom:
    return Newsroom(store, clock)


def worker(newsroom: Newsroom, display: Display, config: OutletConfig) -> DisplayWorker:
    surface = Surface(config.id, config.id, "receiver", config)
    return DisplayWorker(surface, display, newsroom.ledger, newsroom.view, "Radyo Uno", newsroom.clock)


def test_the_dab_label_is_replaced_whole_and_blanked_with_the_withdrawal(newsroom: Newsroom, tmp_path: Path) -> None:
    config = DlsOutlet(id="dab", kind="dls", path=str(tmp_path / "dls.txt"), between="")
    dab, label = worker(newsroom, DlsFile(config), config), tmp_path / "dls.txt"
    newsroom.work(dab)
    item = newsroom.publish("Rice at ₱15 – in “Kadiwa” stores")
    newsroom.work(dab)
    assert label.read_text("utf-8").splitlines() == [
        "##### parameters { #####", "DL_PLUS=1", "DL_PLUS_ITEM_TOGGLE=1", "DL_PLUS_ITEM_RUNNING=0", "DL_PLUS_TAG=12 0 31",
        "##### parameters } #####", 'Rice at P15 - in "Kadiwa" stores',
    ]  # fmt: skip
    assert (
        label.stat().st_mode & 0o777 == 0o644
        and newsroom.entry(item, "dab").steps[0].evidence == "file written: 32 bytes"
    )
    newsroom.withdraw(item)
    newsroom.work(dab)
    assert label.read_text("utf-8").endswith("##### parameters } #####\n\n")
    assert newsroom.steps(item, "dab")[-1] == ("withdrawn", True)
    assert list(tmp_path.iterdir()) == [label], "nothing half-written stays"


def test_a_folder_that_is_not_there_is_said_and_the_label_is_written_once_it_is(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    config = DlsOutlet(id="dab", kind="dls", path=str(tmp_path / "pad" / "dls.txt"))
    dab = worker(newsroom, DlsFile(config), config)
    newsroom.work(dab)
    assert newsroom.state("dab").error == f"{tmp_path}/pad/dls.txt: No such file or directory"
    (tmp_path / "pad").mkdir()
    newsroom.later(seconds=2)
    newsroom.work(dab)
    assert (tmp_path / "pad" / "dls.txt").read_text("utf-8").endswith("\nRadyo Uno\n")


class Encoder:
    """An RDS encoder's port: takes lines and answers each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.answer = b"+\r\n"
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as said:
                self.lines.append(said.readline().decode("ascii"))
                connection.sendall(self.answer)

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def encoder() -> Iterator[Encoder]:
    encoder = Encoder()
    yield encoder
    encoder.close()


def test_the_rds_encoder_gets_ascii_of_64_characters_and_its_answer_is_the_evidence(
    newsroom: Newsroom, encoder: Encoder
) -> None:
    config = RdsOutlet(id="fm", kind="rds", host="127.0.0.1", port=encoder.port, private=True, prefix="FLASH: ")
    fm = worker(newsroom, RdsEncoder(config), config)
    newsroom.work(fm)
    item = newsroom.publish("Rice at ₱15 – the “Kadiwa” stores of Ñuñoa open again tomorrow at six")
    newsroom.work(fm)
    newsroom.withdraw(item)
    newsroom.work(fm)
    first, second, third = encoder.lines
    assert first == third == "TEXT=Radyo Uno\r\n"
    assert second == 'TEXT=FLASH: Rice at P15 - the "Kadiwa" stores of Nunoa open again...\r\n'
    assert newsroom.entry(item, "fm").steps[0].evidence == "sent; the encoder answered '+'"


def test_an_encoder_that_refuses_or_is_in_another_network_is_said(newsroom: Newsroom, encoder: Encoder) -> None:
    config = RdsOutlet(id="fm", kind="rds", host="127.0.0.1", port=encoder.port, private=True)
    encoder.answer = b"!\r\n"
    fm = worker(newsroom, RdsEncoder(config), config)
    newsroom.work(fm)
    assert newsroom.state("fm").error == "the encoder answers '!'"
    public = config.model_copy(update={"private": False, "id": "other"})
    other = worker(newsroom, RdsEncoder(public), public)
    newsroom.work(other)
    assert "inside a network" in (newsroom.state("other").error or "") and len(encoder.lines) == 1
