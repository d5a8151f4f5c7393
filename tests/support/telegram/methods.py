"""The Bot API methods that Rung calls, but for those that receive updates (see ``updates``)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from telegram.constants import ChatAction, ReactionEmoji

from .calls import Call
from .chats import DOWNLOAD_LIMIT, Chats, File, Message
from .refusals import JSON, Refused, bad
from .texts import CAPTION_LIMIT, TEXT_LIMIT, read_keyboard, read_text, units

Method = Callable[[Chats, Call], Any]
ANSWER_LIMIT = 200
_CONTENT = ("text", "caption", "photo", "document", "reply_markup")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def get_me(chats: Chats, _: Call) -> JSON:
    more = dict.fromkeys(("can_join_groups", "supports_inline_queries"), False)
    return {**chats.bot, **more, "can_read_all_group_messages": False}


def send_message(chats: Chats, call: Call) -> JSON:
    return _send(chats, call, _text(call))


def send_photo(chats: Chats, call: Call) -> JSON:
    return _send_file(chats, call, "photo")


def send_document(chats: Chats, call: Call) -> JSON:
    return _send_file(chats, call, "document")


def _send_file(chats: Chats, call: Call, kind: str) -> JSON:
    content = _caption(call)
    chats.writable(call.number("chat_id"))
    if kind not in call.files:
        raise bad(f"there is no {kind} in the request")
    file = chats.keep(*call.files[kind], kind)
    return _send(chats, call, file.shown() | content, file)


def _send(chats: Chats, call: Call, content: JSON, file: File | None = None) -> JSON:
    chat = chats.writable(call.number("chat_id"))
    content |= read_keyboard(call.json("reply_markup"))
    if "message_thread_id" in call.params:
        if not chat.body.get("is_forum"):
            raise bad("message thread not found")
        content |= {"message_thread_id": call.number("message_thread_id"), "is_topic_message": True}
    if wanted := call.json("reply_parameters"):
        content |= _replied(chats, chat.id, wanted)
    message = chats.post(chat, content, chats.bot, file)
    message.source = _source(call)
    return message.body


def _replied(chats: Chats, chat: int, wanted: JSON) -> JSON:
    """Return the message that is answered; nothing where it is gone and need not be there."""
    try:
        replied = chats.message(chat, wanted["message_id"], "be replied")
    except Refused:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise
    return {"reply_to_message": {k: v for k, v in replied.body.items() if k != "reply_to_message"}}


def _text(call: Call) -> JSON:
    text = read_text(call.params.get("text", ""), call.params.get("parse_mode"), TEXT_LIMIT)
    if not text:
        raise bad("message text is empty")
    return {"text": text}


def _caption(call: Call) -> JSON:
    text = read_text(call.params.get("caption", ""), call.params.get("parse_mode"), CAPTION_LIMIT)
    return {"caption": text} if text else {}


def _source(call: Call) -> str:
    return call.params.get("text") or call.params.get("caption") or ""


def edit_message_text(chats: Chats, call: Call) -> JSON:
    message = _editable(chats, call)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return _change(chats, call, message, _text(call), _source(call))


def edit_message_caption(chats: Chats, call: Call) -> JSON:
    message = _editable(chats, call)
    if message.file is None:
        raise bad("there is no caption in the message to edit")
    return _change(chats, call, message, message.file.shown() | _caption(call), _source(call))


def edit_message_reply_markup(chats: Chats, call: Call) -> JSON:
    message = _editable(chats, call)
    content = {name: message.body[name] for name in _CONTENT[:-1] if name in message.body}
    return _change(chats, call, message, content, message.source)


def _editable(chats: Chats, call: Call) -> Message:
    message = chats.message(call.number("chat_id"), call.number("message_id"), "edit")
    if not message.outgoing:
        raise bad("message can't be edited")
    return message


def _change(chats: Chats, call: Call, message: Message, content: JSON, source: str) -> JSON:
    """Replace content and keyboard; without ``reply_markup`` the keyboard goes."""
    content |= read_keyboard(call.json("reply_markup"))
    before = {name: message.body[name] for name in _CONTENT if name in message.body}
    if (content, source) == (before, message.source):
        raise bad(_NOT_MODIFIED)
    kept = {name: value for name, value in message.body.items() if name not in _CONTENT}
    message.source = source
    chats.change(message, {**kept, **content, "edit_date": int(time.time())})
    return message.body


def delete_message(chats: Chats, call: Call) -> bool:
    message = chats.message(call.number("chat_id"), call.number("message_id"), "delete")
    message.deleted = True
    chats.happened("deleted", message.chat_id, message)
    return True


def answer_callback_query(chats: Chats, call: Call) -> bool:
    query = chats.queries.get(call.params.get("callback_query_id", ""))
    if query is None or query.answer is not None:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = call.params.get("text", "")
    if units(text) > ANSWER_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    query.answer = text
    chats.happened("answered", query.chat_id, query=query)
    return True


def send_chat_action(chats: Chats, call: Call) -> bool:
    chat = chats.writable(call.number("chat_id"))
    action = call.params.get("action", "")
    if action not in list(ChatAction):
        raise bad("wrong parameter action in request")
    chat.actions.append(action)
    chats.happened("action", chat.id)
    return True


def set_message_reaction(chats: Chats, call: Call) -> bool:
    message = chats.message(call.number("chat_id"), call.number("message_id"), "react")
    wanted = call.json("reaction") or []
    if len(wanted) > 1 or any(each.get("emoji") not in list(ReactionEmoji) for each in wanted):
        raise bad("REACTION_INVALID")
    message.reactions = [each["emoji"] for each in wanted]
    chats.happened("reacted", message.chat_id, message)
    return True


def get_file(chats: Chats, call: Call) -> JSON:
    file = chats.files.get(call.params.get("file_id", ""))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    known = {"file_id": file.file_id, "file_unique_id": file.file_id[:16], "file_size": len(file.data)}
    return known | {"file_path": file.path}


def set_my_commands(chats: Chats, call: Call) -> bool:
    commands = call.json("commands") or []
    for each in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(each["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    chats.commands[_scope(chats, call)] = [each["command"] for each in commands]
    return True


def delete_my_commands(chats: Chats, call: Call) -> bool:
    chats.commands.pop(_scope(chats, call), None)
    return True


def _scope(chats: Chats, call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    if "chat_id" in scope:
        chats.writable(int(scope["chat_id"]))
    return json.dumps(scope, sort_keys=True)


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
}
