"""Whatever somebody reads on a page can be translated, and is: in templates, in Python, in scripts, in the ticker."""

from __future__ import annotations

import ast
import configparser
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel

from tests.unit.node import NODE
from webapp.newsroom.audit.acts import KINDS
from webapp.newsroom.events import ArticleChange, BreakingChange
from webapp.pages.html.words import script_words
from webapp.panel.articles.words import article_words
from webapp.panel.rundown.page import rundown_words
from webapp.panel.words import panel_words

ROOT = Path(__file__).parents[3]
CATALOG = ROOT / "webapp" / "translations" / "fil" / "LC_MESSAGES" / "messages.po"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

ALIKE = {
    "Activity log", "Breaking news", "Bulletin", "Control panel", "Demo", "Desk", "Embargo", "Flash", "Headline", "Kill",
    "Link", "Live", "Logo", "Menu", "Password", "Player", "Reads", "Rundown", "Sleep timer", "Special coverage",
    "Special coverage…",
    "Site", "Stream", "Ticker",
    "Urgent", "%(n)s min", "%(station)s live", "{n} min", "+%(minutes)s min",
    "Authenticator app", "Passkey", "Token", "admin", "editor", "encoder", "passkey",
}  # fmt: skip
"""What a Manila newsroom says in English."""

UNTRANSLATED = {"RSS", "JSON", "Ctrl", "Enter", "airwire user add"}
"""Names of formats, keys and commands."""


@pytest.fixture(scope="module")
def filipino() -> Catalog:
    with CATALOG.open("rb") as file:
        return read_po(file, locale="fil")


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """Every text that is marked for translation, singular forms of those that have several."""
    mapping = configparser.ConfigParser()
    mapping.read(ROOT / "babel.cfg")
    methods = [(pattern, method) for method, pattern in (name.split(": ") for name in mapping.sections())]
    found = extract_from_dir(str(ROOT), methods)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def forms(message: object) -> tuple[str, ...]:
    """A message's or a translation's texts: one, or one for each plural form."""
    return message if isinstance(message, tuple) else (str(message or ""),)


def test_every_text_is_in_filipino(filipino: Catalog, texts: set[str]) -> None:
    assert len(texts) > 400
    untranslated = [text for text in sorted(texts) if text not in filipino or not all(forms(filipino[text].string))]
    assert untranslated == []
    assert [message.id for message in filipino if message.id and message.fuzzy] == []


def test_nothing_is_in_the_catalog_that_nobody_says(filipino: Catalog, texts: set[str]) -> None:
    assert [message.id for message in filipino if message.id and forms(message.id)[0] not in texts] == []


def test_what_is_alike_in_both_languages_is_meant_to_be(filipino: Catalog) -> None:
    alike = {str(m.id) for m in filipino if isinstance(m.id, str) and m.id and m.string == m.id}
    assert alike == ALIKE


def test_a_translation_fills_in_what_its_text_does(filipino: Catalog) -> None:
    wrong = []
    for message in filipino:
        if message.id:
            names = re.findall(r"%\(\w+\)s|\{\w+\}", forms(message.id)[0])
            wrong += [
                form for form in forms(message.string) if set(re.findall(r"%\(\w+\)s|\{\w+\}", form)) != set(names)
            ]
    assert wrong == []


def test_the_catalog_is_in_order_and_counts_as_filipino_does(filipino: Catalog) -> None:
    said = [forms(m.id)[0] for m in filipino if m.id]
    assert said == sorted(said)
    assert "plural=(n%10==4 || n%10==6 || n%10==9);" in CATALOG.read_text(
        "utf-8"
    )  # as CLDR has it, and Intl in browsers


@pytest.mark.parametrize("retired", ["grid", "store", "held by hand", "given back", "by itself every", "kuwento"])
def test_no_word_of_the_code_s_own_is_shown(texts: set[str], retired: str) -> None:
    assert [text for text in texts if re.search(rf"\b{retired}\b", text.lower())] == []


