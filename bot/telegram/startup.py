"""Check settings and connectivity at start-up; fail with one sentence that says what to do."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from pathlib import Path

from filelock import FileLock, Timeout
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.errors import meaning, wait_s

LOCK = "telegram.lock"
_TRIES = 4
REVOKED = "Telegram takes the token no longer: copy RUNG_TELEGRAM_TOKEN from @BotFather again."
SECOND_BOT = (
    "Telegram hands the updates to a second bot with the same token, or to its webhook: stop that one, or"
    " give it a token of its own."
)


class StartError(Exception):
    """The bot cannot start, said in one sentence that says what to do."""


async def connect(bot: Bot, settings: Settings) -> None:
    """Ask Telegram who we are.

    Raises:
        StartError: the token is not good, or Telegram cannot be reached.
    """
    for attempt in range(_TRIES):
        try:
            return await bot.initialize()
        except InvalidToken:
            raise StartError(
                "Telegram does not know this token: copy RUNG_TELEGRAM_TOKEN from @BotFather again."
            ) from None
        except TelegramError as error:
            if attempt == _TRIES - 1:
                where = settings.telegram_api or "Telegram"
                raise StartError(
                    f"{where} cannot be reached ({type(error).__name__}): check the network,"
                    " or RUNG_TELEGRAM_API_URL."
                ) from None
            await asyncio.sleep(wait_s(error) if meaning(error) == "wait" else attempt + 0.5)
    return None


def no_webhook(error: TelegramError) -> StartError:
    """Return why the bot cannot start where Telegram takes no webhook."""
    return StartError(
        f"Telegram takes no webhook at RUNG_WEBHOOK_URL ({type(error).__name__}): it must be an https"
        " address that it can reach."
    )


def only_one(home: Path) -> AbstractContextManager[object]:
    """Hold the home for this process: two bots on one store would answer twice.

    Returns:
        what ends the hold, which ends with the process too.

    Raises:
        StartError: another process holds it, or the folder cannot be written.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(home / LOCK).acquire(blocking=False)
    except Timeout:
        raise StartError(
            f"Another `rung telegram` is running on {home}: stop it first, or name another folder in"
            " RUNG_HOME."
        ) from None
    except OSError as error:
        raise StartError(
            f"{home} cannot be written ({error.strerror}): give this user the right to write there, or name"
            " another folder in RUNG_HOME."
        ) from None
