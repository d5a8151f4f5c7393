"""After a suggestion: roles that fit, the gap to one of them, and a plan to close it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import phrases
from bot.conversation.care import needs_care
from bot.conversation.events import FindRoles, Pick, Purpose, ReadRole, RoleRead, RolesFound
from bot.conversation.prompts import prompt
from bot.conversation.replies import Reply, Step
from bot.conversation.state import ROLE_STAGES, Stage, State
from bot.guidance.conclusions import placing
from bot.guidance.model import Choice, Conclusion, HeldLevel, Plan, PlanGoal, RoleGap
from bot.text import conversation
from bot.text import roles as roles_text

MOST_WORDS = 16
"""Words of a message that says which role somebody wants or has."""
_QUOTED = 110
"""Letters kept of the words behind a level."""
_MIND = r"(?:(?:no|ok(?:ay)?|so|and|but|well|actually|hey|hi|yes|eh|sorry|um+)[\s,.]+)*"
_WANTS = re.compile(
    rf"{_MIND}(?:(?:i|i'd|i would) (?:want|wanna|would like|like|hope|plan|aim|wish) (?:to )?"
    r"(?:be|become|move into|work as|grow into)|my (?:goal|dream|aim) is(?: to (?:be|become))?"
    r"|(?:what(?:'s| is| am i) missing|what do i (?:need|lack)|how far am i|what does it take)"
    r"(?: (?:for|to become|to be|from|to))|how (?:do|can) i become)"
    r" (?:an? |the )?(?P<name>[^?]+?)(?: (?:one day|next|someday|role|job|position))*[\s?.!]*",
    re.IGNORECASE,
)
_IS = re.compile(
    rf"{_MIND}(?:(?:i am|i'm|im|i work as)(?: now| already| currently| actually)* (?:an?|the) (?!bit|little)"
    r"|my (?:present |current )?(?:job|role|title|position)(?: title)? is (?:now |an? |the )*)"
    r"(?P<name>.+?)(?: now| already| la+h?)*[\s.!]*",
    re.IGNORECASE,
)
_GAP = re.compile(
    rf"{_MIND}(?:what(?:'?s| is| am i| do i| else)*(?: still)? (?:missing|lack(?:ing)?|need(?:ed)?|short of)"
    r"(?: (?:for|to) .{0,40}| there| still| here)?|(?:show (?:me )?)?(?:the|my) gaps?(?: again)?)[\s?.!]*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:in )?(?:a|one|1) year|next year|(?:in )?half a year|(?:in )?(?:a|one) quarter")


def look(state: State, present: str | None = None) -> Step:
    """Find the roles that fit.

    Args:
        state: where the conversation stands.
        present: the role that the person has just said is theirs.
    """
    named = state.present if present is None else present
    return Step(state, (), FindRoles(state.held, named, state.activities or _words(state)))


def named(state: State, text: str) -> Step | None:
    """Take the name of a role: one that somebody wants, or has; None where a message names none."""
    plain = text.replace("’", "'").strip()
    if state.rewording or len(plain.split()) > MOST_WORDS or needs_care(text):
        return None
    if state.stage in ROLE_STAGES and phrases.plain(plain) in _not_offered(state):
        return Step(state, (prompt(state),))
    if wanted := _WANTS.fullmatch(plain):
        return read(state, wanted["name"], said=text)
    if state.stage in ROLE_STAGES and state.role and _GAP.fullmatch(plain):
        return read(state, state.role["title"], said="")
    present = _IS.fullmatch(plain) if state.stage in ROLE_STAGES else None
    return look(state, present["name"]) if present else None


def _not_offered(state: State) -> set[str]:
    """Return the buttons of these stages that the present one lacks, as they are typed."""
    labels = (roles_text.ASK_OPEN, roles_text.PLAN_IT, roles_text.OTHERS, roles_text.MINE, roles_text.KEEP)
    offered = {phrases.plain(button["label"]) for button in prompt(state).pressable}
    return {phrases.plain(label) for label in labels} - offered


def is_wish(text: str) -> bool:
    """Whether somebody says which role they want."""
    return bool(_WANTS.fullmatch(text.replace("’", "'").strip()))


def read(state: State, name: str, purpose: Purpose = "show", said: str | None = None) -> Step:
    """Find what a role asks for.

    Args:
        state: where the conversation stands.
        name: of the role.
        purpose: see `ReadRole`.
        said: the message that names it; None for the name alone, empty for a button.
    """
    wanted = tuple(choice["label"] for choice in state.named)
    words = state.activities or _words(state)
    text = name if said is None else said
    duties = state.vacancy if name == roles_text.VACANCY else ()
    return Step(state, (), ReadRole(name.strip(" .!?"), state.held, words, wanted, purpose, text, duties))


def compare(state: State) -> Step:
    """Compare the job of the last document with the person's levels: its duties are not theirs."""
    duties = {at for at, one in enumerate(state.activities) if one in state.vacancy}
    own = state.without(duties).but(fresh=0, enough=False, choices=(), number=state.number + 1)
    return read(own, roles_text.VACANCY, said="")


