"""The emulator by hand: a chat on the terminal and a page in the browser, for a bot that has no token."""

from __future__ import annotations

import itertools
import sys
import threading
from pathlib import Path

import click

from .messages import Message
from .people import Person
from .refusals import Refused
from .server import TelegramServer
from .world import Event

HELP = """Type a message and press Enter. Commands that start with / go to the bot, but for these:
  /tap N        tap button N
  /file PATH    send a file
  /photo PATH   send a picture
  /edit TEXT    edit your last message
  /block, /unblock
  /quit"""


class Screen:
    """Prints what the bot does, as it happens.

    Args:
        person: whose chat it is.
        folder: where pictures and documents are written.
    """

    def __init__(self, person: Person, folder: Path) -> None:
        self.person = person
        self.folder = folder
        self._seen = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def stop(self) -> None:
        """End printing."""
        world = self.person.server.world
        self._stopped = True
        with world.changed:
            world.changed.notify_all()
        self._thread.join(timeout=5)

    def _watch(self) -> None:
        world = self.person.server.world
        while not self._stopped:
            world.wait(lambda: self._stopped or len(world.events) > self._seen, 3600.0)
            with world.lock:
                new = world.events[self._seen :]
                self._seen = len(world.events)
            for event in new:
                if event.chat_id == self.person.id:
                    self._print(event)

    def _print(self, event: Event) -> None:
        message = event.message
        if event.query is not None and event.query.answer and event.query.answer["text"]:
            click.secho(f"  ({event.query.answer['text']})", fg="yellow")
        elif event.kind == "reacted" and message is not None:
            emoji = " ".join(each for group in message.reactions.values() for each in group)
            click.secho(f"  ({emoji or 'no reaction any more'})", fg="yellow")
        elif event.kind == "deleted" and message is not None and message.outgoing:
            click.secho(f"  (message {message.id} was deleted)", fg="yellow")
        elif message is not None and message.outgoing:
            self._say(message, edited=event.kind == "edited")

    def _say(self, message: Message, edited: bool) -> None:
        if message.file and not edited:
            click.secho(f"  {self._save(message)}", fg="cyan")
        mark = "(edited) " if edited else ""
        click.echo(f"{click.style('Rung:', bold=True)} {mark}{message.text}")
        number = itertools.count(1)
        for row in message.rows:
            click.secho("  " + "  ".join(f"[{next(number)} {button.label}]" for button in row), fg="green")

    def _save(self, message: Message) -> Path:
        file = message.file
        if file is None:
            raise LookupError("this message has no file")
        suffix = "" if "." in file.name else ".bin"
        path = self.folder / f"{message.id}-{Path(file.name).name}{suffix}"
        path.write_bytes(file.data)
        return path


def read(person: Person, line: str) -> bool:
    """Do what a line says; return False when it says to stop.

    Raises:
        LookupError: where there is no such button or message.
        ValueError: where Telegram's apps would not let it be sent.
        OSError: where a file cannot be read.
    """
    command, _, rest = line.strip().partition(" ")
    rest = rest.strip()
    if command == "/quit":
        return False
    if command == "/tap":
        _tap(person, rest)
    elif command == "/file":
        person.sends_document(Path(rest).read_bytes(), Path(rest).name)
    elif command == "/photo":
        person.sends_photo(Path(rest).read_bytes())
    elif command == "/edit":
        mine = [message for message in person.messages if not message.outgoing and "text" in message.body]
        if not mine:
            raise LookupError("you have said nothing yet")
        person.edits(mine[-1], rest)
    elif command == "/block":
        person.blocks()
    elif command == "/unblock":
        person.unblocks()
    elif line.strip():
        person.says(line.strip())
    return True


def _tap(person: Person, number: str) -> None:
    for message in reversed(person.replies):
        if message.buttons:
            if not number.isdigit() or not 1 <= int(number) <= len(message.buttons):
                raise LookupError(f"there are buttons 1 to {len(message.buttons)}")
            person.taps(message.buttons[int(number) - 1].data or "", message)
            return
    raise LookupError("there are no buttons")


@click.command()
@click.option("--port", default=8090, show_default=True, help="Port on this machine; 0 is any free one.")
@click.option("--name", default="You", show_default=True, help="Your first name on Telegram.")
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("telegram-files"),
    show_default=True,
    help="Folder for the pictures and documents that the bot sends.",
)
@click.option("--chat/--no-chat", default=True, help="Chat on the terminal, or serve the page only.")
def main(port: int, name: str, files: Path, chat: bool) -> None:
    """Try the bot without Telegram and without a token."""
    server = TelegramServer(port=port)
    try:
        server.start()
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used ({error.strerror}); try --port 0") from None
    try:
        settings = " ".join(f"{key}={value}" for key, value in server.environment.items())
        click.echo("Start the bot in another terminal with\n")
        click.echo(f"  {settings} rung telegram")
        click.echo(f"\nand chat here, or in a browser at {server.url}/\n")
        person = server.person(id=4_000_000_001, name=name)
        if chat:
            files.mkdir(parents=True, exist_ok=True)
            _chat(person, files)
        else:
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.stop()


def _chat(person: Person, files: Path) -> None:
    click.echo(HELP + "\n")
    screen = Screen(person, files)
    screen.start()
    try:
        for line in sys.stdin:
            try:
                if not read(person, line):
                    break
            except (LookupError, ValueError, OSError, Refused) as error:
                click.secho(f"  {error}", fg="red")
    finally:
        screen.stop()
