"""Methods that change or delete messages."""

from __future__ import annotations

import time

from ..calls import Call
from ..content import caption_of, media_of, text_of
from ..keyboards import markup
from ..messages import Message
from ..refusals import JSON, bad
from ..world import World
from .sending import Method

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
# What an edit may change; the rest of a message stays.
_CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document", "reply_markup")


def edit_message_text(world: World, call: Call) -> JSON:
    """Change a text and its keyboard; without ``reply_markup`` the keyboard goes."""
    message = _editable(world, call)
    content, source = text_of(call)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return _change(world, call, message, content, source)


def edit_message_caption(world: World, call: Call) -> JSON:
    """Change a caption and its keyboard."""
    message = _editable(world, call)
    caption, source = caption_of(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    if message.file is None:
        raise bad("there is no caption in the message to edit")
    return _change(world, call, message, _file_fields(message) | caption, source)


def edit_message_media(world: World, call: Call) -> JSON:
    """Change the picture or document, its caption and its keyboard."""
    message = _editable(world, call)
    content, file, source = media_of(world, call, call.json("media"))
    body = _change(world, call, message, content, source)
    message.file = file
    return body


def edit_message_reply_markup(world: World, call: Call) -> JSON:
    """Change the keyboard only."""
    message = _editable(world, call)
    content = {name: message.body[name] for name in _CONTENT[:-1] if name in message.body}
    return _change(world, call, message, content, message.source)


def delete_message(world: World, call: Call) -> bool:
    """Take a message away for everyone."""
    chat = world.chat(call.needed_chat())
    message = world.message(chat, call.needed_number("message_id", "message identifier is not specified"))
    if message is None:
        raise bad("message to delete not found")
    if not message.outgoing and chat.kind != "private":
        raise bad("message can't be deleted")
    world.delete(message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Take up to 100 messages away; those not found are skipped."""
    chat = world.chat(call.needed_chat())
    numbers = call.json("message_ids")
    if not isinstance(numbers, list) or not all(isinstance(each, int) for each in numbers):
        raise bad("message identifiers are not specified")
    if not 1 <= len(numbers) <= 100:
        raise bad("there must be 1-100 messages to delete")
    for message in filter(None, (world.message(chat, each) for each in numbers)):
        world.delete(message)
    return True


def _editable(world: World, call: Call) -> Message:
    if call.params.get("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = world.chat(call.needed_chat())
    number = call.needed_number("message_id", "message identifier is not specified")
    message = world.message(chat, number)
    if message is None:
        raise bad("message to edit not found")
    # Telegram edits messages of the bot only, and only those without a reply keyboard.
    if not message.outgoing or message.fixed or "forward_origin" in message.body:
        raise bad("message can't be edited")
    return message


def _change(world: World, call: Call, message: Message, content: JSON, source: str) -> JSON:
    keyboard = markup(call.json("reply_markup"))
    if keyboard and "inline_keyboard" not in keyboard:
        raise bad("inline keyboard expected")
    if keyboard:
        content["reply_markup"] = keyboard
    before = {name: message.body[name] for name in _CONTENT if name in message.body}
    if content == before:
        raise bad(_NOT_MODIFIED)
    kept = {name: value for name, value in message.body.items() if name not in _CONTENT}
    message.source = source
    world.change(message, {**kept, **content, "edit_date": int(time.time())})
    return message.body


def _file_fields(message: Message) -> JSON:
    return {name: message.body[name] for name in ("photo", "document") if name in message.body}


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
