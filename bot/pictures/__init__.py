"""Pictures: the ladder of a suggestion, and the chart of all skills a person has so far."""

from bot.pictures.ladders import WIDTH, as_text, draw, save

__all__ = ["WIDTH", "as_text", "draw", "save"]
