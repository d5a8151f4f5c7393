"""Ladders whose items begin with their level: ``Level 3: Tests the soil alone.`` below a skill."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.formats.content import Document, column_key
from knowledge.level_scale import is_level, is_placeholder
from knowledge.readers.ladder import FoundLadder, Said
from knowledge.readers.ladder_headings import SCALE

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
        elif skill and found and _is_label(found["level"]) and not is_placeholder(found["text"]):
            if len(found["text"].split()) >= _FEWEST_WORDS:
                said.append(Said(skill, found["level"].strip(), found["text"], line.place, "", description))
        elif skill and not line.cells and not description and not line.bullet:
            description = line.text
    levels = {column_key(each.level) for each in said}
    return FoundLadder(KIND, tuple(said)) if len(levels) > 1 else None


def unordered_levels(document: Document) -> tuple[str, ...]:
    """Return the names that stand below most headings, all in each: they may be levels."""
    below: dict[str, list[str]] = {}
    section, depths = "", Counter(line.heading for line in document.lines if line.heading)
    parts = max(depths, default=0) if len(depths) > 1 else 0
    for line in document.lines:
        label = _LABEL.match(line.text)
        if line.heading and line.heading == parts and section:
            below[section].append(line.text)
        elif line.heading:
            section = line.place
            below[section] = []
        elif section and label and not line.cells and len(label["level"].split()) <= _LONGEST_LABEL:
            below[section].append(label["level"].strip())
    found = Counter(tuple(names) for names in below.values() if 1 < len(set(names)) == len(names))
    names, count = found.most_common(1)[0] if found else ((), 0)
    return names if count >= _FEWEST_SKILLS and 2 * count > len(below) - 2 else ()


def _is_label(text: str) -> bool:
    return len(text.split()) <= _LONGEST_LABEL and is_level(text)
