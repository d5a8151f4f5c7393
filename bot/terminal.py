"""The conversation in the terminal, and as JSON lines for programs."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TextIO

import click

from bot.conversation import Event, InputEnded, Press, Reply, State, Text
from bot.conversation.prompts import prompt
from bot.guidance.model import GuideLike
from bot.reports import role_bars
from bot.reports.ladder import as_text, save
from bot.text import conversation, roles, suggestions
from bot.turn import take_turn

WIDEST = 88
"""Maximum width of text in characters; longer lines are hard to read."""
LEAVING = ("exit", "quit")
"""What leaves the program at any time."""
GOODBYE = ("bye", "goodbye", "q")
"""What leaves it too once the conversation has ended."""
_MAX_LINE = 4_000_000
"""Most bytes read of one JSON line; the rest is dropped."""


class Opened(GuideLike, Protocol):
    """A guide that may have failed to open (`bot.guidance.pool.BackgroundGuide`)."""

    error: BaseException | None


def chat(guide: Opened, pictures_folder: Path) -> None:
    """Talk with a person until they leave or the input ends; after the end a new round begins.

    Args:
        guide: does the work; may still be opening.
        pictures_folder: where ladder pictures are kept.

    Raises:
        BaseException: what kept the guide from opening.
    """
    person = _Person(pictures_folder)
    state = person.take(State(), Text("/start"), guide)
    while True:
        line = person.read()
        ended = state.stage == "ended"
        if line is None:
            # At the end of piped input conclude; at a terminal just say goodbye.
            if not ended:
                person.take(State() if person.present else state, InputEnded(), guide)
            return
        if line.strip().casefold() in (*LEAVING, *(GOODBYE if ended else ())):
            return
        state = person.take(state, Text(line), guide)
        if state.stage == "ended" and not ended:
            click.echo(f"\n{person.wrapped(conversation.LEAVE_BY)}")


def chat_jsonl(guide: Opened, pictures_folder: Path, lines: BinaryIO, out: TextIO) -> None:
    """Talk with a program: one JSON object in, one out, until the input ends.

    Args:
        guide: does the work; may still be opening.
        pictures_folder: where ladder pictures are kept.
        lines: ``{"text": …}`` or ``{"press": "<button id>"}``, UTF-8, one a line.
        out: gets ``{"replies": […], "done": bool, "state": {…}}`` a line, flushed at once.

    Raises:
        BaseException: what kept the guide from opening; the line that met it is answered first.
    """
    state = State()
    for line in json_lines(lines):
        event = _event(line)
        if isinstance(event, str):
            state = state.but(answer=None, notice=None)
            replies: tuple[Reply, ...] = (Reply(event),)
        else:
            state, replies = take_turn(state.but(answer=None, notice=None), event, guide)
        _write(out, state, replies, pictures_folder)
        if guide.error is not None:
            raise guide.error


class _Person:
    """A person at a terminal, or piped input."""

    def __init__(self, pictures_folder: Path) -> None:
        self.present = sys.stdin.isatty()
        if self.present:
            _paste_whole()
        self._pictures = pictures_folder
        self._labels: list[str] = []
        self._asked = ""
        self._width = max(40, min(WIDEST, shutil.get_terminal_size().columns - 1))

    def take(self, state: State, event: Event, guide: Opened) -> State:
        """Take a turn and show its replies."""
        state, replies = take_turn(state, event, guide)
        if guide.error is not None:
            raise guide.error
        for reply in replies:
            self._show(reply)
        return state

    def read(self) -> str | None:
        """Read a line; None at the end of the input."""
        if self.present:
            try:
                return input("\n> ")
            except EOFError:
                click.echo()
                return None
        line = sys.stdin.readline()
        if not line:
            return None
        click.echo(f"\n> {line.rstrip()}")
        return line

    def _show(self, reply: Reply) -> None:
        click.echo()
        # Bars say what the list below its first line says.
        text = reply.text.split("\n")[:1] if reply.gap else reply.text.split("\n")
        for line in text:
            click.echo(self.wrapped(line))
        if reply.gap:
            click.echo(role_bars.as_text(reply.gap, self._width))
        if reply.plan and reply.plan["kept"]:
            click.echo(f"\n{roles.NOT_KEPT_HERE}")
        for ladder in reply.ladders:
            click.echo()
            click.echo(as_text(ladder, self._width))
        if reply.ladders and (path := _picture(reply, self._pictures)):
            click.echo(f"\n{suggestions.picture_at(path)}")
        labels = [button["label"] for button in reply.pressable]
        # A menu that stands as it was is not printed again: its numbers stay.
        again = labels == self._labels and (reply.kind == "choice" or reply.text == self._asked)
        for number, label in enumerate(() if again else labels, 1):
            click.echo(f"  {click.style(str(number), bold=True)}  {label}")
        if labels:
            self._labels, self._asked = labels, reply.text

    def wrapped(self, line: str) -> str:
        """Wrap a line with a hanging indent."""
        indent = " " * min(len(line) - len(line.lstrip(" •0123456789.")), 8)
        return textwrap.fill(line, self._width, subsequent_indent=indent, break_on_hyphens=False)


def _paste_whole() -> None:
    """Let a pasted block be one message, where the terminal can tell that it was pasted."""
    with suppress(ImportError):
        import readline

        readline.parse_and_bind("set enable-bracketed-paste on")


def json_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines, truncating those that are too long."""
    while line := stream.readline(_MAX_LINE):
        if not line.endswith(b"\n"):
            while (rest := stream.readline(_MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line


def _event(line: bytes) -> Event | str:
    """Parse a JSON line; return an error message if it cannot be read."""
    try:
        said: Any = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return conversation.NOT_JSON
    if isinstance(said, dict):
        if isinstance(said.get("press"), str):
            return Press(said["press"])
        if isinstance(said.get("text"), str):
            return Text(said["text"])
    return conversation.NOT_JSON


def _write(out: TextIO, state: State, replies: Iterable[Reply], folder: Path) -> None:
    told = {
        "replies": [_as_json(reply, folder) for reply in replies],
        "done": state.stage == "ended",
        "state": _state(state),
    }
    out.write(json.dumps(told) + "\n")
    out.flush()


def _state(state: State) -> dict[str, object]:
    """Return where the conversation stands, and how the last message was taken."""
    asked = prompt(state).asks if state.stage == "asking" else None
    return {
        "stage": state.stage,
        "activities": list(state.activities),
        "skills": [choice["label"] for choice in state.choices],
        "skill": state.choice["label"] if state.choice else None,
        "asked": asked,
        "answer": state.answer,
        "notice": state.notice,
    }


def _as_json(reply: Reply, folder: Path) -> dict[str, object]:
    path = _picture(reply, folder) if reply.ladders else None
    return {
        "text": reply.text,
        "buttons": list(reply.buttons),
        "picture": str(path) if path else None,
        "asks": reply.asks,
    }


def _picture(reply: Reply, folder: Path) -> Path | None:
    """Draw a reply's ladders; None if the picture cannot be saved."""
    try:
        return save(reply.ladders, folder)
    except OSError:
        return None
