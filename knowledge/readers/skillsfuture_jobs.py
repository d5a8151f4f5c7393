"""Reads SkillsFuture job roles as JSON: key tasks, and the skills they ask for with their levels."""

from __future__ import annotations

from knowledge.formats.document import Document
from knowledge.model import Reading, Requirement, Role, RoleSection
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import TSC
from knowledge.readers.json_values import check_repeated, dict_of, list_of, text_of, texts_of

KIND = "skillsfuture-jobs"

_HIGHEST = 6


def recognises(document: Document) -> bool:
    """Tell by its shape: a list of roles that ask for skills."""
    value = document.json.value if document.json else None
    return isinstance(value, list) and any(
        isinstance(each, dict) and "skill_requirements" in each for each in value
    )


def read(document: Document) -> Reading:
    """Read the roles."""
    draft = Draft(document, KIND)
    draft.add_framework(TSC)
    check_repeated(draft)
    seen: set[str] = set()
    for number, value in enumerate(
        list_of(draft, document.json.value if document.json else [], "the file"), 1
    ):
        entry = dict_of(draft, value, f"role {number}")
        if not entry:
            continue
        code = text_of(draft, entry, "id", f"role {number}")
        where = f"role {code}" if code else f"role {number}"
        if code and code in seen:
            draft.error(
                where, "duplicate-code", f"the id {code!r} stands there twice. Each id may stand once."
            )
        seen.add(code)
        _add(draft, entry, where)
    return draft.finish()


def _add(draft: Draft, entry: dict[str, object], where: str) -> None:
    title = text_of(draft, entry, "title", where)
    if not title:
        draft.error(where, "no-title", "the role has no title. Write it under 'title'.")
        return
    tasks = tuple(texts_of(draft, entry, "key_tasks", where))
    draft.add_role(
        Role(
            name=title,
            family=text_of(draft, entry, "sector", where),
            summary=text_of(draft, entry, "description", where),
            sections=(RoleSection("main tasks", tasks),) if tasks else (),
            requirements=tuple(_requirements(draft, entry, where)),
            sources=(draft.source(where),),
        )
    )


def _requirements(draft: Draft, entry: dict[str, object], where: str) -> list[Requirement]:
    levels = dict_of(draft, entry.get("skill_requirements"), f"{where}, skill_requirements")
    found: dict[str, Requirement] = {}
    for skill, raw in levels.items():
        place = f"{where}, {skill[:80]}"
        level = draft.level(raw, place, _HIGHEST) if isinstance(raw, int | str) else None
        if not isinstance(raw, int | str):
            draft.error(place, "wrong-type", "a level number was expected. Correct it.")
        name = draft.line(skill, place)
        if name and level is not None:
            found[name.casefold()] = Requirement(TSC.id, name, level)
    for name in texts_of(draft, entry, "skills_required", where):
        found.setdefault(name.casefold(), Requirement(TSC.id, name))
    return list(found.values())
