"""A turn: one update of a person, as handlers read it, and what it leads to."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from telegram import Bot, ChatMember, Update
from telegram.constants import ChatType, UpdateType

from bot.conversation import State
from bot.conversation.identifiers import masked
from bot.store.conversations import SavedConversation

ALLOWED = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)
"""Kinds of update that Rung asks for. All others, such as channel posts, are left alone."""
LARGEST_ID = 2**53
"""Ids at Telegram have at most 52 significant bits (Bot API, `User.id`)."""
LONGEST_NAME = 128
NOBODY = -1
"""Stands for a person who has not agreed; no person of the store has it."""
DOUBLE_TAP_S = 2.0
_REMEMBERED = 1024
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{1,64})?(?=\s|$)")
_OTHER = "other_content"
"""Field of a trimmed message that held something else than text and files; what it was is not kept."""
_CONTENT = (
    _OTHER,
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
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
"""Fields of a message that somebody sent; the fields of other messages only say that something happened."""

Finish = Callable[[], Sequence[Any]]
"""Writes down what a turn led to, and returns drafts of what is to be said; in the turn's transaction."""
TurnKind = Literal["text", "press", "file", "other", "edited", "left", "back"]


class UnreadableUpdateError(ValueError):
    """An update lacks what Rung needs of it, or holds something of the wrong type.

    Args:
        update: its id, None where it has none.
        kind: its kind, as the Bot API names it; ``unknown`` for any other.
    """

    def __init__(self, update: int | None, kind: str) -> None:
        super().__init__(f"unreadable update {update} ({kind})")
        self.update, self.kind = update, kind


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent: its id at Telegram, its name, and its size in bytes where Telegram tells it."""

    id: str
    name: str
    size: int | None


@dataclass(slots=True)
class Turn:
    """One update.

    Args:
        kind: ``press`` of a button, ``other`` content than text and files, ``edited`` text, ``left`` and
            ``back`` the bot blocked and unblocked.
        person: the store's id of who it is from; `NOBODY` before they agreed, and in groups.
        name: as they call themselves on Telegram.
        message: id of the message written or pressed on.
        text: what was typed, also under a picture or with a file, or the button's data.
        tries: how often handling it was begun before.
    """

    update: int
    kind: TurnKind = "text"
    person: int = NOBODY
    chat: int = 0
    private: bool = True
    user: int = 0
    name: str = ""
    message: int | None = None
    text: str = ""
    query: str | None = None
    file: File | None = None
    reply: int | None = None
    thread: int | None = None
    tries: int = 0
    saved: SavedConversation = field(default_factory=SavedConversation)
    finish: Finish | None = None

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return State.from_json(self.saved.state) if self.saved.state else State()

    @property
    def live(self) -> bool:
        """Whether the chat has a live message."""
        return self.saved.live is not None

    @property
    def command(self) -> str:
        """The command typed, without its slash and the bot's name; empty for other words."""
        found = _COMMAND.match(self.text) if self.kind == "text" else None
        return found[0][1:].partition("@")[0].lower() if found else ""

    @property
    def addressee(self) -> str:
        """Which bot a command is for, in small letters; empty where it does not say."""
        found = _COMMAND.match(self.text) if self.kind == "text" else None
        return (found[1] or "")[1:].lower() if found else ""

    @property
    def argument(self) -> str:
        """What follows the command."""
        return " ".join(self.text.split()[1:])


current: ContextVar[Turn] = ContextVar("current")
"""The turn that handlers are at; each update is handled by a task of its own."""


def turn_of(update: Update) -> Turn:
    """Return the turn that a trimmed update begins."""
    user, chat, query = update.effective_user, update.effective_chat, update.callback_query
    message = update.effective_message
    document = getattr(message, "document", None)
    replied = getattr(message, "reply_to_message", None)
    return Turn(
        update=update.update_id,
        kind=_kind(update),
        chat=chat.id if chat else user.id if user else 0,
        private=chat is None or chat.type == ChatType.PRIVATE,
        user=user.id if user else 0,
        name=(user.full_name or "") if user else "",
        message=message.message_id if message else None,
        text=(query.data if query else getattr(message, "text", "") or getattr(message, "caption", "")) or "",
        query=query.id if query else None,
        file=File(document.file_id, document.file_name, document.file_size) if document else None,
        reply=replied.message_id if replied else None,
        thread=getattr(message, "message_thread_id", None),
    )


def _kind(update: Update) -> TurnKind:
    if update.callback_query:
        return "press"
    if update.my_chat_member:
        status = update.my_chat_member.new_chat_member.status
        return "left" if status == ChatMember.BANNED else "back"
    if update.edited_message:
        return "edited"
    message = update.message
    return "file" if message and message.document else "text" if message and message.text else "other"


def parse(trimmed: dict[str, Any], bot: Bot | None) -> Update:
    """Parse an update that `trim` has reduced to what Rung reads.

    Raises:
        UnreadableUpdateError: it cannot be read.
    """
    try:
        return Update.de_json(trimmed, bot)
    except Exception:
        raise UnreadableUpdateError(trimmed["update_id"], kind_of(trimmed)) from None


def update_id(raw: object) -> int | None:
    """Return the id of an update; None where it has none."""
    return (_id(raw.get("update_id")) or None) if isinstance(raw, dict) else None


def kind_of(raw: object) -> str:
    """Return the kind of an update as the Bot API names it; ``unknown`` for any other.

    Only these names are logged: any other key may hold anything.
    """
    named = raw if isinstance(raw, dict) else ()
    return next((str(kind.value) for kind in UpdateType if kind.value in named), "unknown")


