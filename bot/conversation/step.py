"""The conversation as a pure function: `step(state, event)`.

No input or output, no clock, no chance: the same state and event give the same step, so that a terminal,
Telegram, tests and simulated staff all drive this one function. Work that needs the index is asked for in
the step and comes back as an event (see `bot.turn`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import (
    activities,
    answers,
    changes,
    commands,
    documents,
    history,
    remarks,
    requests,
    results,
    roles,
)
from bot.conversation.activities import MAX_MESSAGE, clean, hear
from bot.conversation.events import (
    Again,
    Concluded,
    Document,
    Edited,
    Event,
    Explained,
    Failed,
    InputEnded,
    LookedUp,
    Picked,
    Press,
    Read,
    Result,
    RoleRead,
    RolesFound,
    Text,
    Understood,
)
from bot.conversation.identifiers import masked
from bot.conversation.intents import decide
from bot.conversation.prompts import prompt
from bot.conversation.replies import Reply, Step
from bot.conversation.state import State
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
        case Text() | Edited():
            return _remembered(state, _typed(state, event))
        case Document(_, _, message):
            return _remembered(state, _document(state.but(answer=None, notice=None, message=message), event))
        case Press(button):
            return _remembered(state, _press(state, button))
        case LookedUp():
            return _remembered(state, requests.looked_up(state, event))
        case RoleRead():
            return _remembered(state, requests.role_read(state, event))
        case InputEnded():
            return commands.input_ended(state)
        case Again():
            return answers.again(state, event)
        case _:
            return _result(state, event)


def _typed(state: State, event: Text | Edited) -> Step:
    if event.vectors is None and (texts := activities.to_read(state, event.text)):
        return Step(state, (), Read(texts, event))
    here = state.but(vectors=event.vectors)
    if isinstance(event, Edited):
        return changes.edited(here, event.text, event.message)
    return _text(here.but(answer=None, notice=None, message=event.message), event.text)


def _result(state: State, result: Result) -> Step:
    """Take the result of work."""
    match result:
        case Understood(understanding):
            return results.understood(state, understanding)
        case Picked(question):
            return results.picked(state, question)
        case Concluded(conclusions):
            return results.concluded(state, conclusions)
        case Explained(examples):
            return answers.explained(state, examples)
        case RolesFound():
            return roles.found(state, result)
        case Failed():
            return results.failed(state)


def _remembered(before: State, step: Step) -> Step:
    return replace(step, state=history.remember(before, step.state))


def _text(state: State, text: str) -> Step:
    heard = clean(text[: 4 * MAX_MESSAGE])
    if heard.startswith("/") and len(heard) > 1 and heard[1].isalpha():
        return commands.slash(state.but(editing=0), heard)
    if state.stage == "new":
        return commands.greet_then(state, lambda greeted: _text(greeted, text) if heard else None)
    if state.stage == "ended":
        return _after_the_end(state, heard, text)
    return requests.take(state, heard, text)


def _document(state: State, document: Document) -> Step:
    if state.stage == "new":
        return commands.greet_then(state, lambda greeted: _document(greeted, document))
    if state.stage == "ended":
        state = state.afresh("collecting", message=state.message)
    if len(document.jobs) == 1 and remarks.is_vacancy(document.caption):
        return roles.compare(state.but(editing=0, vacancy=tuple(map(masked, document.jobs[0]))))
    return documents.read(state.but(editing=0), document.jobs, document.caption)


def _after_the_end(state: State, heard: str, text: str) -> Step:
    """Go back to the last suggestion where words are about it; begin a new round with work."""
    if not any(letter.isalnum() for letter in heard):
        return Step(state, (prompt(state),))
    suggested = state.but(stage="suggested")
    if state.conclusions and requests.is_about_suggestion(suggested, heard):
        return requests.take(suggested, heard, text)
    if hear(text, state.vectors).activities and decide(heard, state).kind == "work":
        fresh = state.afresh("collecting", vectors=state.vectors)
        return requests.take(fresh, heard, text)
    return requests.take(state, heard, text)


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
    here = state.but(aside=(), asked_if_work=False, rewording=0, revising=0, answer=None, notice=None)
    answered = answers.pressed(here, what)
    return answered or Step(state, (Reply(conversation.UNKNOWN_BUTTON), prompt(state)))
