from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import level_model
from index.build import Build
from index.encoder import HashingEncoder
from index.features import Floats, Query, similarities
from index.level_model import shipped_levels
from index.ranker import shipped_ranker
from index.trained_weights import ReaderHead, shipped_skill_head
from index.training import conditional_logit, level_trainer, ranker_trainer, skill_head_trainer
from index.training.case_queries import queries
from index.training.labelled_cases import Case
from index.training.readings import PlacedWork, read_placed
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


def readings() -> list[PlacedWork]:
    """Return readings of twelve people, without an "I"."""
    return [
        PlacedWork(
            f"{person}-{name}-{level}", f"p{person}", "career", (text, "Uses Excel."), (level,),
            ((name[:4].upper(),),), (name,), level, True,
        )
        for person in range(12)
        for name, ladder in LADDERS.items()
        for level, text in enumerate(ladder, 1)
    ]  # fmt: skip


def with_levels(asked: list[Query], levels: list[int]) -> list[Query]:
    """Give queries the vectors of a level reader that knows: the level is the first of three numbers."""
    chance = np.random.default_rng(0)
    rows = [np.array([level / 7, chance.normal(0, 0.02), 1.0], np.float32) for level in levels]
    return [replace(one, read_level=reader_of(row)) for one, row in zip(asked, rows, strict=True)]


def reader_of(row: Floats) -> Callable[[Sequence[str]], Floats]:
    return lambda _: row[None]


HEAD = ReaderHead(
    np.zeros((7, 3), np.float32), {"sfia": np.zeros(7, np.float32)}, np.zeros((7, 2), np.float32)
)


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
    assert np.mean([int((values @ weights).argmax()) == right for values, right in choices]) > 0.95


def test_a_logit_counts_a_case_by_its_share() -> None:
    one, other = np.array([[1.0], [0.0]], np.float32), np.array([[0.0], [1.0]], np.float32)
    choices = [(one, 0), (other, 0)]
    assert conditional_logit.fit(choices, shares=(1.0, 0.1))[0] > 0.1
    assert conditional_logit.fit(choices, shares=(0.1, 1.0))[0] < -0.1


def test_a_ranker_is_fitted_and_kept(build: Build, tmp_path: Path) -> None:
    known = ranker_trainer.known(build, cases())
    asked = queries(HashingEncoder(), [case.messages for case in known])
    texts = [ranker_trainer.text_of_case(build, c, query) for c, query in zip(known, asked, strict=True)]
    asked = queries(HashingEncoder(), [reading.messages for reading in readings()])
    for framework in ("sfia-9", "tsc"):
        for reading, query in zip(readings(), asked, strict=True):
            text = ranker_trainer.text_of_reading(build, reading, query, framework)
            assert text is not None
            texts.append(text)
    fitted = ranker_trainer.fit(texts)
    first, six = ranker_trainer.shares_right(texts, fitted)
    assert np.mean(first) > 0.9
    assert np.mean(six) == 1.0
    ranker_trainer.save(build, fitted, {"by": "a test"}, tmp_path / "ranker.json")
    kept = shipped_ranker(tmp_path)
    assert set(kept.talk) == set(kept.document) == set(kept.bare)
    assert set(kept.usual) <= {"sfia", "tsc"}


def test_a_skill_head_names_what_readers_named(build: Build, tmp_path: Path) -> None:
    asked = queries(HashingEncoder(), [work.messages for work in readings()])
    vectors = np.stack([query.whole for query in asked])
    head = skill_head_trainer.fit(build, "sfia-9", readings(), vectors)
    skill_head_trainer.save("hashing", head, tmp_path / "skills.npz")
    kept = shipped_skill_head("hashing", tmp_path)
    assert set(kept) == {name.casefold() for name in head}
    assert shipped_skill_head("another model", tmp_path) == {}
    for work, vector in zip(readings(), vectors, strict=True):
        said = {name: float(row @ np.append(vector, 1.0)) for name, row in kept.items()}
        assert max(said, key=lambda name: said[name]) == f"sfia:{work.skills[0][0]}".casefold()


def test_placed_work_is_read_with_its_tasks(tmp_path: Path) -> None:
    placing = {"skills": ["BEEK"], "level": 3, "enough": True}
    rows = [
        {"id": "w-1", "messages": ["Kept bees"], "tsc": {"skills": [], "level": None}, **placing},
        {"id": "o-1", "tasks": ["7", "8"], "tsc": {"skills": ["Beekeeping"], "level": 2}, **placing},
    ]
    (tmp_path / "some.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "task_statements.csv").write_text("Task ID,Task\n7,Keep bees.\n8,Sell honey.\n", "utf-8")
    written, drawn = read_placed(tmp_path, tmp_path)
    assert (written.messages, written.tsc_level) == (("Kept bees",), None)
    assert (drawn.messages, drawn.tsc, drawn.tsc_level) == (("Keep bees.", "Sell honey."), ("Beekeeping",), 2)
    assert read_placed(tmp_path, None) == [written]


def test_a_reading_without_a_known_skill_is_no_text_for_the_ranker(build: Build) -> None:
    reading = replace(readings()[0], skills=((), ("NOPE",)), tsc=None)
    (query,) = queries(HashingEncoder(), [reading.messages])
    assert ranker_trainer.text_of_reading(build, reading, query, "sfia-9") is None
    assert ranker_trainer.text_of_reading(build, reading, query, "tsc") is None


def test_a_level_model_is_fitted_and_kept(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ranker_trainer.known(build, cases())
    asked = queries(HashingEncoder(), [case.messages for case in known])
    told = level_trainer.told_of_cases(known, with_levels(asked, [case.level for case in known]))
    asked = queries(HashingEncoder(), [reading.messages for reading in readings()])
    read = with_levels(asked, [reading.levels[0] for reading in readings()])
    told += level_trainer.told_of_readings(build, readings(), read)
    model = level_trainer.fit(build, told, HEAD)
    monkeypatch.setattr(level_model, "shipped_levels", lambda: model)
    monkeypatch.setattr(level_model, "shipped_reader_head", lambda: HEAD)
    for one in told:
        near = similarities(build, one.query)
        odds = level_model.odds_of_levels(build, one.query, one.framework, one.skill, near)
        assert build.levels_of(one.framework, one.skill)[int(odds.argmax())] == one.level
    level_trainer.save(model, tmp_path / "levels.npz")
    again = shipped_levels(tmp_path)
    assert np.allclose(again.levels, model.levels)
    assert again.place(told[0].query, HEAD) == pytest.approx(model.place(told[0].query, HEAD))


def test_a_framework_that_training_did_not_know_is_stretched_over_its_levels() -> None:
    model = shipped_levels()
    scale = model.scale("harbour", 1, 4)
    assert [round(scale.slope * place + scale.shift, 6) for place in (1, 4, 7)] == [1, 2.5, 4]
