"""Knowledge to JSON and back, so that a build carries what it was made from."""

from __future__ import annotations

import json
import types
import typing
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any

from knowledge.model import Knowledge


def to_json(knowledge: Knowledge) -> str:
    """Return knowledge as JSON: the same knowledge gives the same text."""
    return json.dumps(asdict(knowledge), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Knowledge:
    """Return the knowledge that `to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: the text is not such JSON.
    """
    found = _made(Knowledge, json.loads(text))
    assert isinstance(found, Knowledge)
    return found


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _made(kind: Any, value: Any) -> Any:
    """Give a JSON value the type it had: dataclasses, tuples, and plain values as they are."""
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return kind(
            **{name: _made(hint, value[name]) for name, hint in _fields(kind).items() if name in value}
        )
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return None if value is None else _made(typing.get_args(kind)[0], value)
    if typing.get_origin(kind) is not tuple:
        return value
    inside = typing.get_args(kind)
    if inside[-1] is Ellipsis:
        return tuple(_made(inside[0], item) for item in value)
    return tuple(_made(part, item) for part, item in zip(inside, value, strict=True))
