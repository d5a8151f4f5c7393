"""Roles that fit a person's levels: how far they cover what each asks, and what is one step away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.guidance.lookup import Lookup
from bot.guidance.model import Coverage
from knowledge.editions import family
from knowledge.model import Role
from knowledge.role_ladders import following_roles

Held = Mapping[tuple[str, str], int]
"""A person's levels, by framework id and skill key."""

MOST_ROLES = 12
SAME, SHORT, FAR_SHORT, OVER, FAR_OVER, ELSEWHERE = 0.0, -0.5, -2.0, -2.0, -3.0, -3.0
"""Log-likelihood that somebody in the role has the level: asked for, one short, further short, one above,
further above, or of a skill that the role does not ask for. Chosen on 400 simulated profiles of 161 roles
with a quarter of the skills never talked about and a quarter lowered: the role itself comes first in 0.92."""
UNASKED, OPTIONAL = -0.5, 0.5
"""A skill never talked about costs little; an optional one counts half."""


@dataclass(frozen=True, slots=True)
class RequiredSkill:
    """A skill that a role asks for, beside a person's level of it.

    Args:
        framework, skill, name: framework id, key and title.
        needed: the level asked for; None where only the skill is named.
        level: the person's, in this or another edition; None where it was never talked about.
        core: False where the role can do without.
    """

    framework: str
    skill: str
    name: str
    needed: int | None
    level: int | None
    core: bool

    @property
    def missing(self) -> int:
        """Levels that are missing; 0 where it is covered or was never talked about."""
        return 0 if self.level is None else max((self.needed or 1) - self.level, 0)

    @property
    def coverage(self) -> Coverage:
        """Whether the person's level covers it."""
        if self.level is None:
            return "open"
        return "short" if self.missing else "met"


@dataclass(frozen=True, slots=True)
class RoleFit:
    """A role, and how a person's levels cover it.

    Args:
        role: of the catalogue.
        required: the skills it asks for: core ones first, then those that are short, open and met.
        score: log-likelihood, 0 or less; only its order means something.
    """

    role: Role
    required: tuple[RequiredSkill, ...]
    score: float

    def count(self, coverage: Coverage) -> int:
        """Return how many of the skills are met, short or open."""
        return sum(each.coverage == coverage for each in self.required)

    @property
    def steps(self) -> int:
        """The number of levels that the most distant core skill is short of."""
        return max((each.missing for each in self.required if each.core), default=0)


@dataclass(frozen=True, slots=True)
class NextRoles:
    """Roles for a person, each list best first.

    Args:
        present: the role they have, or the one most like them; None where no role asks for their skills.
        usual: the roles that usually follow it.
        one_step: other roles of which no core skill is more than one level short.
        two_steps: roles of which a core skill is two levels short.
    """

    present: RoleFit | None
    usual: tuple[RoleFit, ...]
    one_step: tuple[RoleFit, ...]
    two_steps: tuple[RoleFit, ...]


def role_fits(lookup: Lookup, held: Held) -> list[RoleFit]:
    """Return the roles that ask for at least one of a person's skills, best first."""
    levels = _with_twins(lookup, held)
    fits = [_fit(lookup, role, levels, len(held)) for role in lookup.roles()]
    touched = [fit for fit in fits if len(fit.required) > fit.count("open")]
    return sorted(touched, key=lambda fit: (-fit.score, -fit.count("met"), fit.role.title))


def fit_of(lookup: Lookup, role: Role, held: Held) -> RoleFit:
    """Return how a person's levels cover one role."""
    return _fit(lookup, role, _with_twins(lookup, held), len(held))


def fit_of_title(lookup: Lookup, title: str, held: Held) -> RoleFit | None:
    """Return how a person's levels cover the role with a title: of several, the one that says most."""
    same = [fit_of(lookup, role, held) for role in lookup.roles() if role.title == title]
    return max(same, key=lambda fit: (len(fit.required) > fit.count("open"), len(fit.required)), default=None)


def next_roles(lookup: Lookup, held: Held, present: str = "") -> NextRoles:
    """Return the roles that a person could have next.

    Args:
        lookup: the build's knowledge.
        held: their levels.
        present: the title of the role they have; empty for the one most like them.
    """
    fits = role_fits(lookup, held)
    now = fit_of_title(lookup, present, held) or next(iter(fits), None)
    if now is None:
        return NextRoles(None, (), (), ())
    following = following_roles(lookup.knowledge).get(now.role.title, ())
    usual = [fit_of(lookup, role, held) for role in lookup.roles() if role.title in following]
    others = [
        fit
        for fit in fits
        if fit.role is not now.role and fit.role.title not in following and not _below(now, fit)
    ]
    return NextRoles(
        now,
        tuple(usual),
        tuple(fit for fit in others if fit.steps <= 1)[:MOST_ROLES],
        tuple(fit for fit in others if fit.steps == 2)[:MOST_ROLES],
    )


def _below(now: RoleFit, other: RoleFit) -> bool:
    """Whether a role is a lower place on the ladder of the present one, or asks less of all that is known."""
    known = [each for each in other.required if each.core and each.level is not None]
    if known and all((each.level or 0) > (each.needed or 0) > 0 for each in known):
        return True
    mine, theirs = now.role, other.role
    same = (mine.family, mine.name) == (theirs.family, theirs.name)
    return same and (theirs.rank or 0) < (mine.rank or 0)


def _with_twins(lookup: Lookup, held: Held) -> Held:
    """Return levels with those of the same skill in other editions, whose levels are the same."""
    levels = dict(held)
    for (framework, skill), level in held.items():
        for twin in lookup.twins(framework, skill):
            if family(twin.framework) == family(framework):
                levels.setdefault((twin.framework, twin.key), level)
    return levels


def _fit(lookup: Lookup, role: Role, levels: Held, held: int) -> RoleFit:
    required = []
    core = {wanted.skill.casefold(): wanted.core for wanted in role.requirements}
    for (framework, key), needed in lookup.asked(role).items():
        skill = lookup.skill(framework, key)
        assert skill is not None, f"{framework} lost {key}"
        is_core = core.get(key.casefold(), core.get(skill.name.casefold(), True))
        required.append(
            RequiredSkill(framework, key, skill.name, needed, levels.get((framework, key)), is_core)
        )
    order = {"short": 0, "open": 1, "met": 2}
    required.sort(key=lambda each: (not each.core, order[each.coverage], each.missing, each.name))
    elsewhere = held - sum(each.level is not None for each in required)
    score = sum(_likelihood(each) for each in required) + ELSEWHERE * max(elsewhere, 0)
    return RoleFit(role, tuple(required), score)


def _likelihood(required: RequiredSkill) -> float:
    if required.level is None:
        score = UNASKED
    else:
        above = required.level - (required.needed or required.level)
        score = {0: SAME, -1: SHORT, 1: OVER}.get(above, FAR_OVER if above > 0 else FAR_SHORT)
    return score if required.core else OPTIONAL * score
