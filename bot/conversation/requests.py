"""Questions and requests to Rung in plain words: answered, and back to where the conversation stood."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import answers, commands, corrections, faq, phrases
from bot.conversation.care import needs_care
from bot.conversation.intents import Intent, intent_of
from bot.conversation.prompts import prompt
from bot.conversation.state import Reply, State, Step
from bot.text import conversation


def request(state: State, text: str) -> Step | None:
    """Do what a message asks; None where it asks nothing."""
    intent = intent_of(text)
    if intent is None or needs_care(text):
        return None
    return _do(state, intent, text)


def _do(state: State, intent: Intent, text: str) -> Step | None:
    """Do what is asked; None where it tells work after all."""
    plain: dict[str, Callable[[State], Step]] = {
        "list": corrections.shown,
        "start": commands.start,
        "back": commands.back,
        "help": commands.help_,
    }
    if intent.kind in plain:
        return plain[intent.kind](state)
    match intent.kind:
        case "done":
            return _done(state, text)
        case "remove":
            return corrections.remove(state, intent)
        case "change":
            # "No wait, I run the clinic too" corrects nothing that stands: it is work.
            return None if corrections.corrected_work(state, intent) else corrections.change(state, intent)
        case "steering":
            return _answered(state, conversation.NO_STEERING)
        case "question":
            return _answered(state, faq.answer(state, text))
    return Step(state, (prompt(state),))


def claimed(state: State, text: str) -> Step | None:
    """Take in what was left out of the message before, where the person says that it is work."""
    if not state.aside:
        return None
    intent = intent_of(text)
    if intent is not None and intent.kind == "claim":
        return corrections.take_in(state)
    if not state.asked_if_work:
        return None
    said = phrases.answer(text)
    if said == "own":
        return corrections.take_in(state)
    dropped = state.but(aside=(), asked_if_work=False)
    return Step(dropped, (prompt(dropped),)) if said == "no" else None


def _done(state: State, text: str) -> Step | None:
    """There is no more to tell: what that means depends on where we are."""
    if state.stage == "collecting":
        return answers.enough(state)
    if state.stage == "suggested":
        return answers.finish(state)
    if state.stage == "asking" and "all" in text.casefold():
        return answers.conclude(state)
    if state.stage == "asking":
        return _answered(state, conversation.NOT_AN_ANSWER)
    return Step(state, (prompt(state),))


def _answered(state: State, text: str) -> Step:
    return Step(state, (Reply(text), prompt(state)))
