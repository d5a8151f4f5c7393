"""Methods that ask about chats."""

from __future__ import annotations

from ..calls import Call
from ..refusals import JSON, bad
from ..world import World
from .sending import Method

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, call: Call) -> JSON:
    """Return what Telegram tells about a chat."""
    chat = world.chat(call.needed_chat())
    return {
        **chat.body,
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def get_chat_member(world: World, call: Call) -> JSON:
    """Return a member of a chat; the emulator keeps no lists of members and knows everybody as one."""
    world.chat(call.needed_chat())
    number = call.needed_number("user_id", "invalid user_id specified")
    user = world.bot if number == world.bot["id"] else world.users.get(number)
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return {"status": "member", "user": user}


def leave_chat(world: World, call: Call) -> bool:
    """Leave a group or channel."""
    chat = world.chat(call.needed_chat())
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    chat.blocked = True
    return True


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
}
