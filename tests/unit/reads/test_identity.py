"""Who reads: told apart by a sealed cookie or by address and agent, vouched for by a token, and no bot."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.reads.identity import (
    MAX_TOKEN_AGE,
    MIN_TOKEN_AGE,
    Reader,
    ReaderSeals,
    SigningKey,
    TokenRefused,
    by_cookie,
    is_bot,
    network_of,
    salted_mark,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
MARIA = Reader("203.0.113.7", PHONE, "maria")
STRANGER = Reader("203.0.113.7", PHONE)
seals = ReaderSeals("the station's secret")


def token(reader: str = by_cookie("maria"), article: str = "rice") -> str:
    return seals.token(article, [reader], NOON, "a-nonce")


def refusal(text: str, reader: Reader = MARIA, article: str = "rice", after: timedelta = MIN_TOKEN_AGE) -> str:
    with pytest.raises(TokenRefused) as refused:
        seals.check(text, article, reader, NOON + after)
    assert [field["field"] for field in refused.value.fields] == ["token"]
    return refused.value.code


def test_a_token_proves_who_reads_and_is_known_by_its_nonce() -> None:
    proof = seals.check(token(), "rice", MARIA, NOON + MIN_TOKEN_AGE)
    assert (proof.identity, proof.nonce) == (by_cookie("maria"), "a-nonce")


def test_a_token_is_good_from_five_seconds_to_half_an_hour() -> None:
    hair = timedelta(milliseconds=1)
    assert refusal(token(), after=MIN_TOKEN_AGE - hair) == "token-early"
    assert refusal(token(), after=MAX_TOKEN_AGE + hair) == "token-expired"
    assert seals.check(token(), "rice", MARIA, NOON + MAX_TOKEN_AGE)


def test_a_token_from_the_future_is_early() -> None:
    assert refusal(token(), after=timedelta(hours=-1)) == "token-early"


def test_a_token_is_good_for_its_reader_alone() -> None:
    assert refusal(token(), Reader(MARIA.address, MARIA.agent, "jose")) == "token-forged"
    assert refusal(token(), STRANGER) == "token-forged"


def test_a_token_is_good_for_its_article_alone() -> None:
    assert refusal(token(), article="ferry") == "token-forged"


def test_a_token_of_another_station_is_forged() -> None:
    foreign = ReaderSeals("another secret").token("rice", [by_cookie("maria")], NOON, "a-nonce")
    assert refusal(foreign) == "token-forged"


def test_a_newcomers_token_is_good_with_the_new_cookie_and_without() -> None:
    given_to_both = seals.token("rice", [by_cookie("new"), STRANGER.place], NOON, "n")
    kept, lost = Reader(STRANGER.address, PHONE, "new"), STRANGER
    assert seals.check(given_to_both, "rice", kept, NOON + MIN_TOKEN_AGE).identity == by_cookie("new")
    assert seals.check(given_to_both, "rice", lost, NOON + MIN_TOKEN_AGE).identity == STRANGER.place
    assert refusal(given_to_both, Reader("198.51.100.1", PHONE)) == "token-forged"


def test_whoever_has_a_cookie_by_now_counts_as_its_reader_whichever_token_they_were_given() -> None:
    """As of two tabs, opened at once by a newcomer: the second one's cookie took the first one's place."""
    of_the_first_tab = seals.token("rice", [by_cookie("first"), STRANGER.place], NOON, "n")
    to_the_crowd = seals.token("rice", [STRANGER.crowd], NOON, "n")
    for told in (of_the_first_tab, to_the_crowd):
        assert seals.check(told, "rice", MARIA, NOON + MIN_TOKEN_AGE).identity == by_cookie("maria")


@pytest.mark.parametrize(
    "text", ["x", ".", "..", "...", "1.2.3", "a.b.c", "é" * 40, "\x00", "9" * 5000, "-1..", token()[:-1], token() + "A"]
)
def test_what_is_no_token_is_refused_as_forged(text: str) -> None:
    assert refusal(text) == "token-forged"


@given(st.text(max_size=400))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    assert refusal(text) == "token-forged"


@given(st.integers(0, 60), st.characters(exclude_categories=["Cs"]))
def test_any_change_to_a_token_breaks_its_seal(place: int, letter: str) -> None:
    good = token()
    changed = good[: place % len(good)] + letter + good[place % len(good) + 1 :]
    if changed != good:
        assert refusal(changed) == "token-forged"


def test_nobody_else_can_make_a_reader_cookie() -> None:
    assert seals.id_in(seals.cookie("maria")) == "maria"
    made_up = [
        "",
        "maria",
        "maria.",
        ".",
        "maria.xxxx",
        ReaderSeals("another").cookie("maria"),
        seals.cookie("jose").replace("jose", "maria"),
    ]
    assert {seals.id_in(cookie) for cookie in [None, *made_up]} == {None}


def test_a_cookie_is_no_token_and_a_token_no_cookie() -> None:
    """Each purpose has a key of its own."""
    assert seals.id_in(token()) is None
    assert refusal(seals.cookie("maria")) == "token-forged"


def test_a_mark_tells_nothing_without_its_salt() -> None:
    assert salted_mark(b"monday", "rice", MARIA.place) != salted_mark(b"tuesday", "rice", MARIA.place)
    assert salted_mark(b"monday", "rice", "maria") != salted_mark(b"monday", "ricem", "aria")
    assert "203" not in salted_mark(b"monday", "rice", MARIA.place) and len(salted_mark(b"m", "rice")) == 16


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:50123", "203.0.113.7"),
        ("[2001:db8:1:2::1]:50123", "2001:db8:1:2::9"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::9"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_these_are_one_address(one: str, other: str) -> None:
    assert network_of(one) == network_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("203.0.113.7", "203.0.113.8"), ("", "::")]
)
def test_these_are_two_addresses(one: str, other: str) -> None:
    assert network_of(one) != network_of(other)


BROWSERS = [
    PHONE,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 12; SM-A125F; wv) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/489.0;]",
    "Mozilla/5.0 (Linux; Android 13; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile Safari/537.36",
    "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423 Version/12.16",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
]
BROWSERS += [
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 {app}"
    for app in ("Viber/21.2.0.9", "WhatsApp/2.23.20", "Tumblr/30.1", "[FBAN/FBIOS;FBAV/440.0]", "Instagram 309.1.0", "Line/13.18")
]  # fmt: skip
PROGRAMS = [
    "Viber/13.3.0.5 CFNetwork/1120 Darwin/19.0.0", "WhatsApp/2.23.20 A", "Mozilla/5.0 (compatible; Viber/21.2)",
    "", " ", "-", "curl/8.5.0", "python-requests/2.32", "okhttp/4.9", "Java/17", "node", "SomeNewBot/1.0",
    "Googlebot/2.1", "facebookexternalhit/1.1", "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; NotListedYet/1.0; +http://not.listed.example/)", "Mozilla/5.0 (compatible; bingbot/2.0)",
]  # fmt: skip


@pytest.mark.parametrize("agent", BROWSERS)
def test_a_persons_browser_is_no_bot(agent: str) -> None:
    assert not is_bot(agent)


@pytest.mark.parametrize("agent", PROGRAMS)
def test_programs_and_who_does_not_say_are_bots(agent: str) -> None:
    assert is_bot(agent)


def test_an_agent_of_any_length_is_looked_at_in_no_time() -> None:
    assert not Reader("203.0.113.7", PHONE + " a" * 500_000).is_bot


def test_a_browser_without_a_window_is_a_browser() -> None:
    assert not is_bot("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/130.0.0.0 Safari/537.36")


@given(st.text(max_size=40), st.lists(st.text(max_size=80), max_size=4))
def test_a_seal_is_what_the_standard_library_makes_of_it(secret: str, parts: list[str]) -> None:
    key = hmac.digest(secret.encode(), b"read token", "sha256")
    whole = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    right = urlsafe_b64encode(hmac.digest(key, whole, "sha256")[:15]).decode()
    assert SigningKey(secret, "read token").seal(*parts) == right
