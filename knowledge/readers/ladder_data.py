"""Ladders in YAML or JSON: skills with a name, each with its levels as a mapping or a list."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.formats.content import Document, column_key
from knowledge.level_scale import is_level
from knowledge.readers.ladder import FoundLadder, Said

KIND = "ladder-data"

_NAMES = ("title", "name", "label", "skill", "competency", "skill name", "id")
_LEVELS = (
    *("levels", "level descriptions", "proficiency levels", "proficiency descriptions", "descriptions"),
    *("content", "behavioral indicators", "behavioural indicators", "indicators", "criteria", "expectations"),
)
_LEVEL = ("level", "name", "id", "title", "grade")
_TEXTS = (
    *("criteria", "indicator", "indicators", "description", "text", "statement", "statements", "behaviours"),
    *("behaviors", "expectations", "examples of work", "summary"),
)
_FEWEST_WORDS = 3
_DEEPEST = 8


def read_data(document: Document) -> FoundLadder | None:
    """Return what the skills of a YAML or JSON document say, or None where it has none with levels."""
    said = tuple(_skills(document.value, "", 0))
    texts = {each.text for each in said}
    return FoundLadder(KIND, said) if len(texts) > 1 else None


def _skills(value: object, place: str, depth: int) -> Iterator[Said]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from _skills(each, f"{place}{' ' if place else ''}item {number}", depth + 1)
    elif isinstance(value, dict):
        entry = {column_key(str(key)): each for key, each in value.items()}
        name = next((str(entry[key]) for key in _NAMES if isinstance(entry.get(key), str)), "")
        found = list(_said(entry, name, f"{place}, {name}" if place else name)) if name else []
        if found:
            yield from found
            return
        for key, each in value.items():
            if isinstance(each, list | dict):
                yield from _skills(each, f"{place}{', ' if place else ''}{str(key)[:40]}", depth + 1)


def _said(entry: dict[str, object], name: str, place: str) -> Iterator[Said]:
    description = entry.get("description")
    category = entry.get("category")
    for key in _LEVELS:
        for level, text in _levels(entry.get(key)):
            yield Said(
                name,
                level,
                text,
                f"{place}, level {level}",
                category if isinstance(category, str) else "",
                description if isinstance(description, str) else "",
            )


def _levels(value: object) -> Iterator[tuple[str, str]]:
    """Yield the name of each level and its text."""
    pairs: list[tuple[str, object]] = []
    if isinstance(value, dict):
        pairs = [(str(level), text) for level, text in value.items()]
    elif isinstance(value, list):
        for each in value:
            entry = {column_key(str(key)): one for key, one in each.items()} if isinstance(each, dict) else {}
            level = next((str(entry[key]) for key in _LEVEL if entry.get(key) is not None), "")
            pairs.append((level, each))
    if not pairs or not all(is_level(level) for level, _ in pairs):
        return
    for level, said in pairs:
        text = "\n".join(_texts(said))
        if text:
            yield level, text


def _texts(value: object) -> Iterator[str]:
    """Yield the statements of a level: a text, a list of texts, or the texts of a mapping."""
    if isinstance(value, str):
        if len(value.split()) >= _FEWEST_WORDS:
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each if isinstance(each, str) else "")
    elif isinstance(value, dict):
        entry = {column_key(str(key)): each for key, each in value.items()}
        for key in _TEXTS:
            yield from _texts(entry.get(key))
