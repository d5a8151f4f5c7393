"""A career ladder or competency matrix of any organisation, in one of the usual shapes.

The shapes (`ladder_tables`, `ladder_headings`, `ladder_data`) give `Said`: what a skill says at a level, with
the level's name. Here their levels are put in order and they become a reading. A level is never taken from
the order of appearance: where the order is not known the document is refused, with the names found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from knowledge.formats.content import Document, Table, column_key
from knowledge.level_scale import is_placeholder, largest_scale, order, order_within
from knowledge.model import HIGHEST_LEVEL, Framework, Level, Reading, Requirement, Role, Severity, Skill
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.frameworks import SFIA_ATTRIBUTES
from knowledge.readers.statements import items, sentences
from knowledge.table_mapping import framework_name

_LONGEST_ITEM = 700
"""Characters of an item that is one statement."""

_LONG = 2_000
"""Words of a document of which some part has to be understood."""

_LEAST_READ = 0.05
"""Share of them."""

_LEAST_KEPT = 0.75
"""Share of the statements that the largest scale of a document has to have."""

_SHEET = re.compile(r"(?:sheet|tabelle|feuil|hoja|blad)? ?\d*", re.IGNORECASE)
"""Name of a sheet that nobody named."""

PUT_FIGURES = "Put a figure into their names, as in 'Level 2'."
_NO_ORDER = 10**9
_FEWEST_ATTRIBUTES = 3
"""Attributes of SFIA that a document has: one alone is a skill of that name."""

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a skill says at a level.

    Args:
        skill: its title.
        level: name of the level, as the document writes it.
        texts: tidied or raw text; line ends part items.
        place: where it is.
        group: heading or row that the skill is grouped under, or ``""``.
        description: of the skill, or ``""``.
        code: of the skill, or ``""``.
    """

    skill: str
    level: str
    text: str
    place: str
    group: str = ""
    description: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a document was not taken, and why: a warning where it may have been statements."""

    place: str
    kind: str
    why: str
    severity: Severity = "note"


@dataclass(frozen=True, slots=True)
class FoundLadder:
    """What a shape found in a document.

    Args:
        kind: of the shape, for the reading.
        said: in the document's order.
        left_out: what was not taken.
        role: title of the role that asks for these skills at their levels, or ``""``.
    """

    kind: str
    said: tuple[Said, ...]
    left_out: tuple[LeftOut, ...] = ()
    role: str = ""


def subject_of(document: Document, table: Table, number: int) -> str:
    """Return what a table of one skill is about: the heading above it, else its sheet's name.

    A list in a file of data has the name of its key, which is no subject.
    """
    if document.value is not None and not document.lines:
        return ""
    said = table.name.removeprefix("table ")
    within = table.name.startswith("table ") and said.isdigit()
    at = next(
        (n for n, line in enumerate(document.lines) if line.table == (int(said) if within else number)), 0
    )
    above = [line.text for line in document.lines[:at] if line.heading]
    return (above[-1] if above else "") or ("" if within or _SHEET.fullmatch(table.name) else table.name)


Shape = Callable[[Document], FoundLadder | None]


def read_ladder(document: Document, shapes: Sequence[Shape]) -> Reading | None:
    """Read a document by the first of these shapes that it has.

    Returns:
        None where it has none of them.
    """
    ladders = [ladder for shape in shapes if (ladder := shape(document)) is not None]
    found = [each for each in ladders if not all(is_placeholder(said.text) for said in each.said)]
    return _reading(document, max(found, key=_weight)) if found else None


def _weight(ladder: FoundLadder) -> int:
    """Return how many words are at levels; levels in a known order come before all others."""
    words = sum(len(each.text.split()) for each in ladder.said if not is_placeholder(each.text))
    return words if levels_of(ladder.said) is not None else words - _NO_ORDER


def _reading(document: Document, ladder: FoundLadder) -> Reading:
    draft = ReadingDraft(document, ladder.kind)
    for each in ladder.left_out:
        draft.problem(each.severity, each.place, each.kind, each.why)
    said = _on_one_scale(draft, ladder.said)
    _check_share(draft, said)
    whole, why = order_within(_names(said), document)
    levels = [whole[column_key(each.level)] for each in said] if whole else levels_of(said)
    if why:
        draft.warn(said[0].place, "grade-order", why)
    if levels is None and ladder.role and len(_names(said)) == 1:
        levels = [1] * len(said)
        why = f"the page says one level, {said[0].level!r}. Add one document with all levels of the ladder."
        draft.note(said[0].place, "one-level", why)
    if levels is None:
        _refuse(draft, list(dict.fromkeys(draft.line(each.level, each.place) for each in said)))
        return draft.finish()
    name, identity = framework_name(document.name)
    draft.add_framework(Framework(identity, name, _named(draft, said, levels)))
    _add(draft, said, levels, identity)
    if ladder.role:
        asked = {each.skill: level for each, level in zip(said, levels, strict=True)}
        requirements = tuple(Requirement(identity, skill, level) for skill, level in asked.items())
        where = (draft.source(said[0].place),)
        draft.add_role(Role(draft.line(ladder.role, ladder.role), requirements=requirements, sources=where))
    return draft.finish()


def levels_of(said: Sequence[Said]) -> list[int] | None:
    """Return the level of each statement, or None where the order of the levels is not known.

    Where the skills have level names of their own (Adopts, Follows), as many each, they are in order skill by
    skill.
    """
    whole = order(_names(said))
    if whole is not None:
        return [whole[column_key(each.level)] for each in said]
    by_skill: dict[str, list[str]] = {}
    for each in said:
        by_skill.setdefault(each.skill.casefold(), []).append(column_key(each.level))
    orders = {skill: order(list(dict.fromkeys(names))) for skill, names in by_skill.items()}
    found = [(orders[each.skill.casefold()] or {}).get(column_key(each.level), 0) for each in said]
    sizes = {len(each or ()) for each in orders.values()}
    return found if len(orders) > 1 and len(sizes) == 1 and 0 not in found else None


def _names(said: Sequence[Said]) -> list[str]:
    return list(dict.fromkeys(column_key(each.level) for each in said))


def _named(draft: ReadingDraft, said: Sequence[Said], levels: Sequence[int]) -> tuple[Level, ...]:
    """Return the levels with their names; where skills have names of their own, with all of them."""
    names: dict[int, dict[str, str]] = {}
    for each, level in zip(said, levels, strict=True):
        names.setdefault(level, {}).setdefault(column_key(each.level), draft.line(each.level, each.place))
    return tuple(Level(level, " / ".join(names[level].values())) for level in sorted(names))


def _check_share(draft: ReadingDraft, said: Sequence[Said]) -> None:
    """Refuse a long document of which hardly anything was understood."""
    whole = sum(len(line.text.split()) for line in draft.document.lines)
    words = sum(len(each.text.split()) for each in said)
    if whole > _LONG and words < _LEAST_READ * whole:
        share = f"{words / whole:.0%}"
        message = f"only {share} of its text was found under levels; the rest has no shape that Rung knows."
        draft.error("", "little-read", f"{message} Add the pages or tables that hold the ladder.")


def _on_one_scale(draft: ReadingDraft, said: Sequence[Said]) -> Sequence[Said]:
    """Return the statements of the largest scale, where it has nearly all, with a warning for the others."""
    names = _names(said)
    if order(names) is not None:
        return said
    scale = set(largest_scale(names))
    kept = [each for each in said if column_key(each.level) in scale]
    if len(kept) < _LEAST_KEPT * len(said) or len(scale) > HIGHEST_LEVEL:
        return said
    for each in said:
        if column_key(each.level) not in scale:
            why = f"statements of {each.level!r} were left out: it has no order with the other levels."
            draft.warn(each.place, "level-unordered", why)
    return kept


def _statements(text: str) -> list[str]:
    """Split a text into its lines and items; one as long as a paragraph into its sentences."""
    found = items(text)
    return [one for each in found for one in ([each] if len(each) <= _LONGEST_ITEM else sentences(each))]


def _refuse(draft: ReadingDraft, names: Sequence[str]) -> None:
    told = ", ".join(repr(name) for name in names[:10])
    if len(names) > HIGHEST_LEVEL:
        message = f"found {len(names)} levels ({told}), expected at most {HIGHEST_LEVEL}."
        draft.error("", "too-many-levels", f"{message} Split the document by ladder.")
    else:
        message = f"the order of the levels {told} is not known."
        draft.error("", "levels-unordered", f"{message} {PUT_FIGURES}")


def _add(draft: ReadingDraft, said: Sequence[Said], levels: Iterable[int], framework: str) -> None:
    skills: dict[tuple[str, str, str], Skill] = {}
    titles = {each.skill.casefold() for each in said}
    attributes = titles.intersection(SFIA_ATTRIBUTES)
    attributes = attributes if len(attributes) >= _FEWEST_ATTRIBUTES else set()
    for each, level in zip(said, levels, strict=True):
        if is_placeholder(each.text):
            draft.note(each.place, "placeholder", "cells without a statement (N/A, TBC, -) were left out.")
            continue
        skill = _skill(draft, each, skills, framework, attributes)
        text = draft.tidy(each.text, each.place)
        texts = [one for one in _statements(text) if not is_placeholder(one)]
        if skill is not None:
            draft.add_statements(skill, level, "level", texts, each.place)


def _skill(
    draft: ReadingDraft,
    said: Said,
    skills: dict[tuple[str, str, str], Skill],
    framework: str,
    attributes: Container[str],
) -> Skill | None:
    """Return the skill of a statement, added once; of two with one title the later has its group's name."""
    name = _EMOJI.sub("", draft.line(said.skill, said.place)).strip()
    group = draft.line(said.group, said.place)
    if not name:
        draft.error(said.place, "no-title", "the skill has no title. Fill it in.")
        return None
    code = draft.line(said.code, said.place)
    key = (name.casefold(), group.casefold(), code.casefold())
    if key not in skills:
        taken = any(title == name.casefold() for title, _, _ in skills)
        skill = Skill(
            framework,
            f"{name} ({group})" if taken and group else name,
            code=code if code not in {each.code for each in skills.values()} else "",
            kind="attribute" if name.casefold() in attributes else "skill",
            category=group,
            description=draft.line(said.description, said.place),
            sources=(draft.source(said.place),),
        )
        skills[key] = skill
        draft.add_skill(skill)
    return skills[key]
