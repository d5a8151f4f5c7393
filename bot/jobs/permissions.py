"""File permissions: only the account that runs Rung may read its files."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OWN = (
    "*.db",
    "*.db-*",
    "*.key",
    "*.secret",
    "*.lock",
    "builds",
    "cases.jsonl",
    "crosswalk.csv",
    "documents",
    "pictures",
    "works",
)
"""Names of Rung's files in its folder."""


def make_private(home: Path) -> None:
    """Restrict a home, and all that this process writes from now on, to the owner.

    What cannot be changed stays as it is; `rung doctor` reports it.

    Args:
        home: RUNG_HOME; it may not exist yet. In a folder that is not Rung's alone, such as /tmp or the home
            directory, only Rung's files are changed.
    """
    os.umask(OTHERS)
    for path in readable_by_others(home):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~OTHERS)


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


def readable_by_others(home: Path) -> Iterator[Path]:
    """Yield the files and folders of a home that others than the owner can access."""
    for path in _own(home):
        # Another process may have taken it away meanwhile.
        with suppress(OSError):
            mode = path.lstat().st_mode
            if mode & OTHERS and not stat.S_ISLNK(mode):
                yield path


def _own(home: Path) -> Iterator[Path]:
    if not home.is_dir():
        return
    if _is_shared(home):
        for path in (path for pattern in OWN for path in home.glob(pattern)):
            yield path
            yield from _below(path)
        return
    yield home
    yield from _below(home)


def _is_shared(home: Path) -> bool:
    where = home.resolve()
    return where in (Path.home().resolve(), Path(where.anchor)) or bool(where.stat().st_mode & stat.S_ISVTX)


def _below(folder: Path) -> Iterator[Path]:
    if folder.is_symlink():
        return
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in (*folders, *files))
