"""Sentences about next roles: which fit, what one asks for, and the plan towards it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.conclusions import likely_levels
from bot.guidance.model import Conclusion, Plan, PlanGoal, RoleGap, RoleMatch, RoleSkill, RoleStep
from bot.text.levels import level_words

ROLES = "Roles that fit me"
ASK_OPEN, PLAN_IT, OTHERS, MINE = (
    "Ask me about what is open",
    "Plan it",
    "Other roles",
    "This is my job now",
)
VACANCY = "The job you sent"
LOOKING_AT_IT = "I'm only looking at this job"
BACK, KEEP = "Back", "Keep this plan"
HAVE, NEED, OPTIONAL = "you have", "the role needs", "optional"
MONTHS = (3, 6, 12)
LEVEL_FIRST = (
    "Which roles fit you follows from your levels, and I know none yet. Tell me what you do at work, and"
    " after the first suggestion ask again."
)
NO_ROLES = (
    "There are no roles in my catalogue, so I can't say which fit you. An admin can add some: a table of"
    " roles with the skills and levels they ask for, or pages that describe roles."
)
NONE_FITS = (
    "None of the roles in my catalogue asks for a skill that I know a level of yours in. Work out another"
    " skill with me, or ask an admin to add roles of your field."
)
NOTHING_OPEN = "There is nothing open that I could ask you about."
NOTHING_TO_PLAN = (
    "You have what this role asks for, as far as my documents say it, so there is nothing to plan."
)
DONE_ON_OWN = "you do that on your own, and somebody who can judge it has seen it"
NO_GOAL_LEFT = "That was the last goal, so there is no plan."
NOT_KEPT_HERE = "Nothing of it is kept here once we stop: copy what you need."
ASK_ROLE = "Which one should we look at? Type its name or number; any other role of my catalogue is fine too."
_STEPS: dict[RoleStep, str] = {
    "near": "No role of my catalogue asks for a skill that I know your level in. Nearest to your words:",
    "usual": "The usual next step:",
    "one": "One step away:",
    "two": "Two steps away:",
}


def month_label(months: int) -> str:
    """Label of the button that sets when the plan is looked at again."""
    return f"In {months} months"


def drop_label(number: int, goal: PlanGoal) -> str:
    """Label of the button that drops a goal."""
    return f"Drop goal {number}: {grammar.shorten(goal['skill_name'], 40)}"


def role_list(roles: Sequence[RoleMatch], named: bool) -> str:
    """List roles that fit, the present one first.

    Args:
        roles: as `RoleMatches` has them.
        named: whether the person said which role is theirs.
    """
    lines = [_present(role, named) for role in roles if role["step"] == "present"]
    for step, head in _STEPS.items():
        of_step = [role for role in roles if role["step"] == step]
        lines += [head] if of_step else []
        lines += [f"  • {_titled(role)}: {_covered(role)}.{_because(role)}" for role in of_step]
    return "\n".join(lines)


def _present(role: RoleMatch, named: bool) -> str:
    if named:
        return f"Your job: {_titled(role)}; {_covered(role)}."
    return f"Most like what you told me: {_titled(role)}; {_covered(role)}.{_because(role)}"


def which_role(named: bool) -> str:
    """Ask which role to look at."""
    if named:
        return ASK_ROLE
    return f"Not your job? Say what it is (“I'm a …”), or look at another and press “{MINE}”. {ASK_ROLE}"


def _titled(role: RoleMatch) -> str:
    return f"{role['title']} ({role['family']})" if role["family"] else role["title"]


def _covered(role: RoleMatch) -> str:
    """Say how far a person's levels cover a role: *you have 6 of 9, are one level short in 2*."""
    if not role["total"]:
        return "my documents name no skills that it asks for"
    if role["open"] == role["total"]:
        return f"none of its {role['total']} skills was talked about yet"
    parts = [f"you have {role['met']} of {role['total']}"]
    if role["short"]:
        parts.append(f"are one level short in {role['short']}")
    if role["far"]:
        parts.append(f"further short in {role['far']}")
    if role["open"]:
        parts.append(f"were not yet asked about {role['open']}")
    return ", ".join(parts)


