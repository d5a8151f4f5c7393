"""A strict fake of the Bot API methods that Rung calls, over real HTTP, with people who chat with the bot.

Tests and ``scripts/demo.py`` drive it from Python. By hand: ``python -m tests.support.telegram``.
"""

from __future__ import annotations

from .chats import Button, Event, Message
from .faults import Fault
from .people import Channel, Group, Person, Sent, Tap, Wanted
from .server import NoReply, TelegramServer

__all__ = [
    "Button",
    "Channel",
    "Event",
    "Fault",
    "Group",
    "Message",
    "NoReply",
    "Person",
    "Sent",
    "Tap",
    "TelegramServer",
    "Wanted",
]
