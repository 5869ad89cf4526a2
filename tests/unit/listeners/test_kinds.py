"""What kind of listener a request is of: nothing that could name anybody, and nothing that a stranger could make endless."""

from __future__ import annotations

import pytest

from webapp.newsroom.listeners.kinds import MAX_HOST_CHARS, Kind, kind_of

OURS = {"HTTP_HOST": "radyo.example.ph"}


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"HTTP_ORIGIN": "https://radyo.example.ph"}, "page"),
        ({"HTTP_REFERER": "https://radyo.example.ph/articles/rice"}, "page"),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, "page"),
        ({"HTTP_SEC_FETCH_SITE": "none"}, "page"),
        ({"HTTP_ORIGIN": "https://Balita.example"}, "embed:balita.example"),
        ({"HTTP_ORIGIN": "https://balita.example:8443"}, "embed:balita.example"),
        ({"HTTP_REFERER": "https://balita.example/news"}, "embed:balita.example"),
        ({"HTTP_REFERER": "https://radyo.example.ph/embed/ticker?lang=fil"}, "embed:"),
        ({"HTTP_ORIGIN": "null"}, "other"),
        ({"HTTP_ORIGIN": "http://[half"}, "other"),
        ({}, "other"),
    ],
)
def test_a_listener_is_on_our_page_on_a_partner_s_or_somewhere_else(environ: dict[str, str], place: str) -> None:
    assert kind_of("sse", OURS | environ).place == place


def test_the_installed_app_is_a_place_of_its_own() -> None:
    assert kind_of("websocket", OURS | {"HTTP_ORIGIN": "https://radyo.example.ph"}, installed=True).place == "app"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fil-PH,fil;q=0.9,en;q=0.5", "fil"),
        ("EN", "en"),
        ("", "other"),
        ("*", "other"),
        ("chinese", "other"),
        ("\tceb", "ceb"),
    ],
)
def test_the_first_language_that_a_browser_asks_for_counts(asked: str, language: str) -> None:
    assert kind_of("poll", {"HTTP_ACCEPT_LANGUAGE": asked}).language == language


def test_a_country_counts_only_where_a_trusted_proxy_says_it() -> None:
    said = {"HTTP_CF_IPCOUNTRY": "ph"}
    assert kind_of("sse", said).country == "other"
    assert kind_of("sse", said, country_field="HTTP_CF_IPCOUNTRY").country == "PH"
    assert kind_of("sse", {"HTTP_CF_IPCOUNTRY": "Philippines"}, country_field="HTTP_CF_IPCOUNTRY").country == "other"


def test_no_stranger_makes_a_long_name_of_a_place() -> None:
    kind = kind_of("sse", OURS | {"HTTP_ORIGIN": f"https://{'a' * 5000}.example"})
    assert len(kind.place) <= len("embed:") + MAX_HOST_CHARS
    assert isinstance(kind, Kind)
