"""A call of the bot, and whether its parameters are those that the Bot API has.

What the Bot API has is read from python-telegram-bot: the signature of the method, and the classes of the
objects in it, which know their own fields.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import telegram

from .refusals import JSON, bad

_OBJECTS: dict[str, type[telegram.TelegramObject]] = {
    "reply_markup": telegram.InlineKeyboardMarkup,
    "link_preview_options": telegram.LinkPreviewOptions,
    "reply_parameters": telegram.ReplyParameters,
    "reaction": telegram.ReactionType,
    "commands": telegram.BotCommand,
    "scope": telegram.BotCommandScope,
}
_CLIENT = {"self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs"}
_PATTERNS = {"int": r"-?\d+", "bool": "true|false"}


@dataclass
class Call:
    """A call of the bot.

    Args:
        params: as text, as forms carry them.
        files: name, media type and bytes of uploads, by the name of their part.
        at: when it came, on the monotonic clock.
        status: the HTTP status of the answer; 0 while under way or where the connection was cut.
    """

    method: str
    params: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    at: float = 0.0
    status: int = 0
    answer: JSON = field(default_factory=dict)

    @property
    def chat(self) -> int | None:
        """``chat_id``."""
        chat = self.params.get("chat_id", "")
        return int(chat) if chat.lstrip("-").isdigit() else None

    def number(self, name: str) -> int:
        """Return a whole number.

        Raises:
            Refused: there is none.
        """
        value = self.params.get(name, "")
        if not value.lstrip("-").isdigit():
            raise bad(f"{name} isn't specified")
        return int(value)

    def json(self, name: str) -> Any:
        """Return a list or an object; None where there is none.

        Raises:
            Refused: it is not JSON.
        """
        value = self.params.get(name)
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def problems(self) -> Iterator[str]:
        """Yield what python-telegram-bot does not know about the call's parameters."""
        known = _parameters(self.method)
        for name, value in self.params.items():
            if name not in known:
                yield f"{self.method}: unknown parameter {name}"
            elif (pattern := _PATTERNS.get(known[name])) and not re.fullmatch(pattern, value):
                yield f"{self.method}: {name} is {value!r}, not {known[name]}"
            elif name in _OBJECTS:
                yield from (
                    f"{self.method}: {name}: {each}" for each in _unknown(_OBJECTS[name], self.json(name))
                )
        yield from (f"{self.method}: unknown file {name}" for name in self.files if name not in known)


@cache
def _parameters(method: str) -> dict[str, str]:
    """Return the parameters of a method, each with ``int``, ``bool``, or nothing where it may be more."""
    snake = re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), method)
    found = inspect.signature(getattr(telegram.Bot, snake)).parameters.values()
    return {each.name: _kind(str(each.annotation)) for each in found if each.name not in _CLIENT}


def _kind(annotation: str) -> str:
    words = set(re.findall(r"\b(?:int|bool|str|float|Sequence|[A-Z]\w+)\b", annotation))
    words -= {"None", "Union", "Optional", "DefaultValue", "NoneType"}
    return words.pop() if len(words) == 1 else ""


def unknown_fields(update: JSON) -> list[str]:
    """Return what python-telegram-bot does not know in an Update object."""
    return _unknown(telegram.Update, update)


def _unknown(kind: type[telegram.TelegramObject], raw: Any) -> list[str]:
    """Return fields that a class does not know, at any depth, or why it cannot read the object."""
    try:
        return [
            name
            for item in (raw if isinstance(raw, list) else [raw])
            for name in _extras(kind.de_json(item, None))
        ]
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        return [f"not a {kind.__name__}: {error}"]


def _extras(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _extras(item)
    elif isinstance(value, telegram.TelegramObject):
        yield from (f"unknown field {type(value).__name__}.{name}" for name in value.api_kwargs)
        for name in value.__slots__ if not isinstance(value.__slots__, str) else ():
            yield from _extras(getattr(value, name, None)) if not name.startswith("_") else ()
