"""Learn from coaches' decisions: calibrate levels, collect examples, make a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.guidance.guide import Guide
from bot.store import Database, assessments
from bot.store.reviews.examples import Example, FinalDecision, accepted, final_decisions
from index.builder import BuildReport, Progress, carried, make_build
from index.calibration import Calibration
from index.encoder import Encoder
from index.feedback import Feedback, ReviewedExamples
from index.training.calibration_fit import Reviewed, fit
from index.training.holdout import HeldBack, held_back
from knowledge.model import Knowledge

NEEDED = 30
"""ReviewSet that give a level, below which nothing is learnt."""
NEEDED_PEOPLE = 5
"""People needed to learn; with fewer, the held-back ones say little about others."""


@dataclass(frozen=True, slots=True)
class ReviewSet:
    """The final decisions, as the live build sees them.

    Args:
        verdicts: how often each was given.
        levelled: those that give a level the live build knows.
        lost: give a level, but the live build does not know the skill or the level any more.
    """

    verdicts: dict[str, int]
    levelled: tuple[Reviewed, ...]
    lost: int

    @property
    def people(self) -> int:
        """Number of people with a decided level."""
        return len({each.person for each in self.levelled})

    @property
    def too_early(self) -> bool:
        """Whether there are too few to learn from."""
        return len(self.levelled) < NEEDED or self.people < NEEDED_PEOPLE

    @property
    def skill(self) -> tuple[int, int]:
        """Number of reviews that confirm the skill, and of all."""
        count = Counter(self.verdicts)
        return count["agree"] + count["change"], count.total()


@dataclass(frozen=True, slots=True)
class LearningResult:
    """Result of learning.

    Args:
        held_back: what held-back reviews say of a refitted calibration.
        fitted: on all reviews; goes into a build only where it `helps` people it was not fitted on.
        learnt: what a build would carry.
    """

    reviews: ReviewSet
    held_back: HeldBack
    fitted: Calibration
    learnt: Feedback
    live: Feedback

    @property
    def helps(self) -> bool:
        """Whether the refitted calibration is part of the result."""
        return self.held_back.helps

    @property
    def new(self) -> bool:
        """Whether it differs from what the live build learnt."""
        return self.learnt.digest != self.live.digest

    def told(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        return {
            **told(self.reviews),
            "held_back": asdict(self.held_back),
            "helps": self.helps,
            "calibration": self.fitted.to_json(),
            "phrases": list(self.learnt.examples.ids),
            "new": self.new,
        }


def told(reviews: ReviewSet) -> dict[str, Any]:
    """Return the reviews as JSON values."""
    right, count = reviews.skill
    return {
        "reviews": count,
        "verdicts": reviews.verdicts,
        "skill_confirmed": right,
        "levelled": len(reviews.levelled),
        "people": reviews.people,
        "lost": reviews.lost,
        "needed": NEEDED,
        "needed_people": NEEDED_PEOPLE,
        "too_early": reviews.too_early,
    }


def gather(database: Database, guide: Guide, tell: Progress | None = None) -> ReviewSet:
    """Work out what the live build says, with nothing learnt, of each suggestion a coach decided on.

    Worked out anew, for builds before it may have said something else: it is this build's level model that
    is calibrated.
    """
    decisions = final_decisions(database)
    times = Counter(each.suggestion for each in decisions if each.level is not None)
    wanted = [each for each in decisions if each.level is not None]
    found: list[Reviewed] = []
    for done, each in enumerate(wanted, 1):
        if one := _reviewed(database, guide, each, 1 / times[each.suggestion]):
            found.append(one)
        if tell:
            tell("reviews", done, len(wanted))
    verdicts = Counter(each.verdict for each in decisions)
    return ReviewSet(dict(sorted(verdicts.items())), tuple(found), len(wanted) - len(found))


def learn(
    database: Database, guide: Guide, reviews: ReviewSet, live: Feedback, encoder: Encoder
) -> LearningResult:
    """Refit the calibration, judge it on held-back people, and gather the phrases that were taken."""
    judged = held_back(reviews.levelled, live.calibration)
    fitted = fit(reviews.levelled)
    fitted = Calibration(fitted.common, fitted.families, fitted.reviews, asdict(judged))
    examples = _examples(accepted(database), live.examples, guide, encoder)
    learnt = Feedback(fitted if judged.helps else live.calibration, examples)
    return LearningResult(reviews, judged, fitted, learnt, live)


def make(
    home: Path, knowledge: Knowledge, encoder: Encoder, lesson: LearningResult, tell: Progress | None = None
) -> BuildReport:
    """Make a build that says what the live one does, and learnt; it is not live.

    Args:
        knowledge: of the live build: documents handed in since are another change, to be judged by itself.

    Raises:
        BuildError: it cannot be made.
    """
    return make_build(home, knowledge, encoder, tell, publish=False, feedback=lesson.learnt)


def carried_on(home: Path, model: str) -> Feedback:
    """Return what the next build carries on: all that the live one learnt, less phrases taken back.

    Raises:
        StoreError: the store cannot be read.
    """
    learnt = carried(home, model)
    if not learnt.examples.ids:
        return learnt
    path = home / "rung.db"
    if not path.exists():
        return learnt.only(())
    with Database(path) as database:
        return learnt.only({phrase.id for phrase in accepted(database)})


def _reviewed(database: Database, guide: Guide, decision: FinalDecision, weight: float) -> Reviewed | None:
    kept = assessments.suggestion(database, decision.suggestion)
    assert kept is not None and decision.level is not None
    ref = next((ref for ref in kept.choice["skills"] if ref["framework"] == decision.framework), None)
    odds = guide.level_odds(kept.activities, ref, kept.given) if ref else {}
    if decision.level not in odds:
        return None
    values = np.array(list(odds.values()), np.float64)
    return Reviewed(decision.person, decision.framework, tuple(odds), values, decision.level, weight)


def _examples(
    phrases: Sequence[Example], live: ReviewedExamples, guide: Guide, encoder: Encoder
) -> ReviewedExamples:
    """Return the examples of phrases; only those that the live build lacks are encoded.

    They go past the cache of encoded texts: what somebody takes back must not stay there.
    """
    kept = live.only({phrase.id for phrase in phrases})
    known = [
        (phrase, skill)
        for phrase in phrases
        if phrase.id not in kept.ids and (skill := guide.lookup.skill(phrase.framework, phrase.skill))
    ]
    if not known:
        return kept
    spoken = encoder.encode_words([f"{skill.name}. {phrase.text}" for phrase, skill in known])
    return kept.plus(
        ReviewedExamples(
            tuple(phrase.id for phrase, _ in known),
            tuple((phrase.framework, skill.key) for phrase, skill in known),
            np.stack([each.vector for each in spoken]).astype(np.float32),
        )
    )
