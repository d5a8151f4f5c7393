"""The question of each stage, with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.replies import Button, Reply
from bot.conversation.state import LISTED, State
from bot.guidance.model import AnswerChoice, Choice
from bot.text import conversation, follow_ups, suggestions
from bot.text import roles as roles_text

WANTED = 3
"""Skills are shown after this many activities."""
MAX_ACTIVITIES = 12
"""Most activities of one assessment."""
SHORT = 7
"""Words up to which an activity is asked about."""
MAX_QUESTIONS = 5
"""Questions about one skill, at most."""
MOST_FOR_ROLE = 2
"""Questions about a skill that the person's next role asks for, at most."""
ANSWERS: tuple[tuple[AnswerChoice, str], ...] = (
    ("own", suggestions.OWN),
    ("help", suggestions.HELP),
    ("no", suggestions.NO),
    ("skip", suggestions.SKIP),
)


def prompt(state: State) -> Reply:
    """Return the current question; repeating it changes nothing."""
    makers = {
        "collecting": _collecting,
        "choosing": _choosing,
        "asking": _asking,
        "suggested": _suggested,
        "roles": _roles,
        "role": _role,
        "plan": _plan,
        "ended": _ended,
    }
    return _editing(state) if is_editing(state) else makers.get(state.stage, _collecting)(state)


def most_questions(state: State) -> int:
    """Return how many questions are asked about the present skill, at most."""
    return MOST_FOR_ROLE if state.for_role else MAX_QUESTIONS


def is_editing(state: State) -> bool:
    """Whether the person is changing the list by buttons."""
    return bool(state.activities) and (state.editing == LISTED or state.place(state.editing) is not None)


def choice_buttons(state: State) -> tuple[Button, ...]:
    """Return a button per skill and the last, "None of these"."""
    labels = [_label(choice, state.choices) for choice in state.choices]
    shown = tuple(_button(state, f"s{n}", label) for n, label in enumerate(labels))
    return (*shown, _button(state, "none", conversation.NONE_OF_THESE))


def left(state: State) -> tuple[Choice, ...]:
    """Return the skills shown that are neither rejected nor assessed yet."""
    return tuple(choice for choice in state.choices if choice["label"] not in state.rejected)


def _collecting(state: State) -> Reply:
    if state.enough and state.activities:
        return Reply(conversation.ONE_MORE_SENTENCE)
    if not state.activities:
        return Reply(conversation.ASK_ACTIVITIES)
    text = f"{conversation.counted(len(state.activities))} {ask_more(state)}"
    return Reply(text, _done(state), kind="understood", more=(*_edit(state), *_look(state)))


def _done(state: State) -> tuple[Button, ...]:
    return (_button(state, "done", conversation.THATS_ALL),)


def _edit(state: State) -> tuple[Button, ...]:
    return (_button(state, "edit", conversation.CHANGE),) if state.activities else ()


def _editing(state: State) -> Reply:
    """Ask which activity to change, or what to do with it."""
    keep = _button(state, "keep", conversation.KEEP)
    if state.editing == LISTED:
        each = (_button(state, f"a{n}", conversation.numbered(n, one)) for n, one in state.listed)
        return Reply(conversation.WHICH_TO_CHANGE, (*each, keep), kind="choice")
    buttons = (
        _button(state, "change", conversation.TO_CHANGE),
        _button(state, "remove", conversation.TO_REMOVE),
    )
    activity = state.activities[state.place(state.editing) or 0]
    return Reply(conversation.to_edit(state.editing, activity), (*buttons, keep), kind="choice")


def added(state: State, activities: Sequence[str]) -> Reply:
    """Return the question while collecting, with what was added to the list."""
    asked = _collecting(state)
    if asked.kind != "understood" or not activities:
        return asked
    said = conversation.added(activities, len(state.activities))
    if not state.asked_about:
        return Reply(f"{said} {ask_more(state)}", asked.buttons, kind="understood", more=asked.more)
    about = ask_about(state)
    text = f"{said}\n{about.text}"
    return Reply(text, asked.buttons, kind="understood", to=about.to, more=asked.more)


def short_one(state: State) -> int:
    """Return the number of the one activity just told if it is short; 0 for none."""
    if state.fresh != 1 or len(state.activities[-1].split()) > SHORT:
        return 0
    return state.origins[-1]["number"]


