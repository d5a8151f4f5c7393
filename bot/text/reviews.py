"""Sentences about reviews, for coaches and for the people reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.guidance.model import AnswerChoice
from bot.text.markup import Marked
from bot.times import moment

if TYPE_CHECKING:
    from bot.store.reviews.cards import ReviewNotice
    from bot.store.reviews.decisions import Decision, Status

Skill = Callable[[str | None, str | None], str]
"""Returns a skill's name from its framework and key."""

NO_SKILL = "I know no skill of that name. Send its code, or a word of its name."
WHICH_SKILL = "Which of these skills do you mean?"
PROBLEMS = {
    "reason-missing": "Write the reason: the person reads it.",
    "level-not-shared": "The level is not shared with you, so there is nothing to agree with.",
    "no-such-level": "The skill has no such level.",
}
"""Why a decision is refused, by the store's reason."""

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


def waited(since: str, at: str) -> str:
    """Format how long something has waited."""
    minutes = int((moment(at) - moment(since)).total_seconds()) // 60
    for unit, length in (("day", 1440), ("hour", 60)):
        if (count := minutes // length) >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "just now"


def overtaken(status: Status, by: str | None) -> str:
    """Explain that a review changed while it was open.

    Args:
        status: where the review stands.
        by: name of the coach who has it, where it is another one.
    """
    if by and status == "decided":
        return f"{by} decided on this one while you had it open. Your input was not saved."
    if by and status in ("claimed", "asked"):
        return f"{by} took this one while you had it open. Your input was not saved."
    if status == "decided":
        return "This one is already decided. Nothing was saved."
    return "This review changed while you had it open. Nothing was saved: please look again."


NAMELESS = "somebody who does not share their name"
AGREE, CHANGE, OTHER, ASK = "Agree", "Another level", "Another skill", "Ask them"
UNCLEAR, NEXT, FIRST = "Not enough evidence", "Next", "Begin with the oldest"
LOOK_AGAIN, OPEN, WRITE, DONT_KNOW = "Look again", "Open the review", "Write to them", "I don't know"
WITHOUT_WORDS, NEVER_MIND = "Decide without a comment", "Never mind"
ANSWER, REPLY, APPEAL, APPEAL_NOW = "Answer", "Reply", "Ask a second coach", "Ask without a reason"
TAKE_IT_BACK = "Take back: "

QUEUE_EMPTY = "Nothing is waiting for you. I'll tell you when something arrives."
SOMETHING_WAITS = "Somebody shared an assessment for a coach to look at: /queue"
LAST_ONE = "That was the last one. I'll tell you when something arrives."
WHICH_LEVEL = "Which level fits?"
WHICH_OTHER = "Which skill is it? Write its name or its code."
WHAT_TO_ASK = "What do you want to ask? They get your message at once, and their answer arrives here."
WHAT_TO_WRITE = "What do you want to write? They get your message at once."
WHAT_IS_MISSING = (
    "What is missing? The person will read what you write. You can also decide without a comment."
)
TAKEN_AWAY = "This is no longer available."
NOT_FOR_YOU = "That is no longer available: it was withdrawn, or it is not for you to review."
TAP_FIRST = "Tap a button under the review first: “Ask them” writes to the person, the others decide."
STAYS_AS_IT_IS = "Nothing has changed."
ASKED = "Sent. The review stays with you until they have answered, for a week at most."
WRITTEN = "Sent."
NO_LONGER_COACH = "They no longer coach this team, so nobody would read it. Nothing was sent."
NOT_SHARED = "You no longer share that, so there is nothing to answer."
APPEALED = "A second coach will look at it, without seeing the first decision. I'll tell you the outcome."
NO_SECOND = "There is no second coach in the team yet. It will wait until there is one, and I'll tell you."
ALREADY_APPEALED = "A second coach was already asked."


def link(address: str, minutes: int, here: bool) -> str:
    """Return the sign-in link of a coach or admin.

    Args:
        address: the link.
        minutes: that it works.
        here: it opens on the machine that Rung runs on alone.
    """
    told = (
        f"This link opens the console. It works once, within {minutes} minutes, and only for you:\n{address}"
    )
    return f"{told}\nIt works on the machine that runs Rung." if here else told


def queue_head(count: int, most: int) -> str:
    """Return the head of the queue."""
    number = f"More than {most}" if count > most else str(count)
    return f"{number} {'waits' if count == 1 else 'wait'} for you, the oldest first"


def agree(level: int | None) -> str:
    """Label of the button that agrees."""
    return AGREE if level is None else f"{AGREE}: level {level}"


def next_one(count: int, most: int) -> str:
    """Label of the button to the next review."""
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
    """Tell a coach that an open review was withdrawn."""
    return f"{skill}: the person withdrew what they shared, so the review is gone."


def decided_by_another(skill: str, name: str | None) -> str:
    """Tell a coach that another coach decided on an open review."""
    return f"{skill}: {name or 'another coach'} decided on it in the meantime, so it is gone from your queue."


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
    """Tell a person the outcome of an appeal: the second decision stands."""
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
        told = f"Both coaches agree: {stands}."
    else:
        told = f"Before, {_coach(first)} had decided: {before}\nThe second look stands: {stands}."
    return [*pieces, Marked("\n\n"), Marked(told, "b"), Marked("\nReply to this message to write back.")]


def told_asked(about: ReviewNotice, text: str) -> list[Marked]:
    """Tell a person what a coach asks or writes."""
    verb = "asks about" if about.decision is None else "writes about"
    return [
        Marked(f"{_coach(about)} {verb} your {about.skill_name}", "b"),
        *_quoted(text),
        Marked("\nTap the button, or reply to this message. Everything else continues as before."),
    ]


def told_answered(about: ReviewNotice, text: str) -> list[Marked]:
    """Tell a coach what the person answers or writes."""
    verb = "answers about" if about.decision is None else "writes about"
    return [Marked(f"{about.name or 'The person'} {verb} {about.skill_name}", "b"), *_quoted(text)]


def answer_to(about: ReviewNotice) -> str:
    """Ask for the text of an answer."""
    return f"Write your answer to {_coach(about)}. Your next message goes to them."


def answered(about: ReviewNotice) -> str:
    """Confirm that an answer was sent; without a coach it waits for the next."""
    if about.coach is None:
        return "Added to the review. The next coach will read it."
    return f"Sent to {_coach(about)}."


def sure_to_appeal(about: ReviewNotice) -> str:
    """Explain an appeal and ask for its reason."""
    return (
        f"A second coach of {about.team_name} will look at it, without seeing what {_coach(about)} decided"
        " or what you write here. Write your reason, or ask without one."
    )


def taking_back(skills: str, team: str) -> str:
    """Label of the button that withdraws a share."""
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
        return f"They see a different skill: {fits}."
    return "They cannot tell yet: there is not enough evidence."


def _short(decision: Decision, suggested: int, skill: Skill) -> str:
    if decision.verdict == "agree":
        return f"level {suggested}"
    if decision.verdict == "change":
        return f"level {decision.level}"
    if decision.verdict == "another":
        level = "" if decision.level is None else f", level {decision.level}"
        return f"{skill(decision.framework, decision.skill)}{level}"
    return "not enough evidence yet"
