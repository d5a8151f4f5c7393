"""Skills and roles that were collected from records: their names, codes and levels put right and added."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.formats.content import column_key
from knowledge.level_scale import largest_scale, order, order_within
from knowledge.model import DescriptorKind, Framework, Level, Requirement, Role, RoleSection, Skill
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.ladder import PUT_FIGURES

_LEAST_KEPT = 0.75
"""Share of the statements that the largest scale of a document has to have."""

Levels = Mapping[str, int]


@dataclass(eq=False)
class FoundSkill:
    """A skill as far as records tell of it.

    Args:
        name: its title.
        group: sector, code or category that parts it from another skill of its title, or ``""``.
        level_codes: code by name of level.
        said: name of the level, kind, statement and place.
        framework: id, once the levels are known.
    """

    name: str
    group: str
    place: str
    code: str = ""
    category: str = ""
    subcategory: str = ""
    description: str = ""
    guidance: dict[str, None] = field(default_factory=dict)
    level_codes: dict[str, str] = field(default_factory=dict)
    said: list[tuple[str, DescriptorKind, str, str]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    framework: str = ""

    @property
    def levels(self) -> set[str]:
        """Names of the levels at which it says something or is asked for."""
        return {column_key(level) for level, *_ in self.said} | self.asked

    @property
    def key(self) -> str:
        """What it is known by."""
        return self.code or self.name

    def texts(self, level: str) -> set[str]:
        """What it says at a level."""
        return {text.casefold() for at, _, text, _ in self.said if column_key(at) == level}


@dataclass(eq=False)
class FoundRole:
    """A role as far as records tell of it; `asks` has the level's name, ``""`` for none, and whether core."""

    name: str
    place: str
    grade: str = ""
    family: str = ""
    summary: str = ""
    tasks: dict[str, None] = field(default_factory=dict)
    asks: dict[FoundSkill, tuple[str, bool]] = field(default_factory=dict)


def add_found(
    draft: ReadingDraft,
    skills: Sequence[FoundSkill],
    roles: Sequence[FoundRole],
    named: Framework,
    *,
    levels_expected: bool = False,
) -> None:
    """Add skills and roles to a draft.

    Args:
        named: the framework; levels that it has no names for get those of the document.
        levels_expected: whether the document has fields for levels: finding none is an error then.
    """
    _drop_misplaced_codes(draft, skills)
    joined = _joined(skills)
    asked = {joined[skill] for role in roles for skill in role.asks}
    found = dict.fromkeys(joined.values())
    kept = [each for each in found if each.said or each.description or each.guidance or each in asked]
    if empty := len(found) - len(kept):
        draft.note("", "empty-skill", f"skills that say nothing were left out: {empty}.", empty)
    _name_apart(draft, kept)
    scales = _scales(draft, kept, named)
    if scales is None:
        return
    for skill in kept:
        fitting = [each for each, levels in scales.items() if skill.levels <= set(levels)]
        skill.framework = fitting[0] if fitting else named.id
        _add_skill(draft, skill, scales[skill.framework])
    for each, levels in scales.items():
        draft.add_framework(_framework(each, named, levels, kept))
    if levels_expected and not any(scales.values()):
        message = "the document has levels, and what they say was not understood."
        draft.error("", "levels-unread", f"{message} Add its tables as CSV: skill, level, statement.")
    elif not any(scales.values()):
        draft.note("", "no-level", "the document gives no levels: its skills and roles are kept without.")
    for role in roles:
        draft.add_role(_role(draft, role, joined, scales))


def _drop_misplaced_codes(draft: ReadingDraft, skills: Sequence[FoundSkill]) -> None:
    """Drop the code of another title from a title that has its own code elsewhere: a slip of the document."""
    titles: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, set[str]] = defaultdict(set)
    for skill in skills:
        titles[skill.code].add(skill.name.casefold())
        codes[skill.name.casefold()].add(skill.code)
    for skill in skills:
        own = [code for code in codes[skill.name.casefold()] if len(titles[code]) == 1 and code]
        if skill.code and len(titles[skill.code]) > 1 and len(own) == 1:
            why = f"the code {skill.code!r} is another skill's; {skill.name!r} has {own[0]!r} elsewhere."
            draft.warn(skill.place, "shared-code", why)
            skill.code = skill.group = ""


def _joined(skills: Iterable[FoundSkill]) -> dict[FoundSkill, FoundSkill]:
    """Return the skill that each belongs to: one of its title that says nothing else at any level."""
    by_title: dict[str, list[FoundSkill]] = defaultdict(list)
    found: dict[FoundSkill, FoundSkill] = {}
    for skill in sorted(skills, key=lambda each: not (each.said or each.description)):
        others = by_title[skill.name.casefold()]
        same = next((other for other in others if _is_same(skill, other)), None)
        if same is None:
            others.append(skill)
        else:
            _join(same, skill)
        found[skill] = same or skill
    return {skill: found[skill] for skill in skills}


def _is_same(one: FoundSkill, other: FoundSkill) -> bool:
    codes, described = {one.code, other.code} - {""}, {one.description, other.description} - {""}
    if len(codes) > 1 or len(described) > 1:
        return False
    if not (one.group and other.group):
        return True
    shared = {column_key(level) for level, *_ in one.said} & {column_key(level) for level, *_ in other.said}
    return all(one.texts(level) == other.texts(level) for level in shared)


