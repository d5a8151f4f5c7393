"""Next-step skills: what roles one level up ask for beside the skill itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.guidance.model import NextStep
from bot.guidance.shelf import Shelf, place
from knowledge.model import Requirement, Role, Skill

MOST = 5
KNOWN_ROLE = 0.25
"""What a role counts for besides how well it fits: many roles that agree outweigh one that fits by chance."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step from one role to the next.

    Args:
        role: the role one level up.
        adds: requirements that the next role has and the present one does not, or has at a lower level.
        fit: how well the present role fits the person, 0 or more.
    """

    role: Role
    adds: tuple[Requirement, ...]
    fit: float


def next_skills(
    shelf: Shelf, skill: Skill, level: int, next_level: int | None, likely: Mapping[str, float]
) -> list[NextStep]:
    """Give the skills that the likeliest next roles add, the one asked for most first.

    Args:
        shelf: the build's knowledge.
        skill: the skill suggested.
        level: the level suggested.
        next_level: the next level it has, or None.
        likely: how likely each skill of the framework is the person's, by key: tells roles apart.
    """
    votes: dict[tuple[str, int], float] = defaultdict(float)
    asking: dict[tuple[str, int], Role] = {}
    moves = sorted(_moves(shelf, skill, level, next_level, likely), key=lambda move: -move.fit)
    for move in moves:
        for requirement in move.adds:
            asked = shelf.skill(requirement.framework, requirement.skill)
            if asked is None or asked.key == skill.key or requirement.level is None:
                continue
            votes[asked.key, requirement.level] += KNOWN_ROLE + move.fit
            asking.setdefault((asked.key, requirement.level), move.role)
    ranked = sorted(votes, key=lambda pair: (-votes[pair], pair))
    return [_step(shelf, skill.framework, key, at, asking[key, at]) for key, at in _highest(ranked)[:MOST]]


def _moves(
    shelf: Shelf, skill: Skill, level: int, next_level: int | None, likely: Mapping[str, float]
) -> Iterator[Move]:
    ladders: dict[tuple[str, str], list[Role]] = defaultdict(list)
    for role in shelf.roles():
        if role.rank is not None:
            ladders[role.family, role.name].append(role)
        elif next_level is not None and _asks(shelf, role, skill) == next_level:
            adds = tuple(r for r in role.requirements if r.framework == skill.framework)
            yield Move(role, adds, _fit(shelf, role, likely))
    for ladder in ladders.values():
        ladder.sort(key=lambda role: role.rank or 0)
        for now, following in pairwise(ladder):
            if _asks(shelf, now, skill) == level:
                yield Move(following, _added(now, following, skill.framework), _fit(shelf, now, likely))


def _asks(shelf: Shelf, role: Role, skill: Skill) -> int | None:
    """Return the level at which a role asks for a skill, or None."""
    for requirement in role.requirements:
        if requirement.framework == skill.framework:
            known = shelf.skill(requirement.framework, requirement.skill)
            if known is not None and known.key == skill.key:
                return requirement.level
    return None


def _added(now: Role, following: Role, framework: str) -> tuple[Requirement, ...]:
    has = {r.skill.casefold(): r.level or 0 for r in now.requirements if r.framework == framework}
    return tuple(
        r
        for r in following.requirements
        if r.framework == framework and (r.level or 0) > has.get(r.skill.casefold(), 0)
    )


def _fit(shelf: Shelf, role: Role, likely: Mapping[str, float]) -> float:
    keys = {known.key for r in role.requirements if (known := shelf.skill(r.framework, r.skill)) is not None}
    return sum(likely.get(key, 0.0) for key in keys)


def _highest(ranked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Keep each skill once, at the level most roles ask for."""
    kept: dict[str, int] = {}
    for key, level in ranked:
        kept.setdefault(key, level)
    return list(kept.items())


def _step(shelf: Shelf, framework: str, key: str, level: int, role: Role) -> NextStep:
    known = shelf.skill(framework, key)
    named = shelf.level_name(framework, level)
    name = known.name if known else key
    at = f"level {level} ({named})" if named else f"level {level}"
    return {
        "kind": "skill",
        "skill": key,
        "level": level,
        "text": f"{name} at {at}, as the role {role.title} asks",
        "source": place(role.sources),
    }
