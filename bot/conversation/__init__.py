"""The conversation: a pure step function over a small JSON-able state."""

from bot.conversation.model import (
    Asks,
    Button,
    Conclude,
    Concluded,
    Event,
    Failed,
    InputEnded,
    Pick,
    Picked,
    Press,
    Reply,
    State,
    Step,
    Text,
    Understand,
    Understood,
    Work,
)
from bot.conversation.step import step

__all__ = [
    "Asks",
    "Button",
    "Conclude",
    "Concluded",
    "Event",
    "Failed",
    "InputEnded",
    "Pick",
    "Picked",
    "Press",
    "Reply",
    "State",
    "Step",
    "Text",
    "Understand",
    "Understood",
    "Work",
    "step",
]
