"""A running site for the tests of its doors, with an anchor's and an editor's bearer token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from tests.any_store import connect
from tests.conftest import Room, Valkey, make_room
from tests.web.server import Web, wait_for
from webapp.store.people.staff import Staff


@dataclass
class Newsroom:
    """A newsroom system that talks to the site: `call` is one request with a role's token."""

    url: str
    tokens: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, role: str = "anchor", key: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} | ({"Idempotency-Key": key} if key else {})
        return requests.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=10)

    def push(self, headline: str = "Ferry runs again", **more: Any) -> Any:
        """The receipt of a pushed headline."""
        answer = self.call("POST", "/breaking", {"headline": headline, "priority": "bulletin", **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def push_and_show(self, headline: str) -> Any:
        """The same, once the site itself shows it: what is acknowledged is in the store, and comes to the site a moment later."""
        receipt = self.push(headline)
        wait_for(lambda: requests.get(f"{self.url}/api/v1/snapshot", timeout=5).json()["seq"] >= receipt["seq"])
        return receipt


@pytest.fixture(scope="module")
def web(valkey_server: Valkey) -> Iterator[Web]:
    connect(valkey_server.url).flushall()
    server = Web(valkey_server).start()
    yield server
    server.end()


@pytest.fixture
def newsroom(web: Web, valkey_server: Valkey) -> Newsroom:
    return newsroom_at(web.url, valkey_server.url)


def newsroom_at(url: str, store_url: str) -> Newsroom:
    staff = Staff(connect(store_url))
    roles = ("anchor", "producer", "editor", "admin")
    return Newsroom(url, {role: staff.add_token(f"the {role}'s system", role) for role in roles})


@pytest.fixture
def back_room(valkey_server: Valkey) -> Room:
    """The same newsroom, from behind: what the store has."""
    return make_room(connect(valkey_server.url))
