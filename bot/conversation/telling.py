"""The person tells what they do."""

from __future__ import annotations

from bot.conversation.listening import MAX_ACTIVITIES, MAX_MESSAGE, Heard, hear
from bot.conversation.model import Reply, State, Step, Understand
from bot.conversation.prompts import prompt
from bot.wording import en


def tell(state: State, text: str) -> Step:
    """Take in words that answer no button: activities, small talk, or a call for care."""
    heard = hear(text)
    remarks = _remarks(heard, _to_chatter(state))
    room = MAX_ACTIVITIES - len(state.activities)
    fresh = heard.activities[:room]
    if state.stage == "asking":
        return _aside(state, fresh, remarks)
    if heard.activities and not fresh:
        return Step(state, (*remarks, Reply(en.too_many(MAX_ACTIVITIES)), prompt(state)))
    if not fresh:
        return Step(state, (*remarks, prompt(state)))
    told = state.but(
        activities=(*state.activities, *fresh),
        fresh=len(fresh),
        # What is told at the choice of a skill, or after a suggestion, is a reason to look again at once.
        enough=state.enough or state.stage in ("choosing", "suggested"),
    )
    return Step(told, remarks, Understand(told.activities, told.rejected))


def _aside(state: State, fresh: tuple[str, ...], remarks: tuple[Reply, ...]) -> Step:
    """Keep what was told in place of an answer, and ask again."""
    if not fresh or all(len(activity.split()) < 4 for activity in fresh):
        remarks = remarks or (Reply(en.NOT_AN_ANSWER),)
        return Step(state, (*remarks, prompt(state)))
    told = state.but(activities=(*state.activities, *fresh))
    return Step(told, (*remarks, Reply(en.noted()), prompt(told)))


def _to_chatter(state: State) -> str:
    """Return what to say to small talk before asking again."""
    if state.stage == "choosing":
        return en.PICK_ONE
    return "" if state.enough else en.CHATTER


def _remarks(heard: Heard, chatter: str) -> tuple[Reply, ...]:
    remarks: list[str] = []
    if heard.care:
        remarks += [f"{en.care(heard.care)}\n{en.CARE_STAYS_OUT}"]
    if heard.cut:
        remarks += [en.cut(MAX_MESSAGE)]
    if heard.blank:
        remarks += [en.UNREADABLE]
    elif chatter and not heard.activities and not heard.care:
        remarks += [chatter]
    return tuple(Reply(text) for text in remarks)
