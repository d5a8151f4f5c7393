"""Commands and questions to Rung, typed with a slash or in plain words; each works at every stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import answers, corrections, faq, phrases
from bot.conversation.care import needs_care
from bot.conversation.intents import Intent, intent_of
from bot.conversation.prompts import prompt
from bot.conversation.state import Reply, State, Step, Understand
from bot.text import conversation
from bot.text import faq as faq_text


def command(state: State, text: str) -> Step:
    """Handle a slash command, with or without bot name and argument (``/start@rung team``)."""
    name = text[1:].split(maxsplit=1)[0].partition("@")[0].lower()
    takers: dict[str, Callable[[State], Step]] = {
        "start": start,
        "cancel": cancel,
        "back": back,
        "help": help_,
        "skip": skip,
    }
    taker = takers.get(name)
    if taker:
        return taker(state)
    return Step(state, (Reply(conversation.UNKNOWN_COMMAND), *_asked_again(state)))


def greet_then(state: State, go_on: Callable[[State], Step | None]) -> Step:
    """Greet, then handle the first message, if any."""
    greeted = state.but(stage="collecting")
    following = go_on(greeted)
    if following is None:
        return Step(greeted, (Reply(conversation.GREETING, kind="greeting"), prompt(greeted)))
    return replace(following, replies=(Reply(conversation.GREETING, kind="greeting"), *following.replies))


def start(state: State) -> Step:
    """Start over."""
    fresh = State(stage="collecting", number=state.number + 1)
    known = state.stage not in ("new", "ended")
    first = Reply(conversation.STARTING_AFRESH) if known else Reply(conversation.GREETING, kind="greeting")
    return Step(fresh, (first, prompt(fresh)))


def cancel(state: State) -> Step:
    """Stop and clear the state."""
    return Step(State(stage="ended", number=state.number + 1), (Reply(conversation.CANCELLED),))


def help_(state: State) -> Step:
    """Show the help and repeat the current question."""
    return Step(state, (Reply(conversation.HELP_TEXT, kind="help"), *_asked_again(state)))


def back(state: State) -> Step:
    """Go back one question; activities are kept."""
    if state.stage in ("asking", "suggested") and state.given:
        return _reopen(state)
    if state.stage in ("asking", "suggested"):
        return answers.show_choices(_unchosen(state), Reply(conversation.BACK_TO_CHOICE))
    if state.stage == "choosing":
        collecting = _unchosen(state).but(stage="collecting", enough=False, number=state.number + 1)
        return Step(collecting, (Reply(conversation.BACK_TO_ACTIVITIES), prompt(collecting)))
    if state.stage == "ended":
        return Step(state, (prompt(state),))
    return Step(state, (Reply(conversation.NOTHING_BACK), *_asked_again(state)))


def skip(state: State) -> Step:
    """Skip the current question."""
    if state.stage == "collecting":
        return answers.enough(state)
    if state.stage == "choosing":
        return answers.choose(state, 0) if state.choices else answers.none_of_these(state)
    if state.stage == "asking":
        return answers.pressed(state, "skip") or Step(state, (prompt(state),))
    return Step(state, (Reply(conversation.NOTHING_TO_SKIP), *_asked_again(state)))


def input_ended(state: State) -> Step:
    """Conclude from what was told: the input has ended."""
    hurried = state.but(hurry=True)
    collected = state.stage == "collecting" and state.activities and not state.rejected
    if collected or (state.stage == "choosing" and state.choices):
        return Step(hurried, (), Understand(state.activities, state.rejected))
    if state.stage == "asking" and state.choice is not None:
        return answers.conclude(hurried)
    return Step(State(stage="ended", number=state.number + 1), (Reply(conversation.FAREWELL_EARLY),))


def _reopen(state: State) -> Step:
    last = state.given[-1]["question"]
    asked = state.but(
        stage="asking", question=last, given=state.given[:-1], conclusions=(), number=state.number + 1
    )
    return Step(asked, (Reply(conversation.BACK_TO_QUESTION), prompt(asked)))


def _unchosen(state: State) -> State:
    return state.but(choice=None, question=None, given=(), conclusions=())


def _asked_again(state: State) -> tuple[Reply, ...]:
    return () if state.stage == "new" else (prompt(state),)


def request(state: State, text: str) -> Step | None:
    """Handle a message that is a request to Rung; None if it is not."""
    intent = intent_of(text)
    if intent is None or needs_care(text):
        return None
    return _do(state, intent, text)


def _do(state: State, intent: Intent, text: str) -> Step | None:
    """Handle an intent; None if the message describes work after all."""
    plain: dict[str, Callable[[State], Step]] = {
        "list": corrections.shown,
        "start": start,
        "back": back,
        "help": help_,
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
            return _answered(state, faq_text.NO_STEERING)
        case "question":
            return _answered(state, faq.answer(state, text))
        case "claim":
            return _answered(state, faq_text.NOTHING_ASIDE)
    return Step(state, (prompt(state),))


def claimed(state: State, text: str) -> Step | None:
    """Add what was left out before, if the person says it is work."""
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
    """Handle "that's all", depending on the stage."""
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
