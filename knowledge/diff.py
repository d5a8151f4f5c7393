"""What differs between two states of knowledge: skills, statements and documents, word by word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from knowledge.model import Knowledge
from knowledge.similarity import normalised

REWORDED = 55.0
"""Least ratio (rapidfuzz, 0 to 100) of two statements of a skill that are one, reworded: below, one went and
another came. Statements of one skill at neighbouring levels, different by intent, have 30 to 50."""
RENAMED = 0.6
"""Least share of the statements of a skill that another title has kept for it to be the same skill."""
_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|\s+|[^\w\s]")

Piece = tuple[Literal["same", "gone", "new"], str]


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill: its framework's id, its key (code, else title) and its title."""

    framework: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A skill that has another title (or, without codes, another key) and is the same."""

    before: NamedSkill
    after: NamedSkill


@dataclass(frozen=True, slots=True)
class SkillStatement:
    """A statement that came or went; a description or guidance is at level 0."""

    skill: NamedSkill
    level: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedStatement:
    """A statement that was reworded, moved to another level, or both.

    Args:
        skill: as it is called now.
        pieces: the texts word by word.
    """

    skill: NamedSkill
    kind: str
    before: str
    after: str
    level_before: int
    level_after: int
    pieces: tuple[Piece, ...]

    @property
    def moved(self) -> bool:
        """Whether it is at another level."""
        return self.level_before != self.level_after

    @property
    def reworded(self) -> bool:
        """Whether it says something else, or says it in other words."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs.

    Args:
        skills_new, skills_gone, skills_renamed: skills and attributes.
        new, gone: statements of skills that are in both; those of new and gone skills are only counted.
        changed: statements reworded or moved.
        documents_new, documents_gone, documents_revised: by file name.
        documents_idle: documents that are there and back nothing any more: what they said, nobody says now.
    """

    skills_new: tuple[NamedSkill, ...]
    skills_gone: tuple[NamedSkill, ...]
    skills_renamed: tuple[Renamed, ...]
    new: tuple[SkillStatement, ...]
    gone: tuple[SkillStatement, ...]
    changed: tuple[ChangedStatement, ...]
    documents_new: tuple[str, ...]
    documents_gone: tuple[str, ...]
    documents_revised: tuple[str, ...]
    documents_idle: tuple[str, ...]
    statements: int

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not any(getattr(self, name) for name in self.__slots__ if name != "statements")


def changes(before: Knowledge, after: Knowledge) -> Changes:
    """Compare two states of knowledge. The order of documents and of adding them does not matter."""
    old, new = _skills(before), _skills(after)
    said_before, said_after = _statements(before), _statements(after)
    renamed = _renamed(old, new, said_before, said_after)
    key_before = {(each.after.framework, each.after.key): each.before.key for each in renamed}
    moved_away = {(each.before.framework, each.before.key) for each in renamed}
    came: list[SkillStatement] = []
    went: list[SkillStatement] = []
    changed: list[ChangedStatement] = []
    for where, skill in new.items():
        was = (where[0], key_before.get(where, where[1]))
        if was in old:
            _compare(skill, said_before[was], said_after[where], came, went, changed)
    documents_before, documents_after = dict(before.documents), dict(after.documents)
    return Changes(
        tuple(skill for where, skill in new.items() if where not in old and where not in key_before),
        tuple(skill for where, skill in old.items() if where not in new and where not in moved_away),
        tuple(renamed),
        tuple(came),
        tuple(went),
        tuple(changed),
        tuple(sorted(documents_after.keys() - documents_before.keys())),
        tuple(sorted(documents_before.keys() - documents_after.keys())),
        tuple(sorted(n for n, sha in documents_after.items() if documents_before.get(n, sha) != sha)),
        tuple(sorted((_backing(before) - _backing(after)) & documents_after.keys())),
        len(after.descriptors),
    )


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts word by word: what both have, what went, what came. Joined, each gives its text."""
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(one[a:b])))
            continue
        if a < b:
            pieces.append(("gone", "".join(one[a:b])))
        if c < d:
            pieces.append(("new", "".join(other[c:d])))
    return tuple(pieces)


