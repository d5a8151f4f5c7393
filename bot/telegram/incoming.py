"""Read updates of the Bot API. Nothing in them is trusted."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

LARGEST_ID = 2**53
"""Ids at Telegram have at most 52 significant bits (Bot API, `User.id`)."""
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
)
"""Kinds of update in the Bot API. Only these names are logged: any other key may hold anything."""
IncomingKind = Literal["text", "press", "file", "other", "edited", "left", "back", "elsewhere", "nothing"]
MOST_NAME = 128
DOUBLE_TAP_S = 2.0
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent: its id at Telegram, its name, and its size in bytes where Telegram tells it."""

    id: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an update says.

    Args:
        update: its id.
        kind: ``text`` or ``press`` in a private chat, ``file`` a document, ``other`` neither (a sticker, a
            photo), ``edited`` a message changed later, ``left`` and ``back`` the bot blocked or unblocked,
            ``elsewhere`` anything in a group or channel, ``nothing`` what needs no answer.
        chat: its id; a private chat's is the person's.
        user: who, 0 where nobody is named.
        name: as they call themselves on Telegram.
        message: id of the message written or pressed on.
        text: what was typed, or the button's data.
        query: id to answer a press with.
        file: of kind ``file``.
        reply: id of the message that was replied to.
        thread: the forum topic it was written in; None outside of topics.
    """

    update: int
    kind: IncomingKind
    chat: int = 0
    user: int = 0
    name: str = ""
    message: int | None = None
    text: str = ""
    query: str | None = None
    file: File | None = None
    reply: int | None = None
    thread: int | None = None

    @property
    def command(self) -> str:
        """The command typed, without its slash and the bot's name; empty for other words."""
        return self._command.partition("@")[0].lower()

    @property
    def addressee(self) -> str:
        """The username of the bot that a command names; empty where it names none."""
        return self._command.partition("@")[2].lower()

    @property
    def _command(self) -> str:
        if self.kind not in ("text", "elsewhere") or not self.text.startswith("/"):
            return ""
        return "".join(self.text[1:].split(maxsplit=1)[:1])

    @property
    def argument(self) -> str:
        """What follows the command."""
        return self.text.partition(" ")[2].strip()


class Presses:
    """Tells a double tap: the same button pressed twice in a row, within `DOUBLE_TAP_S`."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, tuple[int | None, str, float]] = OrderedDict()

    def repeated(self, incoming: Incoming) -> bool:
        """Whether a press repeats the person's press before it. Anything but a press never does."""
        if incoming.kind != "press":
            self._last.pop(incoming.user, None)
            return False
        at = time.monotonic()
        message, text, before = self._last.pop(incoming.user, (None, "", -DOUBLE_TAP_S))
        self._last[incoming.user] = (incoming.message, incoming.text, at)
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        return (message, text) == (incoming.message, incoming.text) and at - before < DOUBLE_TAP_S


class UnreadableUpdateError(ValueError):
    """An update lacks what Rung needs of it, or holds something of the wrong type.

    Args:
        update: its id, None where it has none.
        kind: its kind, as the Bot API names it; ``unknown`` for any other.
    """

    def __init__(self, update: int | None, kind: str) -> None:
        super().__init__(f"update {update} ({kind}) cannot be read")
        self.update, self.kind = update, kind


def update_id(update: object) -> int | None:
    """Return the id of an update; None where it has none."""
    return (_id(update.get("update_id")) or None) if isinstance(update, dict) else None


def kind_of(update: object) -> str:
    """Return the kind of an update as the Bot API names it; ``unknown`` for any other."""
    return (
        next((kind for kind in KINDS if kind in update), "unknown") if isinstance(update, dict) else "unknown"
    )


def read(update: object) -> Incoming:
    """Read an update.

    Args:
        update: JSON of the Bot API, fields missing, unknown or of the wrong type included.

    Raises:
        UnreadableUpdateError: it cannot be read.
    """
    number, kind = update_id(update), kind_of(update)
    if number is None or not isinstance(update, dict):
        raise UnreadableUpdateError(None, kind)
    reader = _READERS.get(kind)
    if reader is None:
        # Channel posts, business messages, reactions, polls and what comes with later versions: not ours.
        return Incoming(number, "nothing")
    try:
        return reader(number, _needed(update, kind))
    except ValueError:
        raise UnreadableUpdateError(number, kind) from None


