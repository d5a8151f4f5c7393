"""Values in JSON of the type that was expected; anything else is a problem that names the place."""

from __future__ import annotations

from knowledge.readers.draft import Draft


def check_repeated(draft: Draft) -> None:
    """Tell of keys that one object gives twice: JSON would keep the last and lose the others."""
    for key in draft.document.json.repeated if draft.document.json else ():
        draft.error(
            f"key {key[:80]!r}",
            "duplicate-title",
            "this stands twice in one place. Each title may stand once: remove or rename one.",
        )


def dict_of(draft: Draft, value: object, where: str) -> dict[str, object]:
    """Return an object, or an empty one with an error."""
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    draft.error(where, "wrong-type", f"an object was expected, found {_said(value)}. Correct it.")
    return {}


def list_of(draft: Draft, value: object, where: str) -> list[object]:
    """Return a list, or an empty one with an error."""
    if isinstance(value, list):
        return list(value)
    draft.error(where, "wrong-type", f"a list was expected, found {_said(value)}. Correct it.")
    return []


def text_of(draft: Draft, entry: dict[str, object], key: str, where: str) -> str:
    """Return a text tidied onto one line, ``""`` where there is none; an error where it is no text."""
    value = entry.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return draft.line(value, f"{where}, {key}")
    draft.error(f"{where}, {key}", "wrong-type", f"a text was expected, found {_said(value)}. Correct it.")
    return ""


def texts_of(draft: Draft, entry: dict[str, object], key: str, where: str) -> list[str]:
    """Return a list of texts, each tidied onto one line, without empty ones."""
    value = entry.get(key)
    if value is None:
        return []
    texts: list[str] = []
    for number, each in enumerate(list_of(draft, value, f"{where}, {key}"), 1):
        text = text_of(draft, {key: each}, key, f"{where}, item {number}")
        if text:
            texts.append(text)
    return texts


def _said(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return names.get(type(value), "nothing" if value is None else "a number")
