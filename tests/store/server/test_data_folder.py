"""The data folder is the station's alone: what is in it opens everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.store.server.folder import DataFolder
from webapp.store.server.valkey import StoreFailed


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("was", [0o755, 0o750, 0o777])
def test_a_new_folder_that_others_may_look_into_is_closed_to_them(tmp_path: Path, was: int) -> None:
    folder = tmp_path / "station"
    folder.mkdir()
    folder.chmod(was)
    with DataFolder(folder):
        assert mode(folder) == 0o700
    folder.chmod(0o755)  # by somebody, later
    with DataFolder(folder):
        assert mode(folder) == 0o700


def test_a_folder_with_other_things_in_it_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "everybodys"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "letter.txt").write_text("Dear all")
    with pytest.raises(StoreFailed, match="give Airwire a folder of its own"), DataFolder(folder):
        pass
    assert mode(folder) == 0o777 and not (folder / "lock").exists()


def test_what_airwire_makes_by_itself_is_its_own(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "a" / "b") as folder:
        folder.write("first-password", "x")
        assert mode(folder.path) == 0o700 and mode(folder.path / "first-password") == 0o600
