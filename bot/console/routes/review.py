"""A review: the person's words beside the statements, and what the coach does with it.

Writing is always a POST that redirects to a page.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.console.access import path_id, whole
from bot.console.auth import Visitor
from bot.console.context import Console, redirect
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
DecisionForm = dict[str, str]


class _IncompleteError(Exception):
    """The form does not say enough to decide."""

    def __init__(self, problem: str, choices: tuple[SkillChoice, ...] = ()) -> None:
        super().__init__(problem)
        self.problem, self.choices = problem, choices


async def page(console: Console, request: Request, visitor: Visitor) -> Response:
    """Show a review."""
    return _show(console, request, visitor)


async def alive(console: Console, request: Request, visitor: Visitor) -> Response:
    """Confirm that an open review may still be shown; nothing is written into the audit."""
    decisions.visible(console.database, visitor.person.id, path_id(request, "review"))
    return Response(status_code=204)


async def skills(console: Console, request: Request, visitor: Visitor) -> Response:
    """Suggest skills while a coach types; htmx puts them below the field."""
    found = console.frameworks.search(request.query_params.get("other", "")[:200])
    return console.show(request, "skill_options", visitor, found=found)


async def claim(console: Console, request: Request, visitor: Visitor) -> Response:
    """Reserve a review."""
    review = path_id(request, "review")
    try:
        decisions.claim(console.database, visitor.person.id, review, _version(request), console.now())
    except OvertakenError as overtaken:
        return _overtaken(console, request, visitor, overtaken)
    return _back(request, "claimed")


async def release(console: Console, request: Request, visitor: Visitor) -> Response:
    """Return a review to the queue."""
    try:
        decisions.release(console.database, visitor.person.id, path_id(request, "review"), console.now())
    except OvertakenError as overtaken:
        return _overtaken(console, request, visitor, overtaken)
    return redirect(request, "queue", _query(request, "released"))


async def ask(console: Console, request: Request, visitor: Visitor) -> Response:
    """Ask the person something, or write to them after deciding."""
    form, review, version = (
        _read(request),
        path_id(request, "review"),
        _version(request),
    )
    try:
        with console.database.transaction():
            asked = messages.ask(
                console.database, visitor.person.id, review, version, form["question"], console.now()
            )
            console.notifier.asked(asked, form["question"].strip())
    except RefusedError as refused:
        return _refused(console, request, visitor, form, refused, say.EMPTY_QUESTION)
    except OvertakenError as overtaken:
        return _overtaken(console, request, visitor, overtaken, form["question"])
    return _back(request, "asked")


async def decide(console: Console, request: Request, visitor: Visitor) -> Response:
    """Decide on a review, and go on to the next one."""
    form, review, version = (
        _read(request),
        path_id(request, "review"),
        _version(request),
    )
    try:
        decision = _decision(console.frameworks, form)
        with console.database.transaction():
            decided = decisions.decide(
                console.database, visitor.person.id, review, version, decision, console.now()
            )
            console.notifier.decided(decided)
    except _IncompleteError as error:
        return _show(
            console, request, visitor, problem=error.problem, form=form, choices=error.choices, status=422
        )
    except RefusedError as refused:
        return _refused(console, request, visitor, form, refused, say.PROBLEMS.get(refused.reason, ""))
    except OvertakenError as overtaken:
        return _overtaken(console, request, visitor, overtaken, form["reason"])
    return _next(console, request, visitor)


def _show(
    console: Console,
    request: Request,
    visitor: Visitor,
    *,
    problem: str = "",
    form: DecisionForm | None = None,
    choices: tuple[SkillChoice, ...] = (),
    status: int = 200,
) -> Response:
    """Show a review with its form.

    Raises:
        RefusedError: ``not-there``.
    """
    at, person, wanted = console.now(), visitor.person.id, read_filters(request.query_params)
    card = cards.look(console.database, person, path_id(request, "review"), at)
    after = (card.since, card.id)
    following = lists.queue(console.database, person, at, filters=wanted.filters(at), after=after, limit=1)
    return console.show(
        request,
        "review",
        visitor,
        status,
        card=card,
        at=at,
        wanted=wanted,
        following=following[0] if following else None,
        problem=problem,
        draft=form or dict.fromkeys(FIELDS, ""),
        choices=choices,
        **_details(card, console.frameworks),
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


def _read(request: Request) -> DecisionForm:
    return {name: request.state.form.get(name, "")[:4000] for name in FIELDS}


def _decision(frameworks: FrameworkLookup, form: DecisionForm) -> Decision:
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


def _skill(frameworks: FrameworkLookup, form: DecisionForm) -> SkillChoice:
    """Return the skill that a form names."""
    found = frameworks.search(form["other"])
    for each in found:
        if form["picked"] == f"{each.framework}|{each.skill}":
            return each
    if len(found) != 1:
        raise _IncompleteError(say.WHICH_SKILL if found else say.NO_SKILL, found)
    return found[0]


def _next(console: Console, request: Request, visitor: Visitor) -> Response:
    """Go on to the next review that the filters let through; to the queue after the last one."""
    at, wanted = console.now(), read_filters(request.query_params)
    after = read_position(request.state.form.get("place", ""))
    entries = lists.queue(
        console.database, visitor.person.id, at, filters=wanted.filters(at), after=after, limit=1
    )
    if not entries:
        return redirect(request, "queue", _query(request, "done"))
    return redirect(request, "review", _query(request, "decided"), review=entries[0].id)


def _back(request: Request, told: str) -> Response:
    return redirect(request, "review", _query(request, told), review=path_id(request, "review"))


def _query(request: Request, told: str) -> str:
    query = read_filters(request.query_params).query
    return f"{query}&told={told}" if query else f"?told={told}"


def _version(request: Request) -> int:
    return whole(request.state.form.get("version", "")) or 0


def _refused(
    console: Console,
    request: Request,
    visitor: Visitor,
    form: DecisionForm,
    refused: RefusedError,
    problem: str,
) -> Response:
    if refused.reason == "not-there" or not problem:
        raise refused
    return _show(console, request, visitor, problem=problem, form=form, status=422)


def _overtaken(
    console: Console, request: Request, visitor: Visitor, overtaken: OvertakenError, written: str = ""
) -> Response:
    """Say that nothing was saved, and give back what the coach wrote."""
    by = None if overtaken.by == visitor.person.name else overtaken.by
    return console.show(
        request,
        "overtaken",
        visitor,
        409,
        review=path_id(request, "review"),
        open=overtaken.status in ("waiting", "claimed", "asked"),
        text=say.overtaken(overtaken.status, by),
        written=written,
        wanted=read_filters(request.query_params),
    )