def ask_about(state: State) -> Reply:
    """Ask about the short activity, as an answer to the message that told it."""
    place = state.place(state.asked_about) or 0
    more = conversation.OR_MORE if len(state.activities) < WANTED else conversation.OR_ENOUGH
    text = f"{follow_ups.about(state.activities[place])} {more}"
    return Reply(text, to=state.origins[place]["message"])


def ask_more(state: State) -> str:
    """Ask for more activities."""
    return conversation.ask_more(len(state.activities), WANTED)


def choice_asked(state: State, before: str) -> Reply:
    """Return the question which skill to assess, after what is new."""
    asked = _choosing(state)
    return replace(asked, text=f"{before}\n{asked.text}") if before else asked


def _choosing(state: State) -> Reply:
    text = conversation.ask_choice(len(state.choices))
    return Reply(text, choice_buttons(state), kind="choice", more=(*_edit(state), *_look(state)))


def _look(state: State) -> tuple[Button, ...]:
    return (_button(state, "vacancy", roles_text.LOOKING_AT_IT),) if state.may_look else ()


def _asking(state: State) -> Reply:
    question = state.question
    if question is None or state.choice is None:
        return Reply(conversation.FAILED)
    text = suggestions.question(question, len(state.given) + 1, most_questions(state), state.choice["label"])
    return Reply(
        text,
        tuple(_button(state, what, label) for what, label in ANSWERS),
        more=(_button(state, "mean", suggestions.MEANING),),
        asks={
            "framework": question["framework"],
            "skill": question["skill"],
            "level": question["level"],
            "descriptor": question["descriptor"],
        },
        kind="question",
    )


def _suggested(state: State) -> Reply:
    buttons = (_button(state, "more", conversation.ANOTHER), _button(state, "end", conversation.FINISH))
    more = (_button(state, "roles", roles_text.ROLES),)
    return Reply(conversation.ask_another(), buttons, kind="next", more=more)


def _roles(state: State) -> Reply:
    """List the roles that fit, with a button for each."""
    buttons = (_button(state, f"r{place}", role["title"]) for place, role in enumerate(state.roles))
    named = bool(state.present) or state.roles[:1] == () or state.roles[0]["step"] != "present"
    text = f"{roles_text.role_list(state.roles, named)}\n{roles_text.which_role(named)}"
    return Reply(text, tuple(buttons), kind="choice", more=(_button(state, "back", roles_text.BACK),))


def _role(state: State) -> Reply:
    """Ask what to do about the gap to a role."""
    role = state.role
    if role is None:
        return Reply(conversation.FAILED)
    offered = (
        ("ask", roles_text.ASK_OPEN, role["open"] > 0),
        ("plan", roles_text.PLAN_IT, role["met"] < role["total"]),
        ("others", roles_text.OTHERS, True),
        ("mine", roles_text.MINE, role["title"] != state.present),
    )
    buttons = tuple(_button(state, what, label) for what, label, fits in offered if fits)
    return Reply(roles_text.what_next(role["title"]), buttons, kind="choice")


def _plan(state: State) -> Reply:
    """Show the plan with what can be changed of it."""
    if state.plan is None:
        return Reply(conversation.FAILED)
    dates = (_button(state, f"m{months}", roles_text.month_label(months)) for months in roles_text.MONTHS)
    drops = (
        _button(state, f"d{place}", roles_text.drop_label(place + 1, goal))
        for place, goal in enumerate(state.plan["goals"])
    )
    keep, back = _button(state, "keep", roles_text.KEEP), _button(state, "back", roles_text.BACK)
    text = roles_text.plan(state.plan)
    return Reply(text, (keep, *dates, *drops), kind="plan", more=(back,), plan=state.plan)


def _ended(_: State) -> Reply:
    return Reply(conversation.OVER)


def _button(state: State, what: str, label: str) -> Button:
    return {"id": f"q{state.number}:{what}", "label": label}


def _label(choice: Choice, among: tuple[Choice, ...]) -> str:
    clash = any(other is not choice and _alike(choice, other) for other in among)
    return conversation.choice_label(choice, clash)


def _alike(one: Choice, other: Choice) -> bool:
    """Whether the names of two skills of different frameworks share half of their words."""
    if not one["skills"] or not other["skills"]:
        return False
    words, others = (
        set(each["label"].casefold().replace("/", " ").split()) - {"and"} for each in (one, other)
    )
    different = one["skills"][0]["framework"] != other["skills"][0]["framework"]
    return different and 2 * len(words & others) >= min(len(words), len(others))
