"""The JSON of NIST's reference tool (CPRT): elements and relationships of the NICE framework."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from knowledge.formats.content import Document
from knowledge.model import Framework, Reading, Role, RoleSection, Skill
from knowledge.readers.draft import Reader, ReadingDraft

NICE = Framework("nice", "NICE")
"""The workforce framework for cybersecurity: work roles and competency areas without levels."""

_ROLES = ("work_role", "workrole", "work role")
_AREAS = ("competency_area", "competency area", "competency")
_SECTIONS = {"task": "main tasks", "knowledge": "knowledge", "skill": "skills", "ability": "abilities"}
_DEEPEST = 4

_Element = Mapping[str, object]


def _holder(value: object, depth: int = 0) -> _Element | None:
    """Return the object that has the lists of elements and of relationships."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return None
    if isinstance(value.get("elements"), list) and isinstance(value.get("relationships"), list):
        return value
    return next((found for each in value.values() if (found := _holder(each, depth + 1))), None)


def _recognises(document: Document) -> bool:
    """Recognise it by its elements, of which some are work roles or competency areas."""
    found = _holder(document.value)
    return found is not None and any(
        _type(each) in (*_ROLES, *_AREAS) for each in _objects(found, "elements")
    )


def _objects(holder: _Element, key: str) -> list[_Element]:
    value = holder.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(element: _Element, key: str) -> str:
    value = element.get(key)
    return value.strip() if isinstance(value, str) else ""


def _type(element: _Element) -> str:
    return _text(element, "element_type").casefold()


def _read(document: Document) -> Reading:
    """Read work roles with their tasks, and competency areas as skills without levels."""
    draft = ReadingDraft(document, "reference-tool")
    draft.add_framework(NICE)
    holder = _holder(document.value)
    assert holder is not None, "only a recognised document is read"
    elements = {_text(each, "element_identifier"): each for each in _objects(holder, "elements")}
    below: dict[str, list[str]] = defaultdict(list)
    for each in _objects(holder, "relationships"):
        below[_text(each, "source_element_identifier")].append(_text(each, "dest_element_identifier"))
    for code, element in elements.items():
        title = draft.line(_text(element, "title"), code)
        told: dict[str, dict[str, None]] = defaultdict(dict)
        for other in (elements[each] for each in below[code] if each in elements):
            if section := _SECTIONS.get(_type(other)):
                told[section][draft.line(_text(other, "text") or _text(other, "title"), code)] = None
        about = draft.line(_text(element, "text"), code)
        source = (draft.source(f"element {code}"),)
        if _type(element) in _ROLES and title:
            sections = tuple(RoleSection(name, tuple(filter(None, lines))) for name, lines in told.items())
            draft.add_role(Role(title, summary=about, sections=sections, sources=source))
        elif _type(element) in _AREAS and title:
            notes = tuple(text for lines in told.values() for text in lines if text)
            draft.add_skill(Skill(NICE.id, title, code, description=about, guidance=notes, sources=source))
    draft.note("", "no-level", "the document gives no levels: its skills and roles are kept without.")
    return draft.finish()


READERS = (Reader("reference-tool", _recognises, _read),)
