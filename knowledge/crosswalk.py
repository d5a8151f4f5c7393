"""The crosswalk: which skill of one framework, or version of it, is which of another, and who says so."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from knowledge.links import JOINING, Link
from knowledge.model import Knowledge, Skill
from knowledge.sameness import say_the_same

STARTER = Path(__file__).parent / "crosswalk.csv"


class CrosswalkError(Exception):
    """The crosswalk cannot be read or written, said in one sentence."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A level of one framework, as it stands under another.

    Args:
        skill: it belongs to there, or None where there is none.
        level: the same number, where that skill has it.
        certain: whether what the level asks is the same there; if not, it has to be asked again.
        why: in words, for the person.
    """

    skill: Skill | None
    level: int | None
    certain: bool
    why: str


def read_links(path: Path) -> tuple[Link, ...]:
    """Read a crosswalk.

    Args:
        path: CSV with the fields of `knowledge.links.Link`; missing is empty.

    Raises:
        CrosswalkError: a row is no link; says which.
    """
    if not path.exists():
        return ()
    names = [field.name for field in fields(Link)]
    found = []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                try:
                    found.append(Link(**{name: (row[name] or "").strip() for name in names}))
                except (KeyError, ValueError, TypeError) as error:
                    raise CrosswalkError(f"{path.name}, row {number}: no link ({error})") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CrosswalkError(f"{path.name} cannot be read ({error})") from None
    return tuple(found)


def write_links(path: Path, links: Iterable[Link]) -> None:
    """Write a crosswalk; it is replaced whole or not at all.

    Raises:
        CrosswalkError: the disk refuses.
    """
    fresh = path.with_suffix(".csv.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [field.name for field in fields(Link)], lineterminator="\n")
            writer.writeheader()
            writer.writerows(asdict(link) for link in links)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except OSError as error:
        raise CrosswalkError(f"{path} could not be written ({error.strerror})") from None


def holding(known: Knowledge, links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links whose skills are known, ascending: what a build keeps."""
    there = {(skill.framework, skill.key) for skill in known.skills}
    return tuple(
        sorted(
            link
            for link in set(links)
            if (link.framework, link.skill) in there
            and (link.kind not in JOINING or (link.to_framework, link.to_skill) in there)
        )
    )


def carry(known: Knowledge, framework: str, skill: str, level: int, to: str) -> Carried:
    """Say what a level under one framework is under another.

    Args:
        known: knowledge with its links, as a build has it.
        framework, skill: framework id and key.
        level: the person's.
        to: framework id.
    """
    target, how = _same_skill(known, framework, skill, to)
    if target is None:
        return Carried(None, None, False, how)
    before = _texts(known, framework, skill, level)
    after = _texts(known, to, target.key, level)
    if not after:
        return Carried(target, None, False, f"{how}; it has no level {level} there")
    if before and all(any(say_the_same(one, other) for other in after) for one in before):
        return Carried(target, level, True, f"{how}; level {level} asks the same")
    return Carried(target, level, False, f"{how}; level {level} asks something else now")


def _same_skill(known: Knowledge, framework: str, skill: str, to: str) -> tuple[Skill | None, str]:
    for link in known.links:
        for here, there in ((link.start, link.end), (link.end, link.start)):
            if here == (framework, skill) and there[0] == to:
                if link.kind not in JOINING:
                    return None, link.source or "it is not there any more"
                found = next((s for s in known.skills if (s.framework, s.key) == there), None)
                if found:
                    return found, link.source
    old = next((s for s in known.skills if (s.framework, s.key) == (framework, skill)), None)
    for each in known.skills:
        if old and each.framework == to and each.kind == old.kind:
            if old.code and each.code == old.code and to.partition("-")[0] == framework.partition("-")[0]:
                return each, f"the code {each.code} is kept"
            if each.name.casefold() == old.name.casefold():
                return each, "the title is kept"
    return None, f"{to} has no skill that is known to be the same"


def _texts(known: Knowledge, framework: str, skill: str, level: int) -> Sequence[str]:
    return [d.text for d in known.descriptors if (d.framework, d.skill, d.level) == (framework, skill, level)]
