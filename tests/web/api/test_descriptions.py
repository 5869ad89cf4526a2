"""What the API says of itself: valid by others' validators, whole beside the addresses, and true of what is answered."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.store.backup.station import EDITOR, fill
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import PromoDraft
from webapp.newsroom.events import BODIES
from webapp.pages.descriptions.openapi import API, METHODS
from webapp.pages.descriptions.operations import MODELS, OPERATIONS

ROOT = Path(__file__).parents[3]
SPECS = ROOT / "node_modules" / "@asyncapi" / "specs" / "schemas"


@pytest.fixture
def site(store: Store, valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, 'name = "Radyo Test"\nurl = "https://radyo.example"\n')


def document(site: InProcessSite, name: str) -> dict[str, Any]:
    answer = site.client().get(f"/api/{name}.json")
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    return orjson.loads(answer.data)  # type: ignore[no-any-return]


def test_every_call_of_the_api_is_described_and_nothing_else(site: InProcessSite) -> None:
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith(f"{API}/")]
    assert {rule.endpoint for rule in rules} == OPERATIONS.keys()
    described = {
        (method, re.sub(r"{\w+}", "*", path))
        for path, at in document(site, "openapi")["paths"].items()
        for method in at
    }
    there = {
        (method.lower(), re.sub(r"<[^>]+>", "*", rule.rule.removeprefix(API)))
        for rule in rules for method in (rule.methods or set()) & METHODS
    }  # fmt: skip
    assert described == there


def test_the_openapi_document_is_valid(site: InProcessSite) -> None:
    described = document(site, "openapi")
    validate(described)
    assert described["servers"] == [{"url": "https://radyo.example/api/v1"}]


@pytest.mark.skipif(
    not SPECS.exists(), reason="needs the schema of AsyncAPI (node_modules, by the set-up of the linters)"
)
def test_the_asyncapi_document_is_valid_and_has_every_event(site: InProcessSite) -> None:
    described = document(site, "asyncapi")
    Draft7Validator(orjson.loads((SPECS / "3.0.0-without-$id.json").read_bytes())).validate(described)
    assert described["channels"]["events"]["messages"].keys() == {*BODIES, "snapshot", "epoch"}
    assert described["channels"]["clients"]["messages"].keys() == {"read", "resume"}


ANSWERED = ["/snapshot", "/articles", "/articles/ferry-1", "/alerts", "/time", "/schedule", "/breaking"]


@pytest.mark.parametrize("path", ANSWERED)
def test_what_is_answered_is_what_is_described(site: InProcessSite, path: str) -> None:
    fill(site.room)
    site.room.desk.set_promo(
        PromoDraft(title="Pista", link="/articles/ferry-1"), EDITOR.model_copy(update={"role": "admin"}), NOON
    )
    site.follow()
    described = document(site, "openapi")
    registry = Registry().with_resource("urn:api", Resource.from_contents(described, default_specification=_draft()))
    name = re.sub(r"ferry-1", "{slug}", path)
    schema = described["paths"][name]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    text = orjson.dumps(schema).replace(b'"#/', b'"urn:api#/')
    answer = site.client().get(f"/api/v1{path}")
    assert answer.status_code == 200
    Draft202012Validator(orjson.loads(text), registry=registry).validate(orjson.loads(answer.data))


def _draft() -> Any:
    from referencing.jsonschema import DRAFT202012

    return DRAFT202012


def test_what_is_described_may_be_sent(site: InProcessSite) -> None:
    """The schemas are those of the types that read requests: one that was left out of them would be missing here."""
    described = document(site, "openapi")
    sent = {one.sends.__name__ for one in OPERATIONS.values() if isinstance(one.sends, type)}
    assert sent <= described["components"]["schemas"].keys() and sent <= {model.__name__ for model in MODELS}
    headline = described["components"]["schemas"]["BreakingDraft"]
    assert headline["additionalProperties"] is False and {"headline", "priority"} <= set(headline["required"])


def test_the_reference_in_the_docs_is_that_of_this_build() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "api_reference.py"))
    assert made["PAGE"].read_text("utf-8") == made["rendered"](), "make types writes it anew"
