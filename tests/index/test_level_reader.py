"""Training the level reader, with the real model: what is trained is what is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.manifest import DEFAULT_MODEL
from index.sentence_model import model_folder
from index.trained_weights import Adapter, shipped_reader_head
from index.training.encoder_trainer import TrainingCourse, TrainingPlan, course
from index.training.labelled_cases import Case
from index.training.level_reader_trainer import LevelReader, train_reader
from index.training.skill_texts import SkillText
from index.training.weights_export import save_adapter

pytestmark = pytest.mark.model

SAID = (
    "My supervisor lists the stalls and I put the flyers out.",
    "I run my own stretch of the market and plan each week.",
    "I set how every market of the town is run and answer for its money.",
)


def _cases() -> list[Case]:
    return [
        Case(
            f"{author}-{level}",
            "tsc",
            "Market Keeping",
            level,
            "plain",
            (text, f"That was week {n}."),
            author,
        )
        for author in ("ann", "ben", "cho")
        for n, (level, text) in enumerate(enumerate(SAID, 1))
    ]


@pytest.fixture(scope="module")
def trained() -> LevelReader:
    plan = TrainingPlan(epochs=6, batch=9, rate=1e-4, head_rate=2e-2)
    return train_reader(model_folder(DEFAULT_MODEL), _lesson(), plan, lambda _: None)


def test_a_reader_learns_what_tells_levels_apart(trained: LevelReader) -> None:
    exact, near = trained.judge(_cases())
    assert exact == 1.0
    assert near == 1.0


def test_what_was_trained_is_what_is_read(trained: LevelReader, tmp_path: Path) -> None:
    folder = model_folder(DEFAULT_MODEL)
    save_adapter(trained.trainee, folder, tmp_path / "level-adapter.safetensors")
    trained.save_head(tmp_path / "level-heads.npz")
    again = LevelReader(folder, _lesson())
    bare, before = again.trainee.encode(SAID), trained.trainee.encode(SAID)
    Adapter(tmp_path / "level-adapter.safetensors", "").apply(again.trainee.transformer)
    after = again.trainee.encode(SAID)
    assert np.allclose((before * after).sum(axis=1), 1.0, atol=0.01)
    assert ((bare * after).sum(axis=1) < 0.95).all()
    head = shipped_reader_head(tmp_path)
    levels = [int(np.argmax(head.odds(vector, "tsc"))) + 1 for vector in after]
    assert levels == [1, 2, 3]


def _lesson() -> TrainingCourse:
    levels: dict[int, tuple[str, ...]] = {level: (f"Statement {level}.",) for level in (1, 2, 3)}
    text = SkillText("Market Keeping", "Keeping markets.", "Trade", (), levels)
    return course(_cases(), {("tsc", "market keeping"): text})
