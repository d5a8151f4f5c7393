"""The crosswalk: which skill of one framework, or version of it, is which of another, and who says so."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from pathlib import Path

from knowledge.editions import family
from knowledge.links import ROLE, Link
from knowledge.model import Knowledge, Requirement, Role, UserError


class CrosswalkError(UserError):
    """The crosswalk cannot be read or written, said in one sentence."""


def read_links(path: Path) -> tuple[Link, ...]:
    """Read a crosswalk: CSV with the fields of `knowledge.links.Link`; a missing file is empty.

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
                    raise CrosswalkError(f"{path.name}, row {number}: not a link ({error})") from None
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
    """Return the links that say something of what is known, ascending: what a build keeps.

    A link from an edition that no document is of any more is kept for people who were placed under it.
    """
    there = {(skill.framework, skill.key) for skill in known.skills}
    there |= {(ROLE, role.title) for role in known.roles}
    frameworks = {framework.id for framework in known.frameworks}
    return tuple(
        sorted(
            link
            for link in set(links)
            if link.kind != "refused"
            and (link.start in there or (link.framework not in frameworks and _of_editions(link)))
            and (link.to_framework in frameworks if link.kind == "gone" else link.end in there)
        )
    )


def linked(known: Knowledge, links: Iterable[Link]) -> Knowledge:
    """Return knowledge with its links: what a build is made from.

    A role whose text names no level asks for the skills that it was confirmed to ask for.
    """
    kept = holding(known, links)
    asked: dict[str, list[Requirement]] = {}
    for link in kept:
        if link.kind == "asks":
            asked.setdefault(link.skill, []).append(Requirement(*link.end))
    return replace(
        known, links=kept, roles=tuple(_asking(role, asked.get(role.title, ())) for role in known.roles)
    )


def _asking(role: Role, more: Iterable[Requirement]) -> Role:
    if any(each.level for each in role.requirements):
        return role
    there = {(each.framework, each.skill) for each in role.requirements}
    fresh = tuple(each for each in more if (each.framework, each.skill) not in there)
    return replace(role, requirements=(*role.requirements, *fresh)) if fresh else role


def _of_editions(link: Link) -> bool:
    return family(link.framework) == family(link.to_framework)
