"""Addresses in a log: enough to know which, and nothing that opens anything."""

from __future__ import annotations

import pytest

from webapp.newsroom.links import loggable, loggable_host


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://radyo.example/feed", "https://radyo.example/feed"),
        ("https://user:secret@radyo.example:8443/feed?key=secret#secret", "https://radyo.example:8443/feed?…"),
        ("https://[2001:db8::1]/feed", "https://[2001:db8::1]/feed"),
        ("https://[", "an address that is none"),
    ],
)
def test_a_feeds_address_is_logged_without_what_may_be_a_secret(address: str, shown: str) -> None:
    assert loggable(address) == shown


def test_of_a_webhooks_address_only_the_host_is_logged() -> None:
    assert loggable_host("https://hooks.chat.example/services/T0/B0/secret?x=secret") == "https://hooks.chat.example/…"
    assert loggable_host("https://[") == "an address that is none"
