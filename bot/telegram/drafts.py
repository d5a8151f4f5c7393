"""What a turn leads to: calls for one person, in order, and where each belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.store.queue import Outbox
from bot.store.reviews.chats import Part
from bot.telegram.calls import Call, Row
from bot.telegram.html import TEXT, messages
from bot.text.markup import Marked


@dataclass(frozen=True, slots=True)
class Draft:
    """A call and its place.

    Args:
        call: what is to be done.
        place: ``live`` begins a new live message, ``update`` changes the live message, ``retire`` changes it
            a last time; empty for all others.
        about: the review it is about, and what of it.
    """

    call: Call
    place: Literal["", "live", "update", "retire"] = ""
    about: tuple[int, Part] | None = None


Finish = Callable[[], Sequence[Draft]]
"""Writes down what a turn led to, and returns what is to be said. Called inside the turn's transaction."""


def say(pieces: Sequence[Marked], rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft marked text, split where it is too long; the buttons are under its last part."""
    parts = messages(pieces, TEXT)
    last = len(parts) - 1
    return [Draft(Call("message", part, tuple(rows) if n == last else ())) for n, part in enumerate(parts)]


def say_text(text: str, rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft a text without marks."""
    return say([Marked(text)], rows)


def toast(query: str | None, text: str = "") -> list[Draft]:
    """Draft the end of a press, with a few words shown for a moment."""
    return [Draft(Call("answer", text, query=query))] if query else []


def change(message: int | None, pieces: Sequence[Marked], rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft a change of the message that was pressed on; a new message where Telegram does not tell which."""
    if message is None:
        return say(pieces, rows)
    return [Draft(Call("edit", part, tuple(rows), message=message)) for part in messages(pieces)[:1]]


def about(review: int, part: Part, drafts: Iterable[Draft]) -> list[Draft]:
    """Mark drafts as being about a review."""
    return [replace(draft, about=(review, part)) for draft in drafts]


def in_thread(thread: int | None, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Put drafts into the topic of what they answer."""
    return [replace(each, call=each.call.but(thread=thread)) for each in drafts] if thread else drafts


def post(outbox: Outbox, person: int, drafts: Iterable[Draft]) -> None:
    """Put drafts into the outbox."""
    for draft in drafts:
        call = draft.call.to_json()
        if draft.place == "live":
            outbox.set_live(person, outbox.add(person, call, lasting=True))
        elif draft.place:
            live = outbox.live(person)
            if live is not None:
                outbox.add(person, call, edits=live)
            if draft.place == "retire":
                outbox.set_live(person, None)
        else:
            outbox.add(person, call, about=draft.about)
