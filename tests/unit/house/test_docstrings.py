"""What one room offers another is described where it is defined, with the refusals that a caller has to expect.

Docstring linters (pydoclint, ruff's D and DOC rules) check sections against signatures in every module. They cannot tell
what another room imports, and our docstrings are sentences, since the types say the rest. Hence this test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.unit.house.test_rooms import ROOT, imports_of, modules, room_of

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def offered() -> frozenset[str]:
    """`module.name` of all that some other room imports."""
    rooms = {module_name(path): room_of(path) for path in modules()}
    found = set()
    for path in modules():
        for name in imports_of(path):
            module = name.rpartition(".")[0]
            if module in rooms and rooms[module] != room_of(path):
                found.add(name)
    return frozenset(found)


@cache
def refusals() -> frozenset[str]:
    """The names of `NewsroomError` and of every class under it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    known = {"NewsroomError"}
    while more := {name for name, of in bases.items() if of & known} - known:
        known |= more
    return frozenset(known)


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a function but those of decorated functions in it: a framework calls these, not the caller."""
    for child in ast.iter_child_nodes(node):
        if not getattr(child, "decorator_list", ()):
            yield child
            yield from own_nodes(child)


def raised_in(node: ast.AST) -> set[str]:
    """The refusals that stand in a `raise` of `node`: constructed there, not passed on."""
    calls = (child.exc for child in own_nodes(node) if isinstance(child, ast.Raise) and isinstance(child.exc, ast.Call))
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)} & refusals()


def public(nodes: list[ast.stmt]) -> Iterator[Documented]:
    for node in nodes:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node


def undocumented(path: Path) -> Iterator[str]:
    """What is missing, in words, for each function and class of `path` that another room imports."""
    for node in public(ast.parse(path.read_text("utf-8")).body):
        if f"{module_name(path)}.{node.name}" not in offered():
            continue
        own = ast.get_docstring(node) or ""
        if not own:
            yield f"{node.name} has no docstring"
        if not isinstance(node, ast.ClassDef):
            yield from (
                f"{node.name} does not say that it raises {name}" for name in raised_in(node) if name not in own
            )
            continue
        for method in public(node.body):
            said = own + (ast.get_docstring(method) or "")
            yield from (
                f"{node.name}.{method.name} does not say that it raises {name}"
                for name in raised_in(method)
                if name not in said
            )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_another_room_imports_says_what_it_is_and_what_it_raises(path: Path) -> None:
    assert not list(undocumented(path)), path


def test_the_check_sees_a_missing_docstring_and_a_refusal_that_is_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "a.py").write_text(
        "def f():\n    raise Invalid('no')\nclass C:\n    'It.'\n    def m(self):\n        raise Stale('x')\n"
    )
    monkeypatch.setitem(globals(), "module_name", lambda path: "webapp.room.a")
    monkeypatch.setitem(globals(), "offered", lambda: {"webapp.room.a.f", "webapp.room.a.C"})
    assert list(undocumented(tmp_path / "room" / "a.py")) == [
        "f has no docstring",
        "f does not say that it raises Invalid",
        "C.m does not say that it raises Stale",
    ]
