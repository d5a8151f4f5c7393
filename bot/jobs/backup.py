"""Back up a home while Rung runs, and restore into an empty one.

A backup is a tar archive: databases by SQLite's backup (consistent while others write), builds as they are
(they never change), and a list of checksums.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.jobs.permissions import make_private
from index.builds import LOCK, MAKING, only_one
from knowledge.model import UserError

MANIFEST = "rung-backup.json"
FORMAT = 1
LEFT_OUT = ("-wal", "-shm", "-journal", ".lock", ".new")
"""Suffixes of files of running processes; the content of a WAL is in the copy of its database."""
FOLDERS_LEFT_OUT = ("pictures",)
"""Drawn again on demand."""
_THERE = "{} is there already, and a backup overwrites nothing: name another file"
_SQLITE = b"SQLite format 3\x00"


class BackupError(UserError):
    """A backup cannot be made or restored; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Number of files of a backup, their size in bytes, and its date (ISO 8601, UTC)."""

    files: int
    size: int
    made_at: str


def back_up(home: Path, target: Path) -> Kept:
    """Back up a home, also while Rung runs. The file appears complete or not at all.

    Raises:
        BackupError: there is nothing to back up, the target is there already or inside home, or the disk
            refuses.
    """
    if os.path.lexists(target):
        raise BackupError(_THERE.format(target))
    if not home.is_dir() or not any(home.iterdir()):
        raise BackupError(f"{home} holds nothing yet, so there is nothing to back up")
    if target.resolve().is_relative_to(home.resolve()):
        raise BackupError("a backup inside Rung's own folder would be lost with it: name a file elsewhere")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with _explained(f"the backup {target} could not be written"), tempfile.TemporaryDirectory() as copies:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.absolute().parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                kept = _write(home, stream, Path(copies), at)
                stream.flush()
                os.fsync(stream.fileno())
            _put(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
    return kept


def restore(source: Path, home: Path) -> Kept:
    """Restore a backup into a home that is missing or empty. It appears complete or not at all.

    Raises:
        BackupError: the file is no backup or is damaged, home holds something, or the disk refuses.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BackupError(f"{home} holds data already: move it away, or set RUNG_HOME to an empty folder")
    with _explained(f"the backup {source} could not be restored"):
        home.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
        try:
            kept = _read(source, fresh)
            make_private(fresh)
            if home.exists():
                home.rmdir()
            fresh.rename(home)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return kept


def _put(fresh: Path, target: Path) -> None:
    """Rename a file, unless the target exists by now."""
    try:
        target.hardlink_to(fresh)
    except FileExistsError:
        raise BackupError(_THERE.format(target)) from None
    except OSError:
        # File systems without hard links.
        if os.path.lexists(target):
            raise BackupError(_THERE.format(target)) from None
        fresh.replace(target)


def _write(home: Path, stream: io.BufferedWriter, copies: Path, at: str) -> Kept:
    sums: dict[str, str] = {}
    size = 0
    # Under the lock no build is made or removed meanwhile; databases take care of themselves.
    with only_one(home, wait_s=60.0), tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as archive:
        for path in _files(home):
            name = path.relative_to(home).as_posix()
            copy = _still(path, copies / "copy")
            sums[name] = _sum(copy)
            size += copy.stat().st_size
            archive.add(copy, name, recursive=False, filter=_private)
        listed = json.dumps({"format": FORMAT, "made_at": at, "size": size, "files": sums}, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(listed), 0o600
        archive.addfile(info, io.BytesIO(listed))
    return Kept(len(sums), size, at)


def _files(home: Path) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        skip = (
            parts[0] in FOLDERS_LEFT_OUT
            or any(part.startswith(MAKING) for part in parts)
            or parts == ("builds", LOCK)
            or path.name.endswith(LEFT_OUT)
        )
        if path.is_file() and not path.is_symlink() and not skip:
            yield path


def _still(path: Path, copy: Path) -> Path:
    """Return a file that does not change while it is read: of a database, a consistent copy."""
    with path.open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE or path.parent.name.isdecimal():
            return path
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _private(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _read(source: Path, fresh: Path) -> Kept:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(fresh, filter="data")
        listed = json.loads((fresh / MANIFEST).read_text("utf-8"))
        version, sums = int(listed["format"]), dict(listed["files"])
    except FileNotFoundError as error:
        missing = (
            "is not there" if error.filename and Path(error.filename) == source else "is no backup of Rung"
        )
        raise BackupError(f"{source} {missing}") from None
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{source} is no backup of Rung, or is damaged ({error})") from None
    if version > FORMAT:
        raise BackupError(f"{source} was made by a newer version of Rung: restore it with that version")
    wrong = [
        name for name, sum_ in sums.items() if not (fresh / name).is_file() or _sum(fresh / name) != sum_
    ]
    if wrong:
        raise BackupError(f"{source} is damaged ({wrong[0]} is not as it was backed up)")
    (fresh / MANIFEST).unlink()
    return Kept(len(sums), int(listed["size"]), str(listed["made_at"]))


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _explained(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BackupError(f"{what}: {why}") from None
