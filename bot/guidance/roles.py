"""Next-step skills: what roles one level up require besides the skill itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.guidance.lookup import Lookup, place
from bot.guidance.model import NextStep
from index.levels import level_distribution
from index.role_requirements import LIKELY_SKILLS, asks_of_roles, near_roles, next_levels
from knowledge.model import Requirement, Role, Skill, Source

if TYPE_CHECKING:
    from index.search import Found

MOST = 5
KNOWN_ROLE = 0.25
"""Base weight of a role: many agreeing roles outweigh one that fits by chance."""
BY_SKILLS = 0.1
"""Weight of roles that require the skill at the level, relative to roles with the person's tasks."""
AGREES, NEXT_TO, OTHERWISE = 1.0, 0.5, 0.25
"""Weight of a near role by the level it requires of the skill: the same, one off, any other."""
Votes = dict[tuple[str, int], float]
_VARIANT = " - "
"""``Lead gardener - management`` is a variant of ``Lead gardener``."""


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """What is known about a person when next steps are searched.

    Args:
        next_level: the next level the skill has, or None.
        likely: probability of each skill of the framework, by key.
        near: how near each role of the shelf is, in its order, where their words are a role's page; or empty.
        raises: skills and levels that the next role is likely to ask for, where their words are a role page
            that is nobody's; or empty.
    """

    skill: Skill
    level: int
    next_level: int | None
    likely: Mapping[str, float]
    near: Sequence[float] = ()
    raises: Mapping[tuple[str, int], float] = field(default_factory=dict)


def person_profile(
    found: Found, lookup: Lookup, skill: Skill, level: int, next_level: int | None
) -> PersonProfile:
    """Return what next steps are based on."""
    framework = skill.framework
    ranked = found.of(framework)
    shares = {match.skill: match.score for match in ranked}
    near = near_roles(found.build, found.query, framework).tolist()
    raises: dict[tuple[str, int], float] = {}
    if not any(near) and asks_of_roles(found.build, found.query, framework):
        levels = {
            match.skill: level_distribution(found, framework, match.skill)
            for match in ranked[:LIKELY_SKILLS]
            if lookup.levels(framework, match.skill)
        }
        raises = next_levels(shares, levels)
    return PersonProfile(skill, level, next_level, shares, near, raises)


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


def next_skills(lookup: Lookup, person: PersonProfile) -> list[NextStep]:
    """Return the skills that the likeliest next roles add, most requested first."""
    votes, asking = _votes(lookup, person)
    if person.raises and not any(person.near):
        votes = {pair: share for pair, share in person.raises.items() if not _is_reached(person, *pair)}
        asking = {}
    ranked = _highest(sorted(votes, key=lambda pair: (-votes[pair], pair)))[:MOST]
    return [_step(lookup, person.skill.framework, key, at, asking.get((key, at))) for key, at in ranked]


def _votes(
    lookup: Lookup, person: PersonProfile
) -> tuple[dict[tuple[str, int], float], dict[tuple[str, int], Role]]:
    """Return the weighted requests for skills at levels, and the likeliest role behind each."""
    votes: dict[tuple[str, int], float] = defaultdict(float)
    asking: dict[tuple[str, int], Role] = {}
    for move in sorted(_moves(lookup, person), key=lambda move: -move.fit):
        for requirement in move.adds:
            asked = lookup.skill(requirement.framework, requirement.skill)
            if (
                asked is None
                or requirement.level is None
                or _is_reached(person, asked.key, requirement.level)
            ):
                continue
            votes[asked.key, requirement.level] += move.fit
            asking.setdefault((asked.key, requirement.level), move.role)
    return dict(votes), asking


def _is_reached(person: PersonProfile, key: str, level: int) -> bool:
    """Whether a step is already reached; on a role's page the skill itself may be the next step."""
    return key == person.skill.key and (level <= person.level or not (any(person.near) or person.raises))


def _moves(lookup: Lookup, person: PersonProfile) -> Iterator[Move]:
    ladders: dict[tuple[str, str], list[tuple[Role, float]]] = defaultdict(list)
    framework = person.skill.framework
    for role, near in zip_longest(lookup.roles(), person.near, fillvalue=0.0):
        assert isinstance(role, Role), "a place for each role of the shelf"
        if role.rank is not None:
            ladders[role.family, role.name].append((role, near))
        elif person.next_level is not None and _asks(lookup, role, person.skill) == person.next_level:
            adds = tuple(r for r in role.requirements if r.framework == framework)
            yield Move(role, adds, BY_SKILLS * (KNOWN_ROLE + _fit(lookup, role, person.likely)))
    for ladder in ladders.values():
        for now, near in ladder:
            fit = _now(lookup, now, near, person)
            following = _following(now, [role for role, _ in ladder]) if fit > 0.0 else None
            if following is not None:
                yield Move(following, _added(now, following, framework), fit)


def _now(lookup: Lookup, role: Role, near: float, person: PersonProfile) -> float:
    """Return how well a role fits a person, by tasks and by required level."""
    asks = _asks(lookup, role, person.skill)
    off = None if asks is None else abs(asks - person.level)
    agrees = {0: AGREES, 1: NEXT_TO}.get(off, OTHERWISE) if off is not None else OTHERWISE
    by_skills = BY_SKILLS * (KNOWN_ROLE + _fit(lookup, role, person.likely)) if off == 0 else 0.0
    return near * agrees + by_skills


def _following(now: Role, ladder: Sequence[Role]) -> Role | None:
    """Return the next role of a ladder, preferably of the same variant; None at the top."""
    higher = [role for role in ladder if (role.rank or 0) > (now.rank or 0)]
    variant = _VARIANT in now.grade
    return min(higher, key=lambda role: (role.rank or 0, (_VARIANT in role.grade) != variant), default=None)


def _asks(lookup: Lookup, role: Role, skill: Skill) -> int | None:
    """Return the level at which a role requires a skill, or None."""
    return lookup.asked(role).get((skill.framework, skill.key))


def _added(now: Role, following: Role, framework: str) -> tuple[Requirement, ...]:
    has = {r.skill.casefold(): r.level or 0 for r in now.requirements if r.framework == framework}
    return tuple(
        r
        for r in following.requirements
        if r.framework == framework and (r.level or 0) > has.get(r.skill.casefold(), 0)
    )


def _fit(lookup: Lookup, role: Role, likely: Mapping[str, float]) -> float:
    # In one order, whatever the process: a sum rounds by the order of its parts, and may decide a tie.
    return sum(likely.get(key, 0.0) for key in dict.fromkeys(key for _, key in lookup.asked(role)))


def _highest(ranked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Keep each skill once, at the level most roles require."""
    kept: dict[str, int] = {}
    for key, level in ranked:
        kept.setdefault(key, level)
    return list(kept.items())


def _step(lookup: Lookup, framework: str, key: str, level: int, role: Role | None) -> NextStep:
    known = lookup.skill(framework, key)
    named = lookup.level_name(framework, level)
    name = known.name if known else key
    at = f"level {level} ({named})" if named else f"level {level}"
    sources: tuple[Source, ...] = role.sources if role else known.sources if known else ()
    return {
        "kind": "skill",
        "skill": key,
        "level": level,
        "text": f"{name} at {at}, as the role {role.title} asks" if role else f"{name} at {at}",
        "source": place(sources),
    }
