"""Errors of the Bot API: what each asks for."""

from __future__ import annotations

from typing import Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

Meaning = Literal["done", "wait", "again", "left", "drop", "plain", "token", "absent", "thread"]
"""``done``: it is as it should be; ``wait``: as long as Telegram says; ``again``: a little later, it may have
arrived or not; ``left``: the person wants nothing from us; ``drop``: it can never be sent; ``plain``: its
markup is not understood; ``token``: the token is no longer good; ``absent``: there is no such message;
``thread``: there is no such topic."""

_BAD_REQUESTS: dict[Meaning, tuple[str, ...]] = {
    "done": (
        *("message is not modified", "query is too old", "query id is invalid"),
        "message to delete not found",
    ),
    "absent": (
        *("message to edit not found", "message can't be edited"),
        *("message_id_invalid", "message identifier"),
    ),
    "left": ("user is deactivated", "peer_id_invalid", "chat not found"),
    "thread": ("thread not found", "topic_deleted", "topic_id_invalid"),
    "plain": ("can't parse entities", "can't parse message", "unsupported start tag"),
}


def meaning(error: TelegramError) -> Meaning:
    """Tell what an error asks for."""
    if isinstance(error, RetryAfter):
        return "wait"
    if isinstance(error, Forbidden):
        return "left"
    if isinstance(error, BadRequest):
        said = str(error).casefold()
        found = (means for means, words in _BAD_REQUESTS.items() if any(each in said for each in words))
        return next(found, "drop")
    if isinstance(error, (InvalidToken, EndPointNotFound)):
        return "token"
    if isinstance(error, (NetworkError, Conflict)):
        return "again"
    return "drop" if isinstance(error, ChatMigrated) else "again"


def wait_s(error: TelegramError) -> float:
    """Return the seconds Telegram asks to wait, at least one."""
    if not isinstance(error, RetryAfter):
        return 1.0
    after = error.retry_after
    return max(1.0, float(after if isinstance(after, (int, float)) else after.total_seconds()))
