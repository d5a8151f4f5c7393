"""The training loop of the encoder: the right skill first, its texts near, and open texts in their place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from index.training.labelled_cases import Case, SkillId, runs, view
from index.training.open_texts import Occupation, pairs
from index.training.skill_texts import SkillText, partner
from index.training.trainable_encoder import PARTNER_TOKENS, Trainee

TEMPERATURE = 0.05
"""Of the contrastive loss, as in Gao, Yao and Chen 2021 (SimCSE)."""
OPEN_PAIRS = 32
"""Pairs of open texts a step."""


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How to train.

    Args:
        epochs: passes over the cases.
        batch: cases a step.
        rate: peak learning rate of the layers (AdamW; linear warm-up over a tenth, then down to 0).
        head_rate: of what stands on top.
        seed: fixes batches and views; results still differ between processors by rounding.
    """

    epochs: float = 3.0
    batch: int = 48
    rate: float = 1.2e-4
    head_rate: float = 2e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TrainingCourse:
    """What is learnt: cases, and the texts of their skills in the trainee's order."""

    cases: tuple[Case, ...]
    texts: dict[SkillId, SkillText]

    @property
    def families(self) -> list[str]:
        """Families in the order of their indices."""
        return sorted({family for family, _ in self.texts})


def course(cases: Sequence[Case], texts: dict[SkillId, SkillText]) -> TrainingCourse:
    """Return the course of the cases whose skill the texts know."""
    known = [case for case in cases if case.skill_id in texts]
    return TrainingCourse(
        tuple(c for c in known if c.range or c.level in texts[c.skill_id].statements),
        texts,
    )


def train(
    folder: Path,
    lesson: TrainingCourse,
    plan: TrainingPlan,
    tell: Callable[[str], None],
    occupations: Sequence[Occupation] = (),
) -> Trainee:
    """Train a model.

    Args:
        occupations: open texts to learn from too.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    families = np.array([lesson.families.index(family) for family, _ in lesson.texts], np.int64)
    trainee = Trainee(folder, [text.summary for text in lesson.texts.values()], families)
    skills = {"params": [trainee.skills], "weight_decay": 0.0}
    descend(trainee, skills, lesson, plan, _Losses(trainee, lesson, chance, occupations), chance, tell)
    return trainee


def descend(
    trainee: Trainee,
    head: dict[str, Any],
    lesson: TrainingCourse,
    plan: TrainingPlan,
    losses: Callable[[Sequence[Case]], dict[str, Tensor]],
    chance: random.Random,
    tell: Callable[[str], None],
) -> None:
    """Make the steps of a plan.

    Args:
        head: what is trained beside the layers, as a parameter group of torch.
        losses: of a batch, by name; their sum is made smaller.
        tell: is given a line every 20 steps.
    """
    steps = int(plan.epochs * len(lesson.cases) / plan.batch)
    layers = [value for value in trainee.transformer.parameters() if value.requires_grad]
    groups = [{"params": layers, "lr": plan.rate}, {"lr": plan.head_rate, **head}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    total = dict[str, float]()
    for step, batch in zip(range(1, steps + 1), batches(lesson, plan.batch, chance), strict=False):
        found = losses(batch)
        optimiser.zero_grad()
        torch.stack(list(found.values())).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimiser.step()
        schedule.step()
        for name, loss in found.items():
            total[name] = total.get(name, 0.0) + float(loss.detach())
        if step % 20 == 0 or step == steps:
            means = ", ".join(f"{name} {value / (step % 20 or 20):.3f}" for name, value in total.items())
            tell(f"step {step} of {steps}: {means}")
            total.clear()


class _Losses:
    def __init__(
        self,
        trainee: Trainee,
        lesson: TrainingCourse,
        chance: random.Random,
        occupations: Sequence[Occupation],
    ) -> None:
        self.trainee, self.lesson, self.chance = trainee, lesson, chance
        self.calls = 0
        self.place = {skill: n for n, skill in enumerate(lesson.texts)}
        self.colleagues: dict[SkillId, list[Case]] = {}
        for case in lesson.cases:
            self.colleagues.setdefault(case.skill_id, []).append(case)
        self.pairs = pairs(occupations, OPEN_PAIRS, chance) if occupations else None

    def __call__(self, batch: Sequence[Case]) -> dict[str, Tensor]:
        skills = torch.tensor([self.place[case.skill_id] for case in batch])
        vectors = self.trainee.embed([view(case, self.chance)[0] for case in batch])
        families = self.trainee.families[skills]
        found = {"skill": functional.cross_entropy(self.trainee.skill_logits(vectors, families), skills)}
        self.calls += 1
        # By turns: reading either costs as much as reading the cases.
        if self.calls % 2:
            found["text"] = self._text(batch, vectors, skills)
        elif self.pairs:
            ones, others = zip(*next(self.pairs), strict=True)
            found["open texts"] = self._both_ways(self.trainee.embed(ones, PARTNER_TOKENS), others)
        return found

    def _text(self, batch: Sequence[Case], vectors: Tensor, skills: Tensor) -> Tensor:
        """Compare what staff and the framework say; a skill is no negative of itself."""
        partners = [
            partner(case, self.lesson.texts[case.skill_id], self.colleagues[case.skill_id], self.chance)
            for case in batch
        ]
        same = (skills[:, None] == skills[None]) & ~torch.eye(len(batch), dtype=torch.bool)
        return self._both_ways(vectors, partners, same)

    def _both_ways(self, ones: Tensor, others: Sequence[str], same: Tensor | None = None) -> Tensor:
        """Return InfoNCE both ways between vectors and texts.

        Args:
            same: pairs that are neither right nor wrong, bool (n, n).
        """
        near = ones @ self.trainee.embed(others, PARTNER_TOKENS).T / TEMPERATURE
        near = near if same is None else near.masked_fill(same, -1e4)
        right = torch.arange(len(others))
        return (functional.cross_entropy(near, right) + functional.cross_entropy(near.T, right)) / 2


def batches(lesson: TrainingCourse, size: int, chance: random.Random) -> Iterator[list[Case]]:
    """Yield batches of cases without end, each case once an epoch, neighbours side by side."""
    groups = {skill: text.category for skill, text in lesson.texts.items()}
    while True:
        order = runs(lesson.cases, groups, chance)
        yield from (order[at : at + size] for at in range(0, len(order) - size + 1, size))
