"""Answers: buttons pressed, or typed as words, number or a natural variant."""

from __future__ import annotations

from bot.conversation import phrases
from bot.conversation.care import needs_care
from bot.conversation.prompts import ANSWERS, MAX_QUESTIONS, left, prompt
from bot.conversation.state import Conclude, Pick, Reply, State, Step, Understand
from bot.guidance.model import Choice, Given
from bot.text import conversation

MAX_ANSWER = 120
"""Longer messages are not taken as an answer."""


def exactly(state: State, text: str) -> Step | None:
    """Match text with a button's label or number; None if there is no match."""
    if len(text) > MAX_ANSWER:
        return None
    buttons = prompt(state).buttons
    plain = phrases.plain(text)
    for place, button in enumerate(buttons, 1):
        label = phrases.plain(button["label"])
        if plain and plain in (label, str(place), f"{place})", f"#{place}", button["id"]):
            return pressed(state, button["id"].partition(":")[2])
    return None


def meant(state: State, text: str) -> Step | None:
    """Match text with a natural variant of a button's label; None if there is no match."""
    # "Sometimes I want to …" is not "sometimes": distress comes first.
    if len(text) > MAX_ANSWER or needs_care(text):
        return None
    what = _meant(state, text)
    return pressed(state, what) if what else None


def pressed(state: State, what: str) -> Step | None:
    """Handle a button of the current question; None if it has no such button."""
    if f"q{state.number}:{what}" not in (button["id"] for button in prompt(state).buttons):
        return None
    if state.stage == "collecting":
        return enough(state)
    if state.stage == "choosing":
        return none_of_these(state) if what == "none" else choose(state, int(what[1:]))
    if state.stage == "asking":
        return _answer(state, what)
    return another(state) if what == "more" else finish(state)


def enough(state: State) -> Step:
    """Show the likely skills."""
    if not state.activities and state.asked_if_work:
        return Step(state, (Reply(conversation.NOT_WORK),))
    if not state.activities:
        return Step(state, (Reply(conversation.NEED_ONE_FIRST), prompt(state)))
    ready = state.but(enough=True, fresh=0)
    if not ready.choices:
        return Step(ready, (), Understand(ready.activities, ready.rejected))
    return show_choices(ready)


def show_choices(state: State, *before: Reply) -> Step:
    """Ask which skill to assess, on a new keyboard."""
    asked = state.but(stage="choosing", enough=False, fresh=0, number=state.number + 1)
    return Step(asked, (*before, prompt(asked)))


def choose(state: State, place: int) -> Step:
    """Start assessing a skill: pick the first question."""
    chosen = state.but(stage="asking", choice=state.choices[place], question=None, given=(), conclusions=())
    if state.hurry:
        return conclude(chosen)
    return Step(chosen, (), Pick(chosen.activities, state.choices[place], ()))


def again(state: State, activities: tuple[str, ...], choice: Choice) -> Step:
    """Assess a skill again; an assessment in progress must be finished first."""
    if state.stage in ("choosing", "asking") or (state.stage == "collecting" and state.activities):
        return Step(state, (Reply(conversation.FINISH_FIRST), prompt(state)))
    fresh = State(
        stage="asking", number=state.number + 1, activities=activities, choices=(choice,), choice=choice
    )
    return Step(fresh, (Reply(conversation.ASKING_AGAIN),), Pick(activities, choice, ()))


def none_of_these(state: State) -> Step:
    """Ask for one more sentence, then search again without the skills shown."""
    labels = tuple(choice["label"] for choice in state.choices)
    again = state.but(
        stage="collecting",
        enough=True,
        choices=(),
        rejected=(*state.rejected, *(label for label in labels if label not in state.rejected)),
        number=state.number + 1,
    )
    return Step(again, (prompt(again),))


def _answer(state: State, what: str) -> Step:
    assert state.question is not None and state.choice is not None
    answer: Given = {"question": state.question, "choice": next(key for key, _ in ANSWERS if key == what)}
    given = (*state.given, answer)
    # Count up now, so that a second tap on this keyboard is recognised as old.
    answered = state.but(given=given, question=None, number=state.number + 1)
    if len(given) >= MAX_QUESTIONS:
        return conclude(answered)
    return Step(answered, (), Pick(answered.activities, state.choice, given))


def conclude(state: State) -> Step:
    """Conclude from the answers so far."""
    assert state.choice is not None
    return Step(state.but(question=None), (), Conclude(state.activities, state.choice, state.given))


def another(state: State) -> Step:
    """Offer the remaining skills, or search for more."""
    rest = left(state)
    ready = state.but(choices=rest, choice=None, question=None, given=(), conclusions=())
    if rest:
        return show_choices(ready)
    looking = ready.but(stage="collecting", enough=True)
    return Step(looking, (), Understand(looking.activities, looking.rejected))


def finish(state: State) -> Step:
    """Say goodbye and clear the state."""
    return Step(State(stage="ended", number=state.number + 1), (Reply(conversation.FAREWELL),))


def _meant(state: State, text: str) -> str | None:
    """Return the button that a natural variant means."""
    if state.stage == "collecting":
        return "done" if state.activities and phrases.is_done(text) else None
    if state.stage == "choosing":
        if phrases.is_none(text):
            return "none"
        return "s0" if len(state.choices) == 1 and phrases.answer(text) == "own" else None
    if state.stage == "asking":
        return phrases.answer(text)
    if phrases.is_finished(text):
        return "end"
    return "more" if phrases.wants_another(text) else None
