"""Reads the SkillsFuture registry as JSON: TSCs and core skills with their proficiency descriptions."""

from __future__ import annotations

from knowledge.formats.document import Document
from knowledge.model import Reading, Skill
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import TSC
from knowledge.readers.json_values import check_repeated, dict_of, text_of, texts_of
from knowledge.readers.statements import statements

KIND = "skillsfuture-registry"

_LEVELS = "proficiency_descriptions"
_HIGHEST = 6


def recognises(document: Document) -> bool:
    """Tell by its shape: titles, each with proficiency descriptions."""
    value = document.json.value if document.json else None
    return isinstance(value, dict) and any(
        isinstance(each, dict) and _LEVELS in each for each in value.values()
    )


def read(document: Document) -> Reading:
    """Read the registry: a skill a title, its proficiency descriptions as level texts."""
    draft = Draft(document, KIND)
    draft.add_framework(TSC)
    check_repeated(draft)
    titles = dict_of(draft, document.json.value if document.json else {}, "the file")
    for title, value in titles.items():
        name = draft.line(title, "a title")
        where = f"skill {name!r}"
        entry = dict_of(draft, value, where)
        if not name:
            draft.error(where, "no-title", "a title is empty. Give the skill a name.")
        elif entry:
            _add(draft, name, entry, where)
    return draft.finish()


def _add(draft: Draft, name: str, entry: dict[str, object], where: str) -> None:
    is_core = text_of(draft, entry, "type", where).casefold() == "ccs"
    skill = Skill(
        framework=TSC.id,
        name=name,
        category=text_of(draft, entry, "category", where),
        subcategory="Critical core skill" if is_core else "",
        description=text_of(draft, entry, "description", where),
        sectors=tuple(texts_of(draft, entry, "sectors", where)),
        sources=(draft.source(where),),
    )
    if not draft.add_skill(skill):
        return
    levels = dict_of(draft, entry.get(_LEVELS), f"{where}, {_LEVELS}")
    for raw in levels:
        place = f"{where}, level {raw[:20]}"
        level = draft.level(raw, place, _HIGHEST)
        text = text_of(draft, levels, raw, place)
        if level is not None and not text:
            draft.warn(place, "empty-level", "the level says nothing.")
        elif level is not None:
            draft.add_statements(skill, level, "level", statements(text), place)
    if not levels:
        draft.warn(where, "empty-level", "no level has a description.")
