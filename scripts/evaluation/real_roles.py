"""Measure Rung on real roles: a role's tasks in, its skills, levels and next steps out.

The roles are those of the documents under FOLDER (RUNG_SHARED/data where that is set), read into a catalogue
and build of their own under RUNG_HOME; without a folder, those of RUNG_HOME's live build. Everything is
cross-validated by role: a role level is worked out without any level of its own role, with weights fitted
on the others. Next steps are
measured three ways: with the role left out, and, as in use, with it in the catalogue, its tasks given in full
or every second one. Every figure is [value, low, high], with 95 % bootstrap intervals over roles.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from bot.settings import Settings
from index.build import Build, open_build
from index.builder import make_build
from index.encoder import Encoder, open_encoder
from index.training.role_trainer import RoleCase, fit_levels, fit_skills, level_of, role_cases
from knowledge.catalogue import Catalogue
from knowledge.readers import read
from scripts.evaluation import figures
from scripts.evaluation.next_steps import NextSteps, adds, next_role

DOCUMENTS = ("ddat/skills.csv", "ddat/roles.csv", "ssg/skill_registry.json", "ssg/jobs.json")
FIRST = 10
"""Skills of a role that are looked at."""
FIVE = 5
"""Next steps that are looked at."""
Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What was worked out for a role whose ladder was left out.

    Args:
        scores: of the framework's skills, or None where its roles are too few to say.
        levels: of each skill it asks for.
        weights: that gave the levels.
    """

    scores: Odds | None
    levels: list[int]
    weights: Odds


@click.command(help=__doc__)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Its documents.")
@click.option("--known/--no-known", default=True, help="Measure next steps with the role in the catalogue.")
@figures.as_json
def main(data: Path | None, known: bool, as_json: bool) -> None:
    """Measure and print."""
    settings = Settings.from_environment()
    encoder = open_encoder(settings.model, settings.encodings)
    shared = os.environ.get("RUNG_SHARED")
    folder = data or (Path(shared) / "data" if shared else None)
    home = made_from(folder, settings.home / "roles", encoder) if folder else settings.home
    result = measured(home, encoder, known)
    figures.show(result, as_json)


def made_from(folder: Path, home: Path, encoder: Encoder) -> Path:
    """Read the documents of roles and their frameworks into a home of their own; return it."""
    with Catalogue(home / "catalogue.db") as catalogue:
        for name in DOCUMENTS:
            catalogue.add(read(folder / name), at=datetime.now(UTC).isoformat(timespec="seconds"))
        make_build(home, catalogue.knowledge(), encoder)
    return home


def measured(home: Path, encoder: Encoder, known: bool) -> dict[str, Any]:
    """Measure the roles of a home's live build."""
    build = open_build(home)
    cases = role_cases(build, encoder)
    result: dict[str, Any] = {"build": build.number, "model": build.model, "sets": {}}
    steps = NextSteps(home, encoder)
    for framework in sorted({case.framework for case in cases}):
        some = [case for case in cases if case.framework == framework and case.levelled]
        if not some or not build.roles.speaks_of(some[0].members):
            continue
        told, worked = _measured(build, some)
        if worked[0].scores is not None:
            told["next_steps"] = _next_steps(build, steps, some, worked, known)
        result["sets"][framework] = told
    return result


def _measured(build: Build, every: Sequence[RoleCase]) -> tuple[dict[str, Any], list[WorkedOut]]:
    """Return figures of the role levels that list tasks, and of all; the latter fit the weights too."""
    worked = left_out(build, every)
    kept = [n for n, case in enumerate(every) if _lists(build, case)]

    def told(numbers: Sequence[int]) -> dict[str, Any]:
        some = [every[n] for n in numbers]
        found = [worked[n] for n in numbers]
        count = {"roles": len({case.ladder for case in some}), "role_levels": len(some)}
        return count | _figures(some, [each.levels for each in found], [each.scores for each in found])

    figures_of = told(kept)
    if len(kept) < len(every):
        figures_of["with_those_in_a_sentence_or_two"] = told(range(len(every)))
    return figures_of, worked


def left_out(build: Build, cases: Sequence[RoleCase]) -> list[WorkedOut]:
    """Work out each role of a framework with what was fitted on roles of other ladders."""
    covered = build.roles.covers(cases[0].members)
    start = fit_levels(cases, covered)
    fitted: dict[int, tuple[Odds | None, Odds]] = {}
    found = []
    for case in cases:
        if case.ladder not in fitted:
            others = [other for other in cases if other.ladder != case.ladder]
            fitted[case.ladder] = (
                fit_skills(others) if covered else None,
                fit_levels(others, covered, start),
            )
        skills, weights = fitted[case.ladder]
        scores = None if skills is None else case.columns @ skills
        levels = [level_of(asked, weights, covered) for asked in case.levelled]
        found.append(WorkedOut(scores, levels, weights))
    return found


