"""The coach's pages: the queue, reviews, people, teams and how often coaches agreed, in a browser."""

from bot.console.app import console_app
from bot.console.signing import Links

__all__ = ["Links", "console_app"]
