"""What lists of a Word document write before their items, where it is more than a figure: ``Level 1``."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from docx.oxml.ns import qn

_PLACE = re.compile(r"%(\d)")
_WORD = re.compile(r"[^\W\d_]{2}")
_VALUE = qn("w:val")


class ListNumbers:
    """Counts the items of the lists of a document while its paragraphs are read in their order."""

    def __init__(self, document: Any) -> None:
        parts = [each.target_part for each in document.part.rels.values() if not each.is_external]
        roots = [part.element for part in parts if part.partname.endswith("/numbering.xml")]
        self._root: Any = roots[0] if roots else None
        properties = {style.style_id: style.element.find(qn("w:pPr")) for style in document.styles}
        self._styles = {name: each for name, each in properties.items() if each is not None}
        self._counts: Counter[tuple[str, str]] = Counter()

    def label(self, paragraph: Any) -> str:
        """Return what stands before a paragraph, or ``""`` where it is no more than a figure or sign."""
        found = self._of(paragraph.find(qn("w:pPr"))) if self._root is not None else None
        if found is None:
            return ""
        number, depth = found
        counted, level = self._level(number, depth)
        text = _value(level, "w:lvlText")
        self._counts[counted, depth] += 1
        for below in [each for each in self._counts if each[0] == counted and each[1] > depth]:
            del self._counts[below]
        if not _WORD.search(text):
            return ""
        start = int(_value(level, "w:start") or "1") - 1
        return _PLACE.sub(lambda at: str(start + self._counts[counted, str(int(at[1]) - 1)]), text)

    def _of(self, properties: Any) -> tuple[str, str] | None:
        """Return the list of a paragraph and its depth in it: its own, else that of its style."""
        if properties is None:
            return None
        style = properties.find(qn("w:pStyle"))
        inherited = self._styles.get(style.get(_VALUE, "")) if style is not None else None
        own = properties.find(qn("w:numPr"))
        own = inherited.find(qn("w:numPr")) if own is None and inherited is not None else own
        number = own.find(qn("w:numId")) if own is not None else None
        depth = own.find(qn("w:ilvl")) if own is not None else None
        if number is None:
            return None
        return number.get(_VALUE, ""), depth.get(_VALUE, "0") if depth is not None else "0"

    def _level(self, number: str, depth: str) -> tuple[str, Any]:
        """Return what the items of a list are counted by, and how they are written at a depth, or None."""
        item = next(
            (each for each in self._root.iter(qn("w:num")) if each.get(qn("w:numId")) == number), None
        )
        kind = _value(item, "w:abstractNumId")
        restarts = item is not None and item.find(f".//{qn('w:startOverride')}") is not None
        of_kind = (
            one
            for each in self._root.iter(qn("w:abstractNum"))
            if each.get(qn("w:abstractNumId")) == kind
            for one in each.iter(qn("w:lvl"))
        )
        level = next((one for one in of_kind if one.get(qn("w:ilvl")) == depth), None)
        return f"list {number}" if restarts else kind, level


def _value(parent: Any, tag: str) -> str:
    found = parent.find(qn(tag)) if parent is not None else None
    return found.get(_VALUE, "") if found is not None else ""
