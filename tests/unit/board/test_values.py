"""What the newsroom talks about is the same after it was written down and read again."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from random import Random

import orjson
import pytest

import webapp.newsroom
from tests.unit.board.values_of import some
from webapp.newsroom.model import Value

EACH = 25

for _module in iter_modules(webapp.newsroom.__path__, "webapp.newsroom."):
    import_module(_module.name)


def kinds(of: type[Value] = Value) -> list[type[Value]]:
    below = [kind for child in of.__subclasses__() for kind in (child, *kinds(child))]
    return [kind for kind in below if kind.__module__.startswith("webapp.newsroom.") and kind.__name__[0] != "_"]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}")
def test_every_value_is_itself_after_it_was_written_down_and_read_again(kind: type[Value]) -> None:
    random = Random(kind.__name__)
    for _ in range(EACH):
        value = some(kind, random)
        assert kind.load(orjson.loads(orjson.dumps(value.dump()))) == value
        assert kind.load(value.model_dump()) == value  # what is read already need not be text to be read again
        assert kind(**{name: getattr(value, name) for name in kind.model_fields}) == value
