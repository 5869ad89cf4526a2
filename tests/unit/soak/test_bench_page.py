"""Figures in the docs are of a quiet machine, and the page knows its benches and what is met of their goals."""

from __future__ import annotations

import argparse

import pytest

from bench.page import quiet
from bench.page.__main__ import goals
from bench.rig.docs_table import PAGE
from bench.rig.processes import ROOT

BENCH = ROOT / "bench"


def parser() -> argparse.ArgumentParser:
    parse = argparse.ArgumentParser()
    parse.add_argument("--docs", action=quiet.IntoDocs)
    return parse


def test_a_busy_machine_writes_no_docs_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quiet, "busy_share", lambda: 0.42)
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["--docs"])
    assert ended.value.code == 1 and "42% of this machine is in use" in capsys.readouterr().err
    assert parser().parse_args([]).docs is False, "what is only printed may come from any machine"


def test_a_machine_writes_docs_once_it_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = iter([0.42, 0.2, 0.02])
    monkeypatch.setattr(quiet, "busy_share", lambda: next(shares))
    assert parser().parse_args(["--docs"]).docs is True and not list(shares)


def test_the_share_of_a_machine_that_is_used_is_that_of_all_its_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([(100, 200), (130, 250)])
    monkeypatch.setattr(quiet, "_times", lambda: next(ticks))
    assert quiet.busy_share(0) == pytest.approx(0.4)


def test_the_page_has_each_bench_once_with_its_goals() -> None:
    found = goals(PAGE.read_text())
    assert {"bench", "bench.storm", "bench.reads", "bench.publish"} <= found.keys()
    assert all(line.startswith(("- met: ", "- MISSED: ")) for lines in found.values() for line in lines)
    assert any(found.values())


def test_no_bench_writes_into_the_page_from_a_busy_machine() -> None:
    for name in goals(PAGE.read_text()):
        module = BENCH.joinpath(*name.split(".")[1:])
        source = module.with_suffix(".py") if module.with_suffix(".py").exists() else module / "__main__.py"
        assert '"--docs", action=IntoDocs' in source.read_text(), name
