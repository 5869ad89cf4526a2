"""Entries of the audit trail as CSV for spreadsheets, and as JSON lines for programs. Pure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

import orjson

COLUMNS = ("at", "by", "role", "did", "what", "item", "trail", "n", "seq", "key", "prev", "link")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to some spreadsheet."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes the file for another encoding."""


def csv_head() -> str:
    """The first line, with the names of the columns."""
    return BYTE_ORDER_MARK + _line(COLUMNS)


def csv_line(row: Mapping[str, Any]) -> str:
    """Texts that a spreadsheet would run as a formula get an apostrophe before them."""
    return _line([row.get(name, "") if name in ("n", "seq") else as_text(str(row.get(name, ""))) for name in COLUMNS])


def as_text(cell: str) -> str:
    """`cell` as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA_STARTS) else cell


def json_line(row: Mapping[str, Any]) -> str:
    """All fields: those of a chained entry but `link` are what it signs, in this order."""
    return orjson.dumps(dict(row), option=orjson.OPT_SORT_KEYS).decode() + "\n"


def _line(cells: Any) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
