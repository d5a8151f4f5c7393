"""Job descriptions sent as files: fetched, and read in another process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.conversation.prompts import MAX_ACTIVITIES
from bot.telegram.errors import meaning, wait_s
from bot.telegram.turn import File
from bot.text import staff
from bot.text.files import unreadable
from knowledge.importer import read_duties
from knowledge.model import DocumentError

MOST = int(FileSizeLimit.FILESIZE_DOWNLOAD)
"""Bytes of a file that the Bot API lets a bot fetch."""
LONGEST_ACTIVITY = 320
"""Characters of one activity: as many as the conversation takes at once fit into one message."""
TRIES = 4
CONCURRENT = 2
"""Files read at once: each may take a process and its memory."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FileDuties:
    """The duties that a file tells of, by job, or why it cannot be read, in a sentence for the person."""

    jobs: tuple[tuple[str, ...], ...] = ()
    problem: str = ""


class Files:
    """Fetches and reads files."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._turns = asyncio.Semaphore(CONCURRENT)

    async def read(self, file: File) -> FileDuties:
        """Read a file that somebody sent."""
        if (file.size or 0) > MOST:
            return FileDuties(problem=staff.too_big(MOST // 1_000_000))
        async with self._turns:
            data = await self.fetch(file)
            if data is None:
                return FileDuties(problem=staff.COULD_NOT_FETCH)
            return await asyncio.to_thread(_activities, file.name, data)

    async def fetch(self, file: File) -> bytes | None:
        """Return what is in a file that somebody sent; None where Telegram does not give it."""
        for attempt in range(TRIES):
            try:
                handle = await self._bot.get_file(file.id)
                return bytes(await handle.download_as_bytearray())
            except BadRequest:
                return None
            except TelegramError as error:
                log.warning("file not fetched", meaning=meaning(error), error=type(error).__name__)
                await asyncio.sleep(wait_s(error) * (attempt + 1))
        return None


def _activities(name: str, data: bytes) -> FileDuties:
    """Return what a job description or a curriculum vitae says somebody does."""
    try:
        jobs = read_duties(name, data, most=MAX_ACTIVITIES, longest=LONGEST_ACTIVITY)
    except DocumentError as error:
        return FileDuties(problem=unreadable(error.reason))
    return FileDuties(tuple(tuple(job) for job in jobs))
