"""The person tells what they do."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.corrections import corrected_work
from bot.conversation.faq import answer
from bot.conversation.messages import MAX_ACTIVITIES, MAX_MESSAGE, Heard, hear
from bot.conversation.prompts import prompt
from bot.conversation.state import Reply, State, Step, Understand
from bot.text import conversation
from bot.text.verbs import is_verb


def tell(state: State, text: str) -> Step:
    """Take in words that answer no button: activities, small talk, or a call for care."""
    heard = _with_corrections(state, hear(text))
    remarks = _remarks(state, heard, _to_chatter(state))
    room = MAX_ACTIVITIES - len(state.activities)
    fresh = heard.activities[:room]
    state = state.but(aside=heard.hurt)
    if state.stage == "asking":
        fresh = tuple(activity for activity in fresh if _tells(activity))
        if not fresh:
            return Step(state, (*(remarks or (Reply(conversation.NOT_AN_ANSWER),)), prompt(state)))
    if heard.activities and not fresh:
        return Step(state, (*remarks, Reply(conversation.too_many(MAX_ACTIVITIES)), prompt(state)))
    if not fresh:
        return Step(state, (*remarks, prompt(state)))
    told = state.but(
        activities=(*state.activities, *fresh),
        fresh=len(fresh),
        # What is told at the choice of a skill, or after a suggestion, is a reason to look again at once.
        enough=state.enough or state.stage in ("choosing", "suggested"),
    )
    return Step(told, remarks, Understand(told.activities, told.rejected, len(state.activities)))


def _tells(piece: str) -> bool:
    """Whether words given in place of an answer tell work: many do, or short ones that say who does what."""
    words = piece.split()
    return len(words) >= 4 or (len(words) > 1 and (is_verb(words[0]) or words[0].casefold() in ("i", "we")))


def _with_corrections(state: State, heard: Heard) -> Heard:
    """Add what corrections tell that is work and stands nowhere yet."""
    told = tuple(
        work
        for intent, _ in heard.intents
        if intent.kind == "change" and (work := corrected_work(state, intent))
    )
    return replace(heard, activities=(*heard.activities, *told)) if told else heard


def _to_chatter(state: State) -> str:
    """Return what to say to small talk before asking again."""
    if state.stage == "choosing":
        return conversation.PICK_ONE
    return "" if state.enough or state.stage == "asking" else conversation.CHATTER


def _remarks(state: State, heard: Heard, chatter: str) -> tuple[Reply, ...]:
    remarks: list[str] = []
    if heard.care:
        remarks += [
            f"{conversation.care(heard.care)}\n{conversation.CARE_STAYS_OUT}{conversation.IF_IT_IS_WORK}"
        ]
    asks = [piece for intent, piece in heard.intents if intent.kind == "question"]
    remarks += list(dict.fromkeys(answer(state, piece) for piece in asks))[:2]
    if any(intent.kind == "steering" for intent, _ in heard.intents):
        remarks += [conversation.NO_STEERING]
    if heard.cut:
        remarks += [conversation.cut(MAX_MESSAGE)]
    if heard.blank:
        remarks += [conversation.UNREADABLE]
    elif chatter and not heard.activities and not remarks:
        remarks += [chatter]
    return tuple(Reply(text) for text in remarks)
