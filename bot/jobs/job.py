"""Jobs of admins: written down, done one at a time.

``home/works/ID`` is the folder of a job: ``work.json`` holds its task and progress, ``notes.json`` what the
channel stores with it; an uploaded file is beside them. A job runs in its own process (`bot.jobs.tasks`), so
that channels keep serving and an interrupted job is noticed.
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
"""Starts after which a job that always kills its process is given up."""
KEPT, KEPT_S = 20, 7 * 86_400.0
"""Jobs kept at least, and seconds after which older ones are deleted."""
_ID = re.compile(r"[a-z][a-z0-9]{1,30}")
_WORK, _NOTES, _LOCK = "work.json", "notes.json", ".lock"
DIFFERENCE = "difference.json"


@dataclass(frozen=True, slots=True)
class Job:
    """A job.

    Args:
        id: unique; begins with a letter for its channel.
        person: id of the admin who asked for it.
        at: time of the request, in seconds since the epoch.
        task: its arguments, as JSON values; see `bot.jobs.tasks`.
        state: ``asked`` awaits confirmation; ``waiting`` awaits its process or an earlier job.
        result: as JSON values.
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
        """Whether it is done or has failed."""
        return self.state in ("done", "failed")

    @property
    def who(self) -> str:
        """The admin in the log of builds: a number, which is anonymous once they are forgotten."""
        return f"admin {self.person}"


class JobFolder:
    """The works of a home.

    Args:
        home: RUNG_HOME; the folder is created with the first job.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "works"

    def folder(self, id_: str) -> Path:
        """Return the folder of a job.

        Raises:
            ValueError: this cannot be an id.
        """
        if not _ID.fullmatch(id_):
            raise ValueError(f"{id_!r} is no id")
        return self._folder / id_

    def begin(
        self, id_: str, kind: Kind, person: int, task: Mapping[str, Any], state: State = "waiting"
    ) -> Job:
        """Create a job; return the existing one if the id is known.

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
        """Return a job; None if there is none."""
        if not _ID.fullmatch(id_):
            return None
        try:
            return Job(**json.loads((self.folder(id_) / _WORK).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def save(self, work: Job) -> None:
        """Save a job atomically.

        Raises:
            OSError: the disk refuses.
        """
        _write(self.folder(work.id) / _WORK, asdict(work))

    def all(self) -> list[Job]:
        """Return all jobs, oldest first."""
        try:
            names = sorted(path.name for path in self._folder.iterdir() if path.is_dir())
        except OSError:
            return []
        found = [work for name in names if (work := self.get(name))]
        return sorted(found, key=lambda work: (work.at, work.id))

    def notes(self, id_: str) -> dict[str, Any]:
        """Return the notes that the channel stored with a job."""
        try:
            found = json.loads((self.folder(id_) / _NOTES).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def note(self, id_: str, **more: Any) -> None:
        """Store notes with a job, if it still exists."""
        if self.folder(id_).is_dir():
            _write(self.folder(id_) / _NOTES, self.notes(id_) | more)

    def comparison(self, id_: str) -> dict[str, Any] | None:
        """Return the comparison of builds that a job made, if any."""
        try:
            found = json.loads((self.folder(id_) / DIFFERENCE).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return self._without_people(id_, found) if isinstance(found, dict) else None

    def save_comparison(self, id_: str, difference: Mapping[str, Any]) -> None:
        """Save a comparison of builds.

        Raises:
            OSError: the disk refuses.
        """
        _write(self.folder(id_) / DIFFERENCE, difference)

    def _without_people(self, id_: str, found: dict[str, Any]) -> dict[str, Any]:
        """Remove the assessments that earlier versions listed, also on disk."""
        from bot.jobs.compare import counts_only

        counted = counts_only(found)
        if counted is not found:
            with suppress(OSError):
                self.save_comparison(id_, counted)
        return counted

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Wait for the running job, then run exclusively.

        Jobs still marked as running were interrupted: they wait again.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(self._folder / _LOCK):
            for work in self.all():
                if work.state == "running":
                    self.save(replace(work, state="waiting"))
            yield

    def busy(self) -> bool:
        """Whether a job is running now."""
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
        """Whether a job was started and is no longer running."""
        work = self.get(id_)
        if work is None or work.finished or work.state == "asked" or not work.tries:
            return False
        if self.busy():
            return work.state == "waiting"
        # It may have ended between the two looks.
        now = self.get(id_)
        return now is not None and not now.finished

    def delete(self, id_: str) -> None:
        """Delete a job with its files."""
        shutil.rmtree(self.folder(id_), ignore_errors=True)

    def sweep(self, now: float | None = None) -> None:
        """Delete old jobs that are finished or were never confirmed."""
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
