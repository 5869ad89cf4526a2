"""Whose page an embed stands on: what browsers say, and what anybody else may try to say."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from webapp.newsroom.embeds.hosts import NOT_SAID, SANDBOXED, clean_host, host_of_origin, is_covered
from webapp.web.embeds.asked_by import asking_host, embed_reader


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://Partner.Example", "partner.example"), ("http://partner.example:8080", "partner.example"),
        ("https://xn--bcher-kva.example", "xn--bcher-kva.example"), ("http://[::1]:8000", "[::1]"), ("null", SANDBOXED),
        ("https://partner.example.", "partner.example"), ("https://good.example@evil.example", "evil.example"),
        ("https://<script>", NOT_SAID), ("https://a b", NOT_SAID), ("javascript:alert(1)", NOT_SAID),
        ("https://" + "a" * 300, NOT_SAID),
        ("", NOT_SAID), ("https://[", NOT_SAID), ("https://évil.example", NOT_SAID), ("chrome-extension://abc", NOT_SAID),
    ],
)  # fmt: skip
def test_a_host_is_a_plain_name_or_nothing(origin: str, host: str) -> None:
    assert host_of_origin(origin) == host


@pytest.mark.parametrize("text", ["<b>", "*", "\x00", "a/../b", "-a", "..", "a\nb", "a" * 254])
def test_what_is_no_name_of_a_host_is_kept_nowhere(text: str) -> None:
    assert clean_host(text) == NOT_SAID


def test_who_is_revoked_is_so_with_subdomains_and_no_neighbour() -> None:
    assert is_covered("partner.example", {"partner.example"}) and is_covered(
        "news.partner.example", {"partner.example"}
    )
    assert not is_covered("otherpartner.example", {"partner.example"}) and not is_covered(
        "example", {"partner.example"}
    )
    assert not is_covered(NOT_SAID, {"partner.example"})


def asks(query: str = "", **headers: str) -> Request:
    return Request(
        EnvironBuilder(
            "/api/v1/events", "https://radyo.example", query_string=query, headers=Headers(headers)
        ).get_environ()
    )


def test_the_browsers_word_counts_before_what_an_address_says() -> None:
    assert asking_host(asks("within=good.example", Origin="https://evil.example")) == "evil.example"
    assert asking_host(asks("within=good.example", Origin="https://radyo.example")) == "good.example"
    assert asking_host(asks("within=good.example")) == "good.example"
    assert asking_host(asks()) is None and asking_host(asks(Origin="https://radyo.example")) is None


def test_an_embed_says_its_version_and_what_it_shows_and_nothing_else_gets_through() -> None:
    reader = embed_reader(asks("embed=ticker,on-air,<b>&build=0123abcd&pinned", Origin="https://partner.example"))
    assert reader and (reader.version, reader.pieces) == ("0123abcd pinned", ("ticker", "on-air"))
    former = embed_reader(asks(Origin="https://partner.example"))
    assert former and (former.version, former.pieces) == ("older", ())
    odd = embed_reader(asks("embed=x&build=<script>", Origin="https://partner.example"))
    assert odd and (odd.version, odd.pieces) == ("older", ())
    assert embed_reader(asks()) is None
