"""Records of a document: the rows of its tables and the objects of its data, by what their fields mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.formats.content import Document
from knowledge.readers.record_fields import about, field_key, list_kind, meaning_of

_DEEPEST = 8
LEVEL_KEY = re.compile(r"(?:proficiency )?(?:level|lvl|e) ?(\d{1,2})(?: description| descriptor| text)?")
"""Name of a field that holds what a skill says at a level."""

_GRADE_LISTS = ("role levels", "grades")
_CLASSES = {"occupation": "role", "role": "role", "skill": "skill", "knowledgeskillcompetence": "skill"}
"""Classes that objects of ESCO's data have."""

_LEVEL_LISTS = ("levels", "proficiency levels", "level descriptions", "proficiencies", "skill levels")


@dataclass(frozen=True, slots=True)
class Record:
    """A row or an object.

    Args:
        fields: text by meaning, see `knowledge.readers.record_fields`; empty ones are left out.
        place: where it is.
    """

    fields: Mapping[str, str]
    place: str

    def get(self, meaning: str) -> str:
        """Return a field, ``""`` where there is none."""
        return self.fields.get(meaning, "")


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Records of one table or one file of data.

    Args:
        name: of the table, for messages.
        names: what the fields are called in the document, as `field_key` gives them.
        records: in the document's order.
        below_title: whether the skill is not in a column but in a title above the rows.
    """

    name: str
    names: frozenset[str]
    records: tuple[Record, ...]
    below_title: bool = False


def of_data(document: Document) -> Iterator[RecordSet]:
    """Yield the objects of the data of a document, where they are about skills or roles."""
    if isinstance(document.value, list | dict):
        names: set[str] = set()
        records = tuple(_of_data(document.value, "", {}, "", 0, names))
        if records:
            yield RecordSet("the file", frozenset(names), records)


def _of_data(
    value: object, key: str, context: dict[str, str], place: str, depth: int, names: set[str]
) -> Iterator[Record]:
    """Yield the records of objects, each with what the objects around it say of its role and skill."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from _of_data(
                each,
                key,
                context,
                f"{place}{', ' if place else ''}{key or 'item'} {number}",
                depth + 1,
                names,
            )
    elif isinstance(value, dict):
        if _is_keyed(value, key):
            for name, each in value.items():
                entry = {"name": name, **each}
                yield from _of_data(entry, key, context, f"{place}, {name}".strip(", "), depth + 1, names)
        else:
            yield from _of_object(value, key, context, place, depth, names)
    elif isinstance(value, str) and list_kind(key) and context:
        kind = list_kind(key)
        yield Record({**context, kind: value.strip()}, place)


def _is_keyed(value: dict[object, object], key: str) -> bool:
    """Return whether an object gives skills or roles by their names."""
    entries = list(value.values())
    kept = bool(entries) and all(isinstance(each, dict) for each in entries)
    return kept and bool(list_kind(key)) and not any(meaning_of(str(name)) for name in value)


def _of_object(
    value: dict[object, object], key: str, context: dict[str, str], place: str, depth: int, names: set[str]
) -> Iterator[Record]:
    fields: dict[str, str] = {}
    lists: list[tuple[str, list[str]]] = []
    inner: list[tuple[str, object]] = []
    for raw, each in value.items():
        name = field_key(str(raw))
        names.add(name)
        meaning = meaning_of(name)
        level = LEVEL_KEY.fullmatch(name)
        if isinstance(each, str | int | float) and not isinstance(each, bool):
            text = str(each).strip()
            if text and (meaning or level):
                fields.setdefault(meaning or f"level {level[1] if level else ''}", text)
        elif isinstance(each, list) and each and all(isinstance(one, str) for one in each) and meaning:
            lists.append((meaning, [str(one).strip() for one in each]))
        elif isinstance(each, dict) and meaning and (english := _english(each)):
            fields.setdefault(meaning, english)
        elif isinstance(each, list | dict):
            inner.append((str(raw), each))
    own = _placed(fields, value, key, context)
    dropped = ("text", "task", "level" if list_kind(key) == "role" else "")
    shared = {**context, **{name: own[name] for name in own if name not in dropped}}
    yield from _own_records(own, lists, context, place)
    for name, each in inner:
        yield from _of_data(each, name, shared, place, depth + 1, names)


def _english(value: dict[object, object]) -> str:
    """Return the English text of an object that has one a language."""
    said = value.get("en")
    said = said.get("literal") if isinstance(said, dict) else said
    return said.strip() if isinstance(said, str) else ""


def _placed(
    fields: dict[str, str], value: dict[object, object], key: str, context: dict[str, str]
) -> dict[str, str]:
    """Return the fields of an object, its title, code and description as those of its role or skill."""
    kind = list_kind(key)
    if not kind:
        classes = [
            str(value.get(name, "")).casefold() for name in ("@type", "type", "className", "conceptType")
        ]
        kind = next((_CLASSES[each] for each in classes if each in _CLASSES), "")
    if (
        not kind
        and field_key(key) in (*_LEVEL_LISTS, *_GRADE_LISTS)
        and "role" in context
        and "skill" not in context
    ):
        renamed = {"title": "grade", "level": "grade", "description": "role description"}
        return {renamed.get(name, name): text for name, text in fields.items()}
    if not kind and field_key(key) in _LEVEL_LISTS and "skill" in context:
        more = {"level": value.get("number"), "text": value.get("text")}
        fields = {**{name: str(each) for name, each in more.items() if isinstance(each, int | str)}, **fields}
        renamed = {"description": "text", "code": "level", "title": "level"}
        return {
            new: text
            for name, text in fields.items()
            if (new := renamed.get(name, name)) == name or new not in fields
        }
    if not kind:
        kind = "skill" if "skill" in fields else "role" if "role" in {*fields, *_told(value, context)} else ""
    if not kind:
        return fields
    plain = {field_key(str(name)): str(text) for name, text in value.items() if isinstance(text, str | int)}
    if kind not in fields and "title" not in fields and (named := plain.get("text", plain.get("value", ""))):
        fields = {**fields, "title": named}
        fields.pop("text", None)
    if kind == "skill" and "level" not in fields and plain.get("value", "").isdigit():
        fields = {**fields, "level": plain["value"]}
    renamed = about(fields, kind)
    return {renamed.get(name, name): text for name, text in fields.items()}


def _told(value: dict[object, object], context: dict[str, str]) -> set[str]:
    """Return ``role`` for an object that has tasks and is of no role already."""
    tasks = any(
        isinstance(each, list) and each and meaning_of(str(name)) == "task" for name, each in value.items()
    )
    return {"role"} if tasks and "role" not in context else set()


def _own_records(
    own: dict[str, str], lists: list[tuple[str, list[str]]], context: dict[str, str], place: str
) -> Iterator[Record]:
    said = {**context, **own}
    if own and ("role" in said or "skill" in said):
        yield Record(said, place)
    for meaning, texts in lists:
        for number, text in enumerate(texts, 1):
            if text:
                base = {name: said[name] for name in said if name not in ("text", "task")}
                yield Record({**base, meaning: text}, f"{place}, {meaning} {number}")