def _callback_query(number: int, query: Mapping[str, Any]) -> Incoming:
    user, name = _sender(_needed(query, "from"))
    message = _object(query, "message")
    if "business_connection_id" in message:
        return Incoming(number, "nothing")
    chat = _chat(message) if message else (user, True)
    return Incoming(
        number,
        "press" if chat[1] else "elsewhere",
        chat=user if chat[1] else chat[0],
        user=user,
        name=name,
        message=_id(message.get("message_id")) or None,
        text=_text(query.get("data")),
        query=_needed_text(query, "id"),
        thread=_thread(message),
    )


def _my_chat_member(number: int, member: Mapping[str, Any]) -> Incoming:
    user, name = _sender(_needed(member, "from"))
    _, private = _chat(member)
    status = _needed_text(_needed(member, "new_chat_member"), "status")
    if not private:
        return Incoming(number, "nothing")
    return Incoming(number, "left" if status == "kicked" else "back", user, user, name)


def _edited_message(number: int, message: Mapping[str, Any]) -> Incoming:
    incoming = _message(number, message)
    if incoming.kind in ("nothing", "elsewhere"):
        return Incoming(number, "nothing")
    # A live location changes every few seconds; only changed words are answered.
    return replace(incoming, kind="edited" if incoming.text else "nothing", text="")


def _message(number: int, message: Mapping[str, Any]) -> Incoming:
    place, private = _chat(message)
    written = _id(message.get("message_id"))
    if not written:
        raise ValueError("a message has an id")
    # Nobody is named where a channel or an anonymous admin writes into a group.
    user, name = _sender(_needed(message, "from")) if "from" in message or private else (0, "")
    if "business_connection_id" in message:
        return Incoming(number, "nothing")
    text, file = _text(message.get("text")), _file(_object(message, "document"))
    kind: IncomingKind = (
        "file" if file else "text" if text else "other" if _has_content(message) else "nothing"
    )
    replied = _id(_object(message, "reply_to_message").get("message_id")) or None
    return Incoming(
        number,
        kind if private else "elsewhere",
        place,
        user,
        name,
        written,
        text,
        file=file if private else None,
        reply=replied,
        thread=_thread(message),
    )


_READERS = {
    "message": _message,
    "edited_message": _edited_message,
    "callback_query": _callback_query,
    "my_chat_member": _my_chat_member,
}
_CONTENT = (
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "invoice",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
)
"""Fields of a message that somebody sent; all other fields only say that something happened."""


def _has_content(message: Mapping[str, Any]) -> bool:
    return any(field in message for field in _CONTENT)


def _file(document: Mapping[str, Any]) -> File | None:
    identifier = _text(document.get("file_id"))
    if not identifier:
        return None
    size = document.get("file_size")
    name = _text(document.get("file_name")) or "file"
    return File(identifier, name[:MOST_NAME], size if isinstance(size, int) else None)


def _chat(of: Mapping[str, Any]) -> tuple[int, bool]:
    """Return the id of the chat, and whether it is private."""
    chat = _needed(of, "chat")
    number = _id(chat.get("id"))
    if not number:
        raise ValueError("a chat has an id")
    return number, _needed_text(chat, "type") == "private"


def _thread(message: Mapping[str, Any]) -> int | None:
    """Return the topic a message is in. In other groups the field names what was replied to."""
    return (
        (_id(message.get("message_thread_id")) or None) if message.get("is_topic_message") is True else None
    )


def _sender(user: Mapping[str, Any]) -> tuple[int, str]:
    number = _id(user.get("id"))
    if number <= 0:
        raise ValueError("a person has an id")
    name = " ".join(filter(None, (_text(user.get("first_name")), _text(user.get("last_name")))))
    return number, name[:MOST_NAME].strip()


def _needed(of: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = of.get(field)
    if not isinstance(found, dict):
        raise ValueError(f"{field} is not an object")
    return found


def _needed_text(of: Mapping[str, Any], field: str) -> str:
    found = _text(of.get(field))
    if not found:
        raise ValueError(f"{field} is not text")
    return found


def _object(of: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = of.get(field)
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    # JSON can spell half of a character, which no database and no network takes.
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else ""


def _id(value: object) -> int:
    """Return an id, 0 where it is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if abs(value) < LARGEST_ID else 0
