"""Commands of `scripts/train.py` that fit on readings of real texts: ranker, levels, fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from index import level_model
from index.build import Build
from index.encoder import Encoder
from index.features import Floats, Query
from index.fit import Fields, fit_row
from index.trained_weights import WEIGHTS, shipped_reader_head
from index.training import fields_trainer, level_trainer, ranker_trainer, skill_head_trainer
from index.training.case_queries import queries
from index.training.labelled_cases import Case, read_cases, staff_voices
from index.training.readings import PlacedWork, read_placed, read_readings
from knowledge.data import PLACED as PLACED_FOLDER
from knowledge.editions import family
from scripts.training.options import (
    authors_option,
    onet_option,
    opened,
    out_option,
    readings_option,
    tests_option,
)

PLACINGS = Path(__file__).parents[2] / "tests/cases/placings.jsonl"
"""Our own readers' placings of further careers, without their texts."""
PLACED = ("sfia-9", "tsc")
"""Frameworks in which readings are placed."""
FitTexts = tuple[Floats, NDArray[np.bool_], list[str], NDArray[np.bool_]]
"""What `fields_trainer.fit_cover` is fitted on: rows, which fit nothing, people, which are readings."""


@click.command()
@onet_option
@out_option
def skills(onet: Path | None, out: Path) -> None:
    """Fit the skill head, with the live build: skills.npz.

    On work that was written for the purpose and on O*NET's tasks, as readers placed them.
    """
    build, reader = opened()
    works = [work for work in read_placed(PLACED_FOLDER, onet) if work.enough]
    asked = queries(reader, [work.messages for work in works], read_levels=False)
    vectors = np.stack([query.whole for query in asked])
    head: dict[str, Floats] = {}
    for framework in PLACED:
        fitted = skill_head_trainer.fit(build, framework, works, vectors)
        click.echo(f"{framework}: {len(works)} pieces of work, {len(fitted)} skills named")
        head |= fitted
    skill_head_trainer.save(build.model, head, out / "skills.npz")


@click.command()
@authors_option
@readings_option
@tests_option
@out_option
def ranker(authors: tuple[str, ...], readings: Path | None, tests: tuple[Path, ...], out: Path) -> None:
    """Fit the weights that rank skills, with the live build: ranker.json.

    On voices that the encoder does not know and on readings.
    """
    build, reader = opened()
    cases = ranker_trainer.known(build, [case for case in staff_voices() if case.author in authors])
    spoken = _texts_of_cases(build, reader, cases)
    works = _readings_of(readings)
    asked = queries(reader, [work.messages for work in works], read_levels=False)
    written = texts_of_readings(build, works, asked)
    fitted = ranker_trainer.fit([*spoken, *written])
    made = {
        "by": "scripts/train.py ranker",
        "voices": len(cases),
        "readings": len(written),
        "model": build.model,
    }
    ranker_trainer.save(build, fitted, made, out / "ranker.json")
    for path in tests:
        tested = _texts_of_cases(build, reader, ranker_trainer.known(build, read_cases([path])))
        for bare, what in ((False, "trained skills"), (True, "skills never heard of")):
            first, six = ranker_trainer.shares_right(tested, fitted, bare)
            click.echo(
                f"{path.stem} {len(first)}, {what}: first {np.mean(first):.3f}, in six {np.mean(six):.3f}"
            )


def _texts_of_cases(build: Build, reader: Encoder, cases: Sequence[Case]) -> list[ranker_trainer.RankedText]:
    asked = queries(reader, [case.messages for case in cases], read_levels=False)
    return [ranker_trainer.text_of_case(build, c, query) for c, query in zip(cases, asked, strict=True)]


def texts_of_readings(
    build: Build, works: Sequence[PlacedWork], asked: Sequence[Query]
) -> list[ranker_trainer.RankedText]:
    """Return readings with the skills that are right for them, in each framework they are placed in."""
    return [
        text
        for work, query in zip(works, asked, strict=True)
        for framework in PLACED
        if framework in build.ranked
        and (text := ranker_trainer.text_of_reading(build, work, query, framework)) is not None
    ]


