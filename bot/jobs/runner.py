"""Start the processes of jobs, and restart interrupted ones."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bot.jobs.job import TRIES, Job, JobFolder
from bot.jobs.tasks import BROKEN

_SECRETS = ("TOKEN", "SECRET", "KEY", "PASSWORD")
"""Parts of names of environment variables that no job needs."""


class JobRunner:
    """The processes of one channel."""

    def __init__(self, home: Path) -> None:
        self._home, self._job_folder = home, JobFolder(home)
        self._at_work: dict[str, subprocess.Popen[bytes]] = {}
        self._started: Counter[str] = Counter()

    def ensure_running(self, work: Job) -> None:
        """Start the process of a job, unless one is running."""
        if work.id in self.running():
            return
        now = self._job_folder.get(work.id)
        if now is None or now.finished or (now.state == "running" and self._job_folder.busy()):
            return
        if self._started[work.id] >= TRIES:
            self._job_folder.save(replace(now, state="failed", problem=BROKEN))
            return
        self._started[work.id] += 1
        self._at_work[work.id] = subprocess.Popen(
            [sys.executable, "-m", "bot.jobs.tasks", work.id],
            env=_environment(self._home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # It survives a stop of the bot, and is found done at the next start.
            start_new_session=True,
        )

    def running(self) -> frozenset[str]:
        """Return the ids of running jobs of this channel."""
        self._at_work = {id_: each for id_, each in self._at_work.items() if each.poll() is None}
        return frozenset(self._at_work)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not any(word in name for word in _SECRETS)}
    return {**kept, "RUNG_HOME": str(home.absolute()), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
