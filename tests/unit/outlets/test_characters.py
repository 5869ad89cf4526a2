"""What a receiver lacks is written with what it has, before anything is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.outlets.characters import EBU_LATIN, PRINTABLE_ASCII, USABLE_EBU_LATIN, shortened, written_with
from webapp.newsroom.outlets.dls import MAX_BYTES, NEWS, dls_file, dls_text, text_of, toggle_of


def test_ebu_latin_has_a_character_for_each_byte_and_each_once() -> None:
    assert len(EBU_LATIN) == len(set(EBU_LATIN)) == 256
    assert (EBU_LATIN[0x24], EBU_LATIN[0x5E], EBU_LATIN[0xA9], EBU_LATIN[0xAB], EBU_LATIN[0xFF]) == tuple("łŁ€$ħ")


@pytest.mark.parametrize(
    ("text", "dab", "rds"),
    [
        ("₱15 – ₱17", "P15 - P17", "P15 - P17"),
        ("“Bagyo” sa Ñuñoa…", '"Bagyo" sa Ñuñoa...', '"Bagyo" sa Nunoa...'),
        ("€5, £3 & 20°", "€5, £3 & 20°", "EUR5, GBP3 & 20 deg"),
        ("½ cup | {x} ~ 5×3", "1/2 cup / (x) - 5x3", "1/2 cup | {x} ~ 5x3"),
        ("Łódź, Ǻ 🚨 北京", "Łódź, A", "Lodz, A"),
        ("one\n two\u00a0three", "one two three", "one two three"),
    ],
)
def test_a_text_is_written_with_what_there_is(text: str, dab: str, rds: str) -> None:
    assert written_with(text, USABLE_EBU_LATIN) == dab
    assert written_with(text, PRINTABLE_ASCII) == rds


@given(st.text(max_size=400))
def test_whatever_comes_fits_the_label_and_is_read_back(text: str) -> None:
    label = dls_text(text)
    assert len(label) <= MAX_BYTES and set(label) <= USABLE_EBU_LATIN
    file = dls_file(label, [(NEWS, text)], 1)
    assert text_of(file) == label and toggle_of(file) == 1
    for line in file.splitlines():
        if line.startswith("DL_PLUS_TAG="):
            _, start, length = map(int, line.partition("=")[2].split())
            assert start >= 0 and start + length < len(label)


def test_tags_are_counted_after_the_text_was_written_anew() -> None:
    file = dls_file(dls_text("BREAKING: “₱15” rice…"), [(NEWS, "“₱15” rice…")], 0)
    assert "DL_PLUS_TAG=12 10 12\n" in file and file.endswith('BREAKING: "P15" rice...\n')


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("The bridge over the river is closed", 24) == "The bridge over the..."
    assert shortened("x" * 30, 10) == "xxxxxxx..."
