"""The rooms of the house: imports and calls run downward only, and what is outside stays where it belongs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "webapp"

FLOORS: dict[str, int] = {
    "newsroom": 0, "processes": 0,
    "store": 1, "fetch": 1,
    "desk": 2,
    "web": 3,
    "delivery": 4, "pages": 4, "panel": 4, "intake": 4, "pictures": 4, "outlets": 4, "demo": 4, "clock": 4, "monitor": 4,
    "mos": 4, "backup": 4,
    "discovery": 5, "wiring": 5, "app": 5, "wsgi": 5, "cli": 5, "commands": 5, "gunicorn_conf": 5, "__init__": 5,
}  # fmt: skip

WIRING = 5
"""On this floor they may import each other."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "redis": ("store",),
    "argon2": ("store",),
    "flask_socketio": ("delivery",),
    "flask_login": ("panel",),
    "trafilatura": ("intake",),
    "apscheduler": ("clock",),
    "apprise": ("outlets",),
    "av": ("monitor", "demo"),
    "PIL": ("pictures", "intake"),
    "pyrage": ("backup",),
}

HANDED_UP_BY_ATTRIBUTE: dict[tuple[str, str], str] = {
    ("app.py", "app.session_interface"): "Flask takes how it keeps sessions in no other way",
    ("delivery/socketio/server.py", "app.wsgi_app"): "Flask's way to put WSGI middleware around an application",
    ("app.py", "app.wsgi_app"): "the same",
    ("panel/__init__.py", "app.wsgi_app"): "the same",
    ("gunicorn_conf.py", "server.stop"): "gunicorn has no hook that is called before it closes its listening sockets",
    ("gunicorn_conf.py", "server.murder_workers"): "gunicorn has no hook that is called before it kills a hung worker",
    (
        "fetch/public_names.py",
        "socket.getaddrinfo",
    ): "libraries that connect by themselves take a policy of addresses in no other way",
}
"""Where something of ours that can be called is set on an object of somebody else, and why."""