def _lists(build: Build, case: RoleCase) -> bool:
    """Whether a role lists tasks; others say what they do in a sentence or two."""
    return any(section.lines for section in build.knowledge.roles[case.place].sections)


def _figures(
    cases: Sequence[RoleCase], levels: Sequence[list[int]], scores: Sequence[Odds | None]
) -> dict[str, Any]:
    offs = [
        [found - asked.level for found, asked in zip(given, case.levelled, strict=True)]
        for given, case in zip(levels, cases, strict=True)
    ]
    told: dict[str, Any] = {
        "levels": sum(len(of_role) for of_role in offs),
        "level_exact": _right(cases, offs, 0),
        "level_within_1": _right(cases, offs, 1),
    }
    shares = [
        _found(case.asked, of) for of, case in zip(scores, cases, strict=bool(scores)) if of is not None
    ]
    if shares:
        told["skills_in_10"] = _by_ladder(cases, shares)
    return told


def _right(cases: Sequence[RoleCase], offs: Sequence[list[int]], most: int) -> figures.Figure:
    """Return how often levels are at most so many off."""
    right = [sum(abs(off) <= most for off in of_role) for of_role in offs]
    return _by_ladder(cases, right, [len(of_role) for of_role in offs])


def _by_ladder(
    cases: Sequence[RoleCase], values: Sequence[float], counts: Sequence[int] = ()
) -> figures.Figure:
    """Return the mean over role levels, each of which counts so often; the bootstrap draws roles."""
    rows: dict[int, list[float]] = {}
    for case, value, count in zip(cases, values, counts or [1] * len(cases), strict=True):
        sums = rows.setdefault(case.ladder, [0.0, 0.0])
        sums[0] += value
        sums[1] += count
    drawn = np.array(list(rows.values()), np.float64)
    return figures.statistic(lambda some: float(some[:, 0].sum() / some[:, 1].sum()), drawn)


def _found(asked: NDArray[np.bool_], scores: Odds) -> float:
    first = np.argsort(-scores, kind="stable")[:FIRST]
    return float(asked[first].sum() / asked.sum())


def _next_steps(
    build: Build, steps: NextSteps, cases: Sequence[RoleCase], worked: Sequence[WorkedOut], known: bool
) -> dict[str, Any]:
    """Measure next steps for every role level that has a next one on its ladder."""
    roles = build.knowledge.roles
    tests = []
    for case, found in zip(cases, worked, strict=True):
        if not _lists(build, case):
            continue
        role = roles[case.place]
        following = next_role(role, roles)
        if following is not None and adds(role, following) and found.scores is not None:
            given = steps.left_out(case, found.scores, found.weights)
            tests.append((case, frozenset(adds(role, following)), given))
    some = [case for case, _, _ in tests]
    result: dict[str, Any] = {
        "role_levels": len(tests),
        "added_mean": float(np.mean([len(w) for _, w, _ in tests])),
    }
    result["most_possible"] = _by_ladder(some, [min(FIVE, len(w)) / len(w) for _, w, _ in tests])
    result["left_out"] = _steps(some, [(given[:FIVE], w) for _, w, given in tests])
    for name, part in (("known", 1), ("known_every_second_task", 2)) if known else ():
        shown = [(steps.known(case, case.query.texts[::part])[:FIVE], w) for case, w, _ in tests]
        result[name] = _steps(some, shown) | {"refused": sum(not five for five, _ in shown)}
    return result


def _steps(
    cases: Sequence[RoleCase], given: Sequence[tuple[Sequence[tuple[str, int]], frozenset[tuple[str, int]]]]
) -> dict[str, Any]:
    return {
        "first_five_right": _by_ladder(cases, [_hits(five, w) / min(FIVE, len(w)) for five, w in given]),
        "added_in_first_five": _by_ladder(cases, [_hits(five, w) / len(w) for five, w in given]),
        "any_right": _by_ladder(cases, [float(_hits(five, w) > 0) for five, w in given]),
        "skill_alone_right": _by_ladder(
            cases, [len(_skills(five) & _skills(w)) / min(FIVE, len(w)) for five, w in given]
        ),
    }


def _hits(five: Sequence[tuple[str, int]], wanted: frozenset[tuple[str, int]]) -> int:
    return sum((skill.casefold(), level) in wanted for skill, level in five)


def _skills(steps: Iterable[tuple[str, int]]) -> set[str]:
    return {skill.casefold() for skill, _ in steps}
