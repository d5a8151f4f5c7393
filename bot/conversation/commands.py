"""/start, /cancel, /back, /help and /skip: each works in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import answering
from bot.conversation.model import Reply, State, Step, Understand
from bot.conversation.prompts import prompt
from bot.wording import en


def command(state: State, text: str) -> Step:
    """Take a command, with or without the bot's name and an argument (``/start@rung team``)."""
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
    return Step(state, (Reply(en.UNKNOWN_COMMAND), *_asked_again(state)))


def greet_then(state: State, go_on: Callable[[State], Step | None]) -> Step:
    """Greet, then take what the person opened with, if anything."""
    greeted = state.but(stage="collecting")
    following = go_on(greeted)
    if following is None:
        return Step(greeted, (Reply(en.GREETING, kind="greeting"), prompt(greeted)))
    return replace(following, replies=(Reply(en.GREETING, kind="greeting"), *following.replies))


def start(state: State) -> Step:
    """Begin afresh."""
    fresh = State(stage="collecting", number=state.number + 1)
    known = state.stage not in ("new", "ended")
    first = Reply(en.STARTING_AFRESH) if known else Reply(en.GREETING, kind="greeting")
    return Step(fresh, (first, prompt(fresh)))


def cancel(state: State) -> Step:
    """Stop and forget."""
    return Step(State(stage="ended", number=state.number + 1), (Reply(en.CANCELLED),))


def help_(state: State) -> Step:
    """Say what can be typed, and ask the present question again."""
    return Step(state, (Reply(en.HELP_TEXT, kind="help"), *_asked_again(state)))


def back(state: State) -> Step:
    """Go one question back. Activities are never lost."""
    if state.stage in ("asking", "suggested") and state.given:
        return _reopen(state)
    if state.stage in ("asking", "suggested"):
        return answering.show_choices(_unchosen(state), Reply(en.BACK_TO_CHOICE))
    if state.stage == "choosing":
        collecting = _unchosen(state).but(stage="collecting", enough=False, number=state.number + 1)
        return Step(collecting, (Reply(en.BACK_TO_ACTIVITIES), prompt(collecting)))
    if state.stage == "ended":
        return Step(state, (prompt(state),))
    return Step(state, (Reply(en.NOTHING_BACK), *_asked_again(state)))


def skip(state: State) -> Step:
    """Leave the present question out."""
    if state.stage == "collecting":
        return answering.enough(state)
    if state.stage == "choosing":
        return answering.choose(state, 0) if state.choices else answering.none_of_these(state)
    if state.stage == "asking":
        return answering.pressed(state, "skip") or Step(state, (prompt(state),))
    return Step(state, (Reply(en.NOTHING_TO_SKIP), *_asked_again(state)))


def input_ended(state: State) -> Step:
    """Make the best of what was told, as nothing more will come."""
    hurried = state.but(hurry=True)
    if state.stage == "collecting" and state.activities and not state.rejected:
        return Step(hurried, (), Understand(state.activities, state.rejected))
    if state.stage == "choosing" and state.choices:
        return answering.choose(hurried, 0)
    if state.stage == "asking" and state.choice is not None:
        return answering.conclude(hurried)
    return Step(State(stage="ended", number=state.number + 1), (Reply(en.FAREWELL_EARLY),))


def _reopen(state: State) -> Step:
    last = state.given[-1]["question"]
    asked = state.but(
        stage="asking", question=last, given=state.given[:-1], conclusions=(), number=state.number + 1
    )
    return Step(asked, (Reply(en.BACK_TO_QUESTION), prompt(asked)))


def _unchosen(state: State) -> State:
    return state.but(choice=None, question=None, given=(), conclusions=())


def _asked_again(state: State) -> tuple[Reply, ...]:
    return () if state.stage == "new" else (prompt(state),)
