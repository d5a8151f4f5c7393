"""A review: the person's words beside the statements, and what the coach does with it.

Writing is always a POST that redirects to a page.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from bot.console.access import whole
from bot.console.context import Visit
from bot.console.routes.queue import read_filters, read_position
from bot.guidance.model import Rung
from bot.reports.ladder import rows_of
from bot.reviews.card import level_words_of, other_levels, statements_of
from bot.reviews.frameworks import FrameworkLookup, SkillChoice
from bot.store.engine import RefusedError
from bot.store.reviews import cards, decisions, lists, messages
from bot.store.reviews.cards import ReviewCard
from bot.store.reviews.decisions import Decision, OvertakenError
from bot.text import coach as card_words
from bot.text import console as say
from bot.text.suggestions import alt_text

FIELDS = ("verdict", "level", "other", "picked", "other_level", "reason", "question")
"""Fields of the form; they are shown again if it is not accepted."""


class _IncompleteError(Exception):
    """The form does not say enough to decide."""

    def __init__(self, problem: str, choices: tuple[SkillChoice, ...] = ()) -> None:
        super().__init__(problem)
        self.problem, self.choices = problem, choices


async def page(visit: Visit) -> Response:
    """Show a review."""
    return _show(visit)


async def alive(visit: Visit) -> Response:
    """Confirm that an open review may still be shown; nothing is written into the audit."""
    decisions.visible(visit.database, visit.person.id, visit.id_of("review"))
    return Response(status_code=204)


async def skills(visit: Visit) -> Response:
    """Suggest skills while a coach types; htmx puts them below the field."""
    found = visit.console.frameworks.search(visit.query_params.get("other", "")[:200])
    return visit.show("skill_options", found=found)


async def claim(visit: Visit) -> Response:
    """Reserve a review."""
    try:
        decisions.claim(visit.database, *_seen(visit), visit.console.now())
    except OvertakenError as overtaken:
        return _overtaken(visit, overtaken)
    return _back(visit, "claimed")


async def release(visit: Visit) -> Response:
    """Return a review to the queue."""
    try:
        decisions.release(visit.database, visit.person.id, visit.id_of("review"), visit.console.now())
    except OvertakenError as overtaken:
        return _overtaken(visit, overtaken)
    return visit.redirect("queue", _query(visit, "released"))


async def ask(visit: Visit) -> Response:
    """Ask the person something, or write to them after deciding."""
    question = _written(visit)["question"]
    try:
        with visit.database.transaction():
            asked = messages.ask(visit.database, *_seen(visit), question, visit.console.now())
            visit.console.notifier.asked(asked, question.strip())
    except RefusedError as refused:
        return _refused(visit, refused, say.EMPTY_QUESTION)
    except OvertakenError as overtaken:
        return _overtaken(visit, overtaken, question)
    return _back(visit, "asked")


async def decide(visit: Visit) -> Response:
    """Decide on a review, and go on to the next one."""
    form = _written(visit)
    try:
        decision = _decision(visit.console.frameworks, form)
        with visit.database.transaction():
            decided = decisions.decide(visit.database, *_seen(visit), decision, visit.console.now())
            visit.console.notifier.decided(decided)
    except _IncompleteError as error:
        return _show(visit, error.problem, error.choices)
    except RefusedError as refused:
        return _refused(visit, refused, say.PROBLEMS.get(refused.reason, ""))
    except OvertakenError as overtaken:
        return _overtaken(visit, overtaken, form["reason"])
    return _next(visit)


def _show(visit: Visit, problem: str = "", choices: tuple[SkillChoice, ...] = ()) -> Response:
    """Show a review with its form; with what was written in it where there was a problem.

    Raises:
        RefusedError: ``not-there``.
    """
    at, person, wanted = visit.console.now(), visit.person.id, read_filters(visit.query_params)
    card = cards.look(visit.database, person, visit.id_of("review"), at)
    after = (card.since, card.id)
    following = lists.queue(visit.database, person, at, filters=wanted.filters(at), after=after, limit=1)
    return visit.show(
        "review",
        422 if problem else 200,
        card=card,
        at=at,
        wanted=wanted,
        following=following[0] if following else None,
        problem=problem,
        draft=_written(visit),
        choices=choices,
        **_details(card, visit.console.frameworks),
    )


def _details(card: ReviewCard, frameworks: FrameworkLookup) -> dict[str, Any]:
    ladder = card.ladder
    if ladder and card.levels and not ladder["rungs"]:
        # The framework names no levels: the ladder is that of the distribution.
        rungs: list[Rung] = [
            {"level": int(level), "name": "", "probability": share} for level, share in card.levels.items()
        ]
        ladder = {**ladder, "rungs": rungs}
    return {
        "ladder": rows_of(ladder) if ladder else (),
        "ladder_text": alt_text([ladder]) if ladder else "",
        "statements": statements_of(card),
        "sure": level_words_of(card),
        "notes": card_words.notes(card),
        "levels": other_levels(card, frameworks),
    }


def _written(visit: Visit) -> dict[str, str]:
    return {name: visit.fields.get(name, "")[:4000] for name in FIELDS}


def _seen(visit: Visit) -> tuple[int, int, int]:
    """Return the coach, the review and the version of it that they saw."""
    version = whole(visit.fields.get("version", "")) or 0
    return visit.person.id, visit.id_of("review"), version


def _decision(frameworks: FrameworkLookup, form: dict[str, str]) -> Decision:
    match form["verdict"]:
        case "agree":
            return Decision("agree", reason=form["reason"])
        case "unclear":
            return Decision("unclear", reason=form["reason"])
        case "change":
            if (level := whole(form["level"])) is None:
                raise _IncompleteError(say.NO_LEVEL)
            return Decision("change", level, reason=form["reason"])
        case "another":
            skill, level = _skill(frameworks, form), whole(form["other_level"])
            if level is not None and level not in frameworks.levels(skill.framework, skill.skill):
                raise _IncompleteError(say.PROBLEMS["no-such-level"])
            return Decision("another", level, skill.framework, skill.skill, form["reason"])
    raise _IncompleteError(say.NO_VERDICT)


def _skill(frameworks: FrameworkLookup, form: dict[str, str]) -> SkillChoice:
    """Return the skill that a form names."""
    found = frameworks.search(form["other"])
    for each in found:
        if form["picked"] == f"{each.framework}|{each.skill}":
            return each
    if len(found) != 1:
        raise _IncompleteError(say.WHICH_SKILL if found else say.NO_SKILL, found)
    return found[0]


def _next(visit: Visit) -> Response:
    """Go on to the next review that the filters let through; to the queue after the last one."""
    at, filters = visit.console.now(), read_filters(visit.query_params)
    after = read_position(visit.fields.get("place", ""))
    entries = lists.queue(
        visit.database, visit.person.id, at, filters=filters.filters(at), after=after, limit=1
    )
    if not entries:
        return visit.redirect("queue", _query(visit, "done"))
    return visit.redirect("review", _query(visit, "decided"), review=entries[0].id)


def _back(visit: Visit, told: str) -> Response:
    return visit.redirect("review", _query(visit, told), review=visit.id_of("review"))


def _query(visit: Visit, told: str) -> str:
    query = read_filters(visit.query_params).query
    return f"{query}&told={told}" if query else f"?told={told}"


def _refused(visit: Visit, refused: RefusedError, problem: str) -> Response:
    if refused.reason == "not-there" or not problem:
        raise refused
    return _show(visit, problem)


def _overtaken(visit: Visit, overtaken: OvertakenError, written: str = "") -> Response:
    """Say that nothing was saved, and give back what the coach wrote."""
    by = None if overtaken.by == visit.person.name else overtaken.by
    return visit.show(
        "overtaken",
        409,
        review=visit.id_of("review"),
        open=overtaken.status in ("waiting", "claimed", "asked"),
        text=say.overtaken(overtaken.status, by),
        written=written,
        wanted=read_filters(visit.query_params),
    )
