"""The part of JSON Schema that our schema uses, so that no extra dependency is needed to hold a report against it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

SCHEMA: dict[str, Any] = json.loads(
    files("regiotafel.engine.opinions").joinpath("report.schema.json").read_text(encoding="utf-8")
)
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {
    "type", "required", "properties", "additionalProperties", "enum", "const", "oneOf", "$ref", "items",
    "prefixItems", "minimum", "maximum", "minItems", "maxItems", "$defs", "$schema", "$id", "title", "description",
}  # fmt: skip


def problems(value: Any, schema: dict[str, Any] | None = None, where: str = "report") -> list[str]:
    """What is wrong with a value, in words; empty when it fits."""
    schema = SCHEMA if schema is None else schema
    unknown = set(schema) - KNOWN
    assert not unknown, f"this check does not know {unknown}"
    if "$ref" in schema:
        return problems(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]], where)
    if "oneOf" in schema:
        results = [problems(value, one, where) for one in schema["oneOf"]]
        n_right = sum(not one for one in results)
        return [] if n_right == 1 else [f"{where} fits {n_right} forms: {value!r:.200}"]
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, one) for one in types):
        return [f"{where} is {value!r:.80}, not {types}"]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(f"{where} is {value!r:.80}, not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where} is {value!r:.80}, not one of {schema['enum']}")
    if _is(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{where} is {value}, out of range")
    if isinstance(value, dict):
        found += _object(value, schema, where)
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{where} has {len(value)} items")
        inner = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        for position, (one, its) in enumerate(zip(value, inner, strict=False)):
            found += problems(one, its, f"{where}[{position}]")
    return found


def _object(value: dict[str, Any], schema: dict[str, Any], where: str) -> list[str]:
    found = [f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value]
    more = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in schema.get("properties", {}):
            found += problems(one, schema["properties"][name], f"{where}.{name}")
        elif more is False:
            found.append(f"{where}.{name} is not in the schema")
        elif isinstance(more, dict):
            found += problems(one, more, f"{where}.{name}")
    return found


def _is(value: Any, name: str) -> bool:
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])
