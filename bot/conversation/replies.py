"""Replies to the person, and the outcome of one event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

from bot.conversation.events import Work
from bot.conversation.state import State
from bot.guidance.model import Conclusion, Ladder, Plan, RoleGap

ReplyKind = Literal[
    "plain",
    "greeting",
    "help",
    "understood",
    "choice",
    "question",
    "suggestion",
    "details",
    "next",
    "gap",
    "plan",
]
"""The kind of a reply; channels may show kinds differently."""


class Button(TypedDict):
    """A choice to press; ``id`` is ``q<number>:<what>``, at most 64 bytes."""

    id: str
    label: str


class Asks(TypedDict):
    """The statement a question is about."""

    framework: str
    skill: str
    level: int
    descriptor: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person.

    Args:
        text: plain text, may have several lines.
        buttons: choices, in order.
        more: what can be pressed besides choosing: to change the list, to have a statement explained.
        ladders: drawn as a picture where there are any.
        asks: the statement asked about, for a question about one.
        kind: ``understood`` is what was understood so far, worth one message kept up to date; ``suggestion``
            carries its conclusions, followed by their ``details`` and by ``next``, what to do now.
        conclusions: of a suggestion: those that place the person, the likeliest framework first.
        to: the channel's id of the message that it answers, where it is about one in particular.
        plan: of kind ``plan``; a channel that keeps something stores it once it is ``kept``.
        gap: of kind ``gap``, drawn as bars; the text lists it.
        state: of a suggestion that is not the turn's last, the state that it was made in.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    asks: Asks | None = None
    kind: ReplyKind = "plain"
    conclusions: tuple[Conclusion, ...] = ()
    to: int | None = None
    more: tuple[Button, ...] = ()
    plan: Plan | None = None
    gap: RoleGap | None = None
    state: State | None = None

    @property
    def pressable(self) -> tuple[Button, ...]:
        """All buttons, in the order of their numbers."""
        return (*self.buttons, *self.more)


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one event.

    Args:
        state: the state from here on.
        replies: in order.
        work: to be done now; its result is the next event. Replies come before those of its result.
    """

    state: State
    replies: tuple[Reply, ...] = ()
    work: Work | None = None
