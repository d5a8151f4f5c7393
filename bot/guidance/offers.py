"""The skills offered for several activities: each with those it is for, and none left without a skill."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.guidance.model import Choice
from bot.guidance.skills import MAX_CHOICES, RankedSkill
from knowledge.editions import family

FEWEST = 3
"""Skills offered at least: the likeliest may be wrong."""
TAIL = 0.05
"""Share of the likeliest skill's score below which a skill is offered only to make up the fewest."""
OWN_SHARE, OWN_SCORE = 0.2, 0.1
"""A skill is for an activity if it has this share of the best score there, and this score."""
ALIKE_A_FRAMEWORK, ALIKE = 2, 4
"""Skills offered for the same activities: of one framework, and in all."""
ALIKE_OF_SEVERAL = 2
"""The same where there are several kinds of work."""


@dataclass(frozen=True, slots=True)
class _Offer:
    choice: Choice
    places: tuple[int, ...]

    @property
    def framework(self) -> str:
        return family(self.choice["skills"][0]["framework"])


def offers(
    ranked: Sequence[RankedSkill], each: Sequence[Sequence[RankedSkill]], vague: Collection[int] = ()
) -> list[Choice]:
    """Choose the skills to offer, likeliest first.

    Args:
        ranked: by all activities together, best first.
        each: the same by each activity alone; at least one.
        vague: places of activities that say too little alone to have a skill of their own.
    """
    scores = [{one.choice["label"]: one.score for one in alone} for alone in each]
    known = {one.choice["label"]: one.choice for alone in each for one in reversed(alone)}
    known |= {one.choice["label"]: one.choice for one in ranked}
    together = [_offer(choice, scores) for choice in _likely(ranked)]
    covered = [_best_of(place, scores, together) for place in range(len(scores)) if place not in vague]
    # The likeliest by all of them is offered, even where it is not the best for any of them alone.
    labels = dict.fromkeys([*(one.choice["label"] for one in ranked[:1]), *filter(None, covered)])
    needed = [_offer(known[label], scores) for label in labels]
    kinds = {offer.places for offer in needed}
    chosen: list[_Offer] = []
    for offer in sorted([*needed, *together], key=lambda one: one not in needed):
        if offer not in chosen and (offer in needed or _adds(offer, chosen, len(kinds) > 1)):
            chosen.append(offer)
    order = {one.choice["label"]: place for place, one in enumerate(ranked)}
    best = sorted(chosen[:MAX_CHOICES], key=lambda one: order.get(one.choice["label"], len(order)))
    return [_told(one, len(each)) for one in best]


def _likely(ranked: Sequence[RankedSkill]) -> list[Choice]:
    least = TAIL * ranked[0].score if ranked else 0.0
    return [one.choice for place, one in enumerate(ranked) if place < FEWEST or one.score >= least]


def _offer(choice: Choice, scores: Sequence[dict[str, float]]) -> _Offer:
    return _Offer(choice, tuple(at for at, own in enumerate(scores) if _is_for(choice["label"], own)))


def _is_for(label: str, own: dict[str, float]) -> bool:
    best = max(own.values(), default=0.0)
    return own.get(label, 0.0) >= max(OWN_SCORE, OWN_SHARE * best)


def _best_of(place: int, scores: Sequence[dict[str, float]], together: Sequence[_Offer]) -> str | None:
    """Return the skill offered for an activity: of the likely ones if one is for it, else its own best."""
    shared = next((one.choice["label"] for one in together if place in one.places), None)
    own = scores[place]
    return shared or (max(own, key=lambda label: own[label]) if own else None)


def _adds(offer: _Offer, chosen: Sequence[_Offer], several: bool) -> bool:
    """Whether a skill is more than one of a tail of near-duplicates."""
    same = [one for one in chosen if set(offer.places) <= set(one.places)]
    of_framework = sum(one.framework == offer.framework for one in same)
    return len(same) < (ALIKE_OF_SEVERAL if several else ALIKE) and of_framework < ALIKE_A_FRAMEWORK


def _told(offer: _Offer, count: int) -> Choice:
    """Return the choice, with the places of its activities where it is not for all or none."""
    if not 0 < len(offer.places) < count:
        return offer.choice
    return {**offer.choice, "activities": list(offer.places)}
