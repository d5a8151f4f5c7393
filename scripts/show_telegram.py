"""Plays a new member of staff against the bot on Telegram, with the real model, for docs/telegram.md.

    python -m scripts.show_telegram                  print the transcript
    python -m scripts.show_telegram --write          put it into docs/telegram.md, the pictures into docs/
    python -m scripts.show_telegram --home FOLDER    keep the prepared starter documents for the next time

`rung telegram` runs as a process of its own against the emulator in `tests.telegram_server`. A picture of the
emulator's page is taken where Chromium is installed.
"""

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
from bot.wording import en, staff
from tests.e2e.telegram_bot import TelegramBot
from tests.telegram_server import Message, Person, TelegramServer
from tests.telegram_server.people import Wanted
from tests.telegram_server.world import Event

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGE, MARKS = DOCS / "telegram.md", ("<!-- transcript -->", "<!-- /transcript -->")
LADDERS, PROFILE, CHAT = "telegram-ladders.png", "telegram-profile.png", "telegram-chat.png"
PHONE = 500, 1100
"""Pixels of the window: narrower ones Chromium does not make."""
WIDTH = 92
NAME = "Sam"
ACTIVITIES = (
    "hi! i do the weekly sales dashboards for the regional managers",
    "the exports from the shops are always a mess so i clean the numbers up first",
    "my lead gives me the question, how to analyse it is up to me, then i explain what i found",
)
SKILL = "Data analytics"
ANSWERS = ("not yet", "ya, with my lead", en.OWN, en.HELP, en.SKIP)
PATIENCE_S = 120.0


class Diary:
    """Writes down what happens in a chat as it happens.

    Args:
        person: whose chat.
    """

    def __init__(self, person: Person) -> None:
        self._person = person
        self.lines: list[str] = []
        person.server.world.watchers.append(self._happened)

    def tapped(self, label: str) -> None:
        """Write down that the person taps a button."""
        self.lines += ["", f"> taps [{label}]"]

    def _happened(self, event: Event) -> None:
        message = event.message
        if event.chat_id != self._person.id or message is None:
            return
        if event.kind == "reacted":
            self.lines.append(f"  ({' '.join(each for some in message.reactions.values() for each in some)})")
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


class Play:
    """A new member of staff, from the first tap to the last.

    Args:
        server: the emulator.
        folder: where the pictures go.
    """

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self._server, self._folder = server, folder
        self.person = server.person(name=NAME)
        self.diary = Diary(self.person)
        self._answers = iter(ANSWERS)

    def all(self) -> None:
        """Play it."""
        self._begin()
        told = self._to_the_suggestion()
        self._keep(LADDERS)
        self._photograph()
        self._tap(staff.WHY, told)
        self._tap(staff.PDF, told, lambda m: m.document is not None)
        self._say("/profile", "Where you stand")
        self._keep(PROFILE)
        for command in ("/privacy", "/help"):
            self._say(command)
        self._say("/forget", staff.WHAT_TO_FORGET)
        self._tap(staff.ALL_OF_IT)
        self._tap(staff.YES_FORGET)

    def _begin(self) -> None:
        self._say("/start")
        self._tap(staff.AGREE)
        for text in ACTIVITIES:
            self._say(text, text.removeprefix("hi! "))

    def _to_the_suggestion(self) -> Message:
        self._tap(SKILL, wanted=self._new)
        while "question" in (asked := self._asked()).text.partition("\n")[0]:
            answer = next(self._answers)
            if answer in asked.labels:
                self._tap(answer, asked, self._new)
            else:
                self._say(answer, self._new)
        return asked

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

    def _photograph(self, name: str = CHAT) -> None:
        photograph(self.person, self._folder / name)


def photograph(person: Person, path: Path) -> None:
    """Take a picture of the page with somebody's chat as it stands."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("No Chromium: the picture of the chat stays as it was.", file=sys.stderr)
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


def write(transcript: str, page: Path = PAGE, marks: tuple[str, str] = MARKS) -> None:
    """Put the transcript between its marks on a page of the docs."""
    start, end = marks
    before, rest = page.read_text("utf-8").split(start, 1)
    after = rest.split(end, 1)[1]
    page.write_text(f"{before}{start}\n```text\n{transcript}\n```\n{end}{after}", "utf-8")


def tidied(diary: Diary) -> str:
    """Return what a diary holds, as a transcript."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(diary.lines)).strip()


@click.command()
@click.option("--write", "into_docs", is_flag=True, help="Into docs/telegram.md and docs/.")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Kept and prepared RUNG_HOME.")
@click.option("--pictures", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def main(into_docs: bool, home: Path | None, pictures: Path) -> None:
    """Play the conversation."""
    with prepared(home) as folder, TelegramServer() as server:
        with TelegramBot(server, folder, RUNG_MODEL=DEFAULT_MODEL, RUNG_TELEGRAM_RATE="30"):
            play = Play(server, DOCS if into_docs else pictures)
            play.all()
        if refused := server.refused():
            raise click.ClickException(f"the emulator refused {refused}")
    transcript = tidied(play.diary)
    if into_docs:
        write(transcript)
    else:
        print(transcript)


if __name__ == "__main__":
    main()
