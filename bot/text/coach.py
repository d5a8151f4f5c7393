"""Review cards and queue lines for coaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guidance import grammar
from bot.guidance.model import Evidence, Given, WhyNotHigher
from bot.text.markup import Marked
from bot.text.reviews import ANSWERS, NAMELESS, VERDICTS

if TYPE_CHECKING:
    from bot.store.reviews.cards import ReviewCard
    from bot.store.reviews.decisions import Decision
    from bot.store.reviews.lists import QueueEntry

MOST_PAIRS, MOST_SAID, MOST_STEPS = 6, 8, 3
"""Most pairs, activities and steps on a card; the console shows all."""

NOT_SUGGESTED = (
    "Rung did not suggest this level to the person. Your decision is kept, but has no effect and nothing is"
    " learnt from it."
)
_NOTHING: WhyNotHigher = {"level": 0, "missing": []}


@dataclass(frozen=True, slots=True)
class Heading:
    """Details that are not part of the card.

    Args:
        framework: its name.
        team: its name.
        waited: how long it has waited, in words.
        sure: how sure Rung was, in its words to the person; empty where the level is not shared.
        skill: gives a skill's name from its framework and key.
    """

    framework: str
    team: str
    waited: str
    sure: str
    skill: Callable[[str | None, str | None], str]


def card(shown: ReviewCard, heading: Heading) -> list[Marked]:
    """Show a review: suggestion, evidence, answers, what is missing."""
    pieces = _head(shown, heading)
    pieces += _sure(shown, heading.sure)
    pieces += [Marked(f"\n{text}") for text in notes(shown)]
    pieces += _pairs(shown)
    pieces += _answers(shown.given or ())
    pieces += _higher(shown)
    pieces += _said(shown)
    pieces += _steps(shown)
    pieces += _messages(shown)
    return pieces + _decided(shown, heading)


def notes(shown: ReviewCard) -> list[str]:
    """Note where the skill begins above the person, and levels that were never suggested."""
    said = [] if shown.suggested else [NOT_SUGGESTED]
    return said + [
        f"{each.framework}: {each.skill_name} begins at level {each.level}, above this person. Nothing was"
        " suggested there."
        for each in shown.beyond
    ]


def line(entry: QueueEntry, place: int, framework: str, waited: str) -> str:
    """Return a line of the queue."""
    level = "" if entry.level is None else f", level {entry.level}"
    who = entry.name or NAMELESS
    taken = " (yours)" if entry.mine else ""
    return f"{place}. {entry.skill_name}{level} ({framework}): {who}, {entry.team}, {waited}{taken}"


def verdict(decision: Decision, suggested: int | None, skill: Callable[[str | None, str | None], str]) -> str:
    """Tell a coach what was decided: *Another level: 4*."""
    said = VERDICTS[decision.verdict]
    if decision.verdict == "agree":
        return said if suggested is None else f"{said}: level {suggested}"
    if decision.verdict == "another":
        said += f": {skill(decision.framework, decision.skill)}"
        return said if decision.level is None else f"{said}, level {decision.level}"
    return f"{said}: {decision.level}" if decision.verdict == "change" else said


def _head(shown: ReviewCard, heading: Heading) -> list[Marked]:
    level = "" if shown.level is None else f": level {shown.level}"
    named = f" ({shown.level_name})" if shown.level_name else ""
    who = shown.name or NAMELESS
    return [
        Marked(f"{shown.skill_name}{level}{named}", "b"),
        Marked(f"\n{heading.framework} · {who} · {heading.team} · waits {heading.waited}"),
    ]


def _sure(shown: ReviewCard, sure: str) -> list[Marked]:
    if shown.levels is None:
        return [Marked("\nThe level is not shared with you.")]
    shares = ", ".join(
        f"level {level}: {round(100 * share)}%"
        for level, share in sorted(shown.levels.items(), key=lambda each: int(each[0]))
        if round(100 * share)
    )
    return [Marked(f"\nWhat Rung told them: “{sure}” {shares[:1].upper()}{shares[1:]}.")]


def _pairs(shown: ReviewCard) -> list[Marked]:
    if not shown.evidence:
        return []
    level = shown.level or 0
    # Statements of the suggested level come first.
    nearest = sorted(shown.evidence, key=lambda each: abs(each["descriptor_level"] - level))
    pieces = [Marked("\n\n"), Marked(f"Why level {level}", "b")]
    for each in nearest[:MOST_PAIRS]:
        pieces += [Marked("\nThey: "), Marked(_own(shown, each), "i")]
        pieces.append(Marked(f"\nLevel {each['descriptor_level']}: {_short(each['descriptor'])}"))
    return pieces


def _own(shown: ReviewCard, each: Evidence) -> str:
    """Return the full activity if it is shared; single words tell little."""
    if shown.activities is None:
        return "(words not shared)"
    whole = shown.activities[each["activity"]] if each["activity"] < len(shown.activities) else each["words"]
    return grammar.shorten(whole, 240)


def _answers(given: Sequence[Given]) -> list[Marked]:
    if not given:
        return []
    lines = "".join(
        f"\n• {_short(each['question']['fact']).removesuffix('.')} (level {each['question']['level']}):"
        f" {ANSWERS[each['choice']].lower()}"
        for each in given
    )
    return [Marked("\n\n"), Marked("What they answered", "b"), Marked(lines)]


def _higher(shown: ReviewCard) -> list[Marked]:
    if shown.level is None:
        return []
    if shown.why_not_higher is None:
        return [Marked("\n\nThis is the highest level of the skill.")]
    missing = [f"\n• {_short(text)}" for text in shown.why_not_higher["missing"]]
    nothing = "\nNothing in particular is missing; their words as a whole fit the lower level better."
    head = Marked(f"Why not level {shown.why_not_higher['level']}", "b")
    return [Marked("\n\n"), head, Marked("".join(missing) or nothing)]


def _said(shown: ReviewCard) -> list[Marked]:
    if shown.activities is None:
        return [Marked("\n\nTheir words are not shared with you.")]
    shown_beside = {each["activity"] for each in shown.evidence or ()}
    rest = [text for number, text in enumerate(shown.activities) if number not in shown_beside]
    if not rest:
        return []
    head = "They also said" if shown_beside else "They said"
    lines = "".join(f"\n• {grammar.shorten(text, 240)}" for text in rest[:MOST_SAID])
    return [Marked("\n\n"), Marked(head, "b"), Marked(lines)]


def _steps(shown: ReviewCard) -> list[Marked]:
    missing = {_bare(grammar.imperative(text)) for text in (shown.why_not_higher or _NOTHING)["missing"]}
    steps = [
        step["text"]
        for step in shown.next_steps or ()
        # What is missing is already shown above.
        if step["kind"] == "do" and _bare(step["text"]) not in missing
    ][:MOST_STEPS]
    if not steps:
        return []
    lines = "".join(f"\n• {_short(text)}" for text in steps)
    return [Marked("\n\n"), Marked("Next steps they were given", "b"), Marked(lines)]


def _messages(shown: ReviewCard) -> list[Marked]:
    pieces: list[Marked] = []
    for message in shown.messages:
        who = "You" if message.author == "coach" else shown.name or "They"
        pieces += [Marked(f"\n{who}: "), Marked(message.text, "i")]
    return [Marked("\n\n"), Marked("You wrote to each other", "b"), *pieces] if pieces else []


def _decided(shown: ReviewCard, heading: Heading) -> list[Marked]:
    if shown.decision is None:
        return []
    pieces = [Marked("\n\n"), Marked("You decided", "b")]
    pieces += _told(shown.decision, shown.level, heading)
    if shown.other is not None:
        pieces += [Marked("\n\n"), Marked("Another coach", "b")]
        if shown.other.decision is None:
            pieces.append(Marked("\nThe person asked for a second coach, who has not decided yet."))
        else:
            pieces += _told(shown.other.decision, shown.level, heading)
        if shown.other.reason:
            pieces += [Marked("\nThe person wrote: "), Marked(shown.other.reason, "i")]
    return pieces


def _told(decision: Decision, suggested: int | None, heading: Heading) -> list[Marked]:
    pieces = [Marked(f"\n{verdict(decision, suggested, heading.skill)}")]
    return [*pieces, Marked("\n"), Marked(decision.reason, "i")] if decision.reason else pieces


def _bare(text: str) -> str:
    return text.strip().rstrip(".").casefold()


def _short(text: str) -> str:
    return grammar.shorten(text, 200)
