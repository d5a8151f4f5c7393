"""The schemas in docs/ of what ``rung suggest`` and ``rung add --dry-run --json`` print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

_DOCS = Path(__file__).parents[2] / "docs"
_NAMES = ("suggest.schema.json", "suggest-lines.schema.json", "documents.schema.json")
_SCHEMAS = {name: json.loads((_DOCS / name).read_text("utf-8")) for name in _NAMES}
_REGISTRY: Any = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in _SCHEMAS.items()
)


def check_report(report: object) -> None:
    """Raise where this is not what ``rung suggest --json`` may print."""
    _check("suggest.schema.json", report)


def check_line(line: object) -> None:
    """Raise where this is not what ``rung suggest --jsonl`` may print as one line."""
    _check("suggest-lines.schema.json", line)


def check_documents(found: object) -> None:
    """Raise where this is not what ``rung add --dry-run --json`` may print."""
    _check("documents.schema.json", found)


def _check(name: str, value: object) -> None:
    Draft202012Validator(_SCHEMAS[name], registry=_REGISTRY).validate(value)
