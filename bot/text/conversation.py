"""What Rung says in a conversation: greetings, prompts and notices."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.model import (
    AbstainReason,
    Choice,
)
from bot.text.suggestions import HELP, NO, OWN, SKIP

NONE_OF_THESE = "None of these"
THATS_ALL = "That's all"
ANOTHER = "Another skill"
FINISH = "That's all for today"

GREETING = (
    "Hello, I'm Rung. Tell me what you do at work, and I'll say which skill that is, which level you stand on"
    " and what the next one asks.\n"
    "What you write stays on this machine and I forget it when we stop; only the pictures I draw are kept."
)
ASK_ACTIVITIES = (
    "What have you been doing at work lately? Three to five things are best, one by one or all at once."
    " (/help shows what else you can type.)"
)
HELP_TEXT = (
    "Tell me what you really do, in your own words: what, for whom, who decides, who checks.\n"
    "A button can be pressed, or answered by typing its words or its number.\n"
    "/start begins afresh, /back goes one question back, /skip leaves this one out, /cancel stops and"
    " forgets,"
    " /help shows this."
)
STARTING_AFRESH = "Right, a fresh start. I've forgotten what we had."
CANCELLED = "Stopped, and what you told me is forgotten. /start begins again whenever you like."
FAREWELL = (
    "Glad to have you here. One thing from the list, tried this week, is a fine start. Until next time!"
)
FAREWELL_EARLY = "Until next time! /start begins again whenever you like."
OVER = "We had finished here. /start begins a new round."
NOTHING_BACK = (
    "This is where we began, so there is nothing to go back to. What you told me is all still here."
)
BACK_TO_ACTIVITIES = "Back to what you do; everything you told me is still here."
BACK_TO_CHOICE = "Back to choosing a skill."
BACK_TO_QUESTION = "Back to the question before; your new answer replaces the old one."
ASKING_AGAIN = "I'll ask again, about what you told me then. /start takes new activities instead."
FINISH_FIRST = "Let's finish this one first, or /cancel it; then press that button again."
NOTHING_TO_SKIP = "There's nothing to skip just now."
OLD_BUTTON = "That button belongs to an earlier question, so nothing has changed."
UNKNOWN_BUTTON = "I don't know that button, so nothing has changed."
UNKNOWN_COMMAND = "I don't know that command. I know /start, /back, /skip, /cancel and /help."
UNREADABLE = "I couldn't find any words in that. Tell me in a sentence what you do at work."
ONLY_TEXT = "I can read text and buttons only, one at a time, so I've left that one out."
CHATTER = "Nice to hear from you!"
PICK_ONE = "Pick one by its number or its words, please, or tell me more about what you do."
NEED_ONE_FIRST = "I need at least one thing you do at work before I can look. A single sentence will do."
NOT_AN_ANSWER = f"I wasn't sure how to take that. “{OWN}”, “{HELP}”, “{NO}” or “{SKIP}”?"
ONE_MORE_SENTENCE = (
    "Then I haven't understood well enough yet. Give me one more sentence: what is the main thing you"
    " do, and for whom?"
)
NOTHING_ELSE_FITS = (
    "I found no other skill that fits. Say it in other words, or name the skill if you know what it is"
    " called."
)
NO_LEVELS = (
    "I know that skill by name, but none of my documents say what its levels are, so I can't place you on it."
)
FAILED = "Sorry, something went wrong on my side. What you told me is still here; please try that again."
NOT_JSON = 'I read one JSON object a line: {"text": "…"} or {"press": "<button id>"}.'
STILL_LOADING = "One moment, I'm still getting my books out…"
WHICH_ACTIVITY = "I'm not sure which one you mean. Say “delete 2”, with its number in the list."
NOT_WORK = (
    "That doesn't sound like part of your job, so I've left it out and put no level on it. If it is"
    " something you"
    " do for work, say “it's my work” and I'll take it in."
)
_ABSTAINED: dict[AbstainReason, str] = {
    "out-of-scope": (
        "That doesn't sound like something the frameworks I know describe, so I won't put a level on it."
        " What do you do at work: for whom, and what comes out of it?"
    ),
    "too-vague": (
        "That's a little too short for me to place. Tell me a bit more: what exactly do you do there, and"
        " is it you who"
        " decides, or does somebody check?"
    ),
}


def removed(activity: str) -> str:
    """Say which activity was taken off the list."""
    return f"Removed: {grammar.shorten(activity, 110)}"


def changed(number: int, activity: str) -> str:
    """Say how an activity reads now."""
    return f"Changed, number {number} is now: {grammar.shorten(activity, 110)}"


def abstained(reason: AbstainReason) -> str:
    """Say why no level is given, and what would help."""
    return _ABSTAINED[reason]


def cut(limit: int) -> str:
    """Say that only the start of a very long message was read."""
    return f"That was a long one: I read the first {limit:,} characters. Tell me the rest in pieces."


def too_many(limit: int) -> str:
    """Say that no more activities are kept."""
    return f"That's plenty: I work with the first {limit} things you told me."


def so_far(activities: Sequence[str]) -> str:
    """Show what was understood."""
    lines = [f"  {n}. {grammar.shorten(activity, 110)}" for n, activity in enumerate(activities, 1)]
    return "\n".join(["So far I have:", *lines])


def ask_more(count: int, wanted: int) -> str:
    """Ask for more activities."""
    left = wanted - count
    if left <= 0:
        return f"Anything else? Or say “{THATS_ALL}”, and I'll look."
    number = "One more thing" if left == 1 else "Two more things" if left == 2 else "A few more things"
    return f"{number} you did would help me. Or say “{THATS_ALL}”, and I'll go by what I have."


def ask_choice(count: int) -> str:
    """Ask which skill to work out."""
    if count == 1:
        return "This looks like one skill. Shall we work it out? Or tell me more and I'll look again."
    return "Which of these shall we work out? You can also tell me more, and I'll look again."


def ask_another() -> str:
    """Ask what to do after a suggestion."""
    return "Shall we look at another skill, or is that all for today? You can also tell me more that you do."


def noted() -> str:
    """Say that an activity told in place of an answer was kept."""
    return "Noted, I'll use that too. Back to my question:"


def choice_label(choice: Choice, clash: bool) -> str:
    """Label a skill's button; the framework is added where two skills have the same name."""
    return f"{choice['label']} ({choice['skills'][0]['framework_name']})" if clash else choice["label"]
