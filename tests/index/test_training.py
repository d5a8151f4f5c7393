from __future__ import annotations

from pathlib import Path

import numpy as np

from index.build import Build
from index.encoder import HashingEncoder
from index.training import conditional_logit, level_trainer, ranker_trainer
from index.training.case_queries import Hiding, queries
from index.training.labelled_cases import Case
from tests.index.conftest import LADDERS


def cases() -> list[Case]:
    return [
        Case(
            f"{author}-{name}-{level}", "tsc", name, level, "plain", (text.lower(), "I like my work."), author
        )
        for author in ("ann", "ben", "cho", "dee", "eve")
        for name, ladder in LADDERS.items()
        for level, text in enumerate(ladder, 1)
    ]


def test_a_logit_finds_the_feature_that_tells() -> None:
    chance = np.random.default_rng(0)
    choices = []
    for _ in range(200):
        values = chance.normal(size=(5, 3)).astype(np.float32)
        values[:, 2] = 1.0
        choices.append((values, int(np.argmax(values[:, 0]))))
    weights = conditional_logit.fit(choices)
    assert weights[0] > 10 * abs(weights[1])
    assert weights[2] == 0
    assert (conditional_logit.places(choices, weights) == 0).mean() > 0.95


def test_a_ranker_is_fitted_and_kept(build: Build, tmp_path: Path) -> None:
    known = ranker_trainer.known(build, cases())
    asked = queries(HashingEncoder(), [case.messages for case in known])
    hiding = Hiding(build, {"v2": "ann"})
    choices = ranker_trainer.skill_choices(build, known, asked, hiding, unseen=0.3)
    weights = conditional_logit.fit(choices)
    assert ranker_trainer.shares(choices, weights)[0] > 0.9
    ranker_trainer.save(weights, {"by": "a test"}, tmp_path / "ranker.json")
    assert "statement_each" in (tmp_path / "ranker.json").read_text("utf-8")


def test_a_level_model_is_fitted_and_kept(build: Build, tmp_path: Path) -> None:
    from index.level_model import shipped_levels

    known = ranker_trainer.known(build, cases())
    asked = queries(HashingEncoder(), [case.messages for case in known])
    hiding = Hiding(build, {})
    ready = level_trainer.Levelling(build, known, asked)
    model = level_trainer.fit(ready, hiding, range(len(known)))
    stands = [ready.stands(model, n) for n in range(len(known))]
    exact, near, _ = level_trainer.shares(ready.choices(stands, hiding, range(len(known))), model.alone)
    assert exact > 0.9
    assert near > 0.95
    level_trainer.save(model, tmp_path / "levels.npz")
    again = shipped_levels(tmp_path)
    assert again is not None
    assert np.allclose(again.fused, model.fused)


def test_an_author_does_not_hear_their_own_voice(build: Build) -> None:
    hiding = Hiding(build, {"v1": "ann", "v2": "ben"})
    hidden = [build.entries[n].sources[0].location for n in np.flatnonzero(hiding.author("ann")).tolist()]
    assert hidden == ["v1", "v1", "v1"]