@click.command()
@authors_option
@readings_option
@out_option
def levels(authors: tuple[str, ...], readings: Path | None, out: Path) -> None:
    """Fit the level model, with the live build: levels.npz.

    On voices that the level reader does not know and on readings.
    """
    build, reader = opened()
    head = shipped_reader_head(out if (out / "level-heads.npz").is_file() else WEIGHTS)
    cases = ranker_trainer.known(build, [case for case in staff_voices() if case.author in authors])
    told = level_trainer.told_of_cases(cases, queries(reader, [case.messages for case in cases]))
    given = [reading for reading in _readings_of(readings) if reading.enough]
    written = level_trainer.told_of_readings(build, given, queries(reader, [r.messages for r in given]))
    model = level_trainer.fit(build, [*told, *written], head)
    level_trainer.save(model, out / "levels.npz")
    click.echo(f"{len(told)} voices, {len(written)} readings; scales {model.scales}")
    for names, weights in ((level_model.MIXED, model.mean), (level_model.NAMES, model.levels)):
        click.echo(
            "  " + ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, weights, strict=True))
        )


@click.command()
@authors_option
@readings_option
@onet_option
@out_option
def fields(authors: tuple[str, ...], readings: Path | None, onet: Path | None, out: Path) -> None:
    """Fit the rule that tells work that no skill fits, with the live build: fields.npz."""
    build, reader = opened()
    if onet is None:
        raise click.ClickException("O*NET's tasks are needed: set RUNG_SHARED, or give --onet FOLDER")
    texts, groups = fields_trainer.read_fields(onet)
    rule = fields_trainer.fit_fields(build.model, reader.encode(texts), groups)
    cases = [case for case in ranker_trainer.known(build, staff_voices()) if case.author in authors]
    works = [work for work in _readings_of(readings) if work.enough]
    asked = queries(reader, [work.messages for work in works], read_levels=False)
    spoken = queries(reader, [case.messages for case in cases], read_levels=False)
    for framework in PLACED:
        rows, none, people, read = fit_texts(build, rule, framework, (works, asked), (cases, spoken))
        name, whole = family(framework), framework == PLACED[0]
        fitted = fields_trainer.fit_cover(rows, none, people, read, whole)
        rule.covers[name], rule.least[name], unseen = fitted
        told, wrongly = (unseen < rule.least[name])[none].mean(), (unseen < rule.least[name])[~none].mean()
        click.echo(f"{framework}, left out: none fits {none.sum()}, told {told:.3f}; others {wrongly:.3f}")
        if whole:
            chances = rule.chances(np.stack([query.whole for query in asked]))
            share = fields_trainer.fit_share(rule, chances, build.described(framework), none[read])
            rule = replace(rule, share=share)
    fields_trainer.save(rule, out / "fields.npz")


def fit_texts(
    build: Build,
    rule: Fields,
    framework: str,
    read: tuple[Sequence[PlacedWork], Sequence[Query]],
    spoken: tuple[Sequence[Case], Sequence[Query]],
) -> FitTexts:
    """Describe readings and voices, each with their queries, to fit what a framework covers."""
    works = [(work, query) for work, query in zip(*read, strict=True) if work.placed(framework)]
    cases = [(case, query) for case, query in zip(*spoken, strict=True) if case.framework == framework]
    asked = [query for _, query in (*works, *cases)]
    chances = rule.chances(np.stack([query.whole for query in asked]))
    rows = [fit_row(build, framework, query, of) for query, of in zip(asked, chances, strict=True)]
    none = np.array([not any(work.placed(framework)) for work, _ in works] + [False] * len(cases))
    people = [*(work.person for work, _ in works), *(case.id for case, _ in cases)]
    return np.stack(rows), none, people, np.arange(len(none)) < len(works)


def _readings_of(folder: Path | None) -> list[PlacedWork]:
    if folder is None or not folder.is_dir():
        click.echo("no readings: set RUNG_SHARED, or give --readings; fitted on voices alone", err=True)
        return []
    return read_readings(folder, [PLACINGS] if PLACINGS.is_file() else [])
