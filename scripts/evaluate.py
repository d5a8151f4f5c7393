"""Measure the live build of RUNG_HOME.

    python scripts/evaluate.py CASES.jsonl… [--simulate] [--no-baselines] [--json]
    python scripts/evaluate.py reasons CASES.jsonl…      are the words cited the reasons?
    python scripts/evaluate.py fairness CASES.jsonl…     does who somebody is change their level?
    python scripts/evaluate.py real                      what real people write, as careful readers placed it
    python scripts/evaluate.py messages                  what messages to Rung are taken for
    python scripts/evaluate.py roles                     real roles: tasks in, skills and levels out
    python scripts/evaluate.py courses [FILE]            what is proposed for a list of courses
    python scripts/evaluate.py documents FOLDER          damaged documents: no crash, no wrong level

A case: {"id","framework","skill","skill_name","level","voice","messages":[…]}; an edge case:
{"id","kind","messages","expect"}: files may hold either. Every figure is [value, low, high], with 95 %
bootstrap intervals. Skill figures are over all skills of the case's framework, level figures are for the
case's own skill. BM25 and plain MiniLM are measured in the same run.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.conversation.care import needs_care
from bot.guidance.guide import Guide
from bot.settings import Settings
from index.build import Build, open_build
from index.encoder import Encoder, open_encoder
from index.levels import level_distribution
from index.scope import scope
from index.search import search
from index.training.labelled_cases import Case
from scripts.command_group import CommandGroup
from scripts.evaluation import (
    baselines,
    courses,
    damaged_documents,
    fairness,
    figures,
    messages,
    real_roles,
    real_texts,
    reasons,
    role_fits,
)
from scripts.evaluation.case_files import EdgeCase, read, skill_key
from scripts.evaluation.staff import Played, Staff

IN_SCOPE = ("in-scope", "level", "suggest", "answer")
"""What an edge case expects where Rung should work it out; anything else expects no level."""


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """What the build made of one case.

    Args:
        key: of the right skill; None, as the rank, where the build does not know it.
        rank: of the right skill within its framework, from 0.
        levels: distribution over the right skill's levels.
        refused: no level would be given.
        seconds: search, scope and levels together.
    """

    case: Case
    key: str | None
    rank: int | None
    levels: dict[int, float]
    refused: bool
    seconds: float

    @property
    def level(self) -> int:
        """The likeliest level."""
        return max(self.levels, key=lambda level: (self.levels[level], -level))


@click.group(cls=CommandGroup, fallback="cases")
def main() -> None:
    """Measure the live build of RUNG_HOME; without a sub-command, on labelled cases."""


SUBJECTS = {
    "reasons": reasons,
    "fairness": fairness,
    "messages": messages,
    "roles": real_roles,
    "fits": role_fits,
    "courses": courses,
    "real": real_texts,
    "documents": damaged_documents,
}
for name, subject in SUBJECTS.items():
    main.add_command(subject.main, name)


@main.command("cases", help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--simulate", is_flag=True, help="Play the cases through the conversation too.")
@click.option("--baselines/--no-baselines", "plain", default=True, help="Measure BM25 and plain MiniLM too.")
@figures.as_json
@click.option("--wrong", is_flag=True, help="List the cases whose skill or level is wrong.")
def measure(files: tuple[Path, ...], simulate: bool, plain: bool, as_json: bool, wrong: bool) -> None:
    """Measure and print."""
    settings = Settings.from_environment()
    build = open_build(settings.home)
    encoder = open_encoder(settings.model, settings.encodings)
    search(build, encoder, ("warm up",))
    cases, edges = read(files)
    judged = {name: [_judge(build, encoder, case) for case in some] for name, some in cases.items()}
    known = {name: [j for j in some if j.rank is not None] for name, some in judged.items()}
    everyone = [j for some in known.values() for j in some]
    result: dict[str, Any] = {
        "build": build.number,
        "model": build.model,
        "sets": {name: _set(some) for name, some in known.items()},
        "unknown_skills": {name: len(judged[name]) - len(some) for name, some in known.items()},
        "edge": _edge(build, encoder, edges),
        "ece": figures.calibration_error([max(j.levels.values()) for j in everyone], _exact(everyone)),
        "right_when_90": figures.right_when_sure(
            [max(j.levels.values()) for j in everyone], _exact(everyone)
        ),
        "latency_ms": _latency(everyone),
    }
    if plain:
        result["baselines"] = {
            name: baselines.measured(build, [(j.case, j.key) for j in some if j.key is not None])
            for name, some in known.items()
            if some
        }
    if simulate:
        guide = Guide(settings.home, encoder)
        played = {name: _play(guide, build, some) for name, some in known.items() if some}
        result["simulated"] = _told([one for some in played.values() for one in some])
        result["simulated_sets"] = {name: _told(some) for name, some in played.items()}
    if wrong:
        _list_wrong(everyone)
    figures.show(result, as_json)


def _judge(build: Build, encoder: Encoder, case: Case) -> JudgedCase:
    began = time.perf_counter()
    found = search(build, encoder, case.messages)
    refused = scope(found) != "in-scope"
    ranked = found.of(case.framework) if case.framework in build.ranked else []
    wanted = case.skill.casefold()
    place = next((n for n, s in enumerate(ranked) if wanted in (s.skill.casefold(), s.name.casefold())), None)
    key = skill_key(build, case.framework, case.skill)
    levels: dict[int, float] = {}
    if key is not None:
        # A right skill that is no candidate is ranked behind all that are.
        place = len(ranked) if place is None else place
        if (case.framework, key) not in found.build.group_numbers:
            found = search(build, encoder, case.messages, [(case.framework, key)])
        levels = level_distribution(found, case.framework, key)
    return JudgedCase(case, key, place, levels or {0: 1.0}, refused, time.perf_counter() - began)


def _set(judged: Sequence[JudgedCase]) -> dict[str, Any]:
    return {
        "n": len(judged),
        "first": figures.mean([float(j.rank == 0) for j in judged]),
        "in5": figures.mean([float((j.rank or 0) < 5) for j in judged]),
        "level_exact": figures.mean([float(right) for right in _exact(judged)]),
        "level_within_1": figures.mean([float(abs(j.level - j.case.level) <= 1) for j in judged]),
        "level_bias_by_voice": {
            voice: figures.mean([j.level - j.case.level for j in judged if j.case.voice == voice])
            for voice in sorted({j.case.voice for j in judged})
        },
        "refused": figures.mean([float(j.refused) for j in judged]),
        "ece": figures.calibration_error([max(j.levels.values()) for j in judged], _exact(judged)),
    }


def _exact(judged: Sequence[JudgedCase]) -> list[bool]:
    return [j.level == j.case.level for j in judged]


def _edge(build: Build, encoder: Encoder, edges: Sequence[EdgeCase]) -> dict[str, figures.Figure]:
    handled: dict[str, list[float]] = {}
    for edge in edges:
        care = any(needs_care(message) for message in edge.messages)
        judged = scope(search(build, encoder, edge.messages))
        placed = judged == "in-scope" and not care
        handled.setdefault(edge.kind, []).append(float(placed == (edge.expect in IN_SCOPE)))
    return {kind: figures.mean(shares) for kind, shares in sorted(handled.items())}


def _latency(judged: Sequence[JudgedCase]) -> dict[str, figures.Figure]:
    times = np.array([j.seconds * 1000 for j in judged])
    return {
        name: figures.statistic(lambda rows, q=q: float(np.percentile(rows, q)), times)  # type: ignore[misc]
        for name, q in (("p50", 50), ("p95", 95))
    }


def _play(guide: Guide, build: Build, judged: Sequence[JudgedCase]) -> list[tuple[Case, Played]]:
    names = {(group.framework, group.skill): group.name for group in build.groups}
    played: list[tuple[Case, Played]] = []
    for number, j in enumerate(judged):
        if j.key is not None:
            called = (names[j.case.framework, j.key], j.key)
            played.append((j.case, Staff(j.case, guide, called, random.Random(number)).play()))
    return played


def _told(played: Sequence[tuple[Case, Played]]) -> dict[str, Any]:
    told = [(case, one) for case, one in played if one.level is not None and one.confirmed]
    gaps = [(one.level or 0) - case.level for case, one in told]
    asked = [float(one.questions) for _, one in told]
    return {
        "n": len(played),
        "confirmed": figures.mean([float(one.confirmed) for _, one in played]),
        "level_exact": figures.mean([float(gap == 0) for gap in gaps]),
        "level_within_1": figures.mean([float(abs(gap) <= 1) for gap in gaps]),
        "questions_mean": figures.mean(asked),
        "questions_max": [max(asked, default=0.0)] * 3,
    }


def _list_wrong(judged: Sequence[JudgedCase]) -> None:
    for j in judged:
        if j.rank or j.level != j.case.level or j.refused:
            click.echo(
                f"{j.case.id} {j.case.skill} rank {j.rank} level {j.case.level} -> {j.level} "
                f"({max(j.levels.values()):.2f}){' refused' if j.refused else ''}: {j.case.whole[:160]}",
                err=True,
            )


if __name__ == "__main__":
    main()
