"""Agreement of coaches with Rung, by skill and level, and with each other.

Weighted kappa: J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or
partial credit", Psychological Bulletin 70 (1968) 213-220; the weight of a disagreement is its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from bot.store.reviews.lists import DecidedLevel

Key = TypeVar("Key", bound=Hashable)
BINS = 10
"""Bins of the calibration plot, of equal width."""


@dataclass(frozen=True, slots=True)
class AgreementRate:
    """Decisions of a group: all, with a level, in agreement, and at most one level off."""

    name: str
    count: int
    levelled: int
    agreed: int
    near: int

    @property
    def rate(self) -> float | None:
        """The share that agreed; None without decisions."""
        return self.agreed / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions of similar confidence.

    Args:
        high: confidence below, in the last bin at most.
        confidence: average of the suggestions.
        agreed: share of decisions that agreed.
    """

    low: float
    high: float
    count: int
    confidence: float
    agreed: float


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance over ``pairs``; ``value`` is None if it cannot be computed."""

    value: float | None
    pairs: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures of agreement.

    Args:
        overall: of all decisions about the level, so without "not enough evidence".
        by_skill: most reviewed first.
        by_level: by suggested level, ascending.
        bins: of the calibration plot, without empty ones.
        error: expected calibration error; None without decisions.
        rung: kappa of Rung and coaches.
        coaches: kappa of first and second coach.
    """

    verdicts: dict[str, int]
    overall: AgreementRate
    by_skill: tuple[AgreementRate, ...]
    by_level: tuple[AgreementRate, ...]
    bins: tuple[Bin, ...]
    error: float | None
    rung: Kappa
    coaches: Kappa


def agreement(decisions: Sequence[DecidedLevel]) -> Agreement:
    """Compute the figures of decisions, the oldest first."""
    judging = [each for each in decisions if each.verdict != "unclear"]
    bins = calibration(judging)
    apart = sum(each.count * abs(each.confidence - each.agreed) for each in bins)
    by_skill = _grouped(judging, lambda each: (each.skill_name, each.framework))
    return Agreement(
        verdicts=dict(Counter(each.verdict for each in decisions)),
        overall=_share("", judging),
        by_skill=tuple(
            sorted(
                (_share(name, group) for (name, _), group in by_skill),
                key=lambda share: (-share.count, share.name),
            )
        ),
        by_level=tuple(
            _share(str(level), group)
            for level, group in sorted(_grouped(judging, lambda each: each.suggested), key=itemgetter(0))
        ),
        bins=bins,
        error=apart / len(judging) if judging else None,
        rung=weighted_kappa([(each.suggested, each.level) for each in judging if each.level is not None]),
        coaches=weighted_kappa(pairs(decisions)),
    )


def calibration(decisions: Sequence[DecidedLevel]) -> tuple[Bin, ...]:
    """Compare confidence with agreement, in bins of equal width."""
    grouped = _grouped(decisions, lambda each: min(int(each.confidence * BINS), BINS - 1))
    return tuple(
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=len(group),
            confidence=sum(each.confidence for each in group) / len(group),
            agreed=sum(each.agreed for each in group) / len(group),
        )
        for number, group in sorted(grouped, key=itemgetter(0))
    )


def pairs(decisions: Iterable[DecidedLevel]) -> list[tuple[int, int]]:
    """Return the levels of the first and the second coach for the same suggestion, if both gave one."""
    first: dict[int, DecidedLevel] = {}
    found: list[tuple[int, int]] = []
    for each in decisions:
        if each.level is None:
            continue
        before = first.setdefault(each.suggestion, each)
        if before is not each and before.level is not None and before.coach != each.coach:
            found.append((before.level, each.level))
    return found


def weighted_kappa(compared: Sequence[tuple[int, int]]) -> Kappa:
    """Return Cohen's kappa with quadratic weights."""
    count = len(compared)
    ones, others = Counter(one for one, _ in compared), Counter(other for _, other in compared)
    observed = sum((one - other) ** 2 for one, other in compared) / count if count else 0.0
    chance = sum(n * m * (one - other) ** 2 for one, n in ones.items() for other, m in others.items())
    return Kappa(1 - observed * count**2 / chance if chance else None, count)


def _share(name: str, decisions: Sequence[DecidedLevel]) -> AgreementRate:
    levels = [(each.suggested, each.level) for each in decisions if each.level is not None]
    return AgreementRate(
        name=name,
        count=len(decisions),
        levelled=len(levels),
        agreed=sum(each.agreed for each in decisions),
        near=sum(abs(suggested - level) <= 1 for suggested, level in levels),
    )


def _grouped(
    decisions: Iterable[DecidedLevel], key: Callable[[DecidedLevel], Key]
) -> list[tuple[Key, list[DecidedLevel]]]:
    groups: dict[Key, list[DecidedLevel]] = defaultdict(list)
    for each in decisions:
        groups[key(each)].append(each)
    return list(groups.items())
