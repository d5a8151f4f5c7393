"""A message as a chat keeps it, and what tests ask about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import telegram

from .media import StoredFile
from .refusals import JSON


@dataclass(frozen=True)
class Button:
    """A button under a message: what it says and what a tap on it sends."""

    label: str
    data: str | None
    url: str | None = None


@dataclass
class Message:
    """A message in a chat, as it stands now.

    Args:
        chat_id: the chat.
        id: its number in the chat.
        body: the Bot API's Message object.
        outgoing: sent by the bot.
        source: the text or caption as the bot wrote it, markup included.
        file: the picture or document in it.
        revisions: what ``body`` was before each edit, the first first.
        reactions: emoji by the id of who reacted.
        deleted: no longer in the chat.
        history: the position in the server's events of its last change.
        fixed: sent with a reply keyboard, so Telegram lets nobody edit it.
    """

    chat_id: int
    id: int
    body: JSON
    outgoing: bool
    source: str = ""
    file: StoredFile | None = None
    revisions: list[JSON] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)
    deleted: bool = False
    history: int = 0
    fixed: bool = False

    @property
    def text(self) -> str:
        """What is read in it: its text, or the caption of its picture or document."""
        return str(self.body.get("text", self.body.get("caption", "")))

    @property
    def entities(self) -> list[JSON]:
        """Its entities, those of the caption included."""
        return list(self.body.get("entities") or self.body.get("caption_entities") or [])

    @property
    def html(self) -> str:
        """Its text with its entities as HTML, written by python-telegram-bot."""
        read = telegram.Message.de_json(self.body, None)
        return (read.text_html or "") if "text" in self.body else (read.caption_html or "")

    @property
    def rows(self) -> list[list[Button]]:
        """Its inline buttons, row by row."""
        keyboard = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        """Its inline buttons in reading order."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What its inline buttons say."""
        return [button.label for button in self.buttons]

    @property
    def data(self) -> bytes | None:
        """The bytes of its picture or document."""
        return self.file.data if self.file else None

    @property
    def photo(self) -> bytes | None:
        """The bytes of its picture."""
        return self.file.data if self.file and self.file.kind == "photo" else None

    @property
    def document(self) -> StoredFile | None:
        """Its document."""
        return self.file if self.file and self.file.kind == "document" else None

    @property
    def edited(self) -> int:
        """How often it was edited."""
        return len(self.revisions)

    def button(self, wanted: str) -> Button:
        """Return the button with this label or callback data.

        Raises:
            LookupError: naming the buttons there are.
        """
        for each in self.buttons:
            if wanted in (each.label, each.data):
                return each
        raise LookupError(f"no button {wanted!r} under message {self.id}; there are {self.labels}")

    def line(self, who: str) -> str:
        """Return the message for a transcript: who, what, pictures, buttons and reactions."""
        lines = [f"{who}: {self._marks()}{self.text}".rstrip()]
        lines += ["    " + " ".join(f"[{button.label}]" for button in row) for row in self.rows]
        for emoji in self.reactions.values():
            lines.append(f"    ({' '.join(emoji)})")
        return "\n".join(lines)

    def _marks(self) -> str:
        marks = ["deleted"] if self.deleted else []
        marks += ["edited" if self.edited == 1 else f"edited {self.edited} times"] if self.edited else []
        if self.photo and self.file:
            marks.append(f"picture {self.file.width}x{self.file.height}")
        elif self.file:
            marks.append(f"{self.file.kind} {self.file.name}, {len(self.file.data):,} bytes")
        return "".join(f"({mark}) " for mark in marks)

    def as_json(self) -> JSON:
        """Return it for the control API and the page."""
        shown: dict[str, Any] = {
            "id": self.id,
            "chat": self.chat_id,
            "outgoing": self.outgoing,
            "text": self.text,
            "html": self.html,
            "buttons": [[vars(button) for button in row] for row in self.rows],
            "edited": self.edited,
            "deleted": self.deleted,
            "reactions": {str(who): emoji for who, emoji in self.reactions.items()},
            "event": self.history,
        }
        if self.file:
            shown["file"] = {
                "id": self.file.file_id,
                "kind": self.file.kind,
                "name": self.file.name,
                "mime": self.file.mime,
                "size": len(self.file.data),
            }
        return shown
