"""SkillsFuture's JSON: the registry of skills with proficiency descriptions, and job roles."""

from __future__ import annotations

from knowledge.formats.content import Document
from knowledge.model import Reading, Requirement, Role, RoleSection, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import TSC
from knowledge.readers.statements import statements

_LEVELS = "proficiency_descriptions"
_HIGHEST = 6


def _is_registry(document: Document) -> bool:
    """Recognise it by its shape: titles, each with proficiency descriptions."""
    value = document.value
    return isinstance(value, dict) and any(
        isinstance(each, dict) and _LEVELS in each for each in value.values()
    )


def _read_registry(document: Document) -> Reading:
    """Read the registry: a skill a title, its proficiency descriptions as level texts."""
    draft = ReadingDraft(document, "skillsfuture-registry")
    draft.add_framework(TSC)
    _check_repeated(draft)
    titles = _dict_of(draft, document.value, "the file")
    for title, value in titles.items():
        name = draft.line(title, "a title")
        where = f"skill {name!r}"
        entry = _dict_of(draft, value, where)
        if not name:
            draft.error(where, "no-title", "a title is empty. Give the skill a name.")
        elif entry:
            _add_skill(draft, name, entry, where)
    return draft.finish()


def _add_skill(draft: ReadingDraft, name: str, entry: dict[str, object], where: str) -> None:
    is_core = _text_of(draft, entry, "type", where).casefold() == "ccs"
    skill = Skill(
        framework=TSC.id,
        name=name,
        category=_text_of(draft, entry, "category", where),
        subcategory="Critical core skill" if is_core else "",
        description=_text_of(draft, entry, "description", where),
        sectors=tuple(_texts_of(draft, entry, "sectors", where)),
        sources=(draft.source(where),),
    )
    if not draft.add_skill(skill):
        return
    levels = _dict_of(draft, entry.get(_LEVELS), f"{where}, {_LEVELS}")
    for raw in levels:
        place = f"{where}, level {raw[:20]}"
        level = draft.level(raw, place, _HIGHEST)
        text = _text_of(draft, levels, raw, place)
        if level is not None and not text:
            draft.warn(place, "empty-level", "the level says nothing.")
        elif level is not None:
            draft.add_statements(skill, level, "level", statements(text), place)
    if not levels:
        draft.warn(where, "empty-level", "no level has a description.")


def _is_jobs(document: Document) -> bool:
    """Recognise it by its shape: a list of roles that ask for skills."""
    value = document.value
    return isinstance(value, list) and any(
        isinstance(each, dict) and "skill_requirements" in each for each in value
    )


def _read_jobs(document: Document) -> Reading:
    """Read the roles."""
    draft = ReadingDraft(document, "skillsfuture-jobs")
    draft.add_framework(TSC)
    _check_repeated(draft)
    seen: set[str] = set()
    for number, value in enumerate(_list_of(draft, document.value, "the file"), 1):
        entry = _dict_of(draft, value, f"role {number}")
        if not entry:
            continue
        code = _text_of(draft, entry, "id", f"role {number}")
        where = f"role {code}" if code else f"role {number}"
        if code and code in seen:
            draft.error(where, "duplicate-code", f"the id {code!r} occurs twice. Each id may occur once.")
        seen.add(code)
        _add_role(draft, entry, where)
    return draft.finish()


def _add_role(draft: ReadingDraft, entry: dict[str, object], where: str) -> None:
    title = _text_of(draft, entry, "title", where)
    if not title:
        draft.error(where, "no-title", "the role has no title. Write it under 'title'.")
        return
    tasks = tuple(_texts_of(draft, entry, "key_tasks", where))
    draft.add_role(
        Role(
            name=title,
            family=_text_of(draft, entry, "sector", where),
            summary=_text_of(draft, entry, "description", where),
            sections=(RoleSection("main tasks", tasks),) if tasks else (),
            requirements=tuple(_requirements(draft, entry, where)),
            sources=(draft.source(where),),
        )
    )


def _requirements(draft: ReadingDraft, entry: dict[str, object], where: str) -> list[Requirement]:
    levels = _dict_of(draft, entry.get("skill_requirements"), f"{where}, skill_requirements")
    found: dict[str, Requirement] = {}
    for skill, raw in levels.items():
        place = f"{where}, {skill[:80]}"
        level = draft.level(raw, place, _HIGHEST) if isinstance(raw, int | str) else None
        if not isinstance(raw, int | str):
            draft.error(place, "wrong-type", "a level number was expected. Correct it.")
        name = draft.line(skill, place)
        if name and level is not None:
            found[name.casefold()] = Requirement(TSC.id, name, level)
    for name in _texts_of(draft, entry, "skills_required", where):
        found.setdefault(name.casefold(), Requirement(TSC.id, name))
    return list(found.values())


def _check_repeated(draft: ReadingDraft) -> None:
    """Report keys that one object gives twice: JSON would keep the last and lose the others."""
    for key in draft.document.repeated_keys:
        draft.error(
            f"key {key[:80]!r}",
            "duplicate-title",
            "this key occurs twice. Each title may occur once: remove or rename one.",
        )


def _dict_of(draft: ReadingDraft, value: object, where: str) -> dict[str, object]:
    """Return an object, or an empty one with an error."""
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    draft.error(where, "wrong-type", f"an object was expected, found {_said(value)}. Correct it.")
    return {}


def _list_of(draft: ReadingDraft, value: object, where: str) -> list[object]:
    """Return a list, or an empty one with an error."""
    if isinstance(value, list):
        return list(value)
    draft.error(where, "wrong-type", f"a list was expected, found {_said(value)}. Correct it.")
    return []


def _text_of(draft: ReadingDraft, entry: dict[str, object], key: str, where: str) -> str:
    """Return a text tidied onto one line, ``""`` where there is none; an error where it is no text."""
    value = entry.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return draft.line(value, f"{where}, {key}")
    draft.error(f"{where}, {key}", "wrong-type", f"a text was expected, found {_said(value)}. Correct it.")
    return ""


def _texts_of(draft: ReadingDraft, entry: dict[str, object], key: str, where: str) -> list[str]:
    """Return a list of texts, each tidied onto one line, without empty ones."""
    value = entry.get(key)
    if value is None:
        return []
    texts: list[str] = []
    for number, each in enumerate(_list_of(draft, value, f"{where}, {key}"), 1):
        text = _text_of(draft, {key: each}, key, f"{where}, item {number}")
        if text:
            texts.append(text)
    return texts


def _said(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return names.get(type(value), "nothing" if value is None else "a number")


READERS = (
    Reader("skillsfuture-jobs", _is_jobs, _read_jobs),
    Reader("skillsfuture-registry", _is_registry, _read_registry),
)
