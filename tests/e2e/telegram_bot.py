"""Runs ``rung telegram`` as a process against the fake Bot API, to be talked to, killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from bot.store import Database
from bot.text import conversation, staff, suggestions
from tests.support.telegram import Message, Person, TelegramServer

SELLING = "I call assigned clients by the sales plan. I do their sales paperwork."
THIRD = "I negotiate contracts with customers"
WAIT_S = 60.0
"""Seconds that an answer may take on a machine busy with other things."""


class TelegramBot:
    """The bot as a process.

    Args:
        server: the fake Bot API.
        home: RUNG_HOME; copied from a prepared one.
        webhook: deliver updates to it instead of being asked.
        more: further variables.
    """

    def __init__(self, server: TelegramServer, home: Path, webhook: bool = False, **more: str) -> None:
        self.server, self.home = server, home
        self.log = home.parent / f"{home.name}.log"
        self.port = free_port()
        self.environment = {
            **os.environ,
            **server.environment,
            "RUNG_HOME": str(home),
            "RUNG_MODEL": "hashing",
            "RUNG_PORT": str(self.port),
            "RUNG_TELEGRAM_RATE": "1000",
            **more,
        }
        if webhook:
            self.environment["RUNG_WEBHOOK_URL"] = f"http://127.0.0.1:{self.port}/telegram"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, wait_s: float = 120.0) -> TelegramBot:
        """Start it and wait until it is up."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "telegram"], env=self.environment, stderr=log
            )
        end = time.monotonic() + wait_s
        while not self.get("/healthz"):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(self.log.read_text()[-2000:])
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """End it as a power cut or the kernel would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, wait_s: float = 30.0) -> int:
        """Ask it to stop; return its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(wait_s)

    def get(self, path: str) -> str:
        """Return a page of its server; empty while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    @property
    def store(self) -> Database:
        """The store, opened once more beside the bot."""
        return Database(self.home / "rung.db")

    def __enter__(self) -> TelegramBot:
        return self.start()

    def __exit__(self, *error: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


Start = Callable[..., TelegramBot]


def agreed(person: Person, code: str = "") -> Person:
    """Let somebody agree, by a link with a code where one is given."""
    person.starts(code)
    person.wait_for("Nothing is kept until you agree", WAIT_S)
    person.taps(staff.AGREE)
    person.wait_for(conversation.ASK_ACTIVITIES[:40], WAIT_S)
    return person


def to_the_question(person: Person) -> Message:
    """Let somebody tell what they do and choose a skill; return the first question."""
    person.says(SELLING)
    person.wait_for("Added: ", WAIT_S)
    person.says(THIRD)
    choice = person.wait_for("Which of these", WAIT_S)
    person.taps(choice.labels[0], choice)
    return person.wait_for("question 1 of", WAIT_S)


def to_the_suggestion(person: Person, answer: str = suggestions.HELP) -> Message:
    """Let somebody go all the way, with one answer to all questions; return the suggestion."""
    return to_its_end(person, to_the_question(person), answer)


def to_its_end(person: Person, told: Message, answer: str = suggestions.HELP) -> Message:
    """Let somebody answer questions from one on; return the suggestion."""
    for _ in range(6):
        person.taps(answer, told)
        told = person.wait_for(
            lambda m: bool(m.buttons) and ("question" in m.text or "My suggestion for" in m.text), WAIT_S
        )
        if "My suggestion for" in told.text:
            return told
    raise AssertionError(person.transcript())


def copied(prepared: Path, to: Path) -> Path:
    """Copy a prepared home, so that a test has people of its own."""
    shutil.copytree(prepared, to)
    return to


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
