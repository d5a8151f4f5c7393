"""What the console says, in English; labels of its forms and tables are in its pages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.text import reviews

# What is the same wherever a coach decides.
ANSWERS, VERDICTS, PROBLEMS = reviews.ANSWERS, reviews.VERDICTS, reviews.PROBLEMS
NO_SKILL, WHICH_SKILL = reviews.NO_SKILL, reviews.WHICH_SKILL
overtaken, waited = reviews.overtaken, reviews.waited

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
EMPTY_QUESTION = "Write what you want to ask."
SURE = {
    "unsure": "Unsure (below 45 %)",
    "guess": "Best guess (45 to 65 %)",
    "fair": "Fairly sure (65 to 85 %)",
    "sure": "Sure (85 % and more)",
}
LEVELS_CSV = ("team", "skill", "framework", "level", "people (empty: fewer than 5)")
GAPS_CSV = ("team", "role", "skill", "framework", "required", "typical (empty: fewer than 5)", "gap")

TOO_LARGE, NO_FILE, NO_REASON = "That file is too large", "There was no file", "A reason is missing"
NO_FILE_TEXT = "Nothing was written. Go back and choose a file that has something in it."
NO_REASON_TEXT = (
    "Nothing was published. Go back and write a few words: they are kept in the log, for others to judge."
)
CHECK_LEVELS = "The levels have names: say which is which, from 1 for the lowest, and send it again."

MOST_CHANGES = 300
"""Statements of a kind that a page shows; the file has all."""
WORKS = {
    "add": "A document handed in",
    "remove": "Remove a document",
    "compare": "See what changes",
    "publish": "Publish build",
    "roll back": "Go back to build",
}
STATES = {
    "asked": "not decided",
    "waiting": "waiting",
    "running": "under way",
    "done": "done",
    "failed": "failed",
}


def work(kind: str, task: Mapping[str, object]) -> str:
    """Say what an admin asked for."""
    number = f" {task['number']}" if "number" in task else ""
    return f"{WORKS[kind]}{number}{': ' + str(task['name']) if 'name' in task else ''}"


def too_large(megabytes: int) -> str:
    """Say how large a document may be."""
    return (
        f"Nothing was written. A document has at most {megabytes} MB: hand it in by parts, or without"
        " pictures."
    )
