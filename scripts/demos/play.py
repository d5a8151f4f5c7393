"""Conversations with the bot that are played for the docs: what happens in a chat, written down."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.settings import DEFAULT_MODEL
from tests.e2e.telegram_bot import TelegramBot
from tests.support.telegram import Event, Message, Person, TelegramServer, Wanted

DOCS = Path(__file__).parents[2] / "docs"
TRANSCRIPT = "transcript"
"""Name of the marks on a page that has one transcript."""
PHONE = 500, 1100
"""Pixels of the window: narrower ones Chromium does not make."""
WIDTH = 92
PATIENCE_S = 120.0
FOLDER = click.Path(file_okay=False, path_type=Path)


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
    """Somebody who chats with the bot, and what they chatted; pictures go into a folder."""

    def __init__(self, server: TelegramServer, folder: Path, name: str = "Sam") -> None:
        self._server, self._folder = server, folder
        self.person = server.person(name=name)
        self.diary = Diary(self.person)

    @property
    def new(self) -> Wanted:
        """What a message of the bot with buttons looks like that is not there yet."""
        last = self.person.last.id
        return lambda message: message.id > last and bool(message.buttons)

    def asked(self) -> Message:
        """Return the latest message with buttons."""
        return next(each for each in reversed(self.person.replies) if each.buttons)

    def say(self, text: str, wanted: Wanted = None) -> None:
        """Send a message, and wait for an answer."""
        self.person.says(text)
        self.wait(wanted)

    def tap(self, beginning: str, message: Message | None = None, wanted: Wanted = None) -> None:
        """Tap the latest button with this label, or one that begins so, and wait for an answer."""
        shown = [message] if message else list(reversed(self.person.replies))
        labels = [label for each in shown for label in each.labels]
        begins = (label for label in labels if label.startswith(beginning))
        label = beginning if beginning in labels else next(begins, beginning)
        self.diary.tapped(label)
        self.person.taps(label, message)
        self.wait(wanted)

    def wait(self, wanted: Wanted = None) -> None:
        """Wait for an answer, and until nothing more comes."""
        self.person.wait_for(wanted, PATIENCE_S)
        self._server.settle(1.5, PATIENCE_S)

    def keep(self, name: str) -> None:
        """Keep the latest picture."""
        photos = [each.photo for each in self.person.replies if each.photo]
        (self._folder / name).write_bytes(photos[-1])

    def photograph(self, name: str) -> None:
        """Take a picture of the page with the chat as it stands."""
        browser = shutil.which("chromium") or shutil.which("chromium-browser")
        if browser is None:
            click.echo("No Chromium: the picture of the chat stays as it was.", err=True)
            return
        with tempfile.TemporaryDirectory() as profile:
            options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            options += [f"--user-data-dir={profile}", f"--window-size={PHONE[0]},{PHONE[1]}"]
            options += ["--virtual-time-budget=8000", f"--screenshot={self._folder / name}"]
            address = f"{self._server.url}/?id={self.person.id}"
            subprocess.run([browser, *options, address], check=True, capture_output=True, timeout=120)


Play = Callable[[TelegramServer, Path, Path], dict[str, Diary]]
"""Plays on a server in a home, puts pictures into a folder; returns diaries by the name of their marks."""
START_S = 500.0
"""Seconds that the model may take to load on a busy machine."""


@contextmanager
def running(server: TelegramServer, home: Path, **more: str) -> Iterator[TelegramBot]:
    """Run the bot with the real model, at the rate of Telegram."""
    bot = TelegramBot(server, home, False, RUNG_MODEL=DEFAULT_MODEL, RUNG_TELEGRAM_RATE="30", **more)
    try:
        yield bot.start(START_S)
    finally:
        bot.__exit__()


def command(page: Path, play: Play) -> click.Command:
    """Return the command that plays a conversation, and prints it or puts it into the docs."""

    @click.command(help=play.__doc__)
    @click.option("--write", "into_docs", is_flag=True, help=f"Into docs/{page.name} and docs/.")
    @click.option("--home", type=FOLDER, help="Kept and prepared RUNG_HOME.")
    @click.option("--pictures", type=FOLDER, default=Path(), help="Folder of the pictures.")
    def main(into_docs: bool, home: Path | None, pictures: Path) -> None:
        with prepared(home) as where, TelegramServer() as server:
            diaries = play(server, where, DOCS if into_docs else pictures)
            if refused := server.refused():
                raise click.ClickException(f"the fake Bot API refused {refused}")
        for name, diary in diaries.items():
            transcript = re.sub(r"\n{3,}", "\n\n", "\n".join(diary.lines)).strip()
            if into_docs:
                write(transcript, page, name)
            else:
                click.echo(transcript if name == TRANSCRIPT else f"--- {name}\n{transcript}")

    return main


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


def write(transcript: str, page: Path, name: str = TRANSCRIPT) -> None:
    """Put a transcript between its marks on a page of the docs."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, rest = page.read_text("utf-8").split(start, 1)
    after = rest.split(end, 1)[1]
    page.write_text(f"{before}{start}\n```text\n{transcript}\n```\n{end}{after}", "utf-8")
