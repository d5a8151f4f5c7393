"""A strict emulator of the Telegram Bot API over real HTTP, with a hand on the people who use the bot.

Run it by hand with ``python -m tests.telegram_server`` and talk to the bot without a token.
"""

from __future__ import annotations

from .calls import Call
from .faults import Fault
from .messages import Button, Message
from .people import Channel, Group, Person, Sent, Tap
from .server import NoReply, TelegramServer

__all__ = [
    "Button",
    "Call",
    "Channel",
    "Fault",
    "Group",
    "Message",
    "NoReply",
    "Person",
    "Sent",
    "Tap",
    "TelegramServer",
]
