"""Answers: buttons pressed, or typed as words, number or a natural variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import answer_sentences, changes, documents, roles
from bot.conversation.events import Again, Conclude, Explain, Pick, Understand
from bot.conversation.prompts import (
    ANSWERS,
    MAX_ACTIVITIES,
    choice_asked,
    is_editing,
    left,
    most_questions,
    prompt,
)
from bot.conversation.replies import Reply, Step
from bot.conversation.state import LISTED, ROLE_STAGES, State
from bot.guidance.conclusions import answered
from bot.guidance.model import AnswerChoice, Choice, Examples, Given
from bot.text import conversation, suggestions
from bot.text import roles as roles_text


def pressed(state: State, what: str) -> Step | None:
    """Handle a button of the current question; None if it has no such button."""
    if f"q{state.number}:{what}" not in (button["id"] for button in prompt(state).pressable):
        return None
    if is_editing(state) or what == "edit":
        return _edit(state, what)
    if what == "vacancy":
        return roles.compare(state)
    if state.stage == "collecting":
        return enough(state)
    if state.stage == "choosing":
        return none_of_these(state) if what == "none" else choose(state, int(what[1:]))
    if state.stage == "asking" and state.question:
        return Step(state, (), Explain(state.question)) if what == "mean" else _answer(state, what)
    if what == "mine" and state.role and state.role["title"] == roles_text.VACANCY:
        return documents.read(roles.left(state), [state.vacancy])
    if state.stage in ROLE_STAGES:
        return roles.pressed(state, what)
    if what == "roles":
        return roles.look(state)
    return another(state) if what == "more" else finish(state)


def _edit(state: State, what: str) -> Step:
    """Change the list by buttons: pick an activity, then what to do with it."""
    if what in ("edit", "keep") or what[1:].isdecimal():
        editing = {"edit": LISTED, "keep": 0}.get(what)
        shown = state.but(editing=int(what[1:]) if editing is None else editing, number=state.number + 1)
        return Step(shown, (prompt(shown),))
    place = state.place(state.editing) or 0
    asked = state.but(number=state.number + 1)
    return changes.remove_at(asked, place) if what == "remove" else changes.ask_rewording(asked, place)


def picked_by_number(state: State, text: str) -> Step | None:
    """Take the number of an activity typed where one is to be picked, and not its button's."""
    number = text.strip(" .#")
    known = state.editing == LISTED and number.isdecimal() and state.place(int(number)) is not None
    return _edit(state, f"a{int(number)}") if known else None


def enough(state: State) -> Step:
    """Show the likely skills."""
    if not state.activities and state.asked_if_work:
        return Step(state, (Reply(conversation.not_work(state.aside)),))
    if not state.activities:
        return Step(state, (Reply(conversation.NEED_ONE_FIRST), prompt(state)))
    ready = state.but(enough=True, fresh=0)
    if not ready.choices:
        return Step(ready, (), Understand(ready.activities, ready.left_out))
    return show_choices(ready)


def show_choices(state: State, *before: Reply) -> Step:
    """Ask which skill to assess, on a new keyboard."""
    # The whole list is shown once, when skills are first offered; later only what is new.
    first = state.stage == "collecting" and not state.left_out
    fresh = state.activities[len(state.activities) - state.fresh :]
    said = conversation.added(fresh, len(state.activities)) if fresh else ""
    asked = state.but(stage="choosing", enough=False, fresh=0, hidden=(), number=state.number + 1)
    return Step(asked, (*before, choice_asked(asked, conversation.so_far(asked.listed) if first else said)))


def choose(state: State, place: int) -> Step:
    """Start assessing a skill: pick the first question."""
    choice: Choice = {"label": state.choices[place]["label"], "skills": state.choices[place]["skills"]}
    chosen = state.but(stage="asking", choice=choice, question=None, given=(), reconsidered=False, to_ask=())
    if state.hurry:
        return conclude(chosen)
    return Step(chosen, (), Pick(chosen.activities, choice, ()))


def again(state: State, event: Again) -> Step:
    """Assess a skill again; an assessment in progress must be finished first."""
    if state.stage in ("choosing", "asking") or (state.stage == "collecting" and state.activities):
        return Step(state, (Reply(conversation.FINISH_FIRST), prompt(state)))
    known = {"activities": event.activities, "given": event.given}
    fresh = state.afresh("asking", choices=(event.choice,), choice=event.choice, **known)
    return Step(fresh, (Reply(conversation.ASKING_AGAIN),), Pick(event.activities, event.choice, event.given))


def none_of_these(state: State) -> Step:
    """Ask for one more sentence, then search again without the skills shown."""
    hidden = tuple(choice["label"] for choice in state.choices)
    again = state.but(
        stage="collecting", enough=True, choices=(), named=(), hidden=hidden, number=state.number + 1
    )
    if len(again.activities) >= MAX_ACTIVITIES:
        # There is no room for a sentence more: look again in what was told.
        return Step(again, (), Understand(again.activities, again.left_out, len(again.activities)))
    return Step(again, (prompt(again),))


def not_me(state: State) -> Step:
    """Take a suggestion back that the person says is not them."""
    told = roles.without_levels(state).but(notice="removed", conclusions=())
    return Step(told, (Reply(conversation.NOT_ME_NOTED), prompt(told)))


def change_last(state: State, what: str) -> Step:
    """Change the last answer."""
    return change_at(state, len(state.given) - 1, what)


