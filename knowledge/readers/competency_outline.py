"""Reads a competency outline: a TSC's abilities in groups that rise, with no level said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.formats.content import Document, Line
from knowledge.model import Reading, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import TSC

_AREA = "competency area"
_HIGHEST = 6
"""TSC levels go from 1 to 6."""

_LONGEST_TITLE = 8
_LONGEST_PLAIN_HEADING = 5
"""Words: a heading in title case, and one written as a sentence is."""

_FEWEST_ITEMS = 2
"""A group has at least two abilities: one line between two headings would be a heading itself."""

_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]
)


@dataclass
class _Group:
    """Abilities of one level.

    Args:
        heading: the line above them, or None where the page begins with abilities.
    """

    heading: Line | None
    abilities: list[Line] = field(default_factory=list)


def _recognises(document: Document) -> bool:
    """Recognise it by the line 'Competency Area' in a page that has no table."""
    return any(line.text.casefold().rstrip(":") == _AREA for line in document.lines if not line.cells)


def _read(document: Document) -> Reading:
    """Read the outline. Levels are worked out by order, see `levels_by_order`, and marked as inferred."""
    draft = ReadingDraft(document, "competency-outline")
    lines = [line for line in document.lines if not line.cells]
    at = next(index for index, line in enumerate(lines) if line.text.casefold().rstrip(":") == _AREA)
    draft.add_framework(TSC)
    skill = _skill(draft, lines, at)
    groups = _groups(lines[at + 2 :])
    if skill is None or not _sound(draft, groups, len(document.text_lines)):
        return draft.finish()
    draft.add_skill(skill)
    for level, group in zip(levels_by_order(len(groups)), groups, strict=True):
        for line in group.abilities:
            text = draft.line(line.text, line.place)
            draft.add_statements(skill, level, "ability", [text], line.place, inferred=True)
    return draft.finish()


def levels_by_order(groups: int) -> range:
    """Return the levels that groups of abilities stand for when nothing says so.

    They are centred in the six levels of the TSCs; of two middles the higher. Four groups are levels 2 to 5.
    In the SkillsFuture registry three and five levels are commonest there too (3-5: 99 of 164 TSCs; 2-6:
    41 of 53); of four levels 3-6 is commoner than 2-5 (66 and 44 of 126), so a TSC of the same title, where
    one is known, decides at merging.

    Args:
        groups: 1 to 6.

    Raises:
        ValueError: there are no groups or more than levels.
    """
    if not 1 <= groups <= _HIGHEST:
        raise ValueError(f"expected 1 to {_HIGHEST} groups, found {groups}")
    lowest = 1 + (_HIGHEST - groups + groups % 2) // 2
    return range(lowest, lowest + groups)


def _skill(draft: ReadingDraft, lines: list[Line], at: int) -> Skill | None:
    if at == 0:
        draft.error("line 1", "no-title", "the outline has no title above 'Competency Area'.")
        return None
    title, described = lines[0], lines[1:at]
    name = draft.line(title.text, title.place)
    area = draft.line(lines[at + 1].text, lines[at + 1].place) if at + 1 < len(lines) else ""
    if not name:
        draft.error(title.place, "no-title", "the outline has no title.")
        return None
    return Skill(
        framework=TSC.id,
        name=name,
        category=area,
        description=" ".join(draft.line(line.text, line.place) for line in described),
        sources=(draft.source(title.place),),
    )


def _sound(draft: ReadingDraft, groups: list[_Group], last_line: int) -> bool:
    if not groups:
        draft.error(
            f"line {last_line}", "cut-off", "the outline has no abilities. Check that the file is complete."
        )
        return False
    if len(groups) > _HIGHEST:
        draft.error(
            groups[_HIGHEST].abilities[0].place,
            "too-many-groups",
            f"found {len(groups)} groups of abilities, expected at most {_HIGHEST}, one a level."
            " Join groups, or state the levels in a TSC reference document.",
        )
        return False
    first, *_, last = levels_by_order(len(groups)) if len(groups) > 1 else [levels_by_order(1)[0]] * 2
    draft.note(
        groups[0].abilities[0].place,
        "inferred-level",
        f"the outline says no levels: its groups are read as levels {first} to {last}, until a TSC of the"
        " same title says otherwise.",
        count=len(groups),
    )
    return True


def _groups(lines: list[Line]) -> list[_Group]:
    headings = _headings(lines)
    groups: list[_Group] = []
    for index, line in enumerate(lines):
        if index in headings:
            groups.append(_Group(line))
        elif not groups:
            groups.append(_Group(None, [line]))
        else:
            groups[-1].abilities.append(line)
    return [group for group in groups if group.abilities]


def _headings(lines: list[Line]) -> set[int]:
    """Return which lines are headings.

    They carry no mark. A heading is in title case, or it is a short line among longer ones; what says a
    heading over again ('Manage customer satisfaction' under 'Managing Customer Satisfaction') is an ability.
    """
    titles = {index for index, line in enumerate(lines) if _is_title(line)}
    stems = {_stem(lines[index].text) for index in titles}
    plain = {
        index
        for index, line in enumerate(lines)
        if index not in titles and _is_short(lines, index) and _stem(line.text) not in stems
    }
    found: set[int] = set()
    for index in sorted(titles | plain):
        following = lines[index + 1 : index + 1 + _FEWEST_ITEMS]
        holds = len(following) == _FEWEST_ITEMS and not any(_is_title(line) for line in following)
        if holds and (not found or index - max(found) > _FEWEST_ITEMS):
            found.add(index)
    return found


def _is_title(line: Line) -> bool:
    words = line.text.split()
    if not 1 < len(words) <= _LONGEST_TITLE or line.bullet or line.text.endswith((".", ";", ",")):
        return False
    return all(word[:1].isupper() or word.casefold() in _SMALL_WORDS for word in words)


def _is_short(lines: list[Line], index: int) -> bool:
    """Return whether a line has at most five words and half of what the lines after it have."""
    words = len(lines[index].text.split())
    following = [len(line.text.split()) for line in lines[index + 1 : index + 1 + _FEWEST_ITEMS]]
    plain = not lines[index].bullet and not lines[index].text.endswith((".", ";", ","))
    return plain and words <= _LONGEST_PLAIN_HEADING and all(words < others for others in following)


def _stem(text: str) -> tuple[str, ...]:
    """Return the words without the endings that distinguish 'Managing' from 'Manage'."""
    return tuple(re.sub(r"(?:ing|es|ed|e|s)$", "", word) for word in re.findall(r"[a-z]+", text.casefold()))


READERS = (Reader("competency-outline", _recognises, _read),)
