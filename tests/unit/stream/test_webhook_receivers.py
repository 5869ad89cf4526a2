"""Receivers verify a notice: by the samples of the docs as they stand there, and by a library of Standard Webhooks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.node import NODE
from webapp.newsroom.station import WebhookConfig
from webapp.newsroom.stream.notices import StatusNotice
from webapp.outlets.webhooks import message

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/develop/webhooks.md").read_text()

STANDARD = "whsec_" + b64encode(bytes(range(32))).decode()
PLAIN = "sixteen ñ characters or more"

PYTHON = """
import json, sys
print(json.dumps([verify(**one) for one in json.load(sys.stdin)]))
"""
NODE_JS = """
import { readFileSync } from "node:fs";
const all = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(all.map(({ secret, headers, body }) => verify(secret, headers, body))));
"""
LIBRARY = """
const asked = ({ secret, headers, body }) => {
  const base64 = secret.startsWith("whsec_") ? secret : Buffer.from(secret).toString("base64");
  try { return new Webhook(base64).verify(body, headers).type === "stream.status"; } catch { return false; }
};
import { readFileSync } from "node:fs";
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(asked)));
"""
PHP = """
$all = json_decode(file_get_contents('php://stdin'), true);
echo json_encode(array_map(fn($one) => verify($one['secret'], $one['headers'], $one['body']), $all));
"""


def sample(language: str, contains: str) -> str:
    """The block of code of the docs' page that has `contains` in it."""
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return next(block for block in blocks if contains in block)


def run(receiver: str) -> list[str]:
    if receiver == "python":
        return [sys.executable, "-c", sample("python", "def verify") + PYTHON]
    if receiver == "php":
        php = str(shutil.which("php") or pytest.skip("PHP is not installed"))
        return [php, "-r", sample("php", "function verify") + PHP]
    assert NODE
    by_hand = sample("js", "function verify") + NODE_JS
    library = sample("js", "standardwebhooks").splitlines()[0] + LIBRARY
    return [NODE, "--input-type=module", "-e", by_hand if receiver == "node" else library]


def notice(secret: str, sent: datetime) -> dict[str, Any]:
    """A notice as it arrives."""
    happened = StatusNotice(at=sent, status="off_air", was="on_air", reason="Walang tunog – ₱")
    config = WebhookConfig(url="https://pager.example/", secret=secret)
    body, headers = message(config, "a1b2-7-0", happened, "Radyo Niño", sent)
    return {"secret": secret, "headers": {n.lower(): v for n, v in headers.items()}, "body": body.decode()}


@pytest.mark.parametrize("receiver", ["python", "node", "php", "library"])
def test_a_receiver_knows_the_stations_notices_from_all_others(receiver: str) -> None:
    now = datetime.now(UTC)  # another process' clock decides
    right = [notice(secret, now) for secret in (STANDARD, PLAIN)]
    several = notice(STANDARD, now)
    several["headers"]["webhook-signature"] = "v1a,c29tZSBvdGhlcg== v1,bm8= " + several["headers"]["webhook-signature"]
    wrong = [one | change for one in right for change in (
        {"body": one["body"].replace("off_air", "on_air")},
        {"secret": "whsec_" + b64encode(bytes(32)).decode()},
        {"headers": one["headers"] | {"webhook-id": "a1b2-8-0"}},
        {"headers": one["headers"] | {"webhook-timestamp": str(int(now.timestamp()) + 1)}},
        {"headers": one["headers"] | {"webhook-signature": "v1,"}},
    )]  # fmt: skip
    late = [notice(secret, now - timedelta(minutes=10)) for secret in (STANDARD, PLAIN)]
    asked = json.dumps([*right, several, *wrong, *late])
    answered = subprocess.run(run(receiver), input=asked, capture_output=True, text=True, cwd=ROOT)
    assert answered.returncode == 0, answered.stderr
    assert json.loads(answered.stdout) == [True] * 3 + [False] * (len(wrong) + len(late))


def test_the_docs_show_every_field_of_a_notice() -> None:
    shown = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])  # type: ignore[index]
    full = StatusNotice(at=datetime.now(UTC), since=datetime.now(UTC), status="off_air", was="on_air", reason="x")
    body, _ = message(WebhookConfig(url="https://pager.example/", secret=PLAIN), "n", full, "R", full.at)
    sent = json.loads(body)
    assert (list(sent), list(sent["data"])) == (list(shown), list(shown["data"]))


@pytest.mark.parametrize("secret", ["whsec_", "whsec_not base64 at all!", "whsec_c2hvcnQ=", "fifteen letters"])
def test_a_secret_that_signs_nothing_well_is_refused(secret: str) -> None:
    with pytest.raises(ValidationError, match="secret"):
        WebhookConfig(url="https://pager.example/", secret=secret)
