"""The Bot API's methods: each takes the world and a call, and returns the result or raises Refused."""

from __future__ import annotations

from . import answering, chats, editing, files, profile, sending
from .sending import Method

_ROOMS = (sending, editing, answering, chats, files, profile)
# Telegram does not mind the case of a method's name.
METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method) for room in _ROOMS for name, method in room.METHODS.items()
}
