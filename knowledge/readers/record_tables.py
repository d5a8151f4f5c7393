"""Frameworks in records: one statement, one requirement, one task, one skill or one role a row or object.

Reads what public frameworks and adverts come in as tables and data. Levels are read where a record has one
and stay away where there is none: such skills and roles have descriptions, tasks and requirements only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.formats.content import Document, column_key, marked_line
from knowledge.level_scale import is_placeholder
from knowledge.model import DescriptorKind, Reading
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.duties import duties
from knowledge.readers.frameworks import TSC, named_framework
from knowledge.readers.record_rows import of_tables
from knowledge.readers.record_skills import FoundRole, FoundSkill, add_found
from knowledge.readers.records import Record, RecordSet, of_data
from knowledge.readers.statements import items, sentences

KIND = "records"

_LONGEST_ITEM = 400
_LONGEST_SUMMARY = 800
"""Characters of a role's description; a longer one is an advert, of which the duties are taken."""

_MOST_LINES = 2
_MOST_DUTIES = 60
_LEAST_IMPORTANT = 3.0
"""O*NET rates the importance of skills from 1 to 5; what is below the middle is not asked for."""

_LEVEL_FIELDS = {"levels", "proficiency levels", "proficiency level", "skill level", "level descriptions"}

_NO_LEVELS = ("onet", "esco")
"""Frameworks whose numbers are ratings, no levels."""


class _Records:
    """What the records of a document say, collected."""

    def __init__(self, draft: ReadingDraft, named: str) -> None:
        self.draft = draft
        self.named = named
        self.skills: dict[tuple[str, str], FoundSkill] = {}
        self.roles: dict[tuple[str, ...], list[FoundRole]] = {}
        self.nameless = 0

    @property
    def all_roles(self) -> list[FoundRole]:
        """The roles, in the document's order but for their names."""
        return [role for roles in self.roles.values() for role in roles]

    def add(self, record: Record) -> None:
        """Add what a record says."""
        level = "" if self.named in _NO_LEVELS else _level(record.get("level"))
        skill = self._skill(record, level)
        role = self._role(record)
        if skill is None and role is None:
            self.nameless += 1
        if role is not None and skill is not None:
            core = "optional" not in record.get("core").casefold()
            role.asks.setdefault(skill, (level, core))
            skill.asked |= {column_key(level)} - {""}
        if skill is not None:
            self._add_statements(skill, record, level)

    def _skill(self, record: Record, level: str) -> FoundSkill | None:
        name = self.draft.line(record.get("skill"), record.place)
        if is_placeholder(name) or not _is_asked(record):
            return None
        code = self.draft.line(record.get("skill code"), record.place)
        category = self.draft.line(record.get("category"), record.place)
        by_level = self.named == TSC.id
        group = self.draft.line(record.get("family"), record.place) if by_level else code or category
        key = (name.casefold(), group.casefold())
        found = self.skills.setdefault(key, FoundSkill(name, group, record.place))
        found.category = found.category or category
        found.subcategory = found.subcategory or self.draft.line(record.get("subcategory"), record.place)
        found.description = found.description or self.draft.line(
            record.get("skill description"), record.place
        )
        if by_level and code and level:
            found.level_codes.setdefault(level, code)
        elif not by_level:
            found.code = found.code or code
        return found

    def _role(self, record: Record) -> FoundRole | None:
        name = self.draft.line(record.get("role"), record.place)
        if is_placeholder(name):
            return None
        grade, family = (self.draft.line(record.get(one), record.place) for one in ("grade", "family"))
        found = self._known_role((record.get("role code"), name.casefold(), grade.casefold()), family)
        if found is None:
            found = FoundRole(name, record.place, grade, family)
            self.roles.setdefault((record.get("role code"), name.casefold(), grade.casefold()), []).append(
                found
            )
        found.family = found.family or family
        text = self.draft.tidy(record.get("role description"), record.place)
        if len(text) > _LONGEST_SUMMARY or text.count("\n") > _MOST_LINES:
            found.tasks.update(dict.fromkeys(_duties(text)))
        else:
            found.summary = found.summary or " ".join(text.split())
        tasks = items(self.draft.tidy(record.get("task"), record.place))
        found.tasks.update(dict.fromkeys(each for each in tasks if not is_placeholder(each)))
        return found

    def _known_role(self, key: tuple[str, ...], family: str) -> FoundRole | None:
        """Return the role of this code, name and grade; with no code its family must not be another."""
        for each in self.roles.get(key, []):
            if key[0] or not (each.family and family) or each.family.casefold() == family.casefold():
                return each
        return None

    def _add_statements(self, skill: FoundSkill, record: Record, level: str) -> None:
        kind = _kind(record.get("kind"))
        texts: list[tuple[str, DescriptorKind, str]] = [
            (level, kind, record.get("text")),
            (level, "knowledge", record.get("knowledge")),
            (level, "ability", record.get("ability")),
        ]
        texts += [
            (name.removeprefix("level "), "level", text)
            for name, text in record.fields.items()
            if name.startswith("level ")
        ]
        for at, what, text in texts:
            tidied = self.draft.tidy(text, record.place)
            for each in _statements(tidied) if what == "level" else items(_unbroken(tidied)):
                if at:
                    skill.said.append((at, what, each, record.place))
                else:
                    skill.guidance[each] = None
        skill.guidance.update(
            dict.fromkeys(_statements(self.draft.tidy(record.get("guidance"), record.place)))
        )


