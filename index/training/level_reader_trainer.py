"""Training the level reader: a second set of weights, for nothing but the level of what somebody said."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from index.text import neutral
from index.trained_weights import Adapter
from index.training.encoder_trainer import TrainingCourse, TrainingPlan, descend
from index.training.labelled_cases import Case, disturbed
from index.training.trainable_encoder import Trainee

LEVELS = 7
SHARPNESS = 20.0
"""The head reads a unit vector times this, so that its weights start at a workable size."""
OUT_OF_QUESTION = -1e4
INSIDE = 0.5
"""A level one off the true one, but within what the words allow, keeps exp(-0.5) of the weight."""


PLAN = TrainingPlan(epochs=4.0, rate=1.5e-4, head_rate=5e-3)
NEIGHBOUR = 2.2
"""A level one off keeps exp(-2.2) of the weight: levels are ordered."""


class LevelReader(nn.Module):
    """The sentence model with a head for levels.

    A case with a range has a level of responsibility, whatever levels its skill has; any other case's level
    is one of its skill's, and the lowest and highest of these count too.

    Args:
        start: additions to the model's weights to begin from; what is saved is against the bare model.
    """

    def __init__(self, folder: Path, lesson: TrainingCourse, start: Adapter | None = None) -> None:
        super().__init__()
        self.texts, self.families = lesson.texts, lesson.families
        self.trainee = Trainee(folder, ["x"], np.zeros(1, np.int64))
        if start:
            start.apply(self.trainee.transformer)
        self.head = nn.Linear(self.trainee.skills.shape[1], LEVELS)
        self.family_bias = nn.Parameter(torch.zeros(len(self.families), LEVELS))
        self.span_weight = nn.Linear(2, LEVELS, bias=False)

    def odds(self, vectors: Tensor, cases: Sequence[Case]) -> Tensor:
        """Return log-odds of levels (n, 7)."""
        rows = torch.tensor([self.families.index(case.skill_id[0]) for case in cases])
        of_skill = torch.tensor([case.range is None for case in cases])[:, None]
        levels = [list(self.texts[case.skill_id].statements) for case in cases]
        spans = torch.tensor([[min(has) / LEVELS, max(has) / LEVELS] for has in levels])
        odds: Tensor = self.head(vectors * SHARPNESS) + self.family_bias[rows]
        odds = odds + of_skill * self.span_weight(spans)
        missing = torch.tensor([[level not in has for level in range(1, LEVELS + 1)] for has in levels])
        return odds.masked_fill(missing & of_skill, OUT_OF_QUESTION)

    def judge(self, cases: Sequence[Case]) -> tuple[float, float]:
        """Return how often the likeliest level is exact, and within one."""
        vectors = torch.tensor(self.trainee.encode([_read(case.messages) for case in cases]))
        with torch.no_grad():
            odds = self.odds(vectors, cases)
        off = odds.argmax(1).numpy() + 1 - np.array([case.level for case in cases])
        return float((off == 0).mean()), float((np.abs(off) <= 1).mean())

    def save_head(self, path: Path) -> None:
        """Write ``level-heads.npz``.

        Arrays: ``level`` float32 (7, d), ``level_bias`` float32 (f, 7), ``span`` float32 (7, 2), ``families``
        str (f,).
        """
        bias = self.family_bias + self.head.bias
        np.savez(
            path,
            level=(self.head.weight.detach() * SHARPNESS).numpy().astype(np.float32),
            level_bias=bias.detach().numpy().astype(np.float32),
            span=(self.span_weight.weight.detach() / LEVELS).numpy().astype(np.float32),
            families=np.array(self.families),
        )


def train_reader(
    folder: Path,
    lesson: TrainingCourse,
    plan: TrainingPlan,
    tell: Callable[[str], None],
    start: Adapter | None = None,
) -> LevelReader:
    """Train a level reader.

    Args:
        start: additions to the model's weights to begin from.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    reader = LevelReader(folder, lesson, start)
    head = {"params": [*reader.head.parameters(), reader.family_bias, *reader.span_weight.parameters()]}
    descend(reader.trainee, head, lesson, plan, partial(_loss, reader, chance), chance, tell)
    return reader


def _loss(reader: LevelReader, chance: random.Random, batch: Sequence[Case]) -> dict[str, Tensor]:
    """Cross-entropy against levels softened by their distance from the label and from its range."""
    vectors = reader.trainee.embed([_view(case, chance) for case in batch])
    odds = reader.odds(vectors, batch)
    weights = torch.tensor([_weights(case) for case in batch])
    soft = torch.softmax(weights.masked_fill(odds <= OUT_OF_QUESTION, OUT_OF_QUESTION), dim=1)
    return {"level": -(soft * odds.log_softmax(-1)).sum(1).mean()}


def _weights(case: Case) -> list[float]:
    low, high = case.range or (case.level, case.level)
    return [
        -NEIGHBOUR * max(low - level, level - high, 0) - INSIDE * abs(max(low, min(high, level)) - case.level)
        for level in range(1, LEVELS + 1)
    ]


def _view(case: Case, chance: random.Random) -> str:
    """Return most of what a person said, in some order, with what must not matter changed."""
    messages = list(case.messages)
    if chance.random() < 0.3:
        chance.shuffle(messages)
    if chance.random() < 0.2 and len(messages) > 2:
        messages.pop(chance.randrange(len(messages)))
    return _read([disturbed(message, chance) for message in messages])


def _read(messages: Sequence[str]) -> str:
    return " ".join(neutral(message) for message in messages)
