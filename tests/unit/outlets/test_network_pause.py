"""What a network says of when to come back is a pause, whatever it says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOON
from webapp.outlets.networks.api import ApiAnswer, _pause_s


@pytest.mark.parametrize(
    ("headers", "inside", "seconds"),
    [
        ({"retry-after": "30"}, None, 30), ({"retry-after": "0"}, None, 1), ({"retry-after": "9" * 400}, None, 999_999),
        ({"retry-after": "²"}, None, 60), ({}, {"parameters": {"retry_after": 7}}, 7), ({}, None, 60),
        ({"x-ratelimit-reset": "2026-03-02T04:01:00Z"}, None, 60), ({"x-ratelimit-reset": "2026-03-02T03:00:00Z"}, None, 1),
    ],
)  # fmt: skip
def test_a_pause_is_a_second_at_least_and_never_without_end(
    headers: dict[str, str], inside: Any, seconds: float
) -> None:
    assert _pause_s(ApiAnswer(429, headers, inside), NOON) == seconds