def read_records(document: Document) -> Reading | None:
    """Read the tables or the data of a document whose records are about skills or roles.

    Returns:
        None where it has none, or where they say nothing of them.
    """
    sets = [*of_tables(document), *of_data(document)]
    if not sets:
        return None
    named = named_framework(document, frozenset().union(*(each.names for each in sets)))
    draft = ReadingDraft(document, KIND)
    found = _Records(draft, named.id)
    for each in sets:
        for record in each.records:
            found.add(record)
    if not _says_something(found):
        return None
    _note_others(draft, document, sets)
    if found.nameless:
        why = f"records without the name of a skill or role were left out: {found.nameless}."
        draft.warn("", "no-title", why)
    graded = {role.name for role in found.all_roles if role.grade}
    roles = [
        role
        for role in found.all_roles
        if role.tasks or role.asks or (role.summary and (role.grade or role.name not in graded))
    ]
    if empty := len(found.all_roles) - len(roles):
        draft.note("", "empty-role", f"roles that say nothing were left out: {empty}.", empty)
    leveled = named.id not in _NO_LEVELS and any(not _LEVEL_FIELDS.isdisjoint(each.names) for each in sets)
    add_found(draft, list(found.skills.values()), roles, named, levels_expected=leveled)
    return draft.finish()


def _says_something(found: _Records) -> bool:
    """Return whether there are two statements, a role that says something, or skills described."""
    if any(role.summary or role.tasks or role.asks for role in found.all_roles):
        return True
    skills = found.skills.values()
    described = sum(bool(skill.description or skill.guidance) for skill in skills)
    return sum(len(skill.said) for skill in skills) > 1 or described > max(1, 0.5 * len(skills))


def _is_asked(record: Record) -> bool:
    """Return whether a rating, where a record has one, says that the skill is important."""
    scale, rating = record.get("scale"), record.get("rating")
    if not scale and not rating:
        return True
    try:
        return scale in ("", "IM") and float(rating) >= _LEAST_IMPORTANT
    except ValueError:
        return False


def _level(text: str) -> str:
    """Return the name of a level: ``3`` for ``3.0``, nothing for a placeholder or 0."""
    bare = re.sub(r"^(?:level\s*)?(\d+)(?:\.0)?$", r"\1", " ".join(text.split()), flags=re.IGNORECASE)
    return "" if is_placeholder(bare) or bare == "0" else bare


def _kind(text: str) -> DescriptorKind:
    said = text.casefold()
    if said.startswith(("know", "kennis")):
        return "knowledge"
    return "ability" if said.startswith(("abilit", "skill", "vaardig")) else "level"


def _statements(text: str) -> list[str]:
    found = [each for each in items(text) if not is_placeholder(each)]
    found = [each for each in found if len(found) == 1 or not each.endswith(":")]
    return [one for each in found for one in ([each] if len(each) <= _LONGEST_ITEM else sentences(each))]


def _unbroken(text: str) -> str:
    """Join lines of a list that begin in lower case where the others do not: an item was broken there."""
    lines = text.splitlines()
    if sum(line[:1].islower() for line in lines) > 0.3 * len(lines):
        return text
    return re.sub(r"\n(?=[a-z])", " ", text)


def _duties(text: str) -> list[str]:
    lines = (marked_line(each, "") for each in text.splitlines())
    return duties([line for line in lines if line is not None], _MOST_DUTIES, _LONGEST_ITEM)


def _note_others(draft: ReadingDraft, document: Document, sets: Sequence[RecordSet]) -> None:
    used = {each.name for each in sets}
    for table in document.tables:
        if table.name not in used and any(any(row) for row in table.rows):
            why = "this table was left out: no column names a skill or a role."
            draft.note(f"sheet {table.name}", "unknown-sheet", why)
        if table.broken is not None and table.name in used:
            raise table.broken
    if any("(" in name for each in sets for name in each.names):
        draft.note("", "left-out", "columns of another language were left out.")
