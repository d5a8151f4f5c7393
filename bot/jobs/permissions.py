"""Who may read Rung's files: the account it runs under, nobody else."""

from __future__ import annotations

import os
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
"""Names of what Rung keeps in its folder."""


def make_private(home: Path) -> None:
    """Let only the owner read what is in a home, and what this process writes from now on.

    What cannot be changed stays as it is; `rung doctor` tells of it.

    Args:
        home: RUNG_HOME; there may be nothing yet. In a folder that is not Rung's alone, such as /tmp or the
            user's own, only what Rung keeps is changed.
    """
    os.umask(OTHERS)
    for path in readable_by_others(home):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~OTHERS)


def readable_by_others(home: Path) -> Iterator[Path]:
    """Yield the files and folders of a home that somebody but their owner may read, write or enter."""
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
