"""DAB's dynamic label: the file that ODR-PadEnc reads before each transmission, replaced by a rename and never half written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from webapp.newsroom.outlets.dls import NEWS, PROGRAMME, STATION, dls_file, dls_text, text_of, toggle_of
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.scene import Scene, line
from webapp.newsroom.outlets.settings import DlsOutlet
from webapp.outlets.outlet import OutletFailed


class DlsFile:
    """A `Display`. What stands in the file is what goes out next; receivers keep the label until then."""

    def __init__(self, config: DlsOutlet) -> None:
        self._config = config
        self._path = Path(config.path)

    def show(self, scene: Scene, at: datetime) -> Evidence:
        text, before = dls_text(line(scene, self._config)), self._read()
        toggle = toggle_of(before) if text_of(before) == text else 1 - toggle_of(before)
        self._write(dls_file(text, _parts(scene), toggle))
        if text_of(self._read()) != text:
            raise OutletFailed(f"somebody else writes to {self._path}")
        return Evidence(text=f"file written: {len(text)} bytes" if text else "file written: blank")

    def still_shows(self, scene: Scene) -> bool:
        return text_of(self._read()) == dls_text(line(scene, self._config))

    def _read(self) -> str:
        try:
            return self._path.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise OutletFailed(f"{self._path}: {error.strerror}", reached=False) from None

    def _write(self, text: str) -> None:
        made: str | None = None
        try:
            descriptor, made = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                os.fchmod(file.fileno(), 0o644)  # the encoder is somebody else
            Path(made).replace(self._path)
        except OSError as error:
            if made:
                with suppress(OSError):
                    Path(made).unlink()
            raise OutletFailed(f"{self._path}: {error.strerror}", reached=False) from None


def _parts(scene: Scene) -> list[tuple[int, str]]:
    """What parts of the label may be, the first first."""
    if scene.headline:
        return [(NEWS, scene.headline.headline)]
    programme = scene.on_air.programme
    return [*([(PROGRAMME, programme.title)] if programme else []), (STATION, scene.station)]
