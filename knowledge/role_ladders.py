"""Ladders of roles: which role usually follows which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from knowledge.level_scale import readings_of
from knowledge.links import ROLE, Link
from knowledge.model import Knowledge, Role

SHARED = 0.5
"""Share of the smaller role's skills that two roles of one ladder have in common."""
LEAST_RISE, MOST_RISE = 0.4, 2.0
"""Levels by which a role asks more than the one below it, on average over the shared skills."""
_VARIANT = " - "
"""``Lead gardener - management`` is a variant of ``Lead gardener``."""


def following_roles(known: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return the titles of the roles that usually follow each role, by its title.

    An admin's links come first and take the place of what the catalogue says of a role. Otherwise the step is
    one rank up the ladder of the document; where the document has none, from a title to the same title with
    the next word of seniority (*Engineer* to *Senior Engineer*), or to the role of the family that asks for
    the same skills a little higher.
    """
    steps: dict[str, tuple[str, ...]] = {}
    for ladder in (*_ranked(known.roles), *_titled(known.roles)):
        for rung, above in pairwise(ladder):
            for role in rung:
                steps.setdefault(role.title, tuple(_same_variant(role, above)))
    loose = [role for role in known.roles if role.rank is None and role.family]
    for role in loose:
        if role.title not in steps and (following := _next_by_levels(role, loose)):
            steps[role.title] = (following.title,)
    return steps | _confirmed(known.links)


def _next_by_levels(role: Role, others: Iterable[Role]) -> Role | None:
    """Return the role of the family that asks least more of the skills both ask for; None without one.

    Titles that share a word are of one ladder rather than others.
    """
    words = set(role.title.casefold().split())
    rises = [
        (words.isdisjoint(other.title.casefold().split()), rise, other)
        for other in others
        if other.family == role.family
        if (rise := _rise(role, other))
    ]
    return min(rises, key=lambda each: each[:2], default=(True, 0.0, None))[2]


def _rise(role: Role, other: Role) -> float:
    """Return by how many levels another role asks more on average; 0 where too few skills are shared."""
    mine, theirs = (
        {(asked.framework, asked.skill.casefold()): asked.level for asked in each.requirements if asked.level}
        for each in (role, other)
    )
    shared = [theirs[skill] - level for skill, level in mine.items() if skill in theirs]
    if len(shared) < SHARED * min(len(mine), len(theirs)) or not shared:
        return 0.0
    rise = sum(shared) / len(shared)
    return rise if LEAST_RISE <= rise <= MOST_RISE else 0.0


def _confirmed(links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for link in links:
        if link.kind == "next" and link.framework == ROLE:
            found[link.skill] += (link.to_skill,)
    return found


def _ranked(roles: Iterable[Role]) -> Iterable[list[list[Role]]]:
    """Return the ladders that documents give, each as its rungs, lowest first."""
    ladders: dict[tuple[str, str], dict[int, list[Role]]] = defaultdict(lambda: defaultdict(list))
    for role in roles:
        if role.rank is not None:
            ladders[role.family, role.name][role.rank].append(role)
    return ([rungs[rank] for rank in sorted(rungs)] for rungs in ladders.values())


def _titled(roles: Iterable[Role]) -> Iterable[list[list[Role]]]:
    """Return the ladders that titles show: roles of one family that differ in a word of seniority."""
    ladders: dict[tuple[str, str], dict[float, list[Role]]] = defaultdict(lambda: defaultdict(list))
    for role in roles:
        if role.rank is None:
            for each in readings_of(role.title):
                if each.track.startswith("seniority "):
                    ladders[role.family, each.track][each.rank].append(role)
    return ([rungs[rank] for rank in sorted(rungs)] for rungs in ladders.values())


def _same_variant(role: Role, above: Sequence[Role]) -> Sequence[str]:
    same = [other.title for other in above if (_VARIANT in other.title) == (_VARIANT in role.title)]
    return same or [other.title for other in above]
