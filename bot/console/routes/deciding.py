"""Taking a review, giving it back, asking, deciding: POST, then on to a page that can be got again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.console import filters
from bot.console.desk import Desk, Visitor, go
from bot.console.guard import number, whole
from bot.console.routes.review import Draft, show
from bot.reviewing.books import Known
from bot.store.engine import RefusedError
from bot.store.reviews import decisions, lists, messages
from bot.store.reviews.decisions import Decision, OvertakenError
from bot.text import console as say


class _UnclearError(Exception):
    """The form does not say enough to decide.

    Args:
        problem: what is missing.
        choices: skills that it may mean.
    """

    def __init__(self, problem: str, choices: tuple[Known, ...] = ()) -> None:
        super().__init__(problem)
        self.problem, self.choices = problem, choices


async def claim(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Take a review."""
    review = number(request, "review")
    try:
        decisions.claim(desk.database, visitor.person.id, review, _version(request), desk.now())
    except OvertakenError as overtaken:
        return _overtaken(desk, request, visitor, overtaken)
    return _again(request, "claimed")


async def release(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Give a review back to the queue."""
    review = number(request, "review")
    try:
        decisions.release(desk.database, visitor.person.id, review, desk.now())
    except OvertakenError as overtaken:
        return _overtaken(desk, request, visitor, overtaken)
    return go(request, "queue", _with(filters.wanted(request.query_params).query, "told=released"))


async def ask(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Ask the person something, or write to them after deciding."""
    draft, review = Draft.of(request.state.form), number(request, "review")
    try:
        with desk.database.transaction():
            asked = messages.ask(
                desk.database, visitor.person.id, review, _version(request), draft.question, desk.now()
            )
            desk.teller.asked(asked, draft.question.strip())
    except RefusedError as refused:
        return _refused(desk, request, visitor, draft, refused, say.EMPTY_QUESTION)
    except OvertakenError as overtaken:
        return _overtaken(desk, request, visitor, overtaken, draft.question)
    return _again(request, "asked")


async def decide(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Decide on a review, and go on to the next one."""
    draft, review = Draft.of(request.state.form), number(request, "review")
    try:
        decision = _decision(desk, draft)
        with desk.database.transaction():
            decided = decisions.decide(
                desk.database, visitor.person.id, review, _version(request), decision, desk.now()
            )
            desk.teller.decided(decided)
    except _UnclearError as unclear:
        return show(
            desk, request, visitor, problem=unclear.problem, draft=draft, choices=unclear.choices, status=422
        )
    except RefusedError as refused:
        problem = say.PROBLEMS.get(refused.reason, "")
        return _refused(desk, request, visitor, draft, refused, problem)
    except OvertakenError as overtaken:
        return _overtaken(desk, request, visitor, overtaken, draft.reason)
    return _next(desk, request, visitor)


def _decision(desk: Desk, draft: Draft) -> Decision:
    if draft.verdict == "agree":
        return Decision("agree", reason=draft.reason)
    if draft.verdict == "unclear":
        return Decision("unclear", reason=draft.reason)
    if draft.verdict == "change":
        if (level := whole(draft.level)) is None:
            raise _UnclearError(say.NO_LEVEL)
        return Decision("change", level, reason=draft.reason)
    if draft.verdict == "another":
        skill = _skill(desk, draft)
        level = whole(draft.other_level)
        if level is not None and level not in desk.books.levels(skill.framework, skill.skill):
            raise _UnclearError(say.PROBLEMS["no-such-level"])
        return Decision("another", level, skill.framework, skill.skill, draft.reason)
    raise _UnclearError(say.NO_VERDICT)


def _skill(desk: Desk, draft: Draft) -> Known:
    """Return the skill that a draft names."""
    found = desk.books.search(draft.other)
    for each in found:
        if draft.picked == f"{each.framework}|{each.skill}":
            return each
    if len(found) != 1:
        raise _UnclearError(say.WHICH_SKILL if found else say.NO_SKILL, found)
    return found[0]


def _next(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Go on to the next review of those wanted; to the queue where it was the last."""
    at, wanted = desk.now(), filters.wanted(request.query_params)
    after = filters.place(request.state.form.get("place", ""))
    entries = lists.queue(
        desk.database, visitor.person.id, at, filters=wanted.filters(at), after=after, limit=1
    )
    if not entries:
        return go(request, "queue", _with(wanted.query, "told=done"))
    return go(request, "review", _with(wanted.query, "told=decided"), review=entries[0].id)


def _again(request: Request, told: str) -> Response:
    wanted = filters.wanted(request.query_params)
    return go(request, "review", _with(wanted.query, f"told={told}"), review=number(request, "review"))


def _with(query: str, more: str) -> str:
    return f"{query}&{more}" if query else f"?{more}"


def _version(request: Request) -> int:
    return whole(request.state.form.get("version", "")) or 0


def _refused(
    desk: Desk, request: Request, visitor: Visitor, draft: Draft, refused: RefusedError, problem: str
) -> Response:
    if refused.reason == "not-there" or not problem:
        raise refused
    return show(desk, request, visitor, problem=problem, draft=draft, status=422)


def _overtaken(
    desk: Desk, request: Request, visitor: Visitor, overtaken: OvertakenError, written: str = ""
) -> Response:
    """Say that nothing was written, and give back what the coach wrote."""
    by = None if overtaken.by == visitor.person.name else overtaken.by
    return desk.show(
        request,
        "overtaken",
        visitor,
        409,
        review=number(request, "review"),
        open=overtaken.status in ("waiting", "claimed", "asked"),
        text=say.overtaken(overtaken.status, by),
        written=written,
        wanted=filters.wanted(request.query_params),
    )
