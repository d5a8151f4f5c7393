"""Sentences of the console; labels of its forms and tables are in its templates."""

from __future__ import annotations

from collections.abc import Mapping

from bot.text import reviews

# The same wherever a coach decides.
ANSWERS, VERDICTS, PROBLEMS = reviews.ANSWERS, reviews.VERDICTS, reviews.PROBLEMS
NO_SKILL, WHICH_SKILL = reviews.NO_SKILL, reviews.WHICH_SKILL
overtaken, waited = reviews.overtaken, reviews.waited

NOT_THERE = "Page not found"
NOT_THERE_TEXT = "There is no such page, or you may not see it. What was shared may have been withdrawn."
BAD_FORM = "The form was not accepted"
BAD_FORM_TEXT = (
    "Nothing was saved. The form was open for too long, or is too large: go back, reload the page and send"
    " it again."
)
STALE_LINK = "This link has expired"
STALE_LINK_TEXT = (
    "A link works once, within ten minutes. Send /console to the bot for a new one; nothing else is lost."
)
TROUBLE = "That did not work"
TROUBLE_TEXT = "Rung cannot read or write its data. Try again in a minute, or tell whoever runs Rung."

TOLD = {
    "decided": "Decided. Here is the next one.",
    "done": "Decided. That was the last one here.",
    "claimed": "This review is reserved for you for an hour.",
    "released": "Returned to the queue.",
    "asked": "Sent. The review stays with you until they answer, for a week at most.",
    "left": "You are signed out.",
}
"""Confirmations, by the word in the address."""

NO_VERDICT = "Choose a decision."
NO_LEVEL = "Choose a level."
EMPTY_QUESTION = "Write a message."
SURE = {
    "unsure": "Below 45 %",
    "guess": "45 to 65 %",
    "fair": "65 to 85 %",
    "sure": "85 % and more",
}
LEVELS_CSV = ("team", "skill", "framework", "level", "people (empty: fewer than 5)")
GAPS_CSV = ("team", "role", "skill", "framework", "required", "typical (empty: fewer than 5)", "gap")

TOO_LARGE, NO_FILE, NO_REASON = "The file is too large", "No file was sent", "A reason is missing"
NO_IDENTITY, NOT_KEPT = "Which framework it is was not said", "The file is not here"
NOT_KEPT_TEXT = (
    "It was added on the command line: put it right there with rung add --map, or add the file here again."
)
NO_FILE_TEXT = "Nothing was added. Go back and choose a file that is not empty."
NO_REASON_TEXT = (
    "Nothing was published. Go back and write a few words: they are kept in the log for others to judge."
)
CHECK_LEVELS = "The levels have names: give each its number, from 1 for the lowest, and send the form again."

MOST_CHANGES = 300
"""Changed statements that a page shows; the file has all of them."""
JOBS = {
    "add": "Add a document",
    "remove": "Remove a document",
    "compare": "Compare with the live build",
    "publish": "Publish build",
    "roll back": "Roll back to build",
}
STATES = {
    "asked": "not confirmed",
    "waiting": "waiting",
    "running": "running",
    "done": "done",
    "failed": "failed",
}


def job(kind: str, task: Mapping[str, object]) -> str:
    """Name a job."""
    number = f" {task['number']}" if "number" in task else ""
    return f"{JOBS[kind]}{number}{': ' + str(task['name']) if 'name' in task else ''}"


def too_large(megabytes: int) -> str:
    """Say how large a document may be."""
    return f"Nothing was added. A document has at most {megabytes} MB: split it, or leave pictures out."