def _skills(known: Knowledge) -> dict[tuple[str, str], NamedSkill]:
    return {(s.framework, s.key): NamedSkill(s.framework, s.key, s.name) for s in known.skills}


class _StatementAt(NamedTuple):
    level: int
    kind: str
    text: str


def _statements(known: Knowledge) -> defaultdict[tuple[str, str], list[_StatementAt]]:
    """Return all that is said of each skill; descriptions and guidance are at level 0."""
    found: defaultdict[tuple[str, str], list[_StatementAt]] = defaultdict(list)
    for skill in known.skills:
        said = found[skill.framework, skill.key]
        if skill.description:
            said.append(_StatementAt(0, "description", skill.description))
        said += [_StatementAt(0, "guidance", text) for text in skill.guidance]
    for d in known.descriptors:
        found[d.framework, d.skill].append(_StatementAt(d.level, d.kind, d.text))
    return found


def _renamed(
    old: dict[tuple[str, str], NamedSkill],
    new: dict[tuple[str, str], NamedSkill],
    before: dict[tuple[str, str], list[_StatementAt]],
    after: dict[tuple[str, str], list[_StatementAt]],
) -> list[Renamed]:
    """Find skills that kept their code under another title, or their statements under another key."""
    found = [Renamed(old[w], skill) for w, skill in new.items() if w in old and old[w].name != skill.name]
    came = [where for where in new if where not in old]
    for was in (where for where in old if where not in new):
        texts = {normalised(said.text) for said in before.get(was, ())}
        best = max(
            (where for where in came if where[0] == was[0]),
            key=lambda where: _kept(texts, after.get(where, ())),
            default=None,
        )
        if best is not None and _kept(texts, after.get(best, ())) >= RENAMED:
            found.append(Renamed(old[was], new[best]))
            came.remove(best)
    return found


def _kept(texts: set[str], statements: Iterable[_StatementAt]) -> float:
    others = {normalised(said.text) for said in statements}
    return len(texts & others) / len(texts | others) if texts and others else 0.0


def _compare(
    skill: NamedSkill,
    before: Sequence[_StatementAt],
    after: Sequence[_StatementAt],
    came: list[SkillStatement],
    went: list[SkillStatement],
    changed: list[ChangedStatement],
) -> None:
    same = Counter(before) & Counter(after)
    old, new = _left(before, same), _left(after, same)
    for was, now in _pairs(old, new):
        old.remove(was)
        new.remove(now)
        pieces = word_pieces(was.text, now.text)
        changed.append(ChangedStatement(skill, now.kind, was.text, now.text, was.level, now.level, pieces))
    went += [SkillStatement(skill, *said) for said in old]
    came += [SkillStatement(skill, *said) for said in new]


def _left(statements: Sequence[_StatementAt], same: Counter[_StatementAt]) -> list[_StatementAt]:
    rest, left = Counter(same), []
    for said in statements:
        if rest[said]:
            rest[said] -= 1
        else:
            left.append(said)
    return left


def _pairs(
    old: Sequence[_StatementAt], new: Sequence[_StatementAt]
) -> list[tuple[_StatementAt, _StatementAt]]:
    """Match what is left of a skill, the most alike first; at one level rather than across."""
    alike: list[tuple[float, int, _StatementAt, _StatementAt]] = []
    for was in old:
        for now in new:
            ratio = fuzz.ratio(normalised(was.text), normalised(now.text))
            least = REWORDED if was.level == now.level else 90.0
            if was.kind == now.kind and ratio >= least:
                alike.append((ratio + (was.level == now.level), len(alike), was, now))
    alike.sort(key=lambda each: (-each[0], each[1]))
    pairs: list[tuple[_StatementAt, _StatementAt]] = []
    used: set[int] = set()
    for _, _, was, now in alike:
        if id(was) not in used and id(now) not in used:
            used |= {id(was), id(now)}
            pairs.append((was, now))
    return pairs


def _backing(known: Knowledge) -> set[str]:
    """Return the documents that something is known from."""
    sources = [s for skill in known.skills for s in skill.sources]
    sources += [s for descriptor in known.descriptors for s in descriptor.sources]
    sources += [s for role in known.roles for s in role.sources]
    return {source.document for source in (*sources, *(each.source for each in known.passages))}
