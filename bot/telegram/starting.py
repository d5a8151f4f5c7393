"""A start that fails says so in one sentence, before anything is promised to anybody."""

from __future__ import annotations

import asyncio
import fcntl
from pathlib import Path
from typing import IO

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.meanings import meaning, wait_s
from bot.telegram.receiving import ALLOWED
from bot.telegram.requests import Requests, UpdateRequests
from bot.telegram.sending import AT_ONCE

LOCK = "telegram.lock"
_TRIES = 4


class StartError(Exception):
    """The bot cannot start, said in one sentence that says what to do."""


def make_bot(settings: Settings) -> Bot:
    """Return python-telegram-bot's Bot, with as many connections as calls are made at once."""
    where = settings.telegram_api or "https://api.telegram.org"
    return Bot(
        settings.token,
        base_url=f"{where}/bot",
        base_file_url=f"{where}/file/bot",
        request=Requests(2 * AT_ONCE, read_s=15),
        get_updates_request=UpdateRequests(1, read_s=40),
    )


async def begin(bot: Bot, settings: Settings) -> None:
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


async def choose_way(bot: Bot, settings: Settings, secret: str) -> None:
    """Tell Telegram where to deliver updates, or that we ask for them.

    Raises:
        StartError: it takes no webhook there.
    """
    try:
        if settings.webhook:
            await bot.set_webhook(
                settings.webhook, secret_token=secret, allowed_updates=ALLOWED, max_connections=40
            )
        else:
            await bot.delete_webhook()
    except TelegramError as error:
        raise StartError(
            f"Telegram takes no webhook at RUNG_WEBHOOK_URL ({type(error).__name__}): it must be an https"
            " address"
            " that it can reach."
        ) from None


def only_one(home: Path) -> IO[str]:
    """Hold the home for this process: two bots on one store would answer twice.

    Returns:
        an open file; the hold ends when it is closed, or with the process.

    Raises:
        StartError: another process holds it, or the folder cannot be written.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (home / LOCK).open("w")
    except OSError as error:
        raise StartError(
            f"{home} cannot be written ({error.strerror}): give this user the right to write there, or name"
            " another folder in RUNG_HOME."
        ) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise StartError(
            f"Another `rung telegram` is running on {home}: stop it first, or name another folder in"
            " RUNG_HOME."
        ) from None
    return file
