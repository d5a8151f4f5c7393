"""Do what a whole message asks, by its class."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from bot.conversation import activities, answer_sentences, answers, changes, commands, documents, faq, roles
from bot.conversation.activities import clean
from bot.conversation.corrections import corrected_work
from bot.conversation.events import Explain, LookedUp, LookUp, RoleRead
from bot.conversation.intents import decide
from bot.conversation.message import Message
from bot.conversation.phrases import after_none, changed_answer
from bot.conversation.prompts import ANSWERS, prompt
from bot.conversation.remarks import about_suggestion, is_objection
from bot.conversation.replies import Reply, Step
from bot.conversation.state import ROLE_STAGES, Notice, State
from bot.text import conversation
from bot.text import faq as faq_text
from bot.text import roles as roles_text
from bot.text.faq import Care

_POINTS = re.compile(
    r"\b(?:that|it|this|those|these|one|ones|last|first|second|third|number|no|not|wrong|mistake|meant|mean|was"
    r"|should|instead|actually|sorry|undo|delete|remove|change|correct|drop|cancel|scrap|ignore|forget|take|\d+)\b",
    re.IGNORECASE,
)
"""Words without which nothing that was told is corrected."""


def is_not_me(text: str) -> bool:
    """Whether somebody says that what was suggested or asked is not them."""
    return about_suggestion(text) == "not-me"


def is_about_suggestion(state: State, text: str) -> bool:
    """Whether words said after a suggestion are about it, or change an answer."""
    found = decide(text, state)
    return found.what in _ABOUT_SUGGESTION or bool(found.kind == "answer" and changed_answer(text))


_ABOUT_SUGGESTION = ("not-me", "why-level", "next", "stand", "levels", "difference", "appeal", "revise")
"""Topics of questions about a suggestion, and the change of an answer."""


LONGEST_NAME = 8
"""Words of a message that may be the name of a skill."""


def take(state: State, text: str, original: str, looked_up: bool = False) -> Step:
    """Handle a message.

    Args:
        state: where the conversation stands.
        text: the message, cleaned.
        original: as it was typed.
        looked_up: whether it is known to be no skill's name.
    """
    if state.editing or state.revising:
        return _picked(state, text, original)
    if not looked_up and (told := _told_at_once(state, text)):
        return told
    message = decide(text, state)
    if message.kind == "correction" and not message.sure and not _POINTS.search(text):
        # A guess that points at nothing must not cost an activity: *do the roster lah*.
        message = Message("work")
    if settled := _settled(state, message, text):
        return settled
    if message.kind == "correction" and state.stage == "asking" and is_not_me(text):
        # *nope not me* is about the question, not about the list.
        message = Message("answer", "no")
    unsure = message.kind == "work" or not message.sure
    if unsure and not looked_up and (named := _by_name(state, text, original)):
        return named
    # What was left out can be added until the person tells something else.
    here = state if message.kind in _LEAVE_ASIDE else state.but(aside=(), asked_if_work=False)
    if unsure and (completed := changes.completed(here, text)):
        return completed
    if message.kind not in _LEAVE_ASIDE:
        here = here.but(asked_about=0)
    if message.kind not in ("work", "correction"):
        here = here.but(rewording=0)
    taken = _TAKERS[message.kind](here, message, text) if message.kind in _TAKERS else None
    return taken or _work(here, text, original)


def _none_and_work(state: State, text: str) -> Step | None:
    """Take *none of these*, and the work that is told with it."""
    rest = after_none(text) if state.stage == "choosing" else ""
    if not rest:
        return None
    none = answers.none_of_these(state)
    return none if none.work else activities.tell(none.state, rest)


def _objection_and_work(state: State, text: str) -> Step | None:
    """Take an objection to the suggestion, and the work that is told with it."""
    head, _, rest = text.partition(",")
    if state.stage != "suggested" or len(rest.split()) < FEWEST_WORDS or not is_objection(head):
        return None
    told = activities.tell(state, rest.strip())
    return replace(told, replies=(Reply(faq.answer(state, head, "appeal")), *told.replies))


FEWEST_WORDS = 4
"""Words from which what follows an objection is work."""


def _told_at_once(state: State, text: str) -> Step | None:
    """Take a pasted document, *none of these* with work behind it, or the name of a role."""
    return (
        documents.pasted(state, text)
        or _none_and_work(state, text)
        or _objection_and_work(state, text)
        or roles.named(state, text)
    )


def _settled(state: State, message: Message, text: str) -> Step | None:
    """Take what is said to the suggestion, or after "it depends": it is no work."""
    if state.stage == "suggested" and is_not_me(text):
        return answers.not_me(state)
    if state.stage != "asking" or not state.question or abs(state.unclear) != state.number or state.rewording:
        return None
    guessed = not message.sure and message.kind in ("answer", "correction", "small-talk", "not-work")
    if message.kind != "work" and not guessed and message.what != "depends":
        return None
    said = answer_sentences.of_own_part(text) or (message.what if message.kind == "answer" else "")
    return answers.typed(state, said) if said in dict(ANSWERS) else answers.depends(state)


def _picked(state: State, text: str, original: str) -> Step:
    """Take the activity or the answer to change."""
    if state.editing:
        return answers.picked_by_number(state, text) or _left_menu(state, text, original)
    revised = answers.revise(state, text) if state.given else None
    return revised or take(state.but(revising=0), text, original)


def _left_menu(state: State, text: str, original: str) -> Step:
    """Take a button of the menu that was typed; anything else leaves the menu."""
    message = decide(text, state)
    typed = message.kind == "answer" and not message.what.startswith("again:")
    step = answers.pressed(state, message.what) if typed else None
    return step or take(state.but(editing=0), text, original)


_LEAVE_ASIDE = ("claim", "question", "command")


def _by_name(state: State, text: str, original: str) -> Step | None:
    """Look up what may be the name of a role or of a skill; None where it can be neither."""
    if state.rewording or len(text.split()) > LONGEST_NAME:
        return None
    if state.stage in ROLE_STAGES:
        return roles.read(state, text)
    named = state.stage in ("collecting", "choosing", "suggested")
    return Step(state, (), LookUp((text,), "add", original)) if named else None


def looked_up(state: State, result: LookedUp) -> Step:
    """Handle what was found under a name."""
    asked, found = result.asked, [one for one in result.found if one]
    if asked.purpose == "add":
        return _add_named(state, result) if found else take(state, clean(asked.text), asked.text, True)
    if asked.purpose == "compare" and len(found) == len(asked.names):
        skills = [
            (number, one["choice"]["label"], one["description"])
            for number, one in zip(asked.numbers, found, strict=True)
        ]
        return _explained(state, conversation.compared(skills))
    if asked.purpose == "levels" and found:
        return _explained(state, conversation.levels_compared(found[0], asked.numbers))
    if not found and state.question and faq.is_about_statement(state, asked.text):
        return Step(state, (), Explain(state.question))
    if not found:
        return _explained(state, faq.answer(state, asked.text))
    one = found[0]
    named = one["choice"]["skills"][0]["framework_name"]
    return _explained(state, conversation.explained_skill(one["choice"]["label"], named, one["description"]))


def role_read(state: State, result: RoleRead) -> Step:
    """Handle what was found of a role; a message that names none goes on as what it says."""
    text = result.asked.text
    if result.gap is not None:
        return roles.shown(state, result)
    if not text or (roles.is_wish(text) and decide(text, state).kind in ("work", "answer", "question")):
        return Step(state, (Reply(roles_text.role_unknown(result.asked.name)), prompt(state)))
    if len(text.split()) <= LONGEST_NAME:
        return Step(state, (), LookUp((text,), "add", text))
    return take(state, clean(text), text, True)


def _work(state: State, text: str, original: str) -> Step:
    """Take a message as work, or as the right words of an activity."""
    if 0 < state.rewording <= len(state.activities):
        return changes.rewrite(state, state.rewording - 1, text[: activities.MAX_ACTIVITY])
    asks = _asked_beside(state, original)
    return take(state, asks, asks, True) if asks else activities.tell(state.but(rewording=0), original)


def _asked_beside(state: State, text: str) -> str | None:
    """Return what a message of several sentences asks where none of them is work, or None."""
    if len(activities.split(text[: activities.MAX_MESSAGE])) < 2:
        return None
    heard = activities.hear(text, state.vectors)
    asked = (each.piece for each in heard.others if each.kind in ("correction", "command"))
    return None if heard.activities or heard.care else next(asked, None)


def _add_named(state: State, result: LookedUp) -> Step:
    """Put a skill that was named on the list, and show it where there is one."""
    found = next(one for one in result.found if one)
    choice = found["choice"]
    kept = state.but(
        named=(choice, *(one for one in state.named if one["label"] != choice["label"])),
        hidden=tuple(label for label in state.hidden if label != choice["label"]),
        rejected=tuple(label for label in state.rejected if label != choice["label"]),
        notice="kept",
    )
    if not state.activities:
        said = Reply(conversation.tell_of(choice["label"], found["description"]))
        return Step(kept.but(number=state.number + 1), (said,))
    others = tuple(one for one in state.choices if one["label"] != choice["label"])
    if state.stage == "collecting" and not state.enough:
        return activities.tell(kept, result.asked.text)
    return answers.show_choices(
        kept.but(choices=(choice, *others), choice=None, question=None, given=()),
        Reply(conversation.named(choice["label"])),
    )


def _question(state: State, message: Message, text: str) -> Step:
    """Answer a question to Rung."""
    if state.question and faq.is_about_statement(state, text, message.what):
        return Step(state, (), Explain(state.question))
    look = faq.to_look_up(state, text, message.what)
    return Step(state, (), look) if look else _explained(state, faq.answer(state, text, message.what))


def _explained(state: State, text: str) -> Step:
    told = state.but(notice="explained")
    return Step(told, (Reply(text), prompt(told)))


def _told(notice: Notice, text: str) -> Callable[[State, Message, str], Step]:
    def tell(state: State, _: Message, __: str) -> Step:
        told = state.but(notice=notice)
        return Step(told, (Reply(text), prompt(told)))

    return tell


def _care(state: State, message: Message, text: str) -> Step | None:
    if len(activities.split(text)) > 1:
        # There may be work beside it.
        return None
    cared = state.but(aside=(text[: activities.MAX_ACTIVITY],), notice="care")
    return Step(cared, (Reply(activities.care_reply(cast(Care, message.what))), prompt(cared)))


def _answer(state: State, message: Message, text: str) -> Step | None:
    what = message.what
    if what == "depends":
        return answers.depends(state)
    if what == "revise":
        return answers.revise(state, text)
    if what.startswith("again:"):
        return answers.change_last(state, what.partition(":")[2]) if state.given else None
    return answers.typed(state, what)


def _correction(state: State, message: Message, _: str) -> Step | None:
    if message.what == "remove" and state.rewording and not message.about and message.number in (None, -1):
        message = replace(message, number=state.rewording)
    if state.stage == "ended":
        return Step(state, (prompt(state),))
    # "No wait, I run the clinic too" corrects nothing that stands: it is work.
    return None if corrected_work(state, message) else changes.correct(state, message)


def _claim(state: State, message: Message, _: str) -> Step:
    if message.what == "no":
        dropped = state.but(aside=(), asked_if_work=False)
        return Step(dropped, (prompt(dropped),))
    if state.aside:
        return changes.take_in(state)
    return Step(state, (Reply(faq_text.NOTHING_ASIDE), prompt(state)))


def _small_talk(state: State, _: Message, text: str) -> Step:
    told = state.but(notice="small-talk")
    if state.stage == "asking":
        return Step(told, (Reply(conversation.NOT_AN_ANSWER), prompt(told)))
    said = activities.to_small_talk(state, text) if state.stage != "ended" else ""
    return Step(told, (*((Reply(said),) if said else ()), prompt(told)))


def _language(state: State, message: Message, _: str) -> Step:
    said = conversation.ENGLISH_ONLY if state.language_told else faq_text.english_only(message.what)
    told = state.but(notice="language", language_told=True)
    return Step(told, (Reply(said), prompt(told)))


def _not_work(state: State, _: Message, text: str) -> Step:
    return activities.left_out(state, text, "not-work")


_TAKERS: dict[str, Callable[[State, Message, str], Step | None]] = {
    "command": lambda state, message, _: commands.take(state, message.what),
    "correction": _correction,
    "question": _question,
    "answer": _answer,
    "claim": _claim,
    "care": _care,
    "small-talk": _small_talk,
    "language": _language,
    "not-work": _not_work,
    "other-person": _told("other-person", faq_text.faq("other-person")),
    "steering": _told("steering", faq_text.NO_STEERING),
}
