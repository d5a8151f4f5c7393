"""Handle the results of work (search, next question, conclusion)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import answers, roles
from bot.conversation.prompts import MAX_ACTIVITIES, WANTED, added, ask_about, prompt, short_one
from bot.conversation.replies import Reply, Step
from bot.conversation.state import State
from bot.guidance.conclusions import answered, framework_family, placing
from bot.guidance.model import Asked, Choice, Conclusion, Given, Understanding
from bot.text import conversation, suggestions

NEAREST = 3
"""Skills named where none fits."""


def understood(state: State, understanding: Understanding) -> Step:
    """Handle a search: ask for more, or which skill to assess."""
    if state.stage in ("new", "ended"):
        return Step(state, (prompt(state),))
    understanding["choices"] = [_numbered(state, choice) for choice in understanding["choices"]]
    placed = _without_other_talk(state, understanding["outside"])
    remarks = (Reply(conversation.not_work(placed.aside)),) if placed.asked_if_work else ()
    if state.stage == "asking":
        noted = (Reply(conversation.noted()),) if placed.fresh else ()
        kept = placed.but(fresh=0)
        return Step(kept, (*remarks, *noted, prompt(kept)))
    if not placed.fresh and remarks:
        return _only_other_talk(placed, remarks)
    followed = _placed(placed, understanding)
    return replace(followed, replies=(*remarks, *followed.replies))


def _numbered(state: State, choice: Choice) -> Choice:
    """Return a choice with the numbers of the activities that it is for."""
    if "activities" not in choice:
        return choice
    numbers = [state.origins[at]["number"] for at in choice["activities"] if at < len(state.origins)]
    return {**choice, "activities": numbers}


def _placed(state: State, understanding: Understanding) -> Step:
    """Offer the skills, or ask for more."""
    fits = understanding["reason"] != "nothing-fits"
    sure = not (understanding["reason"] and fits)
    by_these = state.enough or (state.hurry and not understanding["thin"])
    if not sure and not (by_these and understanding["choices"]):
        return _ask_more(state)
    fresh = state.activities[len(state.activities) - state.fresh :] if state.fresh else ()
    known = state.but(choices=_in_order(state, _with_named(state, understanding["choices"])))
    if not known.choices:
        return _goodbye_if_hurried(_nothing_fits(known.but(fresh=0)))
    if not fits:
        return _only_nearest(known)
    if known.hurry:
        return answers.choose(known.but(fresh=0), 0)
    if known.enough or len(known.activities) >= WANTED:
        thin = (Reply(conversation.LITTLE_TO_GO_BY),) if understanding["thin"] else ()
        return answers.show_choices(known, *thin)
    asked = known.but(fresh=0, stage="collecting", number=state.number + 1, asked_about=short_one(state))
    return Step(asked, (added(asked, fresh),))


def _with_named(state: State, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Begin the list with the skills that the person named."""
    labels = {choice["label"] for choice in state.named}
    return (*state.named, *(choice for choice in choices if choice["label"] not in labels))