def _words(state: State) -> tuple[str, ...]:
    """Return what the person said that stands behind their levels."""
    return tuple(dict.fromkeys(each["words"] for each in state.held if each["words"]))


def found(state: State, result: RolesFound) -> Step:
    """Show the roles that fit, or say why there are none."""
    matches, held = result.found, result.asked.held
    known = state.but(held=held)
    said = None
    if not matches["known"]:
        said = roles_text.NO_ROLES
    elif not held:
        said = roles_text.LEVEL_FIRST
    elif not matches["roles"]:
        said = roles_text.NONE_FITS
    elif result.asked.present and not matches["present"]:
        said = roles_text.role_unknown(result.asked.present)
    if said:
        return Step(known, (Reply(said), *(() if state.stage == "new" else (prompt(known),))))
    listed = left(known).but(
        stage="roles", roles=tuple(matches["roles"]), present=matches["present"], number=state.number + 1
    )
    return Step(listed, (prompt(listed),))


def shown(state: State, result: RoleRead) -> Step:
    """Show the gap to a role, ask about what is open in it, or plan."""
    gap, asked = result.gap, result.asked
    known = state.but(held=asked.held, to_ask=())
    if not asked.held:
        return Step(known, (Reply(roles_text.LEVEL_FIRST), prompt(known)))
    assert gap is not None, "what is called nothing is handled by its message"
    here = known.but(stage="role", role=gap["match"], plan=None, number=state.number + 1)
    if asked.purpose == "ask":
        return _ask_open(here, gap)
    if asked.purpose == "plan":
        return _propose(here, gap)
    same = state.role is not None and state.role["title"] == gap["match"]["title"]
    before = state.role if same and state.role != gap["match"] else None
    return Step(here, (Reply(roles_text.gap(gap, before), kind="gap", gap=gap), prompt(here)))


def pressed(state: State, what: str) -> Step:
    """Handle a button of these stages."""
    if what == "back":
        return back(state)
    if state.stage == "roles":
        return read(state, state.roles[int(what[1:])]["title"], said="")
    if state.stage == "plan":
        return _planned(state, what)
    title = state.role["title"] if state.role else ""
    if what == "others":
        return look(state)
    if what == "mine":
        return look(state, title)
    return read(state, title, "ask" if what == "ask" else "plan", "")


def back(state: State) -> Step:
    """Go back: from the plan to the role, from the role to the others, from these to the skills."""
    if state.stage == "plan" and state.role:
        return read(state, state.role["title"], said="")
    if state.for_role:
        return look(state.but(to_ask=(), choice=None, question=None, given=()))
    if state.stage == "role":
        return look(state)
    here = left(state).but(number=state.number + 1)
    return Step(here, (prompt(here),))


def left(state: State) -> State:
    """Return the state without roles, at what was asked before them."""
    stage: Stage = "choosing" if state.choices else "collecting"
    if state.choice and state.question and not state.for_role:
        stage = "asking"
    elif state.choice and state.conclusions:
        stage = "suggested"
    return state.but(stage=stage, roles=(), role=None, to_ask=(), plan=None)


def hinted(text: str) -> str | None:
    """Return the button that words mean at a plan."""
    found = _YEAR.fullmatch(text.casefold().strip(" .!"))
    if found is None:
        return None
    return "m6" if "half" in found[0] else "m3" if "quarter" in found[0] else "m12"


def settled(state: State) -> Step:
    """Note the level of a skill that a role asks for, and go on with the next one.

    Args:
        state: with the skill's conclusions.
    """
    shown = placing(state.conclusions)[0] or state.conclusions
    said = Reply(roles_text.placed(shown[0]), kind="suggestion", conclusions=tuple(shown), state=state)
    return _next_skill(state, said)


def unsettled(state: State) -> Step:
    """Leave a skill open that a role asks for, as nothing was said of it."""
    assert state.choice is not None, "a skill was asked about"
    return _next_skill(state, Reply(roles_text.left_open(state.choice["label"])))


