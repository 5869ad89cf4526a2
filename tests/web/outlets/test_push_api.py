"""`/api/v1/push`: a browser asks for notices, changes what it wants, and leaves; what cannot be is said, field by field."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.push.encryption import CURVE, browser_key, from_base64url, in_base64url

STATION = 'name = "Radyo Dagat"\nlanguages = ["en", "fil"]'
KEY = ec.generate_private_key(CURVE).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
PATH = "/api/v1/push/subscriptions"


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)


def asked(name: str = "ana", **more: Any) -> dict[str, Any]:
    keys = {"p256dh": in_base64url(KEY), "auth": in_base64url(os.urandom(16))}
    return {"endpoint": f"https://push.example/{name}", "keys": keys, "levels": ["flash"], **more}


def stored(site: InProcessSite, name: str) -> Any:
    every = [one for shard in range(256) for one in site.running.services.push_subscriptions.of(shard)]
    return next((one for one in every if one.endpoint.endswith(f"/{name}")), None)


def test_a_browser_subscribes_with_the_stations_key_and_is_known_by_what_it_wants(site: InProcessSite) -> None:
    key = site.client().get("/api/v1/push/key").json
    assert key and browser_key(from_base64url(key["key"]))
    quiet = {"from": "22:00", "to": "06:00", "zone": "Asia/Tokyo"}
    answer = site.client().post(
        PATH, json=asked(levels=["flash", "bulletin"], topics=["Sport ", "sport"], quiet_hours=quiet)
    )
    assert answer.status_code == 201 and answer.json
    about = {name: answer.json[name] for name in ("levels", "topics", "quiet_hours", "confirmed")}
    assert about == {"levels": ["bulletin"], "topics": ["sport"], "quiet_hours": quiet, "confirmed": False}
    assert site.client().post(PATH, json=asked(levels="all")).status_code == 200
    assert stored(site, "ana").level == "all"


def test_a_browser_that_got_another_endpoint_takes_the_place_of_itself(site: InProcessSite) -> None:
    site.client().post(PATH, json=asked("old"))
    site.client().post(PATH, json=asked("new", replaces="https://push.example/old"))
    assert stored(site, "old") is None and stored(site, "new")


def test_a_browser_that_leaves_is_forgotten(site: InProcessSite) -> None:
    site.client().post(PATH, json=asked("ben"))
    for _ in range(2):
        assert site.client().delete(PATH, json={"endpoint": "https://push.example/ben"}).status_code == 204
    assert stored(site, "ben") is None


KEYS = asked()["keys"]


@pytest.mark.parametrize(("wrong", "field"), [
    ([], ""), ({"endpoint": None}, "endpoint"), ({"endpoint": "http://push.example/x"}, "endpoint"),
    ({"endpoint": "https://192.168.1.4/x"}, "endpoint"), ({"endpoint": "https://" + "x" * 3000}, "endpoint"),
    ({"keys": None}, "keys.p256dh"), ({"keys": {**KEYS, "p256dh": "AAAA"}}, "keys.p256dh"),
    ({"keys": {**KEYS, "p256dh": in_base64url(b"\x04" + bytes(64))}}, "keys.p256dh"),
    ({"keys": {**KEYS, "auth": "é"}}, "keys.auth"),
    ({"levels": []}, "levels"), ({"levels": ["loud"]}, "levels"), ({"levels": [1]}, "levels"), ({"levels": {}}, "levels"),
    ({"topics": "sport"}, "topics"), ({"topics": ["x" * 61]}, "topics"), ({"topics": ["x"] * 21}, "topics"),
    ({"quiet_hours": "night"}, "quiet_hours"), ({"quiet_hours": {"from": "9pm", "to": "06:00"}}, "quiet_hours.from"),
    ({"quiet_hours": {"from": "22:00", "to": "26:00", "zone": "Asia/Manila"}}, "quiet_hours.to"),
    ({"quiet_hours": {"from": "22:00", "to": "06:00", "zone": "Mars/Base"}}, "quiet_hours.zone"),
    ({"quiet_hours": {"from": "22:00", "to": "06:00"}}, "quiet_hours.zone"), ({"replaces": 4}, "replaces"),
])  # fmt: skip
def test_what_cannot_be_is_told_with_its_field(site: InProcessSite, wrong: Any, field: str) -> None:
    body = {**asked("wrong"), **wrong} if isinstance(wrong, dict) else wrong
    answer = site.client(address=f"203.0.113.{os.urandom(1)[0]}").post(PATH, json=body)
    assert answer.status_code == 422 and answer.json, answer.text
    assert answer.json["errors"][0]["field"] == field and stored(site, "wrong") is None


def test_one_address_cannot_subscribe_without_end(site: InProcessSite) -> None:
    browser = site.client(address="198.51.100.9")
    statuses = [browser.post(PATH, json=asked(f"many-{number}")).status_code for number in range(40)]
    assert statuses.count(429) >= 9 and statuses[0] == 201
    assert site.client(address="198.51.100.10").post(PATH, json=asked("other")).status_code == 201
