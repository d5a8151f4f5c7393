"""What is said about reviews, to coaches and to those whom they are about, in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.guidance.model import AnswerChoice
from bot.text.markup import Marked

if TYPE_CHECKING:
    from bot.store.reviews.cards import ReviewNotice
    from bot.store.reviews.decisions import Decision, Status

Skill = Callable[[str | None, str | None], str]
"""Gives a skill's name from its framework and key."""

NO_SKILL = "No skill of that name is known. Write its code, or a word of its name."
WHICH_SKILL = "Which of these skills do you mean?"
PROBLEMS = {
    "reason-missing": "Write the reason: the person reads it.",
    "level-not-shared": "The level is not shared with you, so there is nothing to agree with.",
    "no-such-level": "The skill has no such level.",
}
"""Why a decision cannot be taken, by the store's reason."""

VERDICTS = {
    "agree": "Agree",
    "change": "Another level",
    "another": "Another skill",
    "unclear": "Not enough evidence",
}
ANSWERS: dict[AnswerChoice, str] = {
    "own": "On my own",
    "help": "With help",
    "no": "Not yet",
    "skip": "Skipped",
}


def waited(minutes: int) -> str:
    """Say how long something has waited."""
    for unit, length in (("day", 1440), ("hour", 60)):
        if (count := minutes // length) >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "just now"


def overtaken(status: Status, by: str | None) -> str:
    """Say kindly that somebody was faster, or that it is no longer as it was shown.

    Args:
        status: where the review stands.
        by: name of the coach who has it, where it is another one.
    """
    if by and status == "decided":
        return f"{by} decided on this one while you had it open. Nothing of yours was written over it."
    if by and status in ("claimed", "asked"):
        return f"{by} has taken this one while you had it open. Nothing of yours was written."
    if status == "decided":
        return "This one is decided already. Nothing was written."
    return (
        "Something about this review changed while you had it open. Nothing was written: please look again."
    )


NAMELESS = "somebody who does not share their name"
AGREE, CHANGE, OTHER, ASK = "Agree", "Another level", "Another skill", "Ask them"
UNCLEAR, NEXT, FIRST = "Not enough evidence", "Next", "Begin with the oldest"
LOOK_AGAIN, OPEN, WRITE, DONT_KNOW = "Look again", "Open the review", "Write to them", "I don't know"
WITHOUT_WORDS, NEVER_MIND = "Decide without words", "Never mind"
ANSWER, REPLY, APPEAL, APPEAL_NOW = "Answer", "Reply", "Ask a second coach", "Ask without a reason"
TAKE_IT_BACK = "Take back: "

QUEUE_EMPTY = "Nothing waits for you. I'll tell you when something comes."
SOMETHING_WAITS = "Somebody shared something that waits for a coach to look: /queue"
LAST_ONE = "That was the last one. I'll tell you when something comes."
WHICH_LEVEL = "Which level fits?"
WHICH_OTHER = "Which skill is it? Write its name or its code."
WHAT_TO_ASK = "What do you want to ask? Write it; they get it at once, and their answer comes here."
WHAT_TO_WRITE = "What do you want to write? They get it at once."
WHAT_IS_MISSING = "What is missing? Write it, as the person reads it, or decide without words."
TAKEN_AWAY = "This is not here any more."
NOT_FOR_YOU = "That isn't there any more: it was taken back, or it isn't yours to look at."
TAP_FIRST = "Tap a button under the review first: “Ask them” writes to the person, the others decide."
STAYS_AS_IT_IS = "Nothing has changed."
ASKED = "Sent. The review stays with you until they have answered, for a week at most."
WRITTEN = "Sent."
NO_LONGER_COACH = "They coach this team no longer, so nobody would read it. Nothing was sent."
NOT_SHARED = "You don't share that any more, so there is nothing to answer."
APPEALED = "A second coach looks at it, without seeing what was decided first. You hear from me."
NO_SECOND = "There is no second coach in the team yet. It waits until there is one, and you hear from me."
ALREADY_APPEALED = "A second coach was asked already."


def link(address: str, minutes: int, here: bool) -> str:
    """Give the link that signs a coach or an admin in.

    Args:
        address: the link.
        minutes: that it works.
        here: it opens on the machine that Rung runs on alone.
    """
    told = f"This opens the console. It works once, for {minutes} minutes, and is for you alone:\n{address}"
    return f"{told}\nIt opens on the machine that Rung runs on." if here else told


def queue_head(count: int, most: int) -> str:
    """Say how many reviews wait."""
    number = f"More than {most}" if count > most else str(count)
    return f"{number} {'waits' if count == 1 else 'wait'} for you, the oldest first"


def agree(level: int | None) -> str:
    """Label the button that agrees."""
    return AGREE if level is None else f"{AGREE}: level {level}"


def next_one(count: int, most: int) -> str:
    """Label the button that goes on."""
    return f"{NEXT} ({f'more than {most}' if count > most else count} wait{'s' if count == 1 else ''})"


def why(said: str) -> str:
    """Ask for the reason of a decision."""
    return f"{said}. Why? Write the reason: the person reads it."


def level_of_other(skill: str) -> str:
    """Ask which level of another skill it is."""
    return f"{skill}. Which level of it?"


def you_decided(said: str, name: str | None) -> str:
    """Confirm a decision to the coach."""
    return f"{said}. {name or 'The person'} is told at once."


def gone(skill: str) -> str:
    """Tell a coach that a review they had open is taken back."""
    return f"{skill}: the person took back what they shared, so the review is gone from here."


def decided_by_another(skill: str, name: str | None) -> str:
    """Tell a coach that another one decided on a review they had open."""
    return f"{skill}: {name or 'another coach'} decided on it meanwhile, so it is gone from here."


def told_decided(about: ReviewNotice, skill: Skill) -> list[Marked]:
    """Tell a person what a coach decided on their suggestion."""
    assert about.decision is not None
    pieces = [
        Marked(f"{_coach(about)} looked at your {about.skill_name}", "b"),
        Marked(f" (team {about.team_name}).\n{_sentence(about.decision, about.level, skill)}"),
        *_quoted(about.decision.reason),
    ]
    return [*pieces, Marked("\nReply to this message to write back.")]


def told_both(first: ReviewNotice, second: ReviewNotice, skill: Skill) -> list[Marked]:
    """Tell a person what stands after a second coach decided: what that one says."""
    assert first.decision is not None
    assert second.decision is not None
    stands = _short(second.decision, second.level, skill)
    before = _sentence(first.decision, first.level, skill)
    pieces = [
        Marked(f"{_coach(second)} looked at your {second.skill_name} as the second coach", "b"),
        Marked(f".\n{_sentence(second.decision, second.level, skill)}"),
        *_quoted(second.decision.reason),
    ]
    if stands == _short(first.decision, first.level, skill):
        told = f"Both coaches see it the same way, so that stands: {stands}."
    else:
        told = f"Before, {_coach(first)} had decided: {before}\nThe second look stands: {stands}."
    return [*pieces, Marked("\n\n"), Marked(told, "b"), Marked("\nReply to this message to write back.")]


def told_asked(about: ReviewNotice, text: str) -> list[Marked]:
    """Tell a person what a coach asks or writes."""
    verb = "asks about" if about.decision is None else "writes about"
    return [
        Marked(f"{_coach(about)} {verb} your {about.skill_name}", "b"),
        *_quoted(text),
        Marked("\nTap the button, or reply to this message. Everything else here goes on as it was."),
    ]


def told_answered(about: ReviewNotice, text: str) -> list[Marked]:
    """Tell a coach what the person answers or writes."""
    verb = "answers about" if about.decision is None else "writes about"
    return [Marked(f"{about.name or 'The person'} {verb} {about.skill_name}", "b"), *_quoted(text)]


def answer_to(about: ReviewNotice) -> str:
    """Ask for the words of an answer."""
    return f"Write your answer to {_coach(about)}. Your next message goes to them."


def answered(about: ReviewNotice) -> str:
    """Confirm that an answer was sent; without a coach it waits for the next."""
    if about.coach is None:
        return "Noted in the review. Whoever looks at it next reads it."
    return f"Sent to {_coach(about)}."


def sure_to_appeal(about: ReviewNotice) -> str:
    """Say what an appeal is, and ask for its reason."""
    return (
        f"A second coach of {about.team_name} will look, without seeing what {_coach(about)} decided or"
        " what you write here. Write why, or ask without a reason."
    )


def taking_back(skills: str, team: str) -> str:
    """Label the button that takes a share back."""
    return f"{TAKE_IT_BACK}{skills}, {team}"


def _coach(about: ReviewNotice) -> str:
    return about.coach_name or "A coach"


def _quoted(text: str) -> list[Marked]:
    return [Marked("\n"), Marked(text, "blockquote")] if text else []


def _sentence(decision: Decision, suggested: int, skill: Skill) -> str:
    fits = _short(decision, suggested, skill)
    if decision.verdict == "agree":
        return f"They agree: {fits}."
    if decision.verdict == "change":
        return f"They see you at {fits}, not {suggested}."
    if decision.verdict == "another":
        return f"They see another skill in it: {fits}."
    return "They cannot tell yet: there is not enough to go by."


def _short(decision: Decision, suggested: int, skill: Skill) -> str:
    if decision.verdict == "agree":
        return f"level {suggested}"
    if decision.verdict == "change":
        return f"level {decision.level}"
    if decision.verdict == "another":
        level = "" if decision.level is None else f", level {decision.level}"
        return f"{skill(decision.framework, decision.skill)}{level}"
    return "not enough evidence yet"
