"""A call of the bot, as it came over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .media import Upload
from .refusals import JSON, bad


@dataclass
class Call:
    """A call of the bot.

    Args:
        method: as Telegram spells it.
        params: what came with it; values of forms are text, those of JSON bodies are what they are.
        files: uploads by the name of their part.
        at: when it came, on the monotonic clock, in seconds.
        status: the HTTP status it was answered with; 0 while under way or when the connection was cut.
        answer: the answer's JSON.
        effect: it changed something, whatever the bot was told.
    """

    method: str
    params: JSON = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    at: float = 0.0
    status: int = 0
    answer: JSON = field(default_factory=dict)
    effect: bool = False

    @property
    def chat(self) -> int | str | None:
        """``chat_id``: a number, or the text of a username."""
        raw = self.params.get("chat_id")
        return int(raw) if isinstance(raw, str) and raw.lstrip("-").isdigit() else raw

    @property
    def ok(self) -> bool:
        """It was answered as done."""
        return bool(self.answer.get("ok"))

    def text(self, name: str) -> str | None:
        """Return a parameter that is text; numbers are read as text, as Telegram does."""
        value = self.params.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool | list | dict):
            raise bad(f"can't parse {name}: String expected")
        return str(value)

    def number(self, name: str) -> int | None:
        """Return a parameter that is a whole number."""
        value = self.params.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not str(value).lstrip("-").isdigit():
            raise bad(f"invalid {name} specified")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return a parameter that is true or false."""
        value = self.params.get(name)
        return value is True or str(value).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        """Return a parameter that is a list or an object; forms carry it as JSON text."""
        value = self.params.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object: {error}") from None

    def needed_chat(self) -> int | str:
        """Return ``chat_id``.

        Raises:
            Refused: where there is none.
        """
        chat = self.chat
        if chat is None or chat == "":
            raise bad("chat_id is empty")
        if not isinstance(chat, int | str):
            raise bad("invalid chat_id specified")
        return chat

    def needed_number(self, name: str, sentence: str = "") -> int:
        """Return a whole number that must be there."""
        value = self.number(name)
        if value is None:
            raise bad(sentence or f"{name} isn't specified")
        return value

    def as_json(self) -> JSON:
        """Return it for the control API; files by name and size."""
        files = {
            name: {"name": f.name, "mime": f.mime, "size": len(f.data)} for name, f in self.files.items()
        }
        return {**vars(self), "files": files}
