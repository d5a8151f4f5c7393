"""Examples for a statement: what somebody says who does it, and somebody who does not yet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.guidance.model import Asked, Examples
from knowledge.editions import family

if TYPE_CHECKING:
    from index.encoder import Encoder

FEWEST_WORDS, MOST_WORDS = 7, 32
"""Words of an example: enough to see what is done, few enough to read on a phone."""
Said = tuple[int, str]
"""The level of who says it, and a message."""


def examples(encoder: Encoder, asked: Asked) -> Examples:
    """Return what staff voices from a statement's level on, and below it, say that is nearest to it.

    Args:
        asked: the statement; a skill without voices has no examples.
    """
    said = _by_skill().get((family(asked["framework"]), asked["skill"].casefold()), ())
    level = asked["level"]
    below = max((at for at, _ in said if at < level), default=0)
    does, closeness = _nearest(encoder, asked["fact"], [text for at, text in said if at >= level])
    not_yet, as_close = _nearest(encoder, asked["fact"], [text for at, text in said if at == below])
    # Who is as close to the statement does it too, whatever the level of the rest of their work.
    return {"does": does, "not_yet": not_yet if as_close < closeness else ""}


def _nearest(encoder: Encoder, statement: str, texts: list[str]) -> tuple[str, float]:
    """Return the text nearest to a statement, and how close it is."""
    if not texts:
        return "", 0.0
    vectors = encoder.encode([statement, *texts])
    near = vectors[1:] @ vectors[0]
    return texts[int(near.argmax())], float(near.max())


@lru_cache(maxsize=1)
def _by_skill() -> dict[tuple[str, str], tuple[Said, ...]]:
    from index.training.labelled_cases import staff_voices

    found: dict[tuple[str, str], list[Said]] = {}
    for voice in staff_voices():
        listed = found.setdefault((family(voice.framework), voice.skill.casefold()), [])
        listed += [(voice.level, text) for text in voice.messages if _is_example(text)]
    return {skill: tuple(said) for skill, said in found.items()}


def _is_example(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
