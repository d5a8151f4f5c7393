"""Measure the live build of RUNG_HOME on what real people write, as careful readers placed it.

Readings: skills, levels, honesty and what is refused, for SFIA 9 and SkillsFuture, by set and altogether.
Careers: the order of two jobs of one person, titles hidden. Stated levels: rank correlation by kind. ESCO: an
exam on a framework without voices. Each stands beside what is simpler: the bare MiniLM, BM25, the number of
words, and a ridge on sentence vectors cross-validated by person.

Every figure is [value, low, high], with 95 % bootstrap intervals that draw people. All are cross-validated by
person: what was fitted on readings is fitted again without whoever is judged. Exact means either reader's
level; within one, bias and correlation are against the readers' mean; the correlation is of the expected
level. After questions: of simulated staff who answer by the first reader's level, one answer in ten wrong. No
text is printed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import click
import numpy as np

from bot.guidance.guide import Guide
from bot.settings import Settings
from index.build import open_build
from index.encoder import Encoder, open_encoder
from index.fit import shipped_fields
from index.training.readings import PlacedWork, read_given, read_readings
from scripts.evaluation import baselines, esco, figures
from scripts.evaluation.batches import BatchEncoder
from scripts.evaluation.left_out import FoldFits
from scripts.evaluation.real_baselines import Simpler
from scripts.evaluation.real_data import (
    GAP,
    SFIA,
    TSC,
    CareerJob,
    StatedLevel,
    heard,
    read_jobs,
    read_stated,
)
from scripts.evaluation.real_figures import ByPerson, correlation, of_honesty, of_levels, share
from scripts.evaluation.real_judge import Judge, JudgedReading
from scripts.training.readings import PLACINGS

SIX = 6
SHORT = "inputs/short.jsonl"
"""Plain first sentences, each with skills that are right."""
CAREERS = ("real/career.jsonl", "real/careers-nonict.jsonl")
Row = TypeVar("Row")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(help=__doc__)
@click.option("--readings", multiple=True, type=FILE, help="Instead of RUNG_SHARED/data/real/readings.jsonl.")
@click.option("--careers", multiple=True, type=FILE, help="Instead of career.jsonl and careers-nonict.jsonl.")
@click.option("--stated", multiple=True, type=FILE, help="Instead of stated-levels.jsonl.")
@click.option("--esco", "labels", type=click.Path(path_type=Path, exists=True), help="Instead of data/esco.")
@click.option("--without", multiple=True, type=click.Choice(["careers", "stated", "esco", "baselines"]))
@click.option("--limit", type=click.IntRange(1), help="So many of each, for a trial.")
@figures.as_json
def main(
    readings: tuple[Path, ...],
    careers: tuple[Path, ...],
    stated: tuple[Path, ...],
    labels: Path | None,
    without: tuple[str, ...],
    limit: int | None,
    as_json: bool,
) -> None:
    """Measure and print."""
    every = _readings(readings)
    texts = Texts(
        _some(every, limit),
        [] if "careers" in without else read_jobs(careers or _shared(*CAREERS))[:limit],
        []
        if "stated" in without
        else _some(read_stated(stated or _shared("real/stated-levels.jsonl")), limit),
    )
    settings = Settings.from_environment()
    encoder = open_encoder(settings.model, settings.encodings)
    plain = "baselines" not in without
    result = measured(texts, settings.home, encoder.encoder, plain, every)
    if not readings:
        result["first_sentences"] = _first_sentences(Guide(settings.home, encoder), _shared(SHORT))
    folder = labels or (None if "esco" in without else next(iter(_shared("esco")), None))
    if folder is not None:
        encoders: dict[str, esco.Encode] = {"shipped": encoder.encode}
        if plain:
            encoders["minilm"] = baselines.plain_encoder()
        result["esco"] = esco.measured(folder, encoders, limit)
    figures.show(result, as_json)


@dataclass(frozen=True, slots=True)
class Texts:
    """What is measured on."""

    readings: list[PlacedWork]
    jobs: list[CareerJob]
    stated: list[StatedLevel]


def measured(
    texts: Texts, home: Path, encoder: Encoder, plain: bool, fitted: Sequence[PlacedWork] = ()
) -> dict[str, Any]:
    """Measure a home's live build.

    Args:
        fitted: readings that the shipped weights were fitted on; empty to judge by the shipped weights.
    """
    build, batches = open_build(home), BatchEncoder(encoder)
    batches.prepare([heard(each.messages) for each in texts.readings])
    batches.prepare([job.activities for job in texts.jobs] + [each.activities for each in texts.stated])
    left_out = None
    if fitted and shipped_fields().model == build.model and {SFIA, TSC} <= build.ranked.keys():
        batches.prepare([each.messages for each in fitted])
        people = [*(each.person for each in fitted), *(job.person for job in texts.jobs)]
        left_out = FoldFits(build, batches, fitted, people)
    judge = Judge(Guide(home, batches), build, batches, left_out)
    readings = [replace(each, messages=heard(each.messages)) for each in texts.readings]
    simpler = Simpler(build, batches, readings) if plain and readings else None
    result: dict[str, Any] = {"build": build.number, "model": build.model}
    for framework in (SFIA, TSC):
        if framework not in build.ranked:
            click.echo(f"Without {framework}: the live build does not have it.", err=True)
        elif readings:
            result |= _of_framework(judge, readings, framework, simpler)
    if texts.jobs and SFIA in build.ranked:
        result["careers"] = _careers(judge, texts.jobs, simpler)
    if texts.stated:
        result["stated"] = _stated(judge, texts.stated)
    return result


def _of_framework(
    judge: Judge, readings: Sequence[PlacedWork], framework: str, simpler: Simpler | None
) -> dict[str, Any]:
    judged = [one for each in readings if (one := judge.reading(each, framework)) is not None]
    told: dict[str, Any] = {framework: _by_set(judged)}
    if simpler is not None and judged:
        told[framework]["baselines"] = simpler.of_readings(judged, framework)
    return told | ({"refusals": _refusals(judged)} if framework == SFIA else {})


def _readings(files: Sequence[Path]) -> list[PlacedWork]:
    """Return the readings of files; without them the given ones of RUNG_SHARED, and further placings."""
    if files:
        return read_given(files)
    given = _shared("real/readings.jsonl", *CAREERS)
    whole = len(given) == 1 + len(CAREERS) and PLACINGS.is_file()
    return read_readings(given[0].parent, [PLACINGS]) if whole else []


def _shared(*names: str) -> tuple[Path, ...]:
    """Return those of the files under RUNG_SHARED/data that are there; say which are not."""
    folder = os.environ.get("RUNG_SHARED")
    paths = [Path(folder) / "data" / name for name in names] if folder else []
    for name in names:
        if not folder or not (Path(folder) / "data" / name).exists():
            click.echo(f"Without {name}: RUNG_SHARED names no folder that has it under data/.", err=True)
    return tuple(path for path in paths if path.exists())


def _some(rows: list[Row], limit: int | None) -> list[Row]:
    """Return at most so many rows, evenly spread."""
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def _by_set(judged: Sequence[JudgedReading]) -> dict[str, Any]:
    kinds = sorted({each.reading.kind for each in judged})
    sets = {kind: [each for each in judged if each.reading.kind == kind] for kind in kinds}
    return {"all": _figures(judged)} | {kind: _figures(some) for kind, some in sets.items()}


def _figures(judged: Sequence[JudgedReading]) -> dict[str, Any]:
    some = [each for each in judged if each.wanted]
    known = [each.known for each in some if each.known is not None]
    best = [each.best for each in some if each.best is not None]
    asked = [each.asked for each in some if each.asked is not None]
    questions = ByPerson()
    for each in some:
        if each.asked is not None:
            questions.add(each.reading.person, float(each.questions))
    return {
        "first_in_a_list": share([(each.reading.person, each.right_first) for each in some]),
        "a_first_in_six": share([(each.reading.person, each.first_within(SIX)) for each in some]),
        "level_of_best_skill": of_levels(best) | of_honesty(best),
        "level_of_known_skill": of_levels(known) | of_honesty(known),
        "after_questions": of_levels(asked)
        | of_honesty(asked)
        | {"questions": questions.mean(), "most": max((each.questions for each in some), default=0)},
    }


def _refusals(judged: Sequence[JudgedReading]) -> dict[str, Any]:
    """Return what Rung says of texts that nobody can place, and of those that somebody can."""
    nothing = [each for each in judged if each.reading.enough and not each.wanted]
    little = [each for each in judged if not each.reading.enough]
    real = [each for each in judged if each.reading.enough and each.wanted]
    return {
        "nothing_fits_told": _told(nothing, "nothing-fits"),
        "nothing_fits_false_alarm": _told(real, "nothing-fits"),
        "too_little_told": _told(little, "too-vague"),
        "real_work_refused": _told(real, "too-vague", "out-of-scope"),
    }


def _told(judged: Sequence[JudgedReading], *reasons: str) -> dict[str, Any]:
    return share([(each.reading.person, each.reason in reasons) for each in judged])


def _careers(judge: Judge, jobs: Sequence[CareerJob], simpler: Simpler | None) -> dict[str, Any]:
    """Return how often the job of the higher rank gets the higher level."""
    levels = {"rung": [judge.expected(job.activities, SFIA, job.person) for job in jobs]}
    levels["words"] = [float(sum(len(text.split()) for text in job.activities)) for job in jobs]
    if simpler is not None:
        levels |= simpler.of_jobs(jobs)
    pairs = [
        (lower, higher)
        for one, other in combinations(range(len(jobs)), 2)
        if jobs[one].person == jobs[other].person and abs(jobs[one].rank - jobs[other].rank) >= GAP
        for lower, higher in [sorted((one, other), key=lambda place: jobs[place].rank)]
    ]
    result: dict[str, Any] = {"pairs": len(pairs)}
    for name, of in levels.items():
        rows = ByPerson()
        for lower, higher in pairs:
            rows.add(jobs[lower].person, float(np.sign(of[higher] - of[lower]) + 1) / 2)
        result[name] = rows.mean()
    return result


def _first_sentences(guide: Guide, files: Sequence[Path]) -> dict[str, Any]:
    """Return how many plain first sentences are taken, and how many are offered a right skill."""
    rows = [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]
    told = [guide.understand([row["text"]]) for row in rows]
    right = [
        any(ref["skill"] in row["skills"] for choice in each["choices"] for ref in choice["skills"])
        for row, each in zip(rows, told, strict=True)
    ]
    taken = figures.mean([float(bool(each["choices"])) for each in told])
    return {"n": len(rows), "taken": taken, "right_among_six": figures.mean([float(one) for one in right])}


def _stated(judge: Judge, levels: Sequence[StatedLevel]) -> dict[str, Any]:
    """Return the rank correlation with stated levels, by kind of text."""
    result: dict[str, Any] = {}
    for kind in sorted({each.kind for each in levels}):
        rung, words = ByPerson(), ByPerson()
        for number, each in enumerate(each for each in levels if each.kind == kind):
            rung.add(str(number), judge.expected(each.activities, each.framework), each.level)
            words.add(str(number), len(" ".join(each.activities).split()), each.level)
        told = {"rung": rung.statistic(correlation), "words": words.statistic(correlation)}
        result[kind] = {"n": len(rung.rows)} | told
    return result
