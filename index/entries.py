"""Entries: the pieces of text a build can find, each tied to a skill and, mostly, to a level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.model import Descriptor, Knowledge, Skill, SkillKind, Source

EntryKind = Literal["name", "description", "guidance", "level", "ability", "knowledge", "summary"]
STATEMENT_KINDS: tuple[EntryKind, ...] = ("level", "ability", "knowledge")
"""Kinds that are descriptors: statements of a skill at a level."""
_Piece = tuple[EntryKind, str, int | None, bool, tuple[Source, ...]]
"""Kind, text, level, whether the level is inferred, and sources; empty for those of the skill."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of text in a build.

    Args:
        id: its place in the build's list of entries, from 0.
        skill: the skill's key (code, else title).
        level: 1 to 7, or None for a name, description or guidance.
        kind: what the text is; ``summary`` is all statements of one level as one, the others are the
            framework's own pieces.
        inferred: whether the level was worked out by Rung.
        skill_kind: ``attribute`` for level-wide traits, which are never ranked as skills.
    """

    id: int
    framework: str
    skill: str
    name: str
    level: int | None
    kind: EntryKind
    text: str
    inferred: bool = False
    sources: tuple[Source, ...] = ()
    skill_kind: SkillKind = "skill"

    @property
    def is_statement(self) -> bool:
        """Whether the entry is a descriptor: what a question can ask about and evidence can cite."""
        return self.kind in STATEMENT_KINDS


def entries(knowledge: Knowledge) -> list[Entry]:
    """List everything a build of this knowledge holds, with ids 0, 1, 2, ...

    Skill by skill, in the knowledge's order: name, description, guidance, statements, summaries.
    """
    by_skill: dict[tuple[str, str], list[Descriptor]] = {}
    for descriptor in knowledge.descriptors:
        by_skill.setdefault((descriptor.framework, descriptor.skill), []).append(descriptor)
    found: list[Entry] = []
    for skill in knowledge.skills:
        known = (skill.framework, skill.key, skill.name)
        stated = by_skill.get((skill.framework, skill.key), ())
        for kind, text, level, inferred, sources in (*_of_skill(skill), *_statements(stated)):
            where = sources or skill.sources
            found.append(Entry(len(found), *known, level, kind, text, inferred, where, skill.kind))
    return found


def encoded_text(entry: Entry) -> str:
    """Return what is encoded for an entry: the text, told what skill it speaks of where it may not say so."""
    if entry.kind == "name":
        return entry.text
    return f"{entry.name}. {entry.text}"


def _of_skill(skill: Skill) -> Iterator[_Piece]:
    yield "name", skill.name, None, False, ()
    if skill.description:
        yield "description", skill.description, None, False, ()
    yield from (("guidance", line, None, False, ()) for line in skill.guidance)


def _statements(descriptors: Sequence[Descriptor]) -> Iterator[_Piece]:
    """Yield statements, then each level as one text: what one leaves open, its neighbours often say."""
    yield from ((d.kind, d.text, d.level, d.inferred, d.sources) for d in descriptors)
    for level in sorted({d.level for d in descriptors}):
        of_level = [d for d in descriptors if d.level == level]
        sources = tuple(dict.fromkeys(source for d in of_level for source in d.sources))
        text = " ".join(d.text for d in of_level)
        yield "summary", text, level, all(d.inferred for d in of_level), sources
