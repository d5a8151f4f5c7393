"""What is said about reviews, to coaches and to those whom they are about, in English."""

from __future__ import annotations

from bot.guidance.model import AnswerChoice
from bot.store.reviews import Status

NO_SKILL = "No skill of that name is known. Write its code, or a word of its name."
WHICH_SKILL = "Which of these skills do you mean?"
PROBLEMS = {
    "reason-missing": "Write the reason: the person reads it.",
    "level-not-shared": "The level is not shared with you, so there is nothing to agree with.",
    "no-such-level": "The skill has no such level.",
}
"""Why a decision cannot be taken, by the store's reason."""

VERDICTS = {
    "agree": "Agree",
    "change": "Another level",
    "another": "Another skill",
    "unclear": "Not enough evidence",
}
ANSWERS: dict[AnswerChoice, str] = {
    "own": "On my own",
    "help": "With help",
    "no": "Not yet",
    "skip": "Skipped",
}


def waited(minutes: int) -> str:
    """Say how long something has waited."""
    for unit, length in (("day", 1440), ("hour", 60)):
        if (count := minutes // length) >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "just now"


def overtaken(status: Status, by: str | None) -> str:
    """Say kindly that somebody was faster, or that it is no longer as it was shown.

    Args:
        status: where the review stands.
        by: name of the coach who has it, where it is another one.
    """
    if by and status == "decided":
        return f"{by} decided on this one while you had it open. Nothing of yours was written over it."
    if by and status in ("claimed", "asked"):
        return f"{by} has taken this one while you had it open. Nothing of yours was written."
    if status == "decided":
        return "This one is decided already. Nothing was written."
    return (
        "Something about this review changed while you had it open. Nothing was written: please look again."
    )
