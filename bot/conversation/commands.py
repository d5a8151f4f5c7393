"""Commands, typed with a slash or in plain words; each works at every stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import answers, changes, roles
from bot.conversation.command_rules import CHANGES_NOTHING, nearest
from bot.conversation.events import Understand
from bot.conversation.prompts import choice_buttons, left, prompt
from bot.conversation.replies import Reply, Step
from bot.conversation.state import ROLE_STAGES, State
from bot.text import conversation, faq

ELSEWHERE = ("profile", "goals", "history", "export", "remind", "forget", "leave")
"""Commands that only a channel which keeps something can do; see `bot.telegram.handlers.plain_commands`."""


def slash(state: State, text: str) -> Step:
    """Handle a slash command, with or without bot name and argument (``/start@rung team``)."""
    name = text[1:].split(maxsplit=1)[0].partition("@")[0].lower()
    if name in _TAKERS or name in ELSEWHERE:
        return take(state, name)
    near = nearest(name, (*SLASH, *ELSEWHERE))
    if near is None:
        return Step(state, (Reply(conversation.UNKNOWN_COMMAND), *_asked_again(state)))
    if near in CHANGES_NOTHING or state.stage == "new":
        return take(state, near)
    return Step(state, (Reply(conversation.did_you_mean(near)), *_asked_again(state)))


def take(state: State, name: str) -> Step:
    """Do what a command says."""
    taker = _TAKERS.get(name)
    step = taker(state) if taker else Step(state, (Reply(conversation.ELSEWHERE), *_asked_again(state)))
    return replace(step, state=step.state.but(notice=step.state.notice or "command"))


def greet_then(state: State, go_on: Callable[[State], Step | None]) -> Step:
    """Greet, then handle the first message, if any."""
    greeted = state.but(stage="collecting")
    following = go_on(greeted)
    if following is None:
        return Step(greeted, (Reply(conversation.GREETING, kind="greeting"), prompt(greeted)))
    return replace(following, replies=(Reply(conversation.GREETING, kind="greeting"), *following.replies))


def start(state: State) -> Step:
    """Start over."""
    known = state.stage not in ("new", "ended")
    fresh = State(stage="collecting", number=state.number + 1) if known else state.afresh("collecting")
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
    if state.stage in ROLE_STAGES or (state.for_role and not state.given):
        return roles.back(state)
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


def done(state: State) -> Step:
    """Handle "that's all", depending on the stage."""
    if state.stage == "collecting":
        return answers.enough(state)
    if state.stage in ("suggested", *ROLE_STAGES):
        return answers.finish(state)
    if state.stage == "asking" and state.choice is not None:
        return answers.conclude(state)
    if state.stage == "choosing" and (state.rejected or state.held):
        return answers.finish(state)
    said = (Reply(conversation.PICK_ONE),) if state.stage == "choosing" else ()
    return Step(state, (*said, prompt(state)))


def privacy(state: State) -> Step:
    """Say what Rung is, and what it keeps where no channel says so."""
    return Step(state, (Reply(conversation.PRIVACY), *_asked_again(state)))


def end(state: State) -> Step:
    """Say goodbye; before a suggestion, say what is lost."""
    told = state.stage == "choosing" and (state.rejected or state.held)
    if told or state.stage in ("suggested", *ROLE_STAGES):
        return answers.finish(state)
    if state.stage == "ended":
        return Step(state, (Reply(conversation.FAREWELL_EARLY),))
    if state.stage == "new" or not state.activities:
        return Step(state.afresh("ended"), (Reply(conversation.FAREWELL_EARLY),))
    return Step(state, (Reply(faq.faq("stop")), *_asked_again(state)))


def skills(state: State) -> Step:
    """Show the skills found, or look for them."""
    if state.stage == "collecting":
        return answers.enough(state)
    if state.stage == "suggested" and left(state):
        return answers.another(state)
    if state.stage == "asking" and state.choices:
        names = ", ".join(button["label"] for button in choice_buttons(state)[:-1])
        return Step(state, (Reply(faq.skills_shown(names)), *_asked_again(state)))
    return Step(state, _asked_again(state))


def more(state: State) -> Step:
    """Look at another skill."""
    if state.stage in ROLE_STAGES:
        here = roles.left(state)
        return answers.another(here) if here.activities else Step(here, (prompt(here),))
    if state.stage == "suggested":
        return answers.another(state)
    if state.stage == "asking":
        return answers.show_choices(_unchosen(state), Reply(conversation.BACK_TO_CHOICE))
    return answers.enough(state) if state.stage == "collecting" else Step(state, _asked_again(state))


def plan(state: State) -> Step:
    """Propose a plan towards the role that was looked at, or show the roles that there could be one for."""
    return roles.read(state, state.role["title"], "plan", "") if state.role else roles.look(state)


_TAKERS: dict[str, Callable[[State], Step]] = {
    "start": start,
    "cancel": cancel,
    "back": back,
    "help": help_,
    "skip": skip,
    "done": done,
    "end": end,
    "list": changes.shown,
    "skills": skills,
    "more": more,
    "privacy": privacy,
    "roles": roles.look,
    "make-plan": plan,
}
SLASH = ("start", "cancel", "back", "help", "skip", "privacy", "roles")


def input_ended(state: State) -> Step:
    """Conclude from what was told: the input has ended."""
    hurried = state.but(hurry=True)
    collected = state.stage == "collecting" and state.activities and not state.left_out
    if collected or (state.stage == "choosing" and state.choices):
        return Step(hurried, (), Understand(state.activities, state.left_out))
    if state.stage == "asking" and state.choice is not None:
        return answers.conclude(hurried)
    return Step(state.afresh("ended"), (Reply(conversation.FAREWELL_EARLY),))


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