def _in_order(state: State, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Keep the order of a list that is shown already; what is new comes last."""
    if state.stage != "choosing" or state.hurry:
        return choices
    shown = [choice["label"] for choice in state.choices]
    return tuple(
        sorted(choices, key=lambda one: shown.index(one["label"]) if one["label"] in shown else len(shown))
    )


def _nothing_fits(state: State) -> Step:
    """Say that no other skill fits; "done" shows those said no to again."""
    full = len(state.activities) >= MAX_ACTIVITIES
    again = state.but(stage="collecting", enough=not full, rejected=(), hidden=(), number=state.number + 1)
    return Step(again, (Reply(conversation.NAME_OR_REPLACE if full else conversation.NOTHING_ELSE_FITS),))


def _only_nearest(state: State) -> Step:
    """Say that no skill fits, and offer the nearest as such."""
    say = Reply(
        conversation.abstained("nothing-fits", [choice["label"] for choice in state.choices[:NEAREST]])
    )
    return _goodbye_if_hurried(answers.show_choices(state, say))


def picked(state: State, question: Asked | None) -> Step:
    """Ask the next question, or conclude."""
    if state.stage != "asking" or state.choice is None:
        return Step(state, (prompt(state),))
    if question is None or state.hurry:
        return answers.conclude(state)
    asked = state.but(question=question, number=state.number + 1)
    return Step(asked, (prompt(asked),))


def concluded(state: State, conclusions: tuple[Conclusion, ...]) -> Step:
    """Show the suggestion in every framework that has the skill."""
    if state.stage != "asking" or state.choice is None:
        return Step(state, (prompt(state),))
    label = state.choice["label"]
    worked = state.but(rejected=(*(name for name in state.rejected if name != label), label))
    if not conclusions:
        return _goodbye_if_hurried(
            answers.show_choices(worked.but(choice=None), Reply(conversation.NO_LEVELS))
        )
    told = worked.but(stage="suggested", question=None, conclusions=conclusions, number=state.number + 1)
    told = roles.with_levels(told, conclusions)
    if told.for_role and not told.hurry:
        return roles.settled(told)
    return _goodbye_if_hurried(Step(told, (*_suggestion(told), prompt(told))))


def failed(state: State) -> Step:
    """Apologise and return to where the person can try again."""
    if state.stage == "asking" and state.question is None and state.for_role:
        kept = state.but(stage="role", choice=None, given=(), to_ask=(), number=state.number + 1)
        return _goodbye_if_hurried(Step(kept, (Reply(conversation.FAILED), prompt(kept))))
    if state.stage == "asking" and state.question is None:
        unchosen = state.but(choice=None, given=())
        return _goodbye_if_hurried(answers.show_choices(unchosen, Reply(conversation.FAILED)))
    kept = state.but(fresh=0)
    return _goodbye_if_hurried(Step(kept, (Reply(conversation.FAILED), prompt(kept))))


def _without_other_talk(state: State, outside: Sequence[int]) -> State:
    """Leave out new activities that are not about work; the person is asked about them."""
    known = len(state.activities) - state.fresh
    out = [number for number in outside if known <= number < len(state.activities)]
    if not out:
        return state
    return state.without(out).but(
        aside=(*state.aside, *(state.activities[number] for number in out)),
        asked_if_work=True,
        notice="not-work",
        fresh=state.fresh - len(out),
    )


def _only_other_talk(state: State, remarks: tuple[Reply, ...]) -> Step:
    """Continue: the message was not about work."""
    again = bool(state.choices) and state.stage in ("choosing", "suggested")
    left = state.but(enough=state.enough and not again, number=state.number + 1)
    return _goodbye_if_hurried(Step(left, (*remarks, prompt(left))))


def _ask_more(state: State) -> Step:
    """Keep vague activities and ask for more; they are judged together with the next ones."""
    stays = bool(state.choices) and state.stage in ("choosing", "suggested")
    left = state.but(
        fresh=0,
        stage=state.stage if stays else "collecting",
        enough=state.enough and not stays,
        number=state.number + 1,
    )
    about = short_one(state.but(fresh=1)) if state.fresh < 2 and state.activities else 0
    left = left.but(asked_about=about)
    if about:
        say = ask_about(left) if left.enough else added(left, left.activities[-1:])
        return _goodbye_if_hurried(Step(left, (say,)))
    say = Reply(conversation.abstained("too-vague"))
    return _goodbye_if_hurried(Step(left, (say,) if left.enough else (say, prompt(left))))


def _suggestion(state: State) -> tuple[Reply, ...]:
    # A skill that begins above the person's level has no ladder to show.
    placed, beyond = placing(state.conclusions)
    shown = _one_per_family(placed)
    summary = Reply(
        suggestions.suggestion_summary(placed, beyond, answered(state.given)),
        ladders=tuple(one["ladder"] for one in shown),
        kind="suggestion",
        conclusions=tuple(shown),
    )
    details = (details_of(one, state.given) for one in shown)
    return (summary, *(Reply(text, kind="details") for text in details))


def _one_per_family(conclusions: tuple[Conclusion, ...]) -> list[Conclusion]:
    """Editions of a framework are nearly the same: show the first only."""
    families: dict[str, Conclusion] = {}
    for conclusion in conclusions:
        families.setdefault(framework_family(conclusion), conclusion)
    return list(families.values())


def details_of(conclusion: Conclusion, given: Sequence[Given]) -> str:
    """Explain why a level was suggested, what is missing and what comes next.

    Args:
        conclusion: of one framework.
        given: the questions answered before it.
    """
    return suggestions.suggestion_details(conclusion, _said(given, conclusion))


def _said(answers: Sequence[Given], conclusion: Conclusion) -> list[str]:
    suggestion = conclusion["suggestion"]
    levels = [rung["level"] for rung in conclusion["ladder"]["rungs"]]
    at = levels.index(suggestion["level"])
    return [
        given["question"]["fact"]
        for given in answers
        if given["choice"] == "own"
        and given["question"]["framework"] == suggestion["framework"]
        and given["question"]["level"] in levels[at : at + 2]
    ]


def _goodbye_if_hurried(step: Step) -> Step:
    if not step.state.hurry:
        return step
    replies = [reply for reply in step.replies if not reply.buttons]
    over = step.state.afresh("ended")
    return Step(over, (*replies, Reply(conversation.FAREWELL_EARLY)), None)
