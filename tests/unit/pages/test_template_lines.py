"""Templates are read and compared line by line, so no line is longer than a screen is wide. (`test_styles.py` has the sheets.)"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAX_LINE_CHARS = 160
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_line_that_is_too_long_to_be_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE_CHARS] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_field_may_be_as_long_as_what_checks_it_says(path: Path) -> None:
    lengths = re.findall(r'maxlength="([^"]*)"', path.read_text(encoding="utf-8"))
    assert [length for length in lengths if not re.fullmatch(r"\{\{ limits\.\w+ \}\}", length)] == []
