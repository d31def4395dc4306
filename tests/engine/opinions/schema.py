"""A report held against the schema that we publish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

PUBLISHED = Path(__file__).parents[3] / "docs" / "report.schema.json"
SCHEMA: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))


def problems(report: dict[str, Any]) -> list[str]:
    """What is wrong with a report as it stands in a JSON file; empty when it fits."""
    written = json.loads(json.dumps(report, allow_nan=False))
    return [f"{one.json_path} {one.message:.200}" for one in Draft202012Validator(SCHEMA).iter_errors(written)]