def _next_skill(state: State, *before: Reply) -> Step:
    if rest := state.to_ask[1:]:
        return _ask(state, rest, *before)
    assert state.role is not None, "skills are asked about for a role"
    done = state.but(stage="role", to_ask=())
    return replace(read(done, state.role["title"], said=""), replies=before)


def with_levels(state: State, conclusions: Sequence[Conclusion]) -> State:
    """Return the state with the levels that were just suggested."""
    held = state.held
    for one in placing(conclusions)[0]:
        held = with_level(held, held_level(one))
    return state.but(held=held)


def with_level(held: tuple[HeldLevel, ...], new: HeldLevel) -> tuple[HeldLevel, ...]:
    """Return levels with one in the place of an earlier one of its skill; what a coach confirmed stays."""
    skill = new["framework"], new["skill"]
    kept = tuple(each for each in held if (each["framework"], each["skill"]) != skill)
    before = next((each for each in held if (each["framework"], each["skill"]) == skill), None)
    stays = before is not None and before["confirmed"] and not new["confirmed"]
    return (*kept, before if before is not None and stays else new)


def held_level(conclusion: Conclusion, level: int | None = None) -> HeldLevel:
    """Return the level of a conclusion, with the words that show it best.

    Args:
        conclusion: of one framework.
        level: that a coach decided on; None where none did.
    """
    suggestion, ladder = conclusion["suggestion"], conclusion["ladder"]
    best = max(suggestion["evidence"], key=lambda item: item["score"], default=None)
    words = (best.get("quote") or best["words"])[:_QUOTED] if best else ""
    return {
        "framework": suggestion["framework"],
        "skill": suggestion["skill"]["code"],
        "name": ladder["skill"],
        "level": suggestion["level"] if level is None else level,
        "words": words,
        "confirmed": level is not None,
    }


def without_levels(state: State) -> State:
    """Return the state without the levels of the skill that the person says is not them."""
    if state.choice is None:
        return state
    skills = {(ref["framework"], ref["skill"]) for ref in state.choice["skills"]}
    return state.but(
        held=tuple(each for each in state.held if (each["framework"], each["skill"]) not in skills)
    )


def _ask_open(state: State, gap: RoleGap) -> Step:
    if not gap["ask"]:
        return Step(state, (Reply(roles_text.NOTHING_OPEN), prompt(state)))
    told = state if state.activities else state.with_activities(_words(state))
    if not told.activities:
        return Step(state, (Reply(conversation.NEED_ONE_FIRST), prompt(state)))
    return _ask(told, tuple(gap["ask"]))


def _ask(state: State, skills: tuple[Choice, ...], *before: Reply) -> Step:
    first = skills[0]
    asking = state.but(
        stage="asking",
        to_ask=skills,
        choice=first,
        question=None,
        given=(),
        reconsidered=False,
    )
    return Step(asking, before, Pick(asking.activities, first, ()))


def _propose(state: State, gap: RoleGap) -> Step:
    if not gap["goals"]:
        return Step(state, (Reply(roles_text.NOTHING_TO_PLAN), prompt(state)))
    goals: list[PlanGoal] = [
        {
            **goal,
            "vouch": roles_text.vouch(goal["level"]),
            "done_when": goal["done_when"] or roles_text.DONE_ON_OWN,
        }
        for goal in gap["goals"]
    ]
    plan: Plan = {"role": gap["match"]["title"], "goals": goals, "kept": False}
    proposed = state.but(stage="plan", plan=plan)
    return Step(proposed, (prompt(proposed),))


def _planned(state: State, what: str) -> Step:
    """Change the plan, or keep it."""
    plan = state.plan
    assert plan is not None, "only a plan has these buttons"
    if what == "keep":
        kept: Plan = {**plan, "kept": True}
        here = left(state).but(number=state.number + 1)
        return Step(here, (Reply(roles_text.plan(kept), kind="plan", plan=kept), prompt(here)))
    number, goals = int(what[1:]), list(plan["goals"])
    if what[0] == "d":
        del goals[number]
    else:
        goals = [{**goal, "months": number} for goal in goals]
    changed = state.but(plan={**plan, "goals": goals}, number=state.number + 1)
    if goals:
        return Step(changed, (prompt(changed),))
    none = changed.but(stage="role", plan=None)
    return Step(none, (Reply(roles_text.NO_GOAL_LEFT), prompt(none)))
