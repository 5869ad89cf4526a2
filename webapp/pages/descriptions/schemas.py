"""JSON schemas of the types that the code reads and writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from webapp.newsroom.model import Value


def component_schemas(models: Sequence[type[Value]], closed: Sequence[type[Value]] = ()) -> dict[str, Any]:
    """By name. Only those that are sent to us (`closed`) take no further members: what we answer may have more tomorrow."""
    pairs: list[Any] = [(model, "validation") for model in models]
    _, found = models_json_schema(pairs, ref_template="#/components/schemas/{model}")
    schemas: dict[str, Any] = found["$defs"]
    keep = {model.__name__ for model in closed}
    for name, schema in schemas.items():
        if name not in keep:
            schema.pop("additionalProperties", None)
        schema.pop("title", None)
        if "description" in schema:
            schema["description"] = schema["description"].split("\n\n")[0].replace("\n", " ")
    return schemas
