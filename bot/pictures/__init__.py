"""Pictures: the ladder of a suggestion, and the chart of all skills a person has so far."""

from bot.pictures.canvas import WIDTH
from bot.pictures.ladders import as_text, draw, save
from bot.pictures.profile import MOST_SKILLS, chart, profile_alt, profile_chart

__all__ = ["MOST_SKILLS", "WIDTH", "as_text", "chart", "draw", "profile_alt", "profile_chart", "save"]
