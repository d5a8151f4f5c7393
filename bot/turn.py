"""Take one turn of the conversation, including the work it asks for."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.conversation import (
    Conclude,
    Concluded,
    Event,
    Explain,
    Explained,
    Failed,
    FindRoles,
    LookedUp,
    LookUp,
    Pick,
    Picked,
    Read,
    ReadRole,
    Reply,
    RoleRead,
    RolesFound,
    State,
    Understand,
    Understood,
    Work,
    step,
)
from bot.guidance.model import GuideLike

log = logging.getLogger(__name__)


def take_turn(state: State, event: Event, guide: GuideLike) -> tuple[State, tuple[Reply, ...]]:
    """Step and do the requested work, until only replies are left.

    Args:
        guide: does the work; failures become a reply, never an exception.

    Returns:
        The new state and at least one reply.
    """
    taken = step(state, event)
    replies = taken.replies
    while taken.work is not None:
        taken = step(taken.state, perform(taken.work, guide))
        replies += taken.replies
    return taken.state, replies


async def take_turn_async(
    state: State, event: Event, do: Callable[[Work], Awaitable[Event]]
) -> tuple[State, tuple[Reply, ...]]:
    """Take a turn like `take_turn`, with the work done asynchronously.

    Args:
        do: does one piece of work, as `perform` does.

    Returns:
        The new state and at least one reply.
    """
    taken = step(state, event)
    replies = taken.replies
    while taken.work is not None:
        taken = step(taken.state, await do(taken.work))
        replies += taken.replies
    return taken.state, replies


def perform(work: Work, guide: GuideLike) -> Event:
    """Do one piece of work."""
    try:
        match work:
            case Understand(activities, rejected, settled):
                return Understood(guide.understand(activities, rejected, settled))
            case Pick(activities, choice, given):
                return Picked(guide.next_question(activities, choice, given))
            case Conclude(activities, choice, given):
                return Concluded(guide.conclude(activities, choice, given))
            case Explain(asked):
                return Explained(guide.examples(asked))
            case Read(texts, event):
                return replace(event, vectors=guide.message_vectors(texts))
            case FindRoles(held, present, activities):
                return RolesFound(work, guide.next_roles(held, present, activities))
            case ReadRole():
                gap = guide.role_gap(work.name, work.held, work.activities, work.wanted, work.duties)
                return RoleRead(work, gap)
            case LookUp(names):
                return LookedUp(work, tuple(guide.look_up(name) for name in names))
    except Exception:
        # The turn always ends with a reply; what the person wrote is not logged.
        log.exception("work of the conversation failed: %s", type(work).__name__)
        return undone(work)


def undone(work: Work) -> Event:
    """Return the event of work that could not be done."""
    match work:
        case LookUp(names):
            # What cannot be looked up is no skill: the message goes on as what it says.
            return LookedUp(work, (None,) * len(names))
        case Read(_, event):
            return replace(event, vectors={})
        case Explain():
            return Explained({"does": "", "not_yet": ""})
    return Failed()
