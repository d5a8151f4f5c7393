"""Conversations with the bot that are played for the docs: what happens in a chat, written down."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.settings import DEFAULT_MODEL
from tests.support.telegram import Event, Message, Person, TelegramServer, Wanted

DOCS = Path(__file__).parents[2] / "docs"
MARKS = "<!-- transcript -->", "<!-- /transcript -->"
PHONE = 500, 1100
"""Pixels of the window: narrower ones Chromium does not make."""
WIDTH = 92
NAME = "Sam"
PATIENCE_S = 120.0


class Diary:
    """Writes down what happens in a chat as it happens."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.lines: list[str] = []
        person.server.chats.watchers.append(self._happened)

    def tapped(self, label: str) -> None:
        """Write down that the person taps a button."""
        self.lines += ["", f"> taps [{label}]"]

    def _happened(self, event: Event) -> None:
        message = event.message
        if event.chat_id != self._person.id or message is None:
            return
        if event.kind == "reacted":
            self.lines.append(f"  ({' '.join(message.reactions)})")
        elif not message.outgoing:
            self.lines += ["", f"> sends {message.file.name}" if message.file else f"> {message.text}"]
        elif event.kind == "deleted":
            self.lines.append("  (a message is gone)")
        elif event.kind != "edited":
            self.lines += ["", *_shown(message)]
        elif message.text != _before(message):
            self.lines += ["", "(edited)", *_shown(message)]


def _before(message: Message) -> str:
    body = message.revisions[-1]
    return str(body.get("text", body.get("caption", "")))


def _shown(message: Message) -> Iterator[str]:
    """Yield the lines of a message of the bot: file, text, buttons."""
    if message.photo and message.file:
        yield f"[picture, {message.file.width} x {message.file.height}]"
    elif message.file:
        yield f"[{message.file.name}, {len(message.file.data) // 1024} kB]"
    for line in message.text.split("\n"):
        mark = re.match(r"\s*(•|\d\.)?\s*", line)
        hanging = " " * (mark.end() if mark else 0)
        yield from textwrap.wrap(line, WIDTH, subsequent_indent=hanging) or [""]
    for row in message.rows:
        yield "  " + " ".join(f"[{button.label}]" for button in row)


class Player:
    """Somebody who chats with the bot, and what they chatted.

    Args:
        chat: file name of the picture of the chat.
    """

    def __init__(self, server: TelegramServer, folder: Path, chat: str = "chat.png") -> None:
        self._server, self._folder, self._chat = server, folder, chat
        self.person = server.person(name=NAME)
        self.diary = Diary(self.person)

    @property
    def _new(self) -> Wanted:
        """What a message of the bot with buttons looks like that is not there yet."""
        last = self.person.last.id
        return lambda message: message.id > last and bool(message.buttons)

    def _asked(self) -> Message:
        return next(each for each in reversed(self.person.replies) if each.buttons)

    def _say(self, text: str, wanted: Wanted = None) -> None:
        self.person.says(text)
        self._wait(wanted)

    def _tap(self, label: str, message: Message | None = None, wanted: Wanted = None) -> None:
        self.diary.tapped(label)
        self.person.taps(label, message)
        self._wait(wanted)

    def _wait(self, wanted: Wanted = None) -> None:
        self.person.wait_for(wanted, PATIENCE_S)
        self._server.settle(1.5, PATIENCE_S)

    def _keep(self, name: str) -> None:
        """Keep the latest picture."""
        photos = [each.photo for each in self.person.replies if each.photo]
        (self._folder / name).write_bytes(photos[-1])

    def _photograph(self, name: str = "") -> None:
        """Take a picture of the chat as it stands."""
        photograph(self.person, self._folder / (name or self._chat))


def photograph(person: Person, path: Path) -> None:
    """Take a picture of the page with somebody's chat as it stands."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        click.echo("No Chromium: the picture of the chat stays as it was.", err=True)
        return
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        options += [f"--user-data-dir={profile}", f"--window-size={PHONE[0]},{PHONE[1]}"]
        options += ["--virtual-time-budget=8000", f"--screenshot={path}"]
        address = f"{person.server.url}/?id={person.id}"
        subprocess.run([browser, *options, address], check=True, capture_output=True, timeout=120)


@contextmanager
def prepared(kept: Path | None) -> Iterator[Path]:
    """Give a RUNG_HOME with the starter documents that may be written to; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        source = kept or home
        command = [sys.executable, "-m", "bot", "prepare"]
        environment = {**os.environ, "RUNG_HOME": str(source), "RUNG_MODEL": DEFAULT_MODEL}
        subprocess.run(command, env=environment, check=True, stdout=sys.stderr)
        if kept:
            shutil.copytree(kept, home)
        yield home


def write(transcript: str, page: Path, marks: tuple[str, str] = MARKS) -> None:
    """Put the transcript between its marks on a page of the docs."""
    start, end = marks
    before, rest = page.read_text("utf-8").split(start, 1)
    after = rest.split(end, 1)[1]
    page.write_text(f"{before}{start}\n```text\n{transcript}\n```\n{end}{after}", "utf-8")


def tidied(diary: Diary) -> str:
    """Return what a diary holds, as a transcript."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(diary.lines)).strip()
