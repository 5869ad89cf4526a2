"""A template is compiled once a process, whoever renders it."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from webapp.pages.compiled_templates import CompiledTemplates


def test_what_one_application_compiled_the_page_check_renders_without_compiling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, texts = CompiledTemplates(), {"page.html": "On air: {{ what }}"}
    first, second = (Environment(loader=DictLoader(texts), bytecode_cache=kept, autoescape=True) for _ in range(2))
    assert first.get_template("page.html").render(what="<b>") == "On air: &lt;b&gt;"

    def compiled_again(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(Environment, "compile", compiled_again)
    assert second.get_template("page.html").render(what="rice") == "On air: rice"


def test_a_template_that_was_changed_is_compiled_anew() -> None:
    kept = CompiledTemplates()
    for text in ("one", "two"):
        pages = Environment(loader=DictLoader({"page.html": text}), bytecode_cache=kept, autoescape=True)
        assert pages.get_template("page.html").render() == text
