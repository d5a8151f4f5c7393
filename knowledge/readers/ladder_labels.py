"""Ladders whose items begin with their level: ``Level 3: Tests the soil alone.`` below a skill."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.formats.content import Document, column_key
from knowledge.level_scale import is_level, is_placeholder
from knowledge.readers.headed_tables import AS_READ, OUTLINE, HeadedTable, headed_tables
from knowledge.readers.ladder import FoundLadder, Said
from knowledge.readers.ladder_headings import SCALE
from knowledge.readers.ladder_tables import LEVEL_HEADING

KIND = "ladder-labels"

_LABEL = re.compile(r"^(?P<level>[^:–—]{1,40}?)\s*(?::|\s[–—-])\s+(?P<text>\S.*)$")
_LONGEST_LABEL = 4
_FEWEST_WORDS = 3
_FEWEST_SKILLS = 3


def read_labels(document: Document) -> FoundLadder | None:
    """Return what items say after the name of their level, or None where they name no two levels."""
    said: list[Said] = []
    skill = description = ""
    for line in document.lines:
        found = None if line.cells or line.heading else _LABEL.match(line.text)
        if line.heading:
            skill, description = ("" if SCALE.fullmatch(line.text) else line.text), ""
        elif skill and found and len(found["level"].split()) <= _LONGEST_LABEL and is_level(found["level"]):
            if len(found["text"].split()) >= _FEWEST_WORDS and not is_placeholder(found["text"]):
                said.append(Said(skill, found["level"].strip(), found["text"], line.place, "", description))
        elif skill and not line.cells and not description and not line.bullet:
            description = line.text
    levels = {column_key(each.level) for each in said}
    return FoundLadder(KIND, tuple(said)) if len(levels) > 1 else None


def unordered_levels(document: Document) -> tuple[str, ...]:
    """Return what may be levels, of headings, their items or columns, or nothing."""
    return _unordered_headings(document) or next(
        (names for table in headed_tables(document) if (names := _unordered_columns(table))), ()
    )


def _unordered_headings(document: Document) -> tuple[str, ...]:
    """Return the names that stand below most headings, all in each, or these headings if they are alike."""
    below: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    section, depths = "", Counter(line.heading for line in document.lines if line.heading)
    parts = max(depths, default=0) if len(depths) > 1 else 0
    for line in document.lines:
        label = _LABEL.match(line.text)
        if line.heading and line.heading == parts and section:
            below[section].append(line.text)
        elif line.heading:
            section = line.place
            titles[section] = line.text
            below[section] = []
        elif section and label and not line.cells and len(label["level"].split()) <= _LONGEST_LABEL:
            below[section].append(label["level"].strip())
    found = Counter(tuple(names) for names in below.values() if 1 < len(set(names)) == len(names))
    names, count = found.most_common(1)[0] if found else ((), 0)
    above = tuple(titles[place] for place in below if tuple(below[place]) == names)
    if count > 1 and len({title.rpartition(" ")[0] for title in above} - {""}) == 1:
        return above
    return names if count >= _FEWEST_SKILLS and 2 * count > len(below) - 2 else ()


def _unordered_columns(table: HeadedTable) -> tuple[str, ...]:
    """Return the columns of statements beside one of titles, or the titles where they are of levels."""
    words = {name: [len(cell.split()) for cell in table.cells(name)] for name in table.header}
    said = tuple(name for name in table.header if min(words[name], default=0) >= _FEWEST_WORDS)
    alike = len(said) == len(table.header) - 1 and len(table.rows) > 1
    if not alike or len(said) < 2 or table.header[0] in said or table.name in (AS_READ, OUTLINE):
        return ()
    return (
        tuple(table.cells(table.header[0])) if LEVEL_HEADING.fullmatch(column_key(table.header[0])) else said
    )
