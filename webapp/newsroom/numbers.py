"""Whole numbers in text that others send."""

from __future__ import annotations


def whole_number(text: str, max_digits: int) -> int | None:
    """`text` as a number of at most `max_digits` ASCII digits without a sign; `None` for anything else.

    `str.isdecimal` alone also takes the digits of other scripts, and `int` a sign, spaces and underscores.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= max_digits else None
