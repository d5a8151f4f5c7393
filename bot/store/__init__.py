"""People, what they told, what was suggested and decided: one SQLite file, nothing else on this machine."""

from bot.store.engine import Database, StoreError

__all__ = ["Database", "StoreError"]
