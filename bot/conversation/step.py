"""The conversation as a pure function: `step(state, event)`.

No input or output, no clock, no chance: the same state and event give the same step, so that a terminal,
Telegram, tests and simulated staff all drive this one function. Work that needs the index is asked for in
the step and comes back as an event (see `bot.turn`).
"""

from __future__ import annotations

from bot.conversation import activities, answers, commands, results
from bot.conversation.activities import MAX_MESSAGE, clean, hear
from bot.conversation.prompts import prompt
from bot.conversation.state import (
    Again,
    Concluded,
    Event,
    Failed,
    InputEnded,
    Picked,
    Press,
    Reply,
    State,
    Step,
    Text,
    Understood,
)
from bot.text import conversation


def step(state: State, event: Event) -> Step:
    """Take one event.

    Args:
        state: where the conversation stands.
        event: what happened: words, a button, or the result of work asked for.

    Returns:
        The new state with at least one reply, or with work to do whose result brings the replies.
    """
    match event:
        case Text(text):
            return _text(state, text)
        case Press(button):
            return _press(state, button)
        case InputEnded():
            return commands.input_ended(state)
        case Again(activities, choice):
            return answers.again(state, activities, choice)
        case Understood(understanding):
            return results.understood(state, understanding)
        case Picked(question):
            return results.picked(state, question)
        case Concluded(conclusions):
            return results.concluded(state, conclusions)
        case Failed():
            return results.failed(state)


def _text(state: State, text: str) -> Step:
    heard = clean(text[: 4 * MAX_MESSAGE])
    if heard.startswith("/") and len(heard) > 1 and heard[1].isalpha():
        return commands.command(state, heard)
    if state.stage == "new":
        return commands.greet_then(state, lambda greeted: _text(greeted, text) if heard else None)
    # What was left out can be added until the person tells something else.
    here = state.but(aside=(), asked_if_work=False)
    if state.stage == "ended":
        return commands.request(here, heard) or _new_round(here, text)
    return (
        commands.claimed(state, heard)
        or answers.exactly(here, heard)
        or commands.request(state, heard)
        or answers.meant(here, heard)
        or activities.tell(here, text)
    )


def _new_round(state: State, text: str) -> Step:
    """Start a new round with work told after the end."""
    fresh = State(stage="collecting", number=state.number + 1)
    heard = hear(text)
    return activities.tell(fresh, text) if heard.activities or heard.care else Step(state, (prompt(state),))


def _press(state: State, button: str) -> Step:
    if state.stage == "new":
        return commands.greet_then(state, lambda _: None)
    number, _, what = button.partition(":")
    if number != f"q{state.number}" or state.stage == "ended":
        text = (
            conversation.OLD_BUTTON
            if number[:1] == "q" and number[1:].isdecimal()
            else conversation.UNKNOWN_BUTTON
        )
        return Step(state, (Reply(text), prompt(state)))
    answered = answers.pressed(state.but(aside=(), asked_if_work=False), what)
    return answered or Step(state, (Reply(conversation.UNKNOWN_BUTTON), prompt(state)))
