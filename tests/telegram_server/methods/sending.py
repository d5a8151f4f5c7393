"""Methods that put messages into a chat."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from ..calls import Call
from ..content import caption_of, file_of, media_of, text_of
from ..keyboards import markup
from ..media import StoredFile, shown
from ..messages import Message
from ..refusals import JSON, bad
from ..world import Chat, World

Method = Callable[[World, Call], Any]


def send_message(world: World, call: Call) -> JSON:
    """Send a text."""
    chat = world.chat(call.needed_chat())
    content, source = text_of(call)
    return send(world, call, chat, content, source)


def send_photo(world: World, call: Call) -> JSON:
    """Send a picture with a caption."""
    return _send_file(world, call, "photo")


def send_document(world: World, call: Call) -> JSON:
    """Send a file with a caption."""
    return _send_file(world, call, "document")


def _send_file(world: World, call: Call, kind: str) -> JSON:
    chat = world.chat(call.needed_chat())
    caption, source = caption_of(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    markup(call.json("reply_markup"))
    file = file_of(world, call, kind, kind)
    return send(world, call, chat, {**shown(file), **caption}, source, file)


def send_media_group(world: World, call: Call) -> list[JSON]:
    """Send two to ten pictures, or documents, as an album."""
    chat = world.chat(call.needed_chat())
    media = call.json("media")
    if not isinstance(media, list):
        raise bad("can't parse media JSON object: expected an Array")
    if not 2 <= len(media) <= 10:
        raise bad("an album must have 2-10 items")
    items = [media_of(world, call, item) for item in media]
    if len({file.kind for _, file, _ in items}) > 1:
        raise bad("documents can't be mixed with other media types in an album")
    group = {"media_group_id": str(secrets.randbelow(10**17))}
    return [send(world, call, chat, {**content, **group}, said, file) for content, file, said in items]


def send(
    world: World, call: Call, chat: Chat, content: JSON, source: str, file: StoredFile | None = None
) -> JSON:
    """Put a message of the bot into a chat, with its keyboard and what it replies to."""
    keyboard = markup(call.json("reply_markup"))
    content |= _replied(world, call, chat) | _topic(call, chat)
    if keyboard and "inline_keyboard" in keyboard:
        content["reply_markup"] = keyboard
    message = world.post(chat, content, world.bot, file)
    message.source = source
    message.fixed = keyboard is not None and "inline_keyboard" not in keyboard
    if keyboard and "keyboard" in keyboard:
        chat.keyboard = [[button["text"] for button in row] for row in keyboard["keyboard"]]
    elif keyboard and keyboard.get("remove_keyboard"):
        chat.keyboard = []
    return message.body


def _topic(call: Call, chat: Chat) -> JSON:
    thread = call.number("message_thread_id")
    if thread is None:
        return {}
    if not chat.body.get("is_forum"):
        raise bad("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _replied(world: World, call: Call, chat: Chat) -> JSON:
    wanted = call.json("reply_parameters")
    if wanted is None:
        number, anyway = call.number("reply_to_message_id"), call.flag("allow_sending_without_reply")
    elif isinstance(wanted, dict) and isinstance(wanted.get("message_id"), int):
        number, anyway = wanted["message_id"], bool(wanted.get("allow_sending_without_reply"))
    else:
        raise bad("can't parse reply parameters: message_id expected")
    if number is None:
        return {}
    found = world.message(chat, number)
    if found is None and not anyway:
        raise bad("message to be replied not found")
    return {"reply_to_message": _flat(found)} if found else {}


def _flat(message: Message) -> JSON:
    return {key: value for key, value in message.body.items() if key != "reply_to_message"}


def forward_message(world: World, call: Call) -> JSON:
    """Forward a message, with where it came from."""
    chat = world.chat(call.needed_chat())
    message = _source(world, call, "forward")
    origin: JSON = {"date": message.body["date"]}
    if "from" in message.body:
        origin |= {"type": "user", "sender_user": message.body["from"]}
    else:
        origin |= {"type": "channel", "chat": message.body["chat"], "message_id": message.id}
    content = {**_said(message), "forward_origin": origin}
    posted = world.post(chat, content, world.bot, message.file)
    posted.source = message.source
    return posted.body


def copy_message(world: World, call: Call) -> JSON:
    """Copy a message, without where it came from; the caption may be another."""
    chat = world.chat(call.needed_chat())
    message = _source(world, call, "copy")
    content, source = _said(message), message.source
    if message.file and "caption" in call.params:
        content = shown(message.file)
        caption, source = caption_of(
            call.text("caption"), call.text("parse_mode"), call.json("caption_entities")
        )
        content |= caption
    return {"message_id": send(world, call, chat, content, source, message.file)["message_id"]}


def _source(world: World, call: Call, what: str) -> Message:
    origin = Call(call.method, {"chat_id": call.params.get("from_chat_id")})
    message = world.message(world.chat(origin.needed_chat()), call.needed_number("message_id"))
    if message is None:
        raise bad(f"message to {what} not found")
    return message


def _said(message: Message) -> JSON:
    kept = ("text", "entities", "caption", "caption_entities", "photo", "document", "sticker", "contact")
    return {name: message.body[name] for name in kept if name in message.body}


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
