"""Run one job in a process of its own: ``python -m bot.jobs.tasks ID``.

A kill at any moment leaves the catalogue, the builds and the live build intact, as each changes atomically.
The job is then restarted and skips what is done. Arguments (`Job.task`):

==========  ======================================================================================
add         ``upload``: the work whose folder has the file; ``name``; ``mapping``, ``identity`` where given;
            ``look`` where a person looks at it first
remove      ``name``
compare     nothing
publish     ``number``; with ``reason``, though the gate refuses
roll back   ``number`` to go back to; ``now``, the build that was live when it was asked
==========  ======================================================================================
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.jobs.job import TRIES, Job, JobFolder
from bot.jobs.permissions import make_private
from bot.settings import Settings
from knowledge.model import UserError

if TYPE_CHECKING:
    from index.encoder import CachedEncoder

NICE = 5
"""Priority below the process that answers people."""
TELL_S = 0.3
"""Seconds between two updates of the progress."""
BROKEN = "The job was interrupted several times. Nothing was left half changed: run rung doctor."
UNEXPECTED = "An unexpected error occurred ({}). Nothing was left half changed."
Tell = Callable[[str, int, int], None]
log = logging.getLogger(__name__)


def main() -> None:
    """Run the job named on the command line."""
    with suppress(OSError):
        os.nice(NICE)
    where = Settings.from_environment()
    make_private(where.home)
    work_off(where, sys.argv[1])


def work_off(where: Settings, id_: str) -> None:
    """Run a job after the jobs before it; do nothing if another process ran it."""
    job_folder = JobFolder(where.home)
    with job_folder.exclusive():
        work = job_folder.get(id_)
        if work is None or work.finished or work.state == "asked":
            return
        if work.tries >= TRIES:
            job_folder.save(replace(work, state="failed", problem=BROKEN))
            return
        work = replace(work, state="running", tries=work.tries + 1, phase="", done=0, total=0)
        job_folder.save(work)
        job_folder.save(_done(where, job_folder, work))


def _done(where: Settings, job_folder: JobFolder, work: Job) -> Job:
    """Run a job and return it finished."""
    try:
        result = _DOERS[work.kind](where, job_folder, work, _teller(job_folder, work))
    except UserError as error:
        return replace(work, state="failed", problem=error.told)
    except Exception as error:
        log.exception("work failed")
        return replace(work, state="failed", problem=UNEXPECTED.format(type(error).__name__))
    return replace(work, state="done", result=result)


def _teller(job_folder: JobFolder, work: Job) -> Tell:
    told = [("", 0.0)]

    def tell(phase: str, done: int, total: int) -> None:
        last, at = told[0]
        if phase != last or time.monotonic() - at > TELL_S:
            told[0] = (phase, time.monotonic())
            job_folder.save(replace(work, phase=phase, done=done, total=total))

    return tell


def _add(where: Settings, job_folder: JobFolder, work: Job, tell: Tell) -> Mapping[str, Any]:
    from bot.jobs import documents

    tell("read", 0, 0)
    path = job_folder.folder(str(work.task["upload"])) / documents.safe_name(str(work.task["name"]))
    task = work.task
    return documents.add(where.home, path, task.get("mapping"), task.get("identity"), bool(task.get("look")))


def _remove(where: Settings, _: JobFolder, work: Job, __: Tell) -> Mapping[str, Any]:
    from bot.jobs import documents

    return {"removed": documents.remove(where.home, str(work.task["name"]))}


def _compare(where: Settings, job_folder: JobFolder, work: Job, tell: Tell) -> Mapping[str, Any]:
    from bot.jobs import builds
    from bot.jobs.compare import compare, kept_suggestions
    from index.builds import live_number

    tell("open", 0, 0)
    encoder = _encoder(where)
    report = builds.make(where, encoder, tell)
    was = live_number(where.home)
    tell("compare", 0, 0)
    found = compare(where.home, encoder, was, report.number, kept_suggestions(where.home))
    job_folder.save_comparison(work.id, found)
    proposed = builds.proposals(where.home, report.number, was)
    return {
        "number": report.number,
        "before": was,
        "live": report.live,
        "nothing": found["nothing"],
        "proposals": proposed,
        "statements": report.descriptors,
        "encoded": report.encoded,
        "seconds": round(report.seconds, 1),
    }


def _publish(where: Settings, _: JobFolder, work: Job, tell: Tell) -> Mapping[str, Any]:
    from bot.jobs.builds import in_use
    from index.builds import live_number
    from index.gate import publish_through_gate

    number, reason = int(work.task["number"]), str(work.task.get("reason", ""))
    was = live_number(where.home)
    if was == number:
        return {"number": number, "live": True, "already": True, "against": None, "checks": []}
    tell("open", 0, 0)
    encoder = _encoder(where)
    tell("gate", 0, 0)
    verdict, live = publish_through_gate(
        where.home,
        number,
        encoder,
        where.catalogue,
        who=work.who,
        reason=reason,
        force=bool(reason),
        in_use=in_use(where.home),
    )
    forced = live and not verdict.passed
    return {"number": number, "live": live, "forced": forced, "against": was, "checks": verdict.rows()}


def _roll_back(where: Settings, _: JobFolder, work: Job, __: Tell) -> Mapping[str, Any]:
    from index.builds import live_number
    from index.publication import roll_back

    number, now = int(work.task["number"]), int(work.task["now"])
    live = live_number(where.home)
    if live not in (number, now):
        return {"number": number, "live": False, "instead": live}
    if live != number:
        roll_back(where.home, number, who=work.who)
    return {"number": number, "live": True, "was": now}


_DOERS: dict[str, Callable[[Settings, JobFolder, Job, Tell], Mapping[str, Any]]] = {
    "add": _add,
    "remove": _remove,
    "compare": _compare,
    "publish": _publish,
    "roll back": _roll_back,
}


def _encoder(where: Settings) -> CachedEncoder:
    from index.encoder import open_encoder

    return open_encoder(where.model, where.encodings)


if __name__ == "__main__":
    main()