def bare_words(template: str) -> Iterator[str]:
    """Text of a template that stands outside of `{{ … }}` and `{% … %}`, and attributes that are read out or shown."""
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.S)
    text = re.sub(r"\{% block page %\}[^{]*|\{% macro to\(.*", "", text)  # the name of a page, an address
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    for value in re.findall(r'\b(?:aria-label|title|placeholder|alt|aria-description)="([^"]*)"', text):
        yield value
    for value in re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S).replace("<!doctype html>", "").split("<"):
        yield value.partition(">")[2] if ">" in value else value


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    said = {" ".join(text.split()) for text in bare_words(path.read_text("utf-8"))}
    left = {text for text in said if re.search(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", text))} - UNTRANSLATED
    assert left == set()


@pytest.fixture(scope="module")
def words() -> set[str]:
    """The keys of all that scripts may say, without their plural forms."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        said = {**script_words(), **panel_words(), **rundown_words(), **article_words()}
    return {key.partition(".")[0] for key in said}


SAY = re.compile(r'\bsay\(\s*(?:"([^"]+)"|[^")]*\?\s*"([^"]+)"\s*:\s*"([^"]+)")')


def test_scripts_say_only_what_there_are_words_for(words: set[str]) -> None:
    said = {key for path in SCRIPTS for found in SAY.findall(path.read_text("utf-8")) for key in found if key}
    assert len(said) > 60
    assert said - words == set()


def test_no_script_has_texts_of_its_own() -> None:
    """A text for readers is a string with a space between words, in a call that writes it or in an attribute read out."""
    shown = re.compile(r'(?:textContent|title|placeholder|"aria-label")\s*[:=]\s*[`"][^`"]*[A-Za-z]{2,} [A-Za-z]{2,}')
    made = re.compile(r'element\([^;]*?,\s*"[A-Z][a-z]+(?: [a-z]+)+')
    left = {
        str(path.relative_to(ROOT)): found
        for path in SCRIPTS
        if (found := [*shown.findall(path.read_text("utf-8")), *made.findall(path.read_text("utf-8"))])
    }
    assert left == {}


def test_whatever_was_done_is_said_in_the_activity_log(words: set[str]) -> None:
    done = {f"did breaking {action}" for action in get_args(BreakingChange.model_fields["action"].annotation)}
    done |= {f"did article {action}" for action in get_args(ArticleChange.model_fields["action"].annotation)}
    for folder in (
        "desk",
        "commands",
        "panel/monitoring",
        "panel/alerts",
        "panel/audit",
        "panel/articles",
        "panel/people",
    ):
        for path in (ROOT / "webapp" / folder).rglob("*.py"):
            done |= {f"did {did}" for did in deeds(ast.parse(path.read_text("utf-8")))}
    done |= {f"did {act}" for acts in KINDS.values() for act in acts}
    assert len(done) > 20
    assert done - words == set()
    assert done == {f"did {act}" for acts in KINDS.values() for act in acts}, "the record is filtered by kinds of acts"


WORDS_AT = {"Decision": 1, "note": 1, "self._note": 1, "self._stranger": 0}
"""Which argument of a call says what was done."""


def deeds(tree: ast.AST) -> Iterator[str]:
    """What a module writes into the audit: the second argument of a `Decision` and of `note`, what is called `did`,
    what `_did` returns, and words for both in a table."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "AUDIT_WORDS"
            and isinstance(node.value, ast.Dict)
        ):
            yield from (str(value.value) for value in node.value.values if isinstance(value, ast.Constant))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "did":
            yield from sentences(node.value)
        if isinstance(node, ast.FunctionDef) and node.name == "_did":
            for part in ast.walk(node):
                yield from sentences(part) if isinstance(part, ast.Return) else ()
        if not isinstance(node, ast.Call) or (at := WORDS_AT.get(ast.unparse(node.func))) is None:
            continue
        given = [*node.args[at : at + 1], *(keyword.value for keyword in node.keywords if keyword.arg == "did")]
        yield from (each for one in given for each in sentences(one))


def sentences(tree: ast.AST) -> Iterator[str]:
    """The texts of several words in an expression."""
    for part in ast.walk(tree):
        text = part.value if isinstance(part, ast.Constant) else None
        if isinstance(text, str) and " " in text.strip() and not text.endswith(" "):
            yield text


def test_the_ticker_speaks_as_the_pages_do(filipino: Catalog) -> None:
    script = f'import {{ WORDS }} from "{ROOT}/static/embed/ticker/words.js"; console.log(JSON.stringify(WORDS))'
    told = json.loads(subprocess.check_output([str(NODE), "--input-type=module", "-e", script]))
    assert told["en"].keys() == told["fil"].keys()
    for key, text in told["en"].items():
        if isinstance(text, str) and text in filipino:
            assert told["fil"][key] == filipino[text].string, text
    assert told["fil"]["reads"] == dict(zip(("one", "other"), forms(filipino["{n} read"].string), strict=True))
