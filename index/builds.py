"""The builds of a home: which there are, which is live, and the log of what went live when, by whom and why.

``home/builds/live`` names the live build and changes only by an atomic rename. A line is appended to
``home/builds/log.jsonl`` before each change, so that no reason is lost; an interrupted change shows as a last
line that differs from the pointer.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from index.manifest import BuildError, settle

MAKING = ".making-"
"""Prefix of what is being written; left over if no builder is running."""
POINTER, LOG, LOCK = "live", "log.jsonl", "lock"
KNOWLEDGE = "knowledge.json"
Action = Literal["made", "published", "rolled back", "undone", "pruned"]
Stamp = tuple[int, int, int] | None
_MOVES = ("published", "rolled back")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log.

    Args:
        at: ISO 8601 time, UTC.
        who: the account or person that did it.
        action: what was done; ``undone`` says that the move before it was cut off.
        before: the live build until then, or None.
        reason: why, in words; needed where the gate was overruled.
        checks: the gate's table, a row per check, as JSON values.
    """

    at: str
    who: str
    action: Action
    number: int
    before: int | None = None
    reason: str = ""
    forced: bool = False
    checks: tuple[dict[str, Any], ...] = ()


def builds_of(home: Path) -> Path:
    """Return the folder of a home's builds."""
    return home / "builds"


def knowledge_file(home: Path, number: int) -> Path:
    """Return the file of what a build was made from, as `index.knowledge_json` writes it."""
    return builds_of(home) / str(number) / KNOWLEDGE


def live_number(home: Path) -> int | None:
    """Return the number of the live build, or None where there is none yet.

    Raises:
        BuildError: the pointer to the live build cannot be read.
    """
    try:
        return int((builds_of(home) / POINTER).read_text("ascii"))
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        raise BuildError(
            "the file that names the live build cannot be read: run `rung build` again"
        ) from None


def live_or_none(home: Path) -> int | None:
    """Return the number of the live build; None too where the pointer cannot be read."""
    try:
        return live_number(home)
    except BuildError:
        return None


def stamp(home: Path) -> Stamp:
    """Return what changes whenever the pointer does, at the cost of a ``stat``; None without a pointer."""
    try:
        found = (builds_of(home) / POINTER).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def numbers(home: Path) -> list[int]:
    """Return the numbers of all builds there are, ascending."""
    builds = builds_of(home)
    if not builds.is_dir():
        return []
    return sorted(int(path.name) for path in builds.iterdir() if path.name.isdecimal() and path.is_dir())


def log(home: Path) -> list[Event]:
    """Return the log, oldest first; lines that cannot be read are skipped."""
    try:
        lines = (builds_of(home) / LOG).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    events = []
    known = {field.name for field in fields(Event)}
    for line in lines:
        try:
            row = json.loads(line)
            row["checks"] = tuple(row.get("checks", ()))
            events.append(Event(**{name: value for name, value in row.items() if name in known}))
        except (ValueError, TypeError, AttributeError):
            continue
    return events


def moves(home: Path) -> list[Event]:
    """Return when builds went live, oldest first, without interrupted changes."""
    found: list[Event] = []
    for event in log(home):
        if event.action in _MOVES:
            found.append(event)
        elif event.action == "undone" and found:
            found.pop()
    if found and found[-1].number != found[-1].before == live_or_none(home):
        found.pop()
    return found


def published(home: Path) -> list[int]:
    """Return the builds that were live once and are still there, the live one first, then those before it.

    Builds made before there was a log count: then every build went live.
    """
    events = log(home)
    made = {event.number for event in events if event.action == "made"}
    moved = [event.number for event in reversed(moves(home))]
    there = numbers(home)
    older = [number for number in reversed(there) if number not in made]
    live = live_or_none(home)
    order = dict.fromkeys([*([live] if live else []), *moved, *older])
    return [number for number in order if number in there]


def note(home: Path, event: Event) -> None:
    """Append an event to the log, durably. Call with the lock of `only_one` held.

    Raises:
        OSError: the disk refuses.
    """
    path = builds_of(home) / LOG
    line = json.dumps(asdict(event), ensure_ascii=False) + "\n"
    torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n" + line if torn else line)
    settle(path)


def note_cut_off(home: Path, at: str) -> None:
    """Log that the last change was interrupted, if it was. Call with the lock of `only_one` held."""
    done = len(moves(home))
    logged = 0
    last: Event | None = None
    for event in log(home):
        if event.action in _MOVES:
            logged, last = logged + 1, event
        elif event.action == "undone":
            logged -= 1
    if last is not None and logged > done:
        note(home, Event(at, last.who, "undone", last.number, last.before))


def point(home: Path, number: int) -> None:
    """Make a build the live one. Call with the lock of `only_one` held.

    Raises:
        OSError: the disk refuses; the old build stays live.
    """
    builds = builds_of(home)
    pointer = builds / f"{MAKING}{POINTER}"
    pointer.write_text(f"{number}\n", "ascii")
    settle(pointer)
    pointer.replace(builds / POINTER)
    settle(builds)


def remove(home: Path, number: int) -> None:
    """Remove a build; an interruption leaves files for `sweep`, never half a build."""
    builds = builds_of(home)
    gone = builds / f"{MAKING}gone-{number}"
    (builds / str(number)).rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep(home: Path) -> None:
    """Remove what an interrupted builder left. Call with the lock of `only_one` held."""
    for left in builds_of(home).glob(f"{MAKING}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@contextmanager
def only_one(home: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock under which one process at a time makes, publishes or removes builds.

    Args:
        home: RUNG_HOME; its folder of builds is made where there is none.
        wait_s: seconds to wait for another process.

    Raises:
        BuildError: another process is at work, or the disk refuses.
    """
    builds = builds_of(home)
    with disk_trouble():
        builds.mkdir(parents=True, exist_ok=True)
        lock = FileLock(builds / LOCK)
        try:
            lock.acquire(timeout=wait_s)
        except Timeout:
            raise BuildError(
                "another build is being made right now: wait until it is done, then try again"
            ) from None
    try:
        with disk_trouble():
            yield
    finally:
        lock.release()


@contextmanager
def disk_trouble() -> Iterator[None]:
    """Turn what a full or read-only disk raises into a BuildError.

    Raises:
        BuildError: instead of what the file system, SQLite or FAISS raised.
    """
    try:
        yield
    except OSError as error:
        raise _unwritten(error.strerror or str(error)) from None
    except sqlite3.OperationalError as error:
        raise _unwritten(str(error)) from None


def _unwritten(why: str) -> BuildError:
    return BuildError(f"the build could not be written ({why}): the old one stays live")
