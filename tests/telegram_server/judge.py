"""An independent reading of what goes over the wire: aiogram's pydantic models of the Bot API.

aiogram lets unknown fields pass; here they count too, in calls and in updates, at any depth.
"""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile, Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from .calls import Call
from .refusals import JSON, Refused


@cache
def _methods() -> dict[str, Any]:
    found: list[Any] = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    methods = [each for each in found if issubclass(each, TelegramMethod) and each is not TelegramMethod]
    return {each.__api_method__.lower(): each for each in methods}


def problems(kind: str, thing: Any) -> list[str]:
    """Return what aiogram finds wrong with a ``call``, an ``update`` or (``result``) the answer to a call."""
    if kind == "update":
        return update_problems(thing)
    return call_problems(thing) if kind == "call" else result_problems(thing.method, thing.answer["result"])


def call_problems(call: Call) -> list[str]:
    """Return what aiogram finds wrong with a call."""
    model = _methods().get(call.method.lower())
    if model is None:
        return [f"{call.method}: no such method"]
    problems = [
        f"{call.method}: unknown parameter {name}" for name in call.params if name not in _fields(model)
    ]
    try:
        read = model.model_validate(_values(model, call))
    except ValidationError as error:
        return problems + [f"{call.method}: {sentence}" for sentence in _sentences(error)]
    except (ValueError, Refused) as error:
        return [*problems, f"{call.method}: {error}"]
    return problems + [f"{call.method}: {extra}" for extra in _extras(read, top=True)]


def update_problems(update: JSON) -> list[str]:
    """Return what aiogram finds wrong with an update."""
    try:
        return [f"update: {extra}" for extra in _extras(Update.model_validate(update))]
    except ValidationError as error:
        return [f"update: {sentence}" for sentence in _sentences(error)]


def result_problems(method: str, result: Any) -> list[str]:
    """Return what aiogram finds wrong with a result."""
    model = _methods().get(method.lower())
    if model is None:
        return []
    try:
        read = _adapter(model).validate_python(result)
    except ValidationError as error:
        return [f"{method} result: {sentence}" for sentence in _sentences(error)]
    return [f"{method} result: {extra}" for extra in _extras(read)]


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model.__returning__)


def _sentences(error: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]


@cache
def _fields(model: Any) -> frozenset[str]:
    names = set(model.model_fields)
    return frozenset(names | {field.alias for field in model.model_fields.values() if field.alias})


def _values(model: Any, call: Call) -> JSON:
    """Return parameters as a Python program would pass them: JSON read, uploads as files."""
    values: JSON = {}
    for name, raw in call.params.items():
        field = model.model_fields.get(name)
        complex_value = isinstance(raw, str) and raw[:1] in "[{" and raw
        read = complex_value and field is not None and not _only_text(field.annotation)
        values[name] = call.json(name) if read else raw
    for name, upload in call.files.items():
        if name in model.model_fields:
            values[name] = BufferedInputFile(upload.data, upload.name)
    return values


def _only_text(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return all(each in (str, type(None), Default) for each in get_args(annotation))
    return annotation is str


def _extras(value: Any, path: str = "", top: bool = False) -> list[str]:
    """Return unknown fields at any depth; those at the top of a method are its parameters, seen before."""
    if isinstance(value, BaseModel):
        found = [] if top else [f"unknown field {path}{name}" for name in value.model_extra or {}]
        for name in type(value).model_fields:
            found += _extras(getattr(value, name, None), f"{path}{name}.")
        return found
    if isinstance(value, list):
        return [each for item in value for each in _extras(item, path)]
    return []
