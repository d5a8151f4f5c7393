"""Pieces of work that an admin asked for and that take their time: written down, done one at a time.

``home/works/ID`` is a folder a piece: ``work.json`` says what is asked and how far it is, ``notes.json`` what
the channel keeps of its own; beside them stands the file that was handed in. Job is done by a process of its
own (`bot.jobs.tasks`), so that whoever serves people goes on serving, and a stop of either is found out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

Kind = Literal["add", "remove", "compare", "publish", "roll back"]
State = Literal["asked", "waiting", "running", "done", "failed"]
TRIES = 3
"""Starts after which work that always ends its process is given up."""
KEPT, KEPT_S = 20, 7 * 86_400.0
"""Pieces kept at least, and seconds after which older ones are cleared away."""
_ID = re.compile(r"[a-z][a-z0-9]{1,30}")
_WORK, _NOTES, _LOCK = "work.json", "notes.json", ".lock"
DIFFERENCE = "difference.json"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    Args:
        id: a letter for its channel, and what no other has.
        kind: what is to be done.
        person: id in the store of who asked for it.
        at: when, in seconds since the epoch.
        task: what is asked, as JSON values; see `bot.jobs.tasks`.
        state: ``asked`` is not decided on yet; ``waiting`` for its process, or for the one before it.
        tries: how often it was begun.
        phase, done, total: how far it is.
        result: what came of it, as JSON values.
        problem: why it failed, in a sentence.
    """

    id: str
    kind: Kind
    person: int
    at: float
    task: Mapping[str, Any] = field(default_factory=dict)
    state: State = "waiting"
    tries: int = 0
    phase: str = ""
    done: int = 0
    total: int = 0
    result: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")

    @property
    def who(self) -> str:
        """How the log of builds names who asked: by number, which says nothing once they are forgotten."""
        return f"admin {self.person}"


class JobFolder:
    """The works of a home.

    Args:
        home: RUNG_HOME; the folder is made with the first piece of work.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "works"

    def folder(self, id_: str) -> Path:
        """Return the folder of a piece of work.

        Raises:
            ValueError: no piece of work has such an id.
        """
        if not _ID.fullmatch(id_):
            raise ValueError(f"{id_!r} is no id")
        return self._folder / id_

    def begin(
        self, id_: str, kind: Kind, person: int, task: Mapping[str, Any], state: State = "waiting"
    ) -> Job:
        """Write down what is asked. Asked again under the same id, nothing changes.

        Raises:
            OSError: the disk refuses.
        """
        known = self.get(id_)
        if known is not None:
            return known
        work = Job(id_, kind, person, time.time(), task, state)
        self.folder(id_).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.save(work)
        return work

    def get(self, id_: str) -> Job | None:
        """Return a piece of work; None where there is none of this id, or none any more."""
        if not _ID.fullmatch(id_):
            return None
        try:
            return Job(**json.loads((self.folder(id_) / _WORK).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def save(self, work: Job) -> None:
        """Write a piece of work down as it is now, whole or not at all.

        Raises:
            OSError: the disk refuses.
        """
        _write(self.folder(work.id) / _WORK, asdict(work))

    def all(self) -> list[Job]:
        """Return all there is, the oldest first."""
        try:
            names = sorted(path.name for path in self._folder.iterdir() if path.is_dir())
        except OSError:
            return []
        found = [work for name in names if (work := self.get(name))]
        return sorted(found, key=lambda work: (work.at, work.id))

    def notes(self, id_: str) -> dict[str, Any]:
        """Return what the channel noted beside a piece of work."""
        try:
            found = json.loads((self.folder(id_) / _NOTES).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def note(self, id_: str, **more: Any) -> None:
        """Note something beside a piece of work; where it is gone, nothing."""
        if self.folder(id_).is_dir():
            _write(self.folder(id_) / _NOTES, self.notes(id_) | more)

    def comparison(self, id_: str) -> dict[str, Any] | None:
        """Return what a build would change, where this work found it out."""
        try:
            found = json.loads((self.folder(id_) / DIFFERENCE).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return self._without_people(id_, found) if isinstance(found, dict) else None

    def save_comparison(self, id_: str, difference: Mapping[str, Any]) -> None:
        """Keep what a build would change.

        Raises:
            OSError: the disk refuses.
        """
        _write(self.folder(id_) / DIFFERENCE, difference)

    def _without_people(self, id_: str, found: dict[str, Any]) -> dict[str, Any]:
        """Return a comparison without the assessments that earlier versions listed, and keep it so."""
        from bot.jobs.compare import counts_only

        counted = counts_only(found)
        if counted is not found:
            with suppress(OSError):
                self.save_comparison(id_, counted)
        return counted

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Wait for the piece of work that is being done, then hold the place for this one.

        What was at work before and is not finished was broken off: it waits again.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(self._folder / _LOCK):
            for work in self.all():
                if work.state == "running":
                    self.save(replace(work, state="waiting"))
            yield

    def busy(self) -> bool:
        """Whether a process is at work now."""
        if not self._folder.is_dir():
            return False
        lock = FileLock(self._folder / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def interrupted(self, id_: str) -> bool:
        """Whether a piece of work was begun and nobody is at it any more."""
        work = self.get(id_)
        if work is None or work.finished or work.state == "asked" or not work.tries:
            return False
        if self.busy():
            return work.state == "waiting"
        # It may have ended between the two looks.
        now = self.get(id_)
        return now is not None and not now.finished

    def delete(self, id_: str) -> None:
        """Remove a piece of work with its files."""
        shutil.rmtree(self.folder(id_), ignore_errors=True)

    def sweep(self, now: float | None = None) -> None:
        """Clear away what is old and finished, or was never decided on."""
        at = time.time() if now is None else now
        for work in self.all()[:-KEPT]:
            if (work.finished or work.state == "asked") and at - work.at > KEPT_S:
                self.delete(work.id)


def _write(path: Path, value: Mapping[str, Any]) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
