"""What the desk decides is decided again when somebody was faster: so to decide changes nothing by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

DESK = Path(__file__).parents[3] / "webapp" / "desk"
CHANGES_A_LIST_OR_DICT = {
    "append",
    "extend",
    "insert",
    "pop",
    "remove",
    "clear",
    "update",
    "setdefault",
    "add",
    "discard",
}


def functions() -> dict[str, list[ast.FunctionDef]]:
    found: dict[str, list[ast.FunctionDef]] = {}
    for path in sorted(DESK.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append(node)
    return found


def called_by(function: ast.FunctionDef) -> Iterator[str]:
    """The names of all that is called in `function`, methods of `self` among them."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(name) | ast.Attribute(ast.Name("self"), name):
                    yield name


def changes(function: ast.FunctionDef) -> Iterator[str]:
    """What `function` changes that was there before it was called."""
    own = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(function):
        match node:
            case ast.Nonlocal() | ast.Global():
                yield ast.unparse(node)
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                yield ast.unparse(node)
            case ast.Subscript(ast.Name(name), ctx=ast.Store() | ast.Del()) if name not in own:
                yield ast.unparse(node)
            case ast.Call(ast.Attribute(ast.Name(name), method)) if (
                method in CHANGES_A_LIST_OR_DICT and name not in own
            ):
                yield ast.unparse(node)


def test_what_decides_changes_nothing() -> None:
    known = functions()
    reached, ahead = set(), ["decide"]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in known:
            continue
        reached.add(name)
        ahead += [other for function in known[name] for other in called_by(function)]
    assert {"decide", "_record", "_plan_of_today", "_card"} <= reached
    found = {name: [what for function in known[name] for what in changes(function)] for name in sorted(reached)}
    assert {name: whats for name, whats in found.items() if whats} == {}