def revise(state: State, text: str) -> Step | None:
    """Change the answer that a text means; ask what is unclear. None where it speaks of no answer."""
    picked = state.revising - 1 if state.revising > 0 else None
    place = answer_sentences.changed_place(text, state.given) if picked is None else picked
    what = answer_sentences.new_answer(text)
    told = place is not None and picked is None and len(text.split()) <= MOST_POINTING
    if state.revising and what is None and not told:
        return None
    if place is not None and what:
        return change_at(state.but(revising=0), place, what)
    if place is not None:
        asked = conversation.ask_new_answer(state.given[place]["question"]["fact"])
        return Step(state.but(revising=place + 1), (Reply(asked),))
    facts = [(one["question"]["fact"], dict(ANSWERS)[one["choice"]]) for one in state.given]
    return Step(state.but(revising=LISTED), (Reply(conversation.which_answer(facts)),))


MOST_POINTING = 6
"""Words that point at an answer; more are something else."""


def depends(state: State) -> Step:
    """Ask what the answer depends on, once; then for a button; then leave the question open."""
    if state.unclear == -state.number:
        return typed(state, "skip")
    again = state.unclear == state.number
    asked = state.but(unclear=-state.number if again else state.number)
    return Step(asked, (Reply(conversation.PICK_ANSWER if again else conversation.DEPENDS), prompt(asked)))


def change_at(state: State, place: int, what: str) -> Step:
    """Change the answer at a place, from 0; after a suggestion, suggest again."""
    last = state.given[place]
    if last["choice"] == what:
        same = conversation.answer_same(last["question"]["fact"], dict(ANSWERS)[last["choice"]])
        return Step(state.but(answer=last["choice"]), (Reply(same), prompt(state)))
    changed: Given = {"question": last["question"], "choice": _choice(what)}
    said = Reply(conversation.answer_changed(last["question"]["fact"], dict(ANSWERS)[changed["choice"]]))
    given = (*state.given[:place], changed, *state.given[place + 1 :])
    kept = state.but(given=given, answer=changed["choice"], notice="corrected")
    if state.stage == "suggested":
        asking = kept.but(stage="asking", question=None, conclusions=())
        return replace(conclude(asking), replies=(said,))
    return Step(kept, (said, prompt(kept)))


def explained(state: State, examples: Examples) -> Step:
    """Say what the statement asked about means, and ask again."""
    if state.stage != "asking" or state.question is None:
        return Step(state, (prompt(state),))
    told = state.but(notice="explained", number=state.number + 1)
    return Step(told, (Reply(suggestions.explained(state.question, examples)), prompt(told)))


def typed(state: State, what: str) -> Step:
    """Take a typed answer, and say how it was taken."""
    step = pressed(state, what)
    if step is None:
        return Step(state, (prompt(state),))
    if state.stage != "asking" or what == "mean":
        return step
    return replace(step, replies=(Reply(conversation.taken_as(dict(ANSWERS)[_choice(what)])), *step.replies))


def _choice(what: str) -> AnswerChoice:
    return next(key for key, _ in ANSWERS if key == what)


def _answer(state: State, what: str) -> Step:
    assert state.question is not None and state.choice is not None
    answer: Given = {"question": state.question, "choice": _choice(what)}
    given = (*state.given, answer)
    # Count up now, so that a second tap on this keyboard is recognised as old.
    known = state.but(given=given, question=None, number=state.number + 1, answer=answer["choice"])
    if (place := contradicted(given)) is not None and not state.reconsidered:
        return _reconsider(known, place)
    if len(given) >= most_questions(known):
        return conclude(known)
    return Step(known, (), Pick(known.activities, state.choice, given))


def contradicted(given: Sequence[Given]) -> int | None:
    """Return the place of an answer that the last one contradicts, or None.

    Somebody who does on their own what a higher level says, and not at all what one two levels below says.
    """
    last = given[-1]
    for place, one in enumerate(given[:-1]):
        if one["question"]["framework"] != last["question"]["framework"]:
            continue
        high, low = sorted((one, last), key=lambda each: -each["question"]["level"])
        apart = high["question"]["level"] - low["question"]["level"]
        if apart >= APART and (high["choice"], low["choice"]) == ("own", "no"):
            return place
    return None


APART = 2
"""Levels between answers that contradict each other; with one between, a person may do just these."""


def _reconsider(state: State, place: int) -> Step:
    """Ask about two answers that contradict each other: the earlier question is asked again."""
    last, earlier = state.given[-1], state.given[place]
    labels = dict(ANSWERS)
    said = conversation.contradiction(
        earlier["question"]["fact"],
        labels[earlier["choice"]],
        last["question"]["fact"],
        labels[last["choice"]],
    )
    asked = state.but(
        given=(*state.given[:place], *state.given[place + 1 :]),
        question=earlier["question"],
        reconsidered=True,
        number=state.number + 1,
    )
    return Step(asked, (Reply(said), prompt(asked)))


def conclude(state: State) -> Step:
    """Conclude from the answers so far."""
    assert state.choice is not None
    if state.for_role and not answered(state.given):
        return roles.unsettled(state.but(question=None))
    return Step(state.but(question=None), (), Conclude(state.activities, state.choice, state.given))


def another(state: State) -> Step:
    """Offer the remaining skills, or search for more."""
    rest = left(state)
    ready = state.but(choices=rest, choice=None, question=None, given=())
    if rest:
        return show_choices(ready)
    looking = ready.but(stage="collecting", enough=True)
    return Step(looking, (), Understand(looking.activities, looking.left_out))


def finish(state: State) -> Step:
    """Say goodbye; only the last suggestion stays, as people ask about it afterwards."""
    over = state.afresh("ended")
    if state.conclusions:
        last = ("activities", "origins", "choice", "given", "conclusions")
        over = over.but(**{name: getattr(state, name) for name in last})
    return Step(over, (Reply(conversation.FAREWELL),))