def trim(raw: object) -> dict[str, Any] | None:
    """Reduce an update to what Rung reads: less to keep, and nothing else that could fail to parse.

    Returns:
        None where there is nothing in it for Rung.

    Raises:
        UnreadableUpdateError: it cannot be read.
    """
    number, kind = update_id(raw), kind_of(raw)
    if number is None or not isinstance(raw, dict):
        raise UnreadableUpdateError(None, kind)
    trimmer = _TRIMMERS.get(kind)
    if trimmer is None:
        return None
    try:
        trimmed = trimmer(_needed(raw, kind))
    except ValueError:
        raise UnreadableUpdateError(number, kind) from None
    return {"update_id": number, kind: trimmed} if trimmed else None


def _callback_query(query: Mapping[str, Any]) -> dict[str, Any] | None:
    kept = {"id": _needed_text(query, "id"), "from": _user(query), "data": _text(query.get("data"))}
    kept["chat_instance"] = ""
    message = _object(query, "message")
    if "business_connection_id" in message:
        return None
    if message:
        kept["message"] = _head(message)
    return kept


def _my_chat_member(member: Mapping[str, Any]) -> dict[str, Any] | None:
    chat, user = _chat(member), _user(member)
    gone = _needed_text(_needed(member, "new_chat_member"), "status") == ChatMember.BANNED
    if chat["type"] != ChatType.PRIVATE:
        return None
    statuses = (ChatMember.MEMBER, ChatMember.BANNED) if gone else (ChatMember.BANNED, ChatMember.MEMBER)
    old, new = ({"status": status, "user": user, "until_date": 0} for status in statuses)
    return {"chat": chat, "from": user, "date": 0, "old_chat_member": old, "new_chat_member": new}


def _edited_message(message: Mapping[str, Any]) -> dict[str, Any] | None:
    # A live location changes every few seconds; only changed words are answered.
    kept = _message(message)
    return kept if kept and kept["chat"]["type"] == ChatType.PRIVATE and "text" in kept else None


def _message(message: Mapping[str, Any]) -> dict[str, Any] | None:
    kept = _head(message)
    text, document = _words(message.get("text")), _document(_object(message, "document"))
    caption = _words(message.get("caption"))
    if caption and document:
        kept["caption"] = caption
    text = text or ("" if document else caption)
    other = any(field in message for field in _CONTENT)
    if "business_connection_id" in message or not (text or document or other):
        return None
    if not (text or document):
        kept[_OTHER] = True
    if text:
        kept["text"] = text
    if text and (command := _COMMAND.match(text)):
        kept["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
    if document:
        kept["document"] = document
    if replied := _id(_object(message, "reply_to_message").get("message_id")):
        kept["reply_to_message"] = {"message_id": replied, "date": 1, "chat": kept["chat"]}
    return kept


_TRIMMERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any] | None]] = {
    "message": _message,
    "edited_message": _edited_message,
    "callback_query": _callback_query,
    "my_chat_member": _my_chat_member,
}


def _head(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is in every message: its id, chat, sender and topic."""
    kept: dict[str, Any] = {"message_id": _id(message.get("message_id")), "date": 1, "chat": _chat(message)}
    if not kept["message_id"]:
        raise ValueError("a message has an id")
    # Nobody is named where a channel or an anonymous admin writes into a group.
    if "from" in message or kept["chat"]["type"] == ChatType.PRIVATE:
        kept["from"] = _user(message)
    # In groups without topics the field names what was replied to.
    if message.get("is_topic_message") is True and (thread := _id(message.get("message_thread_id"))):
        kept |= {"message_thread_id": thread, "is_topic_message": True}
    return kept


def _document(document: Mapping[str, Any]) -> dict[str, Any] | None:
    identifier = _text(document.get("file_id"))
    if not identifier:
        return None
    size, name = document.get("file_size"), _text(document.get("file_name")) or "file"
    return {
        "file_id": identifier,
        "file_unique_id": identifier,
        "file_name": name[:LONGEST_NAME],
        "file_size": size if isinstance(size, int) else None,
    }


def _chat(of: Mapping[str, Any]) -> dict[str, Any]:
    chat = _needed(of, "chat")
    kept = {"id": _id(chat.get("id")), "type": _needed_text(chat, "type")}
    if not kept["id"]:
        raise ValueError("a chat has an id")
    return kept


def _user(of: Mapping[str, Any]) -> dict[str, Any]:
    user = _needed(of, "from")
    number = _id(user.get("id"))
    if number <= 0:
        raise ValueError("a person has an id")
    name = " ".join(filter(None, (_text(user.get("first_name")), _text(user.get("last_name")))))
    return {"id": number, "is_bot": False, "first_name": name[:LONGEST_NAME].strip()}


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


def _words(value: object) -> str:
    """Return what somebody wrote; of a command, nothing is masked: it is no part of what is kept."""
    text = _text(value)
    return text if _COMMAND.match(text) else masked(text)


def _id(value: object) -> int:
    """Return an id, 0 where it is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if abs(value) < LARGEST_ID else 0


class Presses:
    """Tells a double tap: the same button pressed twice in a row, within `DOUBLE_TAP_S`."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, tuple[int | None, str, float]] = OrderedDict()

    def repeated(self, turn: Turn) -> bool:
        """Whether a press repeats the person's press before it. Anything but a press never does."""
        if turn.kind != "press":
            self._last.pop(turn.user, None)
            return False
        at = time.monotonic()
        message, text, before = self._last.pop(turn.user, (None, "", -DOUBLE_TAP_S))
        self._last[turn.user] = (turn.message, turn.text, at)
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        return (message, text) == (turn.message, turn.text) and at - before < DOUBLE_TAP_S
