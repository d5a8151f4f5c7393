"""One review: what the person said beside what the framework says, and the form to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.console import charts, filters
from bot.console.desk import Desk, Visitor
from bot.console.guard import number
from bot.reviewing import certainty, statements
from bot.reviewing.books import Books, Known
from bot.store.reviews import cards, decisions, lists
from bot.store.reviews.cards import ReviewCard
from bot.text import coach as card_words


@dataclass(frozen=True, slots=True)
class Draft:
    """What a coach has put into the form, so that nothing they wrote is lost where it cannot be taken.

    Args:
        verdict: picked.
        level: for a change.
        other: the text that names another skill.
        picked: ``framework|skill``, picked where the text meant several.
        other_level: of the other skill.
        reason: for any of them.
        question: to the person.
    """

    verdict: str = ""
    level: str = ""
    other: str = ""
    picked: str = ""
    other_level: str = ""
    reason: str = ""
    question: str = ""

    @classmethod
    def of(cls, form: dict[str, str]) -> Draft:
        """Read what a form brings."""
        return cls(**{name: form.get(name, "")[:4000] for name in cls.__slots__})


EMPTY = Draft()


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show a review."""
    return show(desk, request, visitor)


async def there(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Say that a review that is open may still be shown; nothing is noted."""
    decisions.visible(desk.database, visitor.person.id, number(request, "review"))
    return Response(status_code=204)


async def skills(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Offer skills while a coach types; htmx puts them under the field."""
    found = desk.books.search(request.query_params.get("other", "")[:200])
    return desk.show(request, "skills", visitor, found=found)


def show(
    desk: Desk,
    request: Request,
    visitor: Visitor,
    *,
    problem: str = "",
    draft: Draft = EMPTY,
    choices: tuple[Known, ...] = (),
    status: int = 200,
) -> Response:
    """Show a review with a form.

    Args:
        desk: of all pages.
        request: that asks for it.
        visitor: who asks.
        problem: why what was sent cannot be taken.
        draft: what was sent.
        choices: skills that the draft may mean.
        status: of HTTP.

    Raises:
        RefusedError: ``not-there``.
    """
    at = desk.now()
    card = cards.look(desk.database, visitor.person.id, number(request, "review"), at)
    wanted = filters.wanted(request.query_params)
    following = lists.queue(
        desk.database,
        visitor.person.id,
        at,
        filters=wanted.filters(at),
        after=(card.since, card.id),
        limit=1,
    )
    return desk.show(
        request,
        "review",
        visitor,
        status,
        card=card,
        at=at,
        wanted=wanted,
        following=following[0] if following else None,
        problem=problem,
        draft=draft,
        choices=choices,
        **_details(card, desk.books),
    )


def _details(card: ReviewCard, books: Books) -> dict[str, Any]:
    return {
        "ladder": charts.ladder(card),
        "statements": statements.of(card),
        "sure": certainty.sure(card),
        "notes": card_words.notes(card),
        "levels": certainty.other_levels(card, books),
    }
