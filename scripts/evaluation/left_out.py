"""Weights fitted without a person: nobody's text is measured by what was fitted on it.

The level model, the ranker and what frameworks cover are fitted on readings. They are fitted again without
each fold of people, and stand in place of the shipped ones while a text of these people is judged.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

from index import fit, level_model, search
from index.build import Build
from index.encoder import Encoder
from index.fit import Fields
from index.level_model import LevelModel
from index.ranker import Ranker, shipped_ranker
from index.trained_weights import shipped_reader_head
from index.training import fields_trainer, level_trainer, ranker_trainer
from index.training.case_queries import queries
from index.training.holdout import folds
from index.training.labelled_cases import staff_voices
from index.training.readings import PlacedWork
from knowledge.editions import family
from scripts.evaluation.real_data import SFIA
from scripts.training import readings as training
from scripts.training.options import HELD

FOLDS = 6


class FoldFits:
    """Fits without each fold of people.

    Args:
        build: with SFIA and SkillsFuture.
        encoder: reads levels too.
        works: readings to fit on.
        people: all whose texts are judged.
    """

    def __init__(
        self, build: Build, encoder: Encoder, works: Sequence[PlacedWork], people: Iterable[str]
    ) -> None:
        grouped = enumerate(folds(list(people), FOLDS))
        self._fold = {person: number for number, some in grouped for person in some}
        self._fits = list(self._fitted(build, encoder, [work for work in works if work.enough]))

    @contextmanager
    def without(self, person: str) -> Iterator[None]:
        """Judge by a fit that has not seen a person; by the shipped weights where no reading is theirs."""
        if person not in self._fold:
            yield
            return
        levels, skills, covers = self._fits[self._fold[person]]
        with (
            patch.object(level_model, "shipped_levels", lambda: levels),
            patch.object(search, "shipped_ranker", lambda: skills),
            patch.object(fit, "shipped_fields", lambda: covers),
        ):
            yield

    def _fitted(
        self, build: Build, encoder: Encoder, works: Sequence[PlacedWork]
    ) -> Iterator[tuple[LevelModel, Ranker, Fields]]:
        head, rule = shipped_reader_head(), fit.shipped_fields()
        cases = ranker_trainer.known(build, [case for case in staff_voices() if case.author in HELD])
        spoken = queries(encoder, [case.messages for case in cases])
        read = queries(encoder, [work.messages for work in works])
        told = level_trainer.told_of_cases(cases, spoken)
        told += level_trainer.told_of_readings(build, works, read)
        ranked = [ranker_trainer.text_of_case(build, *each) for each in zip(cases, spoken, strict=True)]
        ranked += training.texts_of_readings(build, works, read)
        covered = [
            training.fit_texts(build, rule, name, (works, read), (cases, spoken)) for name in training.PLACED
        ]
        for number in range(FOLDS):
            yield (
                level_trainer.fit(build, [one for one in told if self._fold.get(one.person) != number], head),
                self._ranker(build, [one for one in ranked if self._fold.get(one.person) != number]),
                self._cover(rule, covered, number),
            )

    def _ranker(self, build: Build, texts: Sequence[ranker_trainer.RankedText]) -> Ranker:
        with tempfile.TemporaryDirectory() as folder:
            ranker_trainer.save(build, ranker_trainer.fit(texts), {}, Path(folder) / "ranker.json")
            return shipped_ranker(Path(folder))

    def _cover(self, rule: Fields, covered: Sequence[training.FitTexts], number: int) -> Fields:
        covers, least = {}, {}
        for framework, (rows, none, people, read) in zip(training.PLACED, covered, strict=True):
            seen = np.array([self._fold.get(person) != number for person in people])
            own = [person for person, kept in zip(people, seen, strict=True) if kept]
            found = fields_trainer.fit_cover(rows[seen], none[seen], own, read[seen], framework == SFIA)
            covers[family(framework)], least[family(framework)], _ = found
        return replace(rule, covers=covers, least=least)
