"""The short queue before sign-ins: a crowd of strangers waits outside, whoever signed in here before finds room."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from webapp.app import create_app
from webapp.newsroom.station import Station
from webapp.panel.people import sign_in_gate
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.panel.people.sign_in_gate import MAX_NEW_BROWSERS, MAX_SIGN_INS, SignInGate

STATION = Station(languages=("en", "fil"))
BROWSERS = KnownBrowsers("x" * 32, https=False)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(sign_in_gate, "CROWD_SLOT_S", 0)
    monkeypatch.setattr(sign_in_gate, "DELAY_S", 0)
    return create_app(redis_url="redis://127.0.0.1:1/0", secret_key="x" * 32)


def known_cookie() -> str:
    response = Response()
    BROWSERS.remember(Request(EnvironBuilder().get_environ()), response, "Ligaya")
    return response.headers["Set-Cookie"].partition(";")[0]


def crowd(app: Flask, asked: list[dict[str, str]], lang: str = "en") -> list[Response]:
    """The answers to sign-ins with these headers, each of which comes while all before it are being verified."""
    answers: list[Response] = []

    def inner(environ: dict[str, Any], start_response: Any) -> Any:
        if asked:
            one(asked.pop(0))
        return Response("verified")(environ, start_response)

    app.wsgi_app = inner  # type: ignore[method-assign]
    gate = SignInGate(app, lambda: STATION, BROWSERS)

    def one(headers: dict[str, str], method: str = "POST") -> None:
        builder = EnvironBuilder(
            "/panel/sign-in", method=method, headers=list({"Accept-Language": lang, **headers}.items())
        )
        answers.append(Response.from_app(gate, builder.get_environ()))
        if asked:
            one(asked.pop(0))

    one(asked.pop(0))
    return answers


def test_a_crowd_of_strangers_is_turned_away_before_anything_is_looked_at(app: Flask) -> None:
    answers = crowd(app, [{} for _ in range(MAX_NEW_BROWSERS + 5)])
    assert sorted(answer.status_code for answer in answers) == [200] * MAX_NEW_BROWSERS + [429] * 5
    full = next(answer for answer in answers if answer.status_code == 429)
    assert int(full.headers["Retry-After"]) > 0 and "Too many people are signing in" in full.get_data(as_text=True)
    assert "Content-Security-Policy" in full.headers and full.headers["Cache-Control"] == "no-store"
    assert 'lang="fil"' in crowd(app, [{} for _ in range(MAX_NEW_BROWSERS + 1)], "fil")[0].get_data(as_text=True)


def test_who_signed_in_here_before_finds_room_behind_the_crowd_and_a_made_up_cookie_finds_none(app: Flask) -> None:
    made_up = [{"Cookie": known_cookie() + "x"}] * 3
    answers = crowd(
        app, [{}] * MAX_NEW_BROWSERS + made_up + [{"Cookie": known_cookie()}] * (MAX_SIGN_INS - MAX_NEW_BROWSERS + 2)
    )
    assert sorted(answer.status_code for answer in answers) == [200] * MAX_SIGN_INS + [429] * 5


def test_nothing_else_waits_for_sign_ins(app: Flask) -> None:
    gate = SignInGate(app, lambda: STATION, BROWSERS)
    gate._under_way = MAX_SIGN_INS
    for method, path in (("GET", "/panel/sign-in"), ("POST", "/panel/sign-out"), ("GET", "/healthz")):
        assert Response.from_app(gate, EnvironBuilder(path, method=method).get_environ()).status_code != 429
