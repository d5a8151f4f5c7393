"""Puts readings together: what two documents say of one skill becomes one, with two sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.inferred_levels import with_aligned_levels
from knowledge.model import Descriptor, Framework, Knowledge, Level, Reading, Role, Skill, Source
from knowledge.similarity import likeness, normalised, say_the_same

_KIND_ORDER = {"level": 0, "ability": 1, "knowledge": 2}
_Key = tuple[str, str]
"""Framework id, and code or title in lower case."""


def merge(readings: Iterable[Reading]) -> Knowledge:
    """Merge readings into what is known.

    A skill is the same in two documents where framework and code are the same, or the title, in any
    case, where one of them gives no code. Its longest description wins. Descriptors at one level of one
    skill that say the same (see `sameness`) become one with all sources; a level that a document states
    wins over one that Rung worked out.

    Returns:
        frameworks ascending by id, skills by framework and title, descriptors by framework, skill, level
        and kind; roles and passages by document.
    """
    ordered = sorted(readings, key=lambda reading: (reading.document, reading.sha256))
    names = _names(ordered)
    skills = _merged_skills(ordered, names)
    descriptors = [
        replace(each, skill=names[each.framework, each.skill.casefold()])
        if (each.framework, each.skill.casefold()) in names
        else each
        for reading in ordered
        for each in reading.descriptors
    ]
    return Knowledge(
        frameworks=_merged_frameworks(ordered),
        skills=tuple(sorted(skills, key=lambda skill: (skill.framework, skill.name.casefold(), skill.key))),
        descriptors=tuple(_merged_descriptors(with_aligned_levels(descriptors))),
        roles=tuple(_merged_roles(ordered)),
        passages=tuple(passage for reading in ordered for passage in reading.passages),
        documents=tuple((reading.document, reading.sha256) for reading in ordered),
    )


def _merged_frameworks(readings: Sequence[Reading]) -> tuple[Framework, ...]:
    found: dict[str, Framework] = {}
    for reading in readings:
        for framework in reading.frameworks:
            before = found.get(framework.id, framework)
            found[framework.id] = replace(before, levels=_merged_levels(before.levels, framework.levels))
    return tuple(found[framework_id] for framework_id in sorted(found))


def _merged_levels(first: Sequence[Level], second: Sequence[Level]) -> tuple[Level, ...]:
    """Join levels: of two names the first, of two essences the longer."""
    found = {level.number: level for level in first}
    for level in second:
        before = found.get(level.number, level)
        essence = max(before.essence, level.essence, key=len)
        found[level.number] = Level(level.number, before.name or level.name, essence)
    return tuple(found[number] for number in sorted(found))


def _names(readings: Sequence[Reading]) -> dict[_Key, str]:
    """Return what each skill is known by after merging, for each code and title that documents give it."""
    skills = sorted(
        (skill for reading in readings for skill in reading.skills),
        key=lambda skill: (-len(skill.description), skill.sources),
    )
    codes: dict[_Key, list[str]] = defaultdict(list)
    names: dict[_Key, str] = {}
    for skill in skills:
        if skill.code:
            code = names.setdefault((skill.framework, skill.code.casefold()), skill.code)
            if code not in codes[skill.framework, skill.name.casefold()]:
                codes[skill.framework, skill.name.casefold()].append(code)
    for skill in skills:
        if not skill.code:
            known = codes[skill.framework, skill.name.casefold()]
            title = (skill.framework, skill.name.casefold())
            # A title that stands for two codes names neither.
            names.setdefault(title, known[0] if len(known) == 1 else skill.name)
    return names


def _merged_skills(readings: Sequence[Reading], names: dict[_Key, str]) -> list[Skill]:
    groups: dict[_Key, list[Skill]] = defaultdict(list)
    for reading in readings:
        for skill in reading.skills:
            name = names[skill.framework, skill.key.casefold()]
            groups[skill.framework, name].append(skill)
    return [_merged_skill(group) for group in groups.values()]


def _merged_skill(group: Sequence[Skill]) -> Skill:
    if len(group) == 1:
        return group[0]
    base = max(group, key=lambda skill: len(skill.description))
    # A reference document with codes says best which category a TSC is of; the others name its competency
    # area.
    filed = max(group, key=lambda skill: (bool(skill.level_codes), bool(skill.category), skill is base))
    others = [skill.category for skill in group if skill.category not in ("", filed.category)]
    return replace(
        base,
        code=next((skill.code for skill in group if skill.code), ""),
        category=filed.category,
        subcategory=next((each for each in (filed.subcategory, base.subcategory, *others) if each), ""),
        guidance=_distinct(text for skill in group for text in skill.guidance),
        level_codes=tuple(
            sorted({n: code for skill in reversed(group) for n, code in skill.level_codes}.items())
        ),
        sectors=tuple(dict.fromkeys(sector for skill in group for sector in skill.sectors)),
        sources=tuple(sorted({source for skill in group for source in skill.sources})),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(normalised(text), text)
    return tuple(found.values())


def _documents(said: Iterable[Descriptor]) -> set[str]:
    return {source.document for each in said for source in each.sources}


def _merged_descriptors(descriptors: Iterable[Descriptor]) -> list[Descriptor]:
    groups: dict[tuple[str, str, int, int], list[Descriptor]] = defaultdict(list)
    for each in descriptors:
        groups[each.framework, each.skill, each.level, _KIND_ORDER[each.kind]].append(each)
    return [_merged_descriptor(said) for key in sorted(groups) for said in _said_in(groups[key])]


def _said_in(group: Sequence[Descriptor]) -> list[list[Descriptor]]:
    """Group the descriptors of one level and kind by what they say.

    One document does not say a thing twice in other words, so near-equal statements are looked for across
    documents.
    """
    by_text: dict[str, list[Descriptor]] = {}
    for each in group:
        by_text.setdefault(normalised(each.text), []).append(each)
    if len(_documents(group)) < 2:
        return list(by_text.values())
    found: list[list[Descriptor]] = []
    for said in by_text.values():
        near = _nearest(said, found)
        if near is None:
            found.append(said)
        else:
            near.extend(said)
    return found


def _nearest(said: Sequence[Descriptor], others: Sequence[list[Descriptor]]) -> list[Descriptor] | None:
    text, documents = said[0].text, _documents(said)
    near = [
        other for other in others if not documents & _documents(other) and say_the_same(text, other[0].text)
    ]
    return max(near, key=lambda other: likeness(text, other[0].text), default=None)


def _merged_descriptor(said: Sequence[Descriptor]) -> Descriptor:
    if len(said) == 1:
        return said[0]
    stated = [each for each in said if not each.inferred]
    return replace(
        _best_spelled(stated or said, said),
        inferred=not stated,
        sources=tuple(sorted({source for each in said for source in each.sources})),
    )


def _best_spelled(candidates: Sequence[Descriptor], said: Sequence[Descriptor]) -> Descriptor:
    """Return the descriptor to show: the stated one, unless it has a spelling mistake.

    A word that one text has and no other shares is a mistake where the others agree on another spelling; with
    two texts nothing decides, and the longer text, which has lost no letter, is taken.
    """
    base = candidates[0]
    words = len(normalised(base.text).split())
    alike = [each for each in said if len(normalised(each.text).split()) == words]
    spelled = Counter(normalised(each.text) for each in alike)
    best = max(alike, key=lambda each: (spelled[normalised(each.text)], len(normalised(each.text))))
    return replace(base, text=best.text)


def _merged_roles(readings: Sequence[Reading]) -> list[Role]:
    """Join roles that are the same to the word; roles that only share a title stay apart."""
    found: dict[Role, list[Source]] = {}
    for reading in readings:
        for role in reading.roles:
            found.setdefault(replace(role, sources=()), []).extend(role.sources)
    return [replace(role, sources=tuple(dict.fromkeys(sources))) for role, sources in found.items()]
