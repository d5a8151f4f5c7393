"""Ladders in YAML or JSON: skills with a name, each with its levels as a mapping or a list."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.formats.content import Document, column_key
from knowledge.level_scale import is_level, largest_scale
from knowledge.readers.ladder import FoundLadder, Said

KIND = "ladder-data"

_NAMES = ("title", "name", "label", "skill", "competency", "skill name", "id")
_LEVELS = (
    *("levels", "level descriptions", "proficiency levels", "proficiency descriptions", "descriptions"),
    *("content", "behavioral indicators", "behavioural indicators", "indicators", "criteria", "expectations"),
)
_LEVEL = ("level", "name", "id", "title", "grade")
_LISTS = (*_LEVELS, "skills", "competencies", "capabilities", "areas", "categories", "groups")
"""Keys that name a list, not what is in it."""
_TEXTS = (
    *("criteria", "indicator", "indicators", "description", "text", "statement", "statements", "behaviours"),
    *("behaviors", "expectations", "examples of work", "summary"),
)
_FEWEST_WORDS = 3
_DEEPEST = 8


def read_data(document: Document) -> FoundLadder | None:
    """Return what the skills of a YAML or JSON document say, or None where it has none with levels."""
    said = tuple(_skills(document.value, "", 0)) or tuple(_nested(document.value, ()))
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


def _nested(value: object, path: tuple[str, ...]) -> Iterator[Said]:
    """Yield the texts below keys that are a skill and its level, either way round."""
    if isinstance(value, dict) and len(path) < _DEEPEST:
        keys = [str(key) for key in value]
        levels = (
            keys if len(keys) > 1 and len(largest_scale(list(map(column_key, keys)))) == len(keys) else []
        )
        for key, each in value.items():
            yield from _nested(each, (*path, f"\0{key}" if str(key) in levels else str(key)))
        return
    at = next((n for n, key in enumerate(path) if key.startswith("\0")), -1)
    named = [key for key in (*path[:at], *path[at + 1 :]) if column_key(key) not in _LISTS]
    text = "\n".join(_texts(value))
    if at >= 0 and named and text:
        below = at < len(path) - 1
        skill = path[-1] if below else named[-1]
        yield Said(skill, path[at][1:], text, ", ".join(path).replace("\0", ""))


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
        named = str(said.get("name", "")) if isinstance(said, dict) and level.isdigit() else ""
        if text:
            yield f"{level} {named}".strip() if len(named.split()) <= _FEWEST_WORDS else level, text


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
