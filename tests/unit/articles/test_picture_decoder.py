"""Strangers' pictures are decoded in a process of its own, which can be lost without loss."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.articles.test_pictures import opened, photo
from webapp.pictures import resize_worker
from webapp.pictures.errors import UnusablePicture
from webapp.pictures.resize_worker import Resizers


@pytest.fixture
def resizers() -> Iterator[Resizers]:
    made = Resizers()
    yield made
    made.close()


def pid(resizers: Resizers) -> int:
    [worker] = resizers._idle
    assert worker.pid
    return worker.pid


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_the_decoder_makes_every_format_and_opens_nothing_for_it(resizers: Resizers, kind: str) -> None:
    assert opened(resizers.resized(photo(kind=kind), 640, "webp")).size == (640, 360)
    limits = Path(f"/proc/{pid(resizers)}/limits").read_text().splitlines()
    files = next(line.split() for line in limits if line.startswith("Max open files"))
    assert files[3:5] == ["3", "3"] and pid(resizers) != os.getpid()


def test_it_says_why_there_is_no_picture_and_makes_the_next(resizers: Resizers) -> None:
    for data, why in ((b"<html>", "cannot be decoded"), (photo(21_000, 1), "pixels"), (b"", "cannot be decoded")):
        with pytest.raises(UnusablePicture, match=why):
            resizers.resized(data, 640, "jpg")
    assert opened(resizers.resized(photo(), 320, "jpg")).width == 320


@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP])
def test_a_picture_over_which_it_dies_or_hangs_is_none_and_the_next_is_made(
    resizers: Resizers, monkeypatch: pytest.MonkeyPatch, trouble: signal.Signals
) -> None:
    monkeypatch.setattr(resize_worker, "RESIZE_TIMEOUT_S", 0.5)
    resizers.resized(photo(8, 8), 8, "jpg")
    os.kill(first := pid(resizers), trouble)
    with pytest.raises(UnusablePicture, match="cannot be decoded: "):
        resizers.resized(photo(8, 8), 8, "jpg")
    assert not Path(f"/proc/{first}").exists()
    assert opened(resizers.resized(photo(8, 8), 8, "jpg")).width == 8
