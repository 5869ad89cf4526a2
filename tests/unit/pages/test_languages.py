"""A reader gets the language preferred most of those that the station has, with or without a region."""

from __future__ import annotations

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from webapp.newsroom.station import Station
from webapp.web.languages import negotiated_language


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        ("fil-PH,fil;q=0.9,en;q=0.8", "fil"), ("fil-PH,en;q=0.5", "fil"), ("en-PH,fil;q=0.9", "en"), ("tl-PH,en;q=0.9", "fil"),
        ("tl,en;q=0.9", "fil"), ("TL", "fil"), ("ceb,fil-PH;q=0.8,en;q=0.7", "fil"), ("en;q=0.1,fil-PH;q=0.9", "fil"),
        ("fil;q=0,en;q=0.5", "en"), ("de-DE,ja", "en"), ("*", "en"), ("", "en"), ("-,;q=,\x00", "en"),
    ],
)  # fmt: skip
def test_a_browser_is_answered_in_the_language_it_prefers(preferred: str, language: str) -> None:
    headers = [("Accept-Language", preferred)]
    request = Request(EnvironBuilder(headers=headers).get_environ())
    assert negotiated_language(request, Station(languages=("en", "fil"))) == language


def test_what_was_chosen_on_the_page_goes_before_the_browser() -> None:
    headers = [("Accept-Language", "en"), ("Cookie", "lang=fil")]
    assert (
        negotiated_language(Request(EnvironBuilder(headers=headers).get_environ()), Station(languages=("en", "fil")))
        == "fil"
    )
    asked = Request(EnvironBuilder(headers=headers, query_string="lang=en").get_environ())
    assert negotiated_language(asked, Station(languages=("en", "fil"))) == "en"
