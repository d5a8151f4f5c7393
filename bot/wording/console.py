"""What the console says, in English; labels of its forms and tables are in its pages."""

from __future__ import annotations

from bot.guidance.model import AnswerChoice
from bot.store.reviews import Status

NOT_THERE = "That isn't here"
NOT_THERE_TEXT = (
    "There is no such page, or it is not for you. What was shared may have been taken back meanwhile."
)
BAD_FORM = "That form is no longer good"
BAD_FORM_TEXT = (
    "Nothing was written. It was open for too long, or is too large: go back, load the page anew and send"
    " it again."
)
STALE_LINK = "This link is no longer good"
STALE_LINK_TEXT = (
    "A link works once, for ten minutes. Ask the bot for a new one with /console; nothing else is lost."
)
TROUBLE = "That did not work just now"
TROUBLE_TEXT = (
    "Rung cannot read or write its data. Please try again in a minute, or tell whoever looks after Rung."
)

TOLD = {
    "decided": "Decided. Here is the next one.",
    "done": "Decided. That was the last one here.",
    "claimed": "This review is yours for an hour; others leave it alone.",
    "released": "Given back to the queue.",
    "asked": "Sent. The review stays with you for a week, until they have answered.",
    "left": "You are signed out.",
}
"""What was done, by the word that an address carries."""

NO_VERDICT = "Choose what you decide."
NO_LEVEL = "Choose the level that fits."
NO_SKILL = "No skill of that name is known. Write its code, or a word of its name."
WHICH_SKILL = "Which of these skills do you mean?"
EMPTY_QUESTION = "Write what you want to ask."
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
SURE = {
    "unsure": "Unsure (below 45 %)",
    "guess": "Best guess (45 to 65 %)",
    "fair": "Fairly sure (65 to 85 %)",
    "sure": "Sure (85 % and more)",
}
LEVELS_CSV = ("team", "skill", "framework", "level", "people (empty: fewer than 5)")
GAPS_CSV = ("team", "role", "skill", "framework", "required", "typical (empty: fewer than 5)", "gap")


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
