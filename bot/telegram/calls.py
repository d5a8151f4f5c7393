"""Calls of the Bot API as values: they can be kept in the outbox, and made again after a restart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import CallbackQueryLimit, ParseMode
from telegram.error import BadRequest

from bot.telegram.html import shortened
from bot.telegram.keyboards import Row

Deed = Literal["message", "picture", "document", "edit", "buttons", "answer", "react", "delete"]
ANSWER = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
LABEL = 64
"""Letters of a button's label; more are cut off on a phone."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API for a chat.

    Args:
        deed: ``message``, ``picture`` and ``document`` send something new; ``edit`` changes a message's text
            and buttons, ``buttons`` its buttons only; ``answer`` ends a press; ``react`` puts an emoji on a
            message; ``delete`` takes a message away, or what it says where it is too old for that.
        text: HTML, within Telegram's limits; of an answer, plain.
        made: what is to be drawn or written when the call is made (see `bot.telegram.attachments`).
        message: the id of the message to edit, to react to, or to answer.
    """

    deed: Deed
    text: str = ""
    rows: tuple[Row, ...] = ()
    made: Mapping[str, Any] | None = None
    message: int | None = None
    query: str | None = None
    thread: int | None = None

    @property
    def sends(self) -> bool:
        """Whether it puts a new message into the chat."""
        return self.deed in ("message", "picture", "document")

    def to_json(self) -> str:
        """Return the call as a line of JSON."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Call:
        """Read what `to_json` wrote."""
        values = json.loads(text)
        rows = tuple(tuple((label, data) for label, data in row) for row in values.pop("rows", ()))
        return cls(rows=rows, **values)

    def but(self, **changes: Any) -> Call:
        """Return the call with some fields changed."""
        return replace(self, **changes)


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram takes them, labels shortened; None for none.

    Args:
        rows: data of at most 64 bytes each.
    """
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(shortened(label, LABEL), callback_data=data) for label, data in row]
            for row in rows
        ]
    )


async def do(bot: Bot, chat: int, call: Call, file: tuple[bytes, str] | None = None) -> int | None:
    """Make a call.

    Args:
        file: what was made for a picture or a document: its bytes and name.

    Returns:
        the id of the message sent, None where none was.

    Raises:
        telegram.error.TelegramError: see `bot.telegram.errors`.
    """
    markup = keyboard(call.rows)
    if call.deed == "message":
        sent = await bot.send_message(
            chat,
            call.text,
            ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
            message_thread_id=call.thread,
            reply_parameters=_answers(call),
        )
        return sent.message_id
    if call.sends:
        assert file is not None, "a picture or a document is made before it is sent"
        return await _send_file(bot, chat, call, file)
    if call.deed == "answer":
        await bot.answer_callback_query(call.query or "", shortened(call.text, ANSWER) or None)
    elif call.deed == "react":
        await bot.set_message_reaction(chat, call.message or 0, call.text)
    elif call.deed == "buttons":
        await bot.edit_message_reply_markup(chat, call.message, reply_markup=markup)
    elif call.deed == "delete":
        await _delete(bot, chat, call)
    else:
        await edit(bot, chat, call, call.message or 0)
    return None


def _answers(call: Call) -> ReplyParameters | None:
    return ReplyParameters(call.message, allow_sending_without_reply=True) if call.message else None


async def _delete(bot: Bot, chat: int, call: Call) -> None:
    """Take a message away; Telegram lets nobody do so after 48 hours, but edits it still takes."""
    try:
        await bot.delete_message(chat, call.message or 0)
    except BadRequest as error:
        if "can't be deleted" not in str(error):
            raise
        try:
            await edit(bot, chat, call, call.message or 0)
        except BadRequest:
            await edit(bot, chat, call.but(deed="picture"), call.message or 0)


async def edit(bot: Bot, chat: int, call: Call, message: int) -> None:
    """Make a message say what a call says; a picture's or a document's caption is what it says."""
    markup = keyboard(call.rows)
    if call.deed in ("picture", "document"):
        await bot.edit_message_caption(
            chat, message, caption=call.text, parse_mode=ParseMode.HTML, reply_markup=markup
        )
    else:
        await bot.edit_message_text(
            call.text,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
        )


async def _send_file(bot: Bot, chat: int, call: Call, file: tuple[bytes, str]) -> int:
    content = InputFile(file[0], filename=file[1])
    send = bot.send_photo if call.deed == "picture" else bot.send_document
    sent = await send(
        chat,
        content,
        caption=call.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(call.rows),
        message_thread_id=call.thread,
    )
    return sent.message_id
