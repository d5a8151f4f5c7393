"""Plans towards a role: what people and their coaches read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.text.markup import Marked
from bot.times import day

if TYPE_CHECKING:
    from bot.store.plans import PlanComment, PlanStep

NO_PLAN = "You have no plan yet. Say /roles once you have a level: pick a role there, then “Plan it”."
NO_PLANS = "Nobody shares a plan with you at the moment."
NOT_THERE = "That goal is no longer part of a plan."
NO_TEAM = "You are in no team with a coach, so there is nobody to share your plan with."
SHARED_WITH_NOBODY = "No coach sees your plan any more."
COMMENT_ON = "What would you like to say about this goal? The person sees your name with it."
COMMENTED = "Sent."
SHARE, TAKE_BACK, COMMENT = "Share with my coach", "Stop sharing my plan", "Comment"
LOOK, LATER, DONE = "How far am I", "3 months later", "Done"
LATER_DAYS = 90


def plan(
    steps: Sequence[PlanStep], comments: Mapping[int, Sequence[PlanComment]], heading: str = "Your plan"
) -> list[Marked]:
    """Show a plan: each goal with its date, what to do, what counts as done, and what coaches say."""
    pieces: list[Marked] = []
    for role in dict.fromkeys(each.role for each in steps):
        pieces += [Marked("\n\n" if pieces else ""), Marked(f"{heading}: {role}", "b")]
        for place, step in enumerate(steps, 1):
            if step.role == role:
                pieces += _step(place, step, comments.get(step.id, ()))
    return pieces


def _step(place: int, step: PlanStep, comments: Sequence[PlanComment]) -> list[Marked]:
    when = f"reached on {day(step.done_at)}" if step.done_at else f"by {day(step.due_at)}"
    named = Marked(f"{step.skill_name}, level {step.level}", "b")
    pieces = [Marked(f"\n\n{place}. "), named, Marked(f", {when}")]
    if not step.done_at:
        pieces += [Marked(f"\n• {task}") for task in step.to_do]
        pieces.append(Marked(f"\nDone when: {step.done_when}"))
        pieces.append(Marked(f"\nWho can confirm it: {step.vouch}"))
    for each in comments:
        pieces.append(Marked(f"\n{each.coach_name or 'A former coach'}: “{each.text}”"))
    return pieces


def due(step: PlanStep) -> list[Marked]:
    """Ask about a goal on its date."""
    return [
        Marked("You planned to be there today: "),
        Marked(f"{step.skill_name}, level {step.level}", "b"),
        Marked(f", on the way to {step.role}.\n\nDone when: {step.done_when}\n\nHow far are you?"),
    ]


def moved(step: PlanStep) -> str:
    """Confirm another date."""
    return f"{step.skill_name}, level {step.level}: I'll ask you on {day(step.due_at)}. See /plan."


def reached(steps: Sequence[PlanStep]) -> str:
    """Say that a suggestion reaches goals of the plan."""
    named = " and ".join(f"{each.skill_name}, level {each.level}" for each in steps)
    return f"That reaches a goal of your plan: {named}. Well done! See /plan."


def shared(team: str) -> str:
    """Confirm who sees the plan."""
    return f"The coaches of {team} now see your plan and can comment on it. /plan takes it back at any time."


def of_person(
    name: str, steps: Sequence[PlanStep], comments: Mapping[int, Sequence[PlanComment]]
) -> list[Marked]:
    """Show a coach somebody's plan."""
    return [Marked(f"{name}\n", "b"), *plan(steps, comments, "Plan")]


def commented(coach: str, step: PlanStep, text: str) -> list[Marked]:
    """Tell a person what a coach says of a goal."""
    return [
        Marked(f"{coach} on your goal "),
        Marked(f"{step.skill_name}, level {step.level}", "b"),
        Marked(f": “{text}”\n\nYour plan: /plan"),
    ]


def numbered(label: str, place: int) -> str:
    """Label of a button about one goal."""
    return f"{label}: {place}"