@cache
def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@cache
def imports_of(path: Path) -> set[str]:
    """Whole names of the modules that `path` imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


def rooms_under(path: Path) -> set[str]:
    """The other rooms from which `path` imports."""
    rooms = {name.split(".")[1] for name in imports_of(path) if name.startswith("webapp.")}
    rooms |= {"__init__"} if "webapp" in imports_of(path) and not rooms & FLOORS.keys() else set()
    return rooms & FLOORS.keys() - {room_of(path)}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downward_only(path: Path) -> None:
    room = room_of(path)
    assert room in FLOORS, f"{room} is a room that nobody has given a floor"
    for other in rooms_under(path):
        assert FLOORS[other] < FLOORS[room] or FLOORS[room] == WIRING, f"{path} imports from {other}"


def test_no_modules_import_each_other() -> None:
    """Nor in a round: not for types, nor inside a function either."""
    named = {".".join(path.relative_to(ROOT.parent).with_suffix("").parts): path for path in modules()}
    named = {name.removesuffix(".__init__"): path for name, path in named.items()}
    graph = {}
    for name, path in named.items():
        known = imports_of(path) & named.keys()
        # `from package import module` is an import of the module; the package itself only where something else is taken.
        packages = {one for one in known if any(other.startswith(f"{one}.") for other in known)}
        graph[name] = known - packages - {name}
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_outside_libraries_stay_in_their_rooms(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}
    for library, rooms in ONLY_IN.items():
        assert library not in roots or room_of(path) in rooms, f"{library} belongs to {rooms}, not to {path}"


def test_every_room_and_floor_is_there_for_something() -> None:
    assert FLOORS.keys() == {room_of(path) for path in modules()}
    stands_on = {(FLOORS[room_of(path)], FLOORS[other]) for path in modules() for other in rooms_under(path)}
    for floor in range(1, WIRING + 1):
        assert (floor, floor - 1) in stands_on, f"nothing on floor {floor} needs floor {floor - 1}: they are one"
    for room in (room for room, floor in FLOORS.items() if floor == WIRING):
        under = {FLOORS[other] for path in modules() if room_of(path) == room for other in rooms_under(path)}
        assert under & {WIRING - 1, WIRING}, f"{room} needs nothing of what is wired: it belongs below"


@pytest.mark.parametrize("library", ONLY_IN)
def test_every_library_that_is_kept_in_a_room_is_used_there(library: str) -> None:
    used = {room_of(path) for path in modules() if library in {name.split(".")[0] for name in imports_of(path)}}
    assert used == set(ONLY_IN[library])


# Calls that run up: something that can be called, set on another object after its construction


@cache
def functions_and_classes() -> tuple[frozenset[str], frozenset[str]]:
    """All that Airwire defines and can be called by its name; and all names of methods that name nothing else."""
    free, methods, data = set(), set(), set()
    for path in modules():
        for node in ast.walk(tree(path)):
            match node:
                case ast.ClassDef(name, body=body):
                    free.add(name)
                    methods |= {one.name for one in body if isinstance(one, ast.FunctionDef) and not is_property(one)}
                    data |= {one.name for one in body if isinstance(one, ast.FunctionDef) and is_property(one)}
                    data |= {
                        one.target.id
                        for one in body
                        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
                    }
                case ast.FunctionDef(name):
                    free.add(name)
                case ast.Attribute(ast.Name("self"), name, ast.Store()):
                    data.add(name)
    return frozenset(free), frozenset(methods - data)


def is_property(function: ast.FunctionDef) -> bool:
    return any(re.search(r"property|\.setter", ast.unparse(one)) for one in function.decorator_list)


def can_be_called(value: ast.expr, where: ast.Module) -> bool:
    """Whether `value` is a function, a method, a class or an object of ours, as far as its words tell."""
    free, methods = functions_and_classes()
    nearby = {node.name for node in ast.walk(where) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    match value:
        case ast.Lambda():
            return True
        case ast.Name(name):
            return name in nearby or (name in free and name in imported_by(where))
        case ast.Attribute(ast.Name("self"), name):
            made = [one.value for one in ast.walk(where) if isinstance(one, ast.Assign) and is_own(one, name)]
            return name in methods or any(can_be_called(one, where) for one in made if one is not value)
        case ast.Attribute(_, name):
            return name in methods
        case ast.Call(ast.Name("partial")):
            return True
        case ast.Call(ast.Name(name)):
            return name.lstrip("_")[:1].isupper() and (name in nearby or name in free)
        case ast.IfExp():
            return can_be_called(value.body, where) or can_be_called(value.orelse, where)
    return False


def is_own(node: ast.Assign, name: str) -> bool:
    return any(ast.unparse(target) == f"self.{name}" for target in node.targets)


def imported_by(where: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(where)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def handed_up(where: ast.Module) -> Iterator[str]:
    """`other.attribute`, each that is set to something that can be called; its own attributes anything may set."""
    pairs: list[tuple[ast.expr, ast.expr]]
    for node in ast.walk(where):
        match node:
            case ast.Assign(targets, value):
                pairs = [(target, value) for target in targets]
            case ast.AnnAssign(annotated, _, value) if value:
                pairs = [(annotated, value)]
            case ast.Call(ast.Name("setattr"), [thing, ast.Constant(str(name)), value]):
                pairs = [(ast.Attribute(thing, name), value)]
            case _:
                continue
        for target, value in pairs:
            among = target.elts if isinstance(target, ast.Tuple) else [target]
            values = (
                value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(among) else [value] * len(among)
            )
            for one, given in zip(among, values, strict=True):
                other = isinstance(one, ast.Attribute) and ast.unparse(one.value) not in ("self", "cls")
                if other and can_be_called(given, where):
                    yield ast.unparse(one)


def test_what_can_be_called_is_handed_in_by_the_constructor() -> None:
    found = {(str(path.relative_to(ROOT)), what) for path in modules() for what in handed_up(tree(path))}
    new = found - HANDED_UP_BY_ATTRIBUTE.keys()
    assert not new, f"hand it in by the constructor, as a typed Protocol: {sorted(new)}"
    assert found == HANDED_UP_BY_ATTRIBUTE.keys(), "an exception that is no longer needed"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("ready.beacon = lambda body: count(body)", ["ready.beacon"]),
        ("socketio.server.eio.intercept = reads.take", ["socketio.server.eio.intercept"]),
        ("def look(): ...\nserver.look = server.peek = look", ["server.look", "server.peek"]),
        ("one.a, one.b = 1, partial(print, 2)", ["one.b"]),
        ("setattr(health, 'look', lambda: None)", ["health.look"]),
        ("class Hook:\n  def set(self, engine):\n    engine.hook = Hook()", ["engine.hook"]),
        ("from webapp.web.answers import problem\nrelay.answer = problem", ["relay.answer"]),
        ("class A:\n  def __init__(self):\n    self.hook = lambda: 1\n    self.size = 5", []),
        ("response.status_code = status\nlistener.sio = sid = engine.generate_id()", []),
        ("part.text = paragraph.text\nbeat.due = moment + 5", []),
    ],
)
def test_a_call_that_is_set_on_another_object_is_seen(code: str, found: list[str]) -> None:
    assert sorted(handed_up(ast.parse(code))) == found


def test_the_newsroom_knows_neither_the_time_nor_the_world() -> None:
    for path in (ROOT / "newsroom").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not {n.split(".")[0] for n in imports_of(path)} & {"flask", "redis", "requests", "socket", "time"}, path
        assert "datetime.now(" not in text and "utcnow(" not in text and "date.today(" not in text, path
