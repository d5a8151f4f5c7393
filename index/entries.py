"""Entries: the pieces of text a build can find, each tied to a skill and, mostly, to a level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge import editions
from knowledge.model import Descriptor, Knowledge, Skill, SkillKind, Source

EntryKind = Literal["name", "description", "guidance", "level", "ability", "knowledge", "summary"]
STATEMENT_KINDS: tuple[EntryKind, ...] = ("level", "ability", "knowledge")
"""Kinds that are descriptors: statements of a skill at a level."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of text in a build.

    Args:
        id: its place in the build's list of entries, from 0.
        framework: framework id.
        skill: the skill's key (code, else title).
        name: the skill's title.
        level: 1 to 7, or None for a name, description or guidance.
        kind: what the text is; ``summary`` is all statements of one level as one, the others are the
            framework's own pieces.
        text: one piece of plain text.
        inferred: whether the level was worked out by Rung.
        sources: where it stands.
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
    """List everything a build of this knowledge holds, in the knowledge's order.

    Args:
        knowledge: the merged catalogue.

    Returns:
        Entries with ids 0, 1, 2, ..., skill by skill: name, description, guidance, statements, summaries.
    """
    return [entry for _, some in of_each_skill(knowledge) for entry in some]


def of_each_skill(knowledge: Knowledge) -> Iterator[tuple[Skill, list[Entry]]]:
    """Yield each skill with its entries, as `entries` lists them."""
    by_skill: dict[tuple[str, str], list[Descriptor]] = {}
    for descriptor in knowledge.descriptors:
        by_skill.setdefault((descriptor.framework, descriptor.skill), []).append(descriptor)
    start = 0
    for skill in knowledge.skills:
        stated = by_skill.get((skill.framework, skill.key), ())
        found = _of_skill(skill, start)
        found.extend(_statements(skill, stated, start + len(found)))
        found.extend(_summaries(skill, stated, start + len(found)))
        start += len(found)
        yield skill, found


def encoded_text(entry: Entry) -> str:
    """Return what is encoded for an entry: the text, told what skill it speaks of where it may not say so."""
    if entry.kind == "name":
        return entry.text
    return f"{entry.name}. {entry.text}"


def family(framework: str) -> str:
    """Return what the versions of a framework share: ``sfia`` for ``sfia-8``, ``tsc`` for ``tsc``."""
    return editions.family(framework)


def _entry(
    skill: Skill,
    number: int,
    kind: EntryKind,
    text: str,
    level: int | None = None,
    inferred: bool = False,
    sources: tuple[Source, ...] = (),
) -> Entry:
    known = (skill.framework, skill.key, skill.name)
    return Entry(number, *known, level, kind, text, inferred, sources or skill.sources, skill.kind)


def _of_skill(skill: Skill, start: int) -> list[Entry]:
    texts: list[tuple[EntryKind, str]] = [("name", skill.name)]
    if skill.description:
        texts.append(("description", skill.description))
    texts.extend(("guidance", line) for line in skill.guidance)
    return [_entry(skill, start + n, kind, text) for n, (kind, text) in enumerate(texts)]


def _statements(skill: Skill, descriptors: Sequence[Descriptor], start: int) -> Iterator[Entry]:
    for n, d in enumerate(descriptors):
        yield _entry(skill, start + n, d.kind, d.text, d.level, d.inferred, d.sources)


def _summaries(skill: Skill, descriptors: Sequence[Descriptor], start: int) -> Iterator[Entry]:
    """Yield each level as one text: what a sentence leaves open, its neighbours often say."""
    for n, level in enumerate(sorted({d.level for d in descriptors})):
        of_level = [d for d in descriptors if d.level == level]
        inferred = all(d.inferred for d in of_level)
        sources = tuple(dict.fromkeys(source for d in of_level for source in d.sources))
        yield _entry(
            skill, start + n, "summary", " ".join(d.text for d in of_level), level, inferred, sources
        )
