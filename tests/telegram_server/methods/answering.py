"""Methods that answer what a person did: taps, messages reacted to, the sign that the bot is typing."""

from __future__ import annotations

import time

from telegram.constants import ReactionEmoji

from ..calls import Call
from ..refusals import bad
from ..texts import units
from ..world import World
from .sending import Method

ANSWER_LIMIT = 200
_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
_EMOJI = frozenset(str(each.value) for each in ReactionEmoji)


def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a tap once, within the time a query lives."""
    query = world.queries.get(call.text("callback_query_id") or "")
    too_old = query is None or time.monotonic() - query.at > world.query_lifetime
    if query is None or too_old or query.answer is not None:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text") or ""
    if units(text) > ANSWER_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    query.answer = {"text": text, "alert": call.flag("show_alert")}
    world.happened("answered", query.chat_id, query=query)
    return True


def send_chat_action(world: World, call: Call) -> bool:
    """Show that the bot is typing, or sending a picture."""
    chat = world.chat(call.needed_chat())
    action = call.text("action") or ""
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat.actions.append((time.time(), action))
    world.happened("action", chat.id)
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    """React to a message with an emoji Telegram knows, or take the reaction back."""
    chat = world.chat(call.needed_chat())
    message = world.message(chat, call.needed_number("message_id", "message identifier is not specified"))
    if message is None:
        raise bad("message to react not found")
    wanted = call.json("reaction") or []
    if not isinstance(wanted, list) or not all(isinstance(each, dict) for each in wanted):
        raise bad("can't parse reaction types JSON object: expected an Array of ReactionType")
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(each.get("type") != "emoji" or each.get("emoji") not in _EMOJI for each in wanted):
        raise bad("REACTION_INVALID")
    bot = world.bot["id"]
    message.reactions.pop(bot, None)
    if wanted:
        message.reactions[bot] = [wanted[0]["emoji"]]
    world.happened("reacted", chat.id, message)
    return True


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
