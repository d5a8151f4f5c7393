"""Roles that fit a person, the gap to one of them, and goals from it, as the conversation tells them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from bot.guidance import grammar
from bot.guidance.lookup import Lookup
from bot.guidance.model import Choice, HeldLevel, PlanGoal, RoleGap, RoleMatch, RoleMatches, RoleStep
from bot.guidance.next_steps import NextLevel
from bot.guidance.role_fit import Held, RequiredSkill, RoleFit, fit_of, fit_of_title, next_roles
from knowledge.editions import edition
from knowledge.model import Descriptor, Role, Skill

if TYPE_CHECKING:
    from index.search import Match

MOST_USUAL, MOST_ONE_STEP, MOST_TWO_STEPS = 2, 4, 2
"""Roles shown of each kind."""
MOST_GOALS = 3
MOST_ASKED = 3
"""Skills never talked about that are asked about, at most."""
MOST_TO_DO = 2
USUAL_MONTHS = 6
"""Months until a goal is looked at again, unless the person says otherwise."""
ALIKE = 88
"""Likeness of a title, 0 to 100, from which a mistyped one is meant."""


def role_matches(lookup: Lookup, held: Sequence[HeldLevel], present: str = "") -> RoleMatches:
    """Return the roles that a person has or could have next, each title once.

    Args:
        lookup: the build's knowledge.
        held: their levels.
        present: the role they say they have, by its name; empty for the one most like them.
    """
    levels, behind = _levels(held), _behind(lookup, held)
    named = role_called(lookup, present)
    found = next_roles(lookup, levels, named.title if named else "")
    steps: tuple[tuple[RoleStep, Sequence[RoleFit]], ...] = (
        ("present", (found.present,) if found.present else ()),
        ("usual", found.usual[:MOST_USUAL]),
        ("one", _titled_once(found.one_step)[:MOST_ONE_STEP]),
        ("two", _titled_once(found.two_steps)[:MOST_TWO_STEPS]),
    )
    shown = {fit.role.title: _match(fit, step, behind) for step, fits in reversed(steps) for fit in fits}
    return {
        "roles": list(reversed(shown.values())),
        "known": len(lookup.roles()),
        "present": named.title if named else "",
    }


def near_roles(
    lookup: Lookup, held: Sequence[HeldLevel], shares: Mapping[tuple[str, str], float]
) -> list[RoleMatch]:
    """Return the roles that ask for the skills that a person's words speak of, best first.

    Args:
        lookup: the build's knowledge.
        held: the person's levels.
        shares: how much their words speak of each skill, by framework id and key.
    """
    levels, behind = _levels(held), _behind(lookup, held)

    def likeness(role: Role) -> float:
        asked = lookup.asked(role)
        # Long lists of skills are no better for being long.
        return sum(shares.get(skill, 0.0) for skill in asked) / math.sqrt(len(asked) or 1)

    near = sorted((role for role in lookup.roles() if likeness(role)), key=lambda role: -likeness(role))
    fits = _titled_once(fit_of(lookup, role, levels) for role in near)
    return [_match(fit, "near", behind) for fit in fits[:MOST_ONE_STEP]]


def role_called(lookup: Lookup, name: str) -> Role | None:
    """Return the role with a title, perhaps mistyped; None if none or several are meant."""
    plain = utils.default_process(name)
    titles = {utils.default_process(role.title): role for role in lookup.roles()}
    if plain in titles or not plain:
        return titles.get(plain)
    near = process.extract(plain, titles.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=2)
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return None
    return titles[near[0][0]]


def role_gap(
    lookup: Lookup,
    held: Sequence[HeldLevel],
    role: Role,
    said: SaidWork,
    wanted: Sequence[str] = (),
) -> RoleGap:
    """Return what a role asks for beside a person's levels.

    Args:
        lookup: the build's knowledge.
        held: their levels.
        role: of the catalogue, or one made from the duties of a job.
        said: their activities, and what of a skill these match.
        wanted: names of skills that they asked for.
    """
    levels = _levels(held)
    fit = fit_of_title(lookup, role.title, levels) or fit_of(lookup, role, levels)
    return {
        "match": _match(fit, "present", _behind(lookup, held)),
        "frameworks": list(dict.fromkeys(lookup.framework_name(each.framework) for each in fit.required)),
        "skills": [
            {
                "name": each.name,
                "needed": each.needed,
                "level": each.level,
                "core": each.core,
                "coverage": each.coverage,
            }
            for each in fit.required
        ],
        "ask": [_choice(lookup, each) for each in _to_ask(lookup, fit)],
        "goals": _goals(lookup, fit, said, wanted),
    }


class SaidWork:
    """What a person said they do.

    Args:
        activities: in their words.
        matches: returns the matches of a skill's statements with them.
    """

    def __init__(
        self, activities: Sequence[str] = (), matches: Callable[[Skill], Sequence[Match]] = lambda _: ()
    ) -> None:
        self.activities, self.matches = activities, matches


def _levels(held: Iterable[HeldLevel]) -> Held:
    return {(each["framework"], each["skill"]): each["level"] for each in held}


def _behind(lookup: Lookup, held: Iterable[HeldLevel]) -> dict[tuple[str, str], HeldLevel]:
    """Return which level stands behind each skill that is the same in other editions."""
    behind: dict[tuple[str, str], HeldLevel] = {}
    for each in held:
        behind[each["framework"], each["skill"]] = each
        for twin in lookup.twins(each["framework"], each["skill"]):
            behind.setdefault((twin.framework, twin.key), each)
    return behind


def _titled_once(fits: Iterable[RoleFit]) -> list[RoleFit]:
    titled: dict[str, RoleFit] = {}
    for fit in fits:
        titled.setdefault(fit.role.title, fit)
    return list(titled.values())


def _match(fit: RoleFit, step: RoleStep, behind: dict[tuple[str, str], HeldLevel]) -> RoleMatch:
    talked = sorted(
        (each for each in fit.required if each.level is not None),
        key=lambda each: (each.missing > 0, not each.core),
    )
    words = (behind[each.framework, each.skill] for each in talked)
    return {
        "title": fit.role.title,
        "family": fit.role.family,
        "step": step,
        "met": fit.count("met"),
        "short": sum(each.missing == 1 for each in fit.required),
        "far": sum(each.missing > 1 for each in fit.required),
        "open": fit.count("open"),
        "total": len(fit.required),
        "behind": next(words, None),
    }


def _to_ask(lookup: Lookup, fit: RoleFit) -> list[RequiredSkill]:
    """Return the skills never talked about that matter most: core ones, most levels needed first."""
    open_ = [
        each for each in fit.required if each.coverage == "open" and lookup.levels(each.framework, each.skill)
    ]
    return sorted(open_, key=lambda each: (not each.core, -(each.needed or 0)))[:MOST_ASKED]


def _choice(lookup: Lookup, required: RequiredSkill) -> Choice:
    own = (required.framework, required.skill)
    twins = [twin for twin in lookup.twins(*own) if lookup.levels(twin.framework, twin.key)]
    twins.sort(key=lambda twin: ((twin.framework, twin.key) != own, -edition(twin.framework)))
    return {"label": required.name, "skills": [lookup.ref(twin) for twin in twins], "unheard": True}


def _goals(lookup: Lookup, fit: RoleFit, said: SaidWork, wanted: Sequence[str]) -> list[PlanGoal]:
    """Return goals in order: core skills one level short, those never talked about, what was asked for."""

    def order(required: RequiredSkill) -> tuple[int, int]:
        if required.core and required.missing == 1:
            return 0, 0
        if required.core and required.coverage == "open":
            return 1, -(required.needed or 0)
        return (2 if required.name in wanted else 3), required.missing

    goals: list[PlanGoal] = []
    for required in sorted((each for each in fit.required if each.coverage != "met"), key=order):
        level = _aim(lookup, required)
        if level is not None and len(goals) < MOST_GOALS:
            goals.append(_goal(lookup, required, level, said))
    return goals


def _aim(lookup: Lookup, required: RequiredSkill) -> int | None:
    """Return the level to reach next: one above the person's, or what is asked for; None if none is known."""
    levels = lookup.levels(required.framework, required.skill)
    least = required.needed or 1 if required.level is None else required.level + 1
    return next((level for level in levels if level >= least), None)


def _goal(lookup: Lookup, required: RequiredSkill, level: int, said: SaidWork) -> PlanGoal:
    skill = lookup.skill(required.framework, required.skill)
    assert skill is not None, f"{required.framework} lost {required.skill}"
    next_level = NextLevel(lookup, skill, level - 1, said.matches(skill), said.activities, ())
    whole = _whole(lookup.statements(skill.framework, skill.key, level))
    steps = [step["text"] for step in next_level.to_do() if step["level"] == level]
    others = [step for step in steps if step != grammar.imperative(whole)]
    to_do = (others or steps)[:MOST_TO_DO]
    return {
        "framework": skill.framework,
        "skill": skill.key,
        "skill_name": skill.name,
        "level": level,
        "text": to_do[0] if to_do else "",
        "to_do": to_do,
        "done_when": grammar.of_you(whole) if others else "",
        "vouch": "",
        "months": USUAL_MONTHS,
    }


def _whole(statements: Sequence[Descriptor]) -> str:
    """Return the fact that says most of a level: of a statement of the whole level where there is one."""
    doing = [each for each in statements if each.kind != "knowledge"] or statements
    first = min(doing, key=lambda each: each.kind != "level")
    return grammar.facts(first.text)[0]
