"""The reference is what the code says: pages made from it are of this build, values written by hand are those in force."""

from __future__ import annotations

import re
import runpy

import pytest

from tests.unit.house.docs.doc_pages import PAGES, ROOT
from webapp.wiring.config import Config

MADE = runpy.run_path(str(ROOT / "tools" / "reference_pages.py"))


@pytest.mark.parametrize("name", MADE["PAGES"])
def test_a_page_that_is_made_from_the_code_is_of_this_build(name: str) -> None:
    assert (MADE["REFERENCE"] / name).read_text("utf-8") == MADE["PAGES"][name](), "make types writes it anew"


def test_the_defaults_of_the_settings_are_those_in_force() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[A-Z_]+`(?: · `[A-Z_]+`)*) \|.*\|([^|]*)\|$", text, re.MULTILINE)
    said = {
        name: default.strip("` ")
        for names, defaults in rows
        for name, default in zip(re.findall(r"`(\w+)`", names), defaults.split(" · "), strict=False)
    }
    assert {name.upper() for name in Config.model_fields} <= said.keys()
    for name, field in Config.model_fields.items():
        stated = said[name.upper()]
        if re.fullmatch(r"[\d.]+|[A-Z]+|\.airwire|127\.0\.0\.1", stated):
            default = int(field.default) if isinstance(field.default, bool) else field.default
            assert str(default).removesuffix(".0") == stated, name


CHECKS = ["commands/check.py", "web/health", "store/server", "store/core"]
LINE = re.compile(r'(?:yield|return|Finding\()\s*\(?\s*(?:[\w. ()\[\]<>=!-]+?,\s*)?f?"([A-Za-z_]+)(?: \{[^}"]+\})*: ')


def test_whatever_check_says_has_a_row_in_troubleshooting() -> None:
    files = [
        file for name in CHECKS for file in sorted((ROOT / "webapp").glob(f"{name}/*.py" if "." not in name else name))
    ]
    said = {first for file in files for first in LINE.findall(file.read_text("utf-8"))}
    text = (ROOT / "docs" / "operate" / "troubleshoot.md").read_text("utf-8")
    rows = {
        word for cell in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE) for word in re.findall(r"`(\w+)`", cell)
    }
    assert {"clock", "stream", "backup", "store", "machine", "certificate"} <= said
    assert said - {"AIRWIRE_DATA"} <= rows


def test_pictures_are_small_and_each_is_shown() -> None:
    shown = "".join(page.read_text("utf-8") for page in PAGES)
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    assert len(pictures) > 2
    for picture in pictures:
        assert f"images/{picture.name})" in shown, picture.name
        assert picture.stat().st_size <= 60_000, picture.name
