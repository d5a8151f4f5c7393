"""The console: pages for coaches and admins, in a browser."""

from bot.console.app import console_app
from bot.console.auth import Links

__all__ = ["Links", "console_app"]