def _because(role: RoleMatch) -> str:
    behind = role["behind"]
    if behind is None:
        return ""
    confirmed = ", confirmed by a coach" if behind["confirmed"] else ""
    said = f"You said “{grammar.shorten(behind['words'], 90)}”:" if behind["words"] else "By"
    return f" {said} {behind['name']}, level {behind['level']}{confirmed}."


def gap(found: RoleGap, before: RoleMatch | None) -> str:
    """List what a role asks for beside a person's levels.

    Args:
        found: the gap.
        before: the same role before skills were asked about; None where nothing changed.
    """
    return "\n".join([gap_head(found, before), *(f"  • {gap_line(skill)}" for skill in found["skills"])])


def gap_head(found: RoleGap, before: RoleMatch | None) -> str:
    """Say how far a person's levels cover a role, and what changed."""
    role = found["match"]
    said = f"{_titled(role)}: {_covered(role)}."
    if before is not None:
        said = f"{said} Before these questions: {_covered(before)}."
    named = ", ".join(found["frameworks"])
    return f"{said} The levels are those of {named}." if named else said


def gap_line(skill: RoleSkill) -> str:
    """Say what a person has and needs of a skill."""
    needed = "any level" if skill["needed"] is None else f"level {skill['needed']}"
    optional = "" if skill["core"] else f" ({OPTIONAL})"
    has = "not asked about yet" if skill["level"] is None else f"you have {skill['level']}"
    mark = ", ✓" if skill["coverage"] == "met" else ""
    return f"{skill['name']}{optional}: needs {needed}, {has}{mark}"


def what_next(title: str) -> str:
    """Ask what to do about the gap to a role."""
    return f"What should we do about {title}?"


def role_unknown(name: str) -> str:
    """Say that no role is called that."""
    return f"I know no role called “{grammar.shorten(name, 60)}”. /roles shows those that fit you."


def placed(conclusion: Conclusion) -> str:
    """Say at which level a skill was placed, in a line."""
    ladder, levels = conclusion["ladder"], likely_levels(conclusion["suggestion"])
    return f"Noted: {ladder['skill']}, {level_words(levels)} ({ladder['framework']})."


def left_open(skill: str) -> str:
    """Say that nothing was said of a skill."""
    return f"{skill} stays open."


def vouch(level: int) -> str:
    """Say who could watch a goal and confirm it."""
    return f"your line manager, a colleague above level {level} of it, or a coach"


def plan(proposed: Plan) -> str:
    """Show a plan with its goals."""
    goals = proposed["goals"]
    months = goals[0]["months"]
    head = (
        f"Your plan towards {proposed['role']}. Look at it again in {months} months:"
        if proposed["kept"]
        else f"A plan towards {proposed['role']}, to look at again in {months} months:"
    )
    return "\n".join([head, *(_goal(number, goal) for number, goal in enumerate(goals, 1))])


def _goal(number: int, goal: PlanGoal) -> str:
    lines = [f"{number}. {goal['skill_name']}, level {goal['level']}"]
    lines += [f"   To do at work: {grammar.shorten(thing, 200)}" for thing in goal["to_do"]]
    lines.append(f"   Done when: {grammar.shorten(goal['done_when'], 200)}")
    lines.append(f"   Who could confirm it: {goal['vouch']}")
    return "\n".join(lines)


def bar_words(skill: RoleSkill) -> str:
    """Say beside a bar what a person has and needs of a skill."""
    needed = "?" if skill["needed"] is None else str(skill["needed"])
    return f"need {needed}" if skill["level"] is None else f"have {skill['level']}, need {needed}"
