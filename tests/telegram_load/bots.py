"""Bots as processes of their own, and what they take of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from bot.settings import Settings
from bot.store import Database, conversations
from bot.store.people import People
from tests.e2e.telegram_bot import free_port
from tests.support.telegram import TelegramServer
from tests.telegram_load.bare import STATE

ROOT = Path(__file__).parents[2]
Kind = Literal["bare", "light", "rung"]
"""``light`` is the bare bot with Rung's HTTP client in place of the library's."""
COMMANDS: dict[Kind, tuple[str, ...]] = {
    "bare": ("tests.telegram_load.bare",),
    "light": ("tests.telegram_load.bare", "--light"),
    "rung": ("bot", "telegram"),
}
Way = Literal["polling", "webhook"]
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process has taken so far.

    Args:
        cpu: seconds of processor, of all its threads.
        memory: resident now, MB.
    """

    cpu: float
    memory: float


class Running:
    """A bot that runs until the ``with`` ends.

    Args:
        kind: Rung, or what it is compared with.
        way: how it gets updates.
        server: the fake Bot API.
        home: RUNG_HOME of Rung, prepared; logs go beside it.
        more: further variables.
    """

    def __init__(
        self, kind: Kind, way: Way, server: TelegramServer, home: Path, more: Mapping[str, str]
    ) -> None:
        self._command = [sys.executable, "-m", *COMMANDS[kind]]
        self._server, self._log = server, home.parent / f"{kind}.log"
        port = free_port()
        self._environment = {**os.environ, **server.environment, "RUNG_HOME": str(home)}
        self._environment |= {"RUNG_MODEL": "hashing", "RUNG_PORT": str(port), **more}
        if way == "webhook":
            self._environment["RUNG_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        self._way = way
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        end = time.monotonic() + 120
        while not self._up():
            if self._process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise RuntimeError(f"the bot did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _up(self) -> bool:
        """Whether it asks for updates, or has named its webhook: both are the last thing a start does."""
        if self._way == "webhook":
            return bool(self._server.updates.webhook.url)
        return bool(self._server.calls_of("getUpdates"))

    def taken(self) -> Taken:
        """Return what it has taken so far."""
        assert self._process is not None
        return taken(self._process.pid)


def taken(process: int) -> Taken:
    """Return what a process has taken so far (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    cpu = (int(fields[11]) + int(fields[12])) * _TICK_S
    return Taken(cpu, pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


def prepare(home: Path, model: str) -> None:
    """Make a RUNG_HOME with the starter documents and a build.

    Raises:
        RuntimeError: `rung prepare` failed.
    """
    environment = {**os.environ, "RUNG_HOME": str(home), "RUNG_MODEL": model}
    command = [sys.executable, "-m", "bot", "prepare"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"rung prepare failed: {ran.stderr[-2000:]}")


def agree(home: Path, people: Iterable[int]) -> None:
    """Write people down as having agreed, and having ended a conversation.

    Args:
        home: RUNG_HOME, prepared.
        people: their Telegram ids.
    """
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with Database(Settings(home).store) as database, database.transaction():
        known = People(database)
        for telegram in people:
            person = known.agree(telegram, "Sam", at)
            conversations.save(database, person.id, STATE.to_json(), 1, at)
