"""The training loop of the encoder: the right skill first, its texts near, and open texts in their place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
class Plan:
    """How to train.

    Args:
        epochs: passes over the cases.
        batch: cases a step.
        rate: peak learning rate of the layers (AdamW; linear warm-up over a tenth, then down to 0).
        skill_rate: of the skills' directions.
        seed: fixes batches and views; results still differ between processors by rounding.
    """

    epochs: float = 3.0
    batch: int = 48
    rate: float = 1.2e-4
    skill_rate: float = 2e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """What is learnt: cases, and the texts of their skills in the trainee's order."""

    cases: tuple[Case, ...]
    texts: dict[SkillId, SkillText]

    @property
    def families(self) -> list[str]:
        """Families in the order of their indices."""
        return sorted({family for family, _ in self.texts})

    def family_of_skills(self) -> list[int]:
        """Index of each skill's family."""
        return [self.families.index(family) for family, _ in self.texts]


def course(cases: Sequence[Case], texts: dict[SkillId, SkillText]) -> Course:
    """Return the course of the cases whose skill the texts know."""
    known = [case for case in cases if case.skill_id in texts]
    return Course(
        tuple(c for c in known if c.range or c.level in texts[c.skill_id].statements),
        texts,
    )


def train(
    folder: Path,
    lesson: Course,
    plan: Plan,
    tell: Callable[[str], None],
    occupations: Sequence[Occupation] = (),
) -> Trainee:
    """Train a model.

    Args:
        folder: the sentence model to start from.
        lesson: cases and texts.
        plan: epochs, rates, seed.
        tell: is given a line now and then.
        occupations: open texts to learn from too.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    trainee = Trainee(
        folder,
        [text.summary for text in lesson.texts.values()],
        np.array(lesson.family_of_skills(), np.int64),
    )
    steps = int(plan.epochs * len(lesson.cases) / plan.batch)
    optimiser = _optimiser(trainee, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    lossmaker = _Losses(trainee, lesson, chance, occupations)
    total = np.zeros(3)
    for step, batch in zip(range(1, steps + 1), batches(lesson, plan.batch, chance), strict=False):
        losses = lossmaker(batch)
        optimiser.zero_grad()
        torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trainee.transformer.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total += [float(loss.detach()) for loss in losses]
        if step % 20 == 0 or step == steps:
            skill, text, broad = total / (step % 20 or 20)
            tell(f"step {step} of {steps}: skill {skill:.3f}, text {text:.3f}, open texts {broad:.3f}")
            total[:] = 0
    return trainee


class _Losses:
    def __init__(
        self, trainee: Trainee, lesson: Course, chance: random.Random, occupations: Sequence[Occupation]
    ) -> None:
        self.trainee, self.lesson, self.chance = trainee, lesson, chance
        self.calls = 0
        self.place = {skill: n for n, skill in enumerate(lesson.texts)}
        self.colleagues: dict[SkillId, list[Case]] = {}
        for case in lesson.cases:
            self.colleagues.setdefault(case.skill_id, []).append(case)
        self.pairs = pairs(occupations, OPEN_PAIRS, chance) if occupations else None

    def __call__(self, batch: Sequence[Case]) -> list[Tensor]:
        skills = torch.tensor([self.place[case.skill_id] for case in batch])
        vectors = self.trainee.embed([view(case, self.chance)[0] for case in batch])
        families = self.trainee.families[skills]
        skill = functional.cross_entropy(self.trainee.skill_logits(vectors, families), skills)
        self.calls += 1
        # By turns: reading either costs as much as reading the cases.
        nothing = torch.zeros(())
        if self.calls % 2 or self.pairs is None:
            return [skill, self._text(batch, vectors, skills) if self.calls % 2 else nothing, nothing]
        return [skill, nothing, self._open(next(self.pairs))]

    def _text(self, batch: Sequence[Case], vectors: Tensor, skills: Tensor) -> Tensor:
        """InfoNCE both ways between what staff and the framework say; a skill is no negative of itself."""
        partners = [
            partner(case, self.lesson.texts[case.skill_id], self.colleagues[case.skill_id], self.chance)
            for case in batch
        ]
        near = vectors @ self.trainee.embed(partners, PARTNER_TOKENS).T / TEMPERATURE
        same = (skills[:, None] == skills[None]) & ~torch.eye(len(batch), dtype=torch.bool)
        near = near.masked_fill(same, -1e4)
        right = torch.arange(len(batch))
        return (functional.cross_entropy(near, right) + functional.cross_entropy(near.T, right)) / 2

    def _open(self, batch: Sequence[tuple[str, str]]) -> Tensor:
        """InfoNCE both ways between two texts of an occupation."""
        ones = self.trainee.embed([one for one, _ in batch], PARTNER_TOKENS)
        near = ones @ self.trainee.embed([other for _, other in batch], PARTNER_TOKENS).T / TEMPERATURE
        right = torch.arange(len(batch))
        return (functional.cross_entropy(near, right) + functional.cross_entropy(near.T, right)) / 2


def _optimiser(trainee: Trainee, plan: Plan) -> torch.optim.Optimizer:
    layers = [value for value in trainee.transformer.parameters() if value.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": layers, "lr": plan.rate, "weight_decay": 0.01},
            {"params": [trainee.skills], "lr": plan.skill_rate, "weight_decay": 0.0},
            {"params": [trainee.scale], "lr": plan.skill_rate, "weight_decay": 0.01},
        ]
    )


def batches(lesson: Course, size: int, chance: random.Random) -> Iterator[list[Case]]:
    """Yield batches of cases without end, each case once an epoch, neighbours side by side."""
    groups = {skill: text.category for skill, text in lesson.texts.items()}
    while True:
        order = runs(lesson.cases, groups, chance)
        yield from (order[at : at + size] for at in range(0, len(order) - size + 1, size))
