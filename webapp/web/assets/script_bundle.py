"""Which scripts and sheets are served bundled: what `tools/bundle.mjs` has made, where it was made of the files that are here.

In a checkout whose scripts were edited since, pages get the modules themselves, one request each.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import orjson
import structlog

FOLDER = "bundle"
SHEETS = "bundles.json"
"""Says what belongs into which bundle."""

log = structlog.get_logger("assets")


def bundled_files(root: Path) -> Mapping[str, tuple[str, ...]]:
    """Entry → its bundled file, and the chunks that this imports; all are paths under `root`. Empty where nothing is bundled,
    or a source was changed since."""
    try:
        said = orjson.loads((root / FOLDER / "bundle.json").read_bytes())
        changed = [path for path, digest in said["sources"].items() if _digest(root / path) != digest]
        entries = {entry: tuple(files) for entry, files in said["entries"].items()}
    except (FileNotFoundError, orjson.JSONDecodeError, KeyError, AttributeError):
        return {}
    if changed:
        log.info("scripts are served one by one: they were changed since they were bundled", files=changed[:3])
        return {}
    return entries if all((root / file).is_file() for files in entries.values() for file in files) else {}


def packed_file(root: Path, path: str) -> bytes | None:
    """`path` in brotli, made with the bundles; `None` where there is none."""
    try:
        return (root / FOLDER / "br" / f"{path}.br").read_bytes()
    except FileNotFoundError:
        return None


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def joined_sheets(root: Path) -> dict[str, list[tuple[str, str]]]:
    """Sheets served as one file → their parts, each a path under `root` and the medium that it is for (`""` for all)."""
    said = orjson.loads((root / SHEETS).read_bytes())
    joined = {name: [(f"css/{part}.css", "") for part in parts] for name, parts in said["sheets"].items()}
    for name, part in said["print"].items():
        joined[name].append((f"css/{part}.css", "print"))
    return joined
