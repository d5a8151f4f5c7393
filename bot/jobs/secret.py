"""Secrets that Rung creates and stores."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def stored_secret(path: Path) -> str:
    """Return the secret in a file, created on first use: 43 letters, digits, ``-`` and ``_``.

    Raises:
        OSError: the file cannot be read or made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text("utf-8").strip()