def _join(skill: FoundSkill, other: FoundSkill) -> None:
    there = {each[:3] for each in skill.said}
    skill.said += [each for each in other.said if each[:3] not in there]
    skill.asked |= other.asked
    skill.guidance.update(other.guidance)
    for name in ("code", "category", "subcategory", "description"):
        setattr(skill, name, getattr(skill, name) or getattr(other, name))
    skill.level_codes = {**other.level_codes, **skill.level_codes}


def _name_apart(draft: ReadingDraft, skills: Sequence[FoundSkill]) -> None:
    """Give skills that share a code or a title what tells them apart; a code of two skills is dropped."""
    titles: dict[str, set[str]] = defaultdict(set)
    for skill in skills:
        titles[skill.code.casefold()].add(skill.name.casefold())
    for skill in skills:
        if skill.code and len(titles[skill.code.casefold()]) > 1:
            why = f"the code {skill.code!r} stands for two skills; {skill.name!r} goes by its title."
            draft.warn(skill.place, "shared-code", why)
            skill.code = ""
    taken: set[str] = set()
    for skill in skills:
        if skill.key.casefold() in taken:
            skill.code = ""
            skill.name = next(
                name
                for name in (
                    f"{skill.name} ({group})" for group in (skill.category, skill.group, skill.place)
                )
                if name.casefold() not in taken and not name.endswith("()")
            )
        taken.add(skill.key.casefold())


def _scales(draft: ReadingDraft, skills: Sequence[FoundSkill], named: Framework) -> dict[str, Levels] | None:
    """Return the levels by framework: one scale, or one of figures and one of words; None where unknown.

    SkillsFuture has both: a skill of one kind has levels 1 to 6, of the other Basic to Advanced.
    """
    names = list(dict.fromkeys(level for skill in skills for level in sorted(skill.levels)))
    if not names:
        return {named.id: {}}
    levels, why = order_within(names, draft.document)
    if why:
        draft.warn("", "grade-order", why)
    if levels is not None:
        return {named.id: levels}
    figures = [name for name in names if re.search(r"\d", name)]
    words = [name for name in names if name not in figures]
    one, other = order(figures) if figures else None, order(words) if len(words) > 1 else None
    if one and other and not any(skill.levels & set(one) and skill.levels & set(other) for skill in skills):
        lowest, *_, highest = sorted(words, key=other.__getitem__)
        between = f"{named.id} {lowest} {highest}".casefold()
        return {named.id: one, re.sub(r"[^a-z0-9]+", "-", between).strip("-"): other}
    return _largest(draft, skills, named, names)


def _largest(
    draft: ReadingDraft, skills: Sequence[FoundSkill], named: Framework, names: Sequence[str]
) -> dict[str, Levels] | None:
    scale = largest_scale(names)
    said = [column_key(level) for skill in skills for level, *_ in skill.said]
    kept = sum(level in scale for level in said)
    levels = order(list(scale)) if scale and kept >= _LEAST_KEPT * len(said) else None
    if levels is None:
        told = ", ".join(repr(name) for name in names[:10])
        draft.error("", "levels-unordered", f"the order of the levels {told} is not known. {PUT_FIGURES}")
        return None
    for name in names:
        if name not in levels:
            why = f"what is at {name!r} was left out: it has no order with the other levels."
            draft.warn("", "level-unordered", why)
    for skill in skills:
        skill.said = [each for each in skill.said if column_key(each[0]) in levels]
        skill.asked &= set(levels)
    return {named.id: levels}


def _framework(identity: str, named: Framework, levels: Levels, skills: Sequence[FoundSkill]) -> Framework:
    if identity == named.id and named.levels:
        return named
    shown = {column_key(level): level for skill in skills for level, *_ in skill.said}
    found = tuple(
        Level(levels[name], shown.get(name, name)) for name in sorted(levels, key=levels.__getitem__)
    )
    name = named.name if identity == named.id else f"{named.name} ({found[0].name} to {found[-1].name})"
    return Framework(identity, name, found)


def _add_skill(draft: ReadingDraft, found: FoundSkill, levels: Levels) -> None:
    codes = {
        levels[column_key(name)]: code
        for name, code in found.level_codes.items()
        if column_key(name) in levels
    }
    skill = Skill(
        found.framework,
        found.name,
        code=found.code,
        category=found.category,
        subcategory=found.subcategory,
        description=found.description,
        guidance=tuple(found.guidance),
        level_codes=tuple(sorted(codes.items())),
        sources=(draft.source(found.place),),
    )
    if draft.add_skill(skill):
        for level, kind, text, place in found.said:
            draft.add_statements(skill, levels[column_key(level)], kind, [text], place)


def _role(
    draft: ReadingDraft,
    found: FoundRole,
    joined: Mapping[FoundSkill, FoundSkill],
    scales: Mapping[str, Levels],
) -> Role:
    asks: dict[tuple[str, str], Requirement] = {}
    for skill, (level, core) in found.asks.items():
        kept = joined[skill]
        number = scales[kept.framework].get(column_key(level)) if level else None
        asks.setdefault((kept.framework, kept.key), Requirement(kept.framework, kept.key, number, core))
    return Role(
        found.name,
        grade=found.grade,
        family=found.family,
        summary=found.summary,
        sections=(RoleSection("main tasks", tuple(found.tasks)),) if found.tasks else (),
        requirements=tuple(asks.values()),
        sources=(draft.source(found.place),),
    )
