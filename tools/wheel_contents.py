"""What a wheel holds beside the package: `static/` and `templates/`, which stand at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("static", "templates")
"""Put inside the package; `webapp/web/folders.py` finds them there."""


class WheelContents(BuildHookInterface[Any]):
    """Adds every file of `FOLDERS` to a wheel, fetched and generated ones too; an editable install needs none of them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises `RuntimeError` where the browser parts have not been fetched: such a wheel would serve broken pages."""
        if version == "editable":
            return
        root = Path(self.root)
        for fetched in ("vendor", "bundle"):
            if not any((root / "static" / fetched).glob("*.js")):
                raise RuntimeError(f"static/{fetched} is empty: run `python3 tools/bootstrap.py setup` first")
        if self.target_name == "wheel":
            build_data["force_include"] |= {
                str(path): f"webapp/{path.relative_to(root).as_posix()}"
                for folder in FOLDERS
                for path in sorted((root / folder).rglob("*"))
                if path.is_file() and not path.name.startswith(".")
            }
