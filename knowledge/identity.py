"""Which framework a document belongs to: an admin says so wherever it would touch one that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from knowledge.model import Descriptor, Framework, Reading, Skill, Source
from knowledge.readers.mapped_table import MAPPED
from knowledge.readers.record_tables import KIND
from knowledge.table_mapping import framework_name

Moved = TypeVar("Moved", Skill, Descriptor)
Answer = Literal["new", "edition", "part"]
"""A framework of its own; the next edition of one, which takes its place; or one more document of it."""

_OWN_KINDS = (MAPPED, KIND, "role-sheet", "role-matrix", "tagged-levels")

_FEWEST = 3
"""Skills of both sides, from which on a document is compared with a published framework; a page has one."""

_LEAST_SHARED = 0.2
"""Share of the smaller side's skills; documents of one framework share more, whatever their edition."""

_ALIKE = 0.5
"""Share of its skills whose titles another framework has, from which it may be an edition of that one."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A known framework that a document may belong to.

    Args:
        framework, name: its id and name.
        documents: that it is made from.
        why: the document has the ``name`` of one of these, their ``framework``, or many of their ``skills``.
        shared: skills of the same title.
    """

    framework: str
    name: str
    documents: tuple[str, ...]
    why: Literal["name", "framework", "skills"]
    shared: int


def is_own(reading: Reading) -> bool:
    """Return whether a document is of no published framework, so that its name is all that tells which."""
    return reading.kind in _OWN_KINDS or reading.kind.startswith("ladder-")


def relation(reading: Reading, known: Sequence[Reading]) -> Relation | None:
    """Return the framework that a document would join or replace, or that it is like, or None."""
    if any(each.sha256 == reading.sha256 for each in known) or not reading.frameworks:
        return None
    before = next((each for each in known if each.document == reading.document), None)
    ids = {framework.id for framework in reading.frameworks}
    # Of two published kinds under one name the catalogue refuses the second: there is nothing to ask.
    other = before is not None and before.kind == reading.kind and ids.isdisjoint(_ids(before))
    if before is not None and before.frameworks and (is_own(reading) or other):
        return _related(reading, before.frameworks[0], known, "name")
    if not is_own(reading):
        return _stranger(reading, known)
    frameworks = {each.id: each for other in known for each in other.frameworks}
    if taken := next((frameworks[id_] for id_ in sorted(ids) if id_ in frameworks), None):
        return _related(reading, taken, known, "framework")
    own = [each for other in known if is_own(other) for each in other.frameworks]
    found = [_related(reading, each, known, "skills") for each in own]
    nearest = max(found, key=lambda each: each.shared, default=None)
    return nearest if nearest and nearest.shared >= _ALIKE * len(reading.skills) > 0 else None


def _stranger(reading: Reading, known: Sequence[Reading]) -> Relation | None:
    """Return the published framework whose columns a document has, and hardly any of whose skills."""
    for framework in reading.frameworks:
        own, there = (
            {
                skill.name.casefold()
                for each in readings
                for skill in each.skills
                if skill.framework == framework.id and skill.kind == "skill"
            }
            for readings in ([reading], [each for each in known if each.document != reading.document])
        )
        fewer = min(len(own), len(there))
        if fewer >= _FEWEST and len(own & there) < _LEAST_SHARED * fewer:
            return _related(reading, framework, known, "framework")
    return None


def settled(
    reading: Reading, known: Sequence[Reading], answer: Answer, framework: str, name: str = ""
) -> tuple[Reading, tuple[str, ...]]:
    """Return a reading as an admin said it belongs, and the documents whose place it takes.

    Args:
        framework: id of the known framework that it is an edition or a part of.
        name: of the framework, where it is new or an edition; ``""`` keeps that of the reading.
    """
    other = next((f for each in known for f in each.frameworks if f.id == framework), None)
    if answer == "new" or other is None:
        document = _free(reading.document, {each.document for each in known})
        title = name or reading.frameworks[0].name
        wanted = framework_name(f"{name}.")[1] if name else reading.frameworks[0].id
        taken = {each.id for one in known for each in one.frameworks}
        id_ = next(each for each in (wanted, *(f"{wanted}-{n}" for n in range(2, 999))) if each not in taken)
        return _as(
            reading, id_, title if id_ == wanted else f"{title} {id_[len(wanted) + 1 :]}", document
        ), ()
    if answer == "part":
        document = _free(reading.document, {each.document for each in known})
        return _as(reading, other.id, other.name, document), ()
    replaced = tuple(each.document for each in known if _ids(each) == {other.id})
    document = _free(reading.document, {each.document for each in known} - set(replaced))
    return _as(reading, other.id, name or reading.frameworks[0].name, document), replaced


def _ids(reading: Reading) -> set[str]:
    return {framework.id for framework in reading.frameworks}


def _related(
    reading: Reading,
    framework: Framework,
    known: Sequence[Reading],
    why: Literal["name", "framework", "skills"],
) -> Relation:
    documents = [each for each in known if framework.id in _ids(each)]
    there = {skill.name.casefold() for each in documents for skill in each.skills}
    shared = len(there & {skill.name.casefold() for skill in reading.skills})
    return Relation(framework.id, framework.name, tuple(each.document for each in documents), why, shared)


def _free(document: str, taken: set[str]) -> str:
    """Return a name that no other document has: ``skills (2).csv``."""
    path = Path(document)
    numbered = (f"{path.stem} ({n}){path.suffix}" for n in range(2, 999))
    return next(each for each in (document, *numbered) if each not in taken)


def _as(reading: Reading, framework: str, name: str, document: str) -> Reading:
    """Return a reading under another framework and document name."""
    was = reading.frameworks[0].id

    def id_of(given: str) -> str:
        return framework if given == was else given

    def sources(given: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(replace(each, document=document) for each in given)

    def moved(each: Moved) -> Moved:
        return replace(each, framework=id_of(each.framework), sources=sources(each.sources))

    return replace(
        reading,
        document=document,
        frameworks=tuple(
            replace(each, id=framework, name=name) if each.id == was else each for each in reading.frameworks
        ),
        skills=tuple(map(moved, reading.skills)),
        descriptors=tuple(map(moved, reading.descriptors)),
        roles=tuple(
            replace(
                each,
                requirements=tuple(replace(r, framework=id_of(r.framework)) for r in each.requirements),
                sources=sources(each.sources),
            )
            for each in reading.roles
        ),
        passages=tuple(
            replace(each, source=replace(each.source, document=document)) for each in reading.passages
        ),
    )
