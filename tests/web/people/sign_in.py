"""Signing in as browsers do it, with forms."""

from __future__ import annotations

import re
from typing import Any

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.in_process_site import InProcessSite

PASSWORD = "three-words-of-nothing"


def csrf(browser: FlaskClient, path: str = "/panel/sign-in") -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', browser.get(path, follow_redirects=True).text)
    assert found
    return found[1]


def send(browser: FlaskClient, path: str, **form: Any) -> TestResponse:
    """A form, with the token that a page has."""
    page = "/panel/sign-in" if path.startswith("/panel/sign-in") else "/panel/me"
    return browser.post(path, data={"csrf_token": csrf(browser, page), **form})


def with_password(browser: FlaskClient, name: str = "Ligaya", password: str = PASSWORD) -> TestResponse:
    return browser.post("/panel/sign-in", data={"csrf_token": csrf(browser), "name": name, "password": password})


def with_code(browser: FlaskClient, code: str) -> TestResponse:
    token = csrf(browser, "/panel/sign-in/second")
    return browser.post("/panel/sign-in/second", data={"csrf_token": token, "code": code})


def person(site: InProcessSite, name: str = "Ligaya", role: str = "anchor", **more: str) -> FlaskClient:
    """A browser of somebody who has just signed in."""
    site.running.services.staff.set_account(name, role, PASSWORD)
    browser = site.client(**more)
    assert with_password(browser, name).location == "/panel/"
    return browser


def set_up_app(browser: FlaskClient, site: InProcessSite) -> tuple[pyotp.TOTP, list[str]]:
    """An authenticator app for who is signed in, and the recovery codes."""
    page = send(browser, "/panel/me/app").text
    setup, secret = re.search(r'name="setup" value="([^"]+)"', page), re.search(r"set-up__secret[^>]*>([^<]+)<", page)
    assert setup and secret, page
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    answer = send(browser, "/panel/me/app/confirm", setup=setup[1], code=app.at(site.now))
    codes = re.findall(r'<li><code dir="ltr">([^<]+)</code>', answer.text)
    return app, codes
