"""Titles and notes are what they look like, whoever sends them."""

from __future__ import annotations

import pytest

from webapp.newsroom.drafts import ArticleDraft, BreakingDraft, Withdrawal, read_draft
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.plain_text import multi_line, one_line, spreadsheet_cell


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Bridge \u202eesolc", "Bridge esolc"),
        ("\u2067Bridge\u2069 open", "Bridge open"),
        ("Bridge\u2028open", "Bridge open"),
        ("Bridge\u0085open", "Bridge open"),
        ("It\x92s open \x9b31m", "It’s open ›31m"),
        ("\ufeff\u200bBridge\u200b open\u2060", "Bridge open"),
        ("\u200b Bridge open \u200b", "Bridge open"),
    ],
)
def test_what_hides_or_turns_a_headline_is_taken_out(sent: str, kept: str) -> None:
    assert read_draft(BreakingDraft, {"headline": sent, "priority": "flash"}).headline == kept
    assert read_draft(ArticleDraft, {"title": sent, "topics": [sent]}).topics == (kept,)


@pytest.mark.parametrize(
    "text",
    ["Ñandú – ₱15", "שידור חי: 5", "می‌خواهم", "👩‍🚒 out", "速報", "a\u200fb", "☎️", "葛\U000e0100", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
)
def test_every_script_is_kept_as_it_is_written(text: str) -> None:
    assert one_line(text) == text and multi_line(text) == text


@pytest.mark.parametrize(
    "nothing",
    [
        "\u200b\u200b",
        "\u3164",
        "\u2800 \u2800",
        "\u202e",
        "\ufeff",
        "\u200d\u200c",
        "\u00ad",
        "\u034f",
        "\ufe0f\ufe0f",
        "\u180b",
        "\u17b4",
        "\U000e0100",
    ],
)
def test_a_headline_or_reason_in_which_nothing_is_seen_is_refused_in_words(nothing: str) -> None:
    for kind, body, field in (
        (BreakingDraft, {"headline": nothing, "priority": "flash"}, "headline"),
        (Withdrawal, {"rev": 1, "reason": nothing}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            read_draft(kind, body)
        assert refused.value.fields == [FieldError(field, "has nothing in it that can be seen", "missing")]


@pytest.mark.parametrize("control", ["\n", "\t", "\x1b[2J", "\x00", "\x7f"])
def test_a_control_character_in_a_headline_is_refused_in_words(control: str) -> None:
    with pytest.raises(Invalid, match="headline: is one line of text"):
        read_draft(BreakingDraft, {"headline": f"Bridge{control}open", "priority": "flash"})


def test_a_note_keeps_its_lines_from_whatever_keyboard() -> None:
    given = {"headline": "Bridge open", "priority": "flash", "body": "One\r\nTwo\u2028Three\n\n\tFour\u202e"}
    assert read_draft(BreakingDraft, given).body == "One\nTwo\nThree\n\n\tFour"
    with pytest.raises(Invalid, match="body: is plain text"):
        read_draft(BreakingDraft, given | {"body": "a\x1bb"})


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@x", "＝1+1", "＋1", "\ufeff=1", " =1", "\t=1", "\u200b＝1", "\xa0＠x", "\r=1", "\ufe0f=1"],
)
def test_a_spreadsheet_takes_no_title_for_a_formula(cell: str) -> None:
    assert spreadsheet_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "2026-03-02T04:00:00.000Z", "News at 5 = late", "‘Quoted’", "(=)"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert spreadsheet_cell(cell) == cell
