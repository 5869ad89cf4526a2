"""An admin at the settings' pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from tests.web.in_process_site import InProcessSite
from tests.web.people.test_who_may import PASSWORD, csrf


@dataclass
class Admin:
    """An admin at a browser: `typed` fills a form in and sends it, `put` tries it and puts it in force."""

    browser: FlaskClient

    def opened(self, path: str) -> dict[str, str]:
        """The hidden inputs of the page."""
        return hidden(self.browser.get(path).text)

    def typed(self, path: str, form: dict[str, Any], was: dict[str, str] | None = None) -> Any:
        return self.browser.post(path, data={**(was or self.opened(path)), **form})

    def put(self, path: str, form: dict[str, Any], was: dict[str, str] | None = None) -> Any:
        tried = self.typed(path, form, was)
        assert tried.status_code == 200, tried.text
        return self.browser.post(path, data={**hidden(tried.text), **form, "act": "put"})


def hidden(text: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(csrf_token|rev|tried)" value="([^"]*)"', text)
    return dict(found)


def signed_in(site: InProcessSite, name: str) -> Admin:
    site.running.services.staff.set_account(name, "admin", PASSWORD)
    browser = site.client()
    form = {"csrf_token": csrf(browser), "name": name, "password": PASSWORD}
    assert browser.post("/panel/sign-in", data=form).status_code == 302
    return Admin(browser)
