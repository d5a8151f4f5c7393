"""Errors of the Bot API are taken as they are meant."""

from __future__ import annotations

import datetime

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.errors import Meaning, meaning, wait_s


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RetryAfter(7), "wait"),
        (NetworkError("Bad Gateway"), "again"),
        (TimedOut(), "again"),
        (Conflict("terminated by other getUpdates request"), "again"),
        (TelegramError("Invalid server response"), "again"),
        (Forbidden("Forbidden: bot was blocked by the user"), "left"),
        (BadRequest("Chat not found"), "left"),
        (BadRequest("Message is not modified: specified new message content is the same"), "done"),
        (BadRequest("Query is too old and response timeout expired or query id is invalid"), "done"),
        (BadRequest("Message to edit not found"), "absent"),
        (BadRequest("Message can't be edited"), "absent"),
        (BadRequest("Can't parse entities: unsupported start tag"), "plain"),
        (BadRequest("Message thread not found"), "thread"),
        (BadRequest("Wrong file identifier"), "drop"),
        (ChatMigrated(-100), "drop"),
        (InvalidToken("Unauthorized"), "token"),
    ],
)
def test_meanings(error: TelegramError, expected: Meaning) -> None:
    assert meaning(error) == expected


def test_waiting_is_as_long_as_telegram_says() -> None:
    assert wait_s(RetryAfter(7)) == 7
    assert wait_s(RetryAfter(datetime.timedelta(seconds=9))) == 9
    assert wait_s(TimedOut()) == 1
