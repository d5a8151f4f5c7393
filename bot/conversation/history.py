"""What stood before the last changes, so that *undo* takes back whatever it was."""

from __future__ import annotations

import json
from typing import Any

from bot.conversation.state import State

MOST_CHANGES = 4
"""Changes that can be taken back, one after the other."""
_CHANGED = ("activities", "given", "choice", "hidden")
"""What a person changes; a difference in any of these can be taken back."""
_KEPT = ("stage", "origins", "choices", "rejected", "named", "question", "enough", *_CHANGED)


def remember(before: State, after: State) -> State:
    """Return the state after a message, with what stood before it where the message changed anything."""
    if after.stage in ("new", "ended") or before.stage in ("new", "ended") or not differs(before, after):
        return after
    if after.changes != before.changes:
        return after
    kept = {name: getattr(before, name) for name in _KEPT}
    return after.but(changes=(*after.changes, json.dumps(kept, ensure_ascii=False))[-MOST_CHANGES:])


def taken_back(state: State) -> State | None:
    """Return the state before the last change, with a keyboard of its own; None if nothing was changed."""
    changes = list(state.changes)
    while changes:
        before = _read(state, changes.pop()).but(changes=tuple(changes))
        if differs(before, state):
            return before
    return None


def differs(one: State, other: State) -> bool:
    """Whether two states differ in what a person changes."""
    return any(getattr(one, name) != getattr(other, name) for name in _CHANGED)


def _read(state: State, kept: str) -> State:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(kept).items()
    }
    return state.but(
        **values, fresh=0, conclusions=(), aside=(), asked_if_work=False, rewording=0, number=state.number + 1
    )
