"""Documents, builds and the jobs of admins."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from bot.console.access import FormError
from bot.console.context import Visit
from bot.jobs.builds import crosswalk, keep_link
from bot.jobs.compare import summary
from bot.jobs.comparison_page import page as differences_page
from bot.jobs.documents import safe_name
from bot.jobs.job import Job, JobFolder, Kind
from bot.store.engine import RefusedError
from bot.store.people import People
from bot.text import admin as wording
from bot.text import console as say
from bot.text import documents as told
from bot.text import mapping
from index import builds
from index.builds import Event
from index.manifest import BuildError
from index.publication import before
from knowledge.catalogue import Catalogue, CatalogueError
from knowledge.mapping_view import as_preview
from knowledge.model import UserError

MAX_EVENTS, MAX_JOBS = 20, 8
MAX_REASON = 1000
CHANNEL = "c"
"""The letter that ids of the console's jobs begin with."""


async def page(visit: Visit) -> Response:
    """Show documents, builds and jobs."""
    found = await asyncio.to_thread(_overview, visit.console.home)
    return visit.show("documents", found=found, names=_names(visit, found["moves"]))


async def upload(visit: Visit) -> Response:
    """Take a document."""
    sent, jobs = visit.upload, visit.console.jobs
    if sent is None or not sent.data:
        raise FormError(400, say.NO_FILE, say.NO_FILE_TEXT)
    id_, name = new_id(), safe_name(sent.name)
    task = {"upload": id_, "name": name, "look": True}
    job = jobs.begin(id_, "add", visit.person.id, task, "asked")
    await asyncio.to_thread((jobs.folder(id_) / name).write_bytes, sent.data)
    ready = replace(job, state="waiting")
    jobs.save(ready)
    return await _start(visit, ready)


async def remove(visit: Visit) -> Response:
    """Remove a document."""
    return await begin(visit, "remove", {"name": visit.fields.get("name", "")})


async def compare(visit: Visit) -> Response:
    """Build the documents as they are, and compare with the live build."""
    return await begin(visit, "compare", {})


async def confirm_publish(visit: Visit) -> Response:
    """Ask before a build is published."""
    build, now = visit.id_of("build"), _live(visit.console.home)
    if build not in builds.numbers(visit.console.home):
        raise RefusedError("not-there")
    text = wording.sure_publish(build, now if now != build else None)
    return visit.show("confirm", text=text, action="publish", build=build, label=wording.PUBLISH)


async def publish(visit: Visit) -> Response:
    """Publish a build through the gate, or despite it if there is a reason."""
    build, form = visit.id_of("build"), visit.fields
    reason = " ".join(form.get("reason", "").split())[:MAX_REASON]
    if "reason" in form and len(reason) < wording.SHORTEST_REASON:
        raise FormError(400, say.NO_REASON, say.NO_REASON_TEXT)
    task = {"number": build, "reason": reason} if reason else {"number": build}
    return await begin(visit, "publish", task)


async def confirm_rollback(visit: Visit) -> Response:
    """Ask before the live build is rolled back."""
    build, now = visit.id_of("build"), _live(visit.console.home)
    if now is None or build not in builds.published(visit.console.home):
        raise RefusedError("not-there")
    text = wording.sure_undo(build, now)
    return visit.show("confirm", text=text, action="back", build=build, label=wording.UNDO, now=now)


async def roll_back(visit: Visit) -> Response:
    """Roll the live build back."""
    now = visit.fields.get("now", "")
    if not now.isdecimal() or len(now) > 9:
        raise FormError(400)
    task = {"number": visit.id_of("build"), "now": int(now)}
    return await begin(visit, "roll back", task)


async def job(visit: Visit) -> Response:
    """Show the progress of a job, or its result."""
    found = job_of(visit)
    if not found.finished and found.id.startswith(CHANNEL):
        await asyncio.to_thread(visit.console.runner.ensure_running, found)
        found = visit.console.jobs.get(found.id) or found
    if found.result.get("outcome") == "unmapped":
        return visit.redirect("map", job=found.id)
    return _show_job(visit, found)


async def retry(visit: Visit) -> Response:
    """Repeat a job that failed."""
    failed = job_of(visit)
    if failed.state != "failed":
        return visit.redirect("job", job=failed.id)
    return await begin(visit, failed.kind, failed.task)


async def link_skills(visit: Visit) -> Response:
    """Keep whether two skills that were proposed are the same."""
    compared, form = job_of(visit), visit.fields
    place, kind = form.get("place", ""), form.get("do", "")
    proposed = compared.result.get("proposals", [])
    if not (place.isdecimal() and int(place) < len(proposed)) or kind not in ("same", "refused"):
        raise FormError(400)
    (framework, skill), (other, same) = (proposed[int(place)][end] for end in ("start", "end"))
    who = f"admin {visit.person.id}"
    await asyncio.to_thread(keep_link, visit.console.home, kind, (framework, skill), (other, same), who)
    return visit.redirect("job", job=compared.id)


async def changes(visit: Visit) -> Response:
    """Return what a build would change as an HTML file."""
    found = await asyncio.to_thread(visit.console.jobs.comparison, job_of(visit).id)
    if found is None:
        raise RefusedError("not-there")
    name = f"build-{found['after']}-changes.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(differences_page(found), media_type="text/html", headers=headers)


def _overview(home: Path) -> dict[str, Any]:
    """Return what the page of documents shows; ``problem`` says why something cannot be read."""
    from index.gate import candidate

    moves = tuple(reversed(builds.moves(home)))[:MAX_EVENTS]
    jobs = [each for each in reversed(JobFolder(home).all()) if each.state != "asked"]
    found: dict[str, Any] = {
        "documents": (),
        "live": None,
        "candidate": None,
        "before": None,
        "problem": "",
        "moves": moves,
        "checks": next((event.checks for event in moves if event.checks), ()),
        "jobs": jobs[:MAX_JOBS],
    }
    try:
        found |= {"live": builds.live_number(home), "candidate": candidate(home), "before": before(home)}
        if (path := home / "catalogue.db").exists():
            with Catalogue(path) as catalogue:
                found["documents"] = catalogue.documents()
    except (BuildError, CatalogueError) as error:
        found["problem"] = str(error)
    return found


def _names(visit: Visit, moves: Sequence[Event]) -> dict[str, str]:
    """Return the names of admins; the log of builds has only their numbers."""
    people = People(visit.database)
    names: dict[str, str] = {}
    for who in {event.who for event in moves}:
        number = who.removeprefix("admin ")
        known = people.by_id(int(number)) if number != who and number.isdecimal() else None
        names |= {who: known.name} if known else {}
    return names


def _show_job(visit: Visit, job: Job) -> Response:
    jobs = visit.console.jobs
    found = jobs.comparison(job.id) if job.kind == "compare" and job.finished else None
    waits = job.state == "waiting" and jobs.busy()
    return visit.show(
        "job",
        job=job,
        doing=wording.WAITS if waits else told.doing(job.phase, job.done, job.total),
        found=found,
        summary=summary(found) if found else (),
        preview=as_preview(job.result["preview"]) if "preview" in job.result else None,
        wording=wording,
        mapping=mapping,
        proposals=_undecided(visit.console.home, job),
        told_of=told,
    )


def _undecided(home: Path, job: Job) -> list[tuple[int, dict[str, Any]]]:
    """Return the proposals that nobody confirmed or refused yet, with their places."""
    decided = {frozenset((link.start, link.end)) for link in crosswalk(home)}
    listed = [(n, each) for n, each in enumerate(job.result.get("proposals", []))]
    return [(n, e) for n, e in listed if frozenset((tuple(e["start"]), tuple(e["end"]))) not in decided]


async def begin(visit: Visit, kind: Kind, task: Mapping[str, Any]) -> Response:
    """Begin a job and show it."""
    return await _start(visit, visit.console.jobs.begin(new_id(), kind, visit.person.id, task))


async def _start(visit: Visit, job: Job) -> Response:
    await asyncio.to_thread(visit.console.runner.ensure_running, job)
    return visit.redirect("job", job=job.id)


def job_of(visit: Visit) -> Job:
    """Return the job of an address.

    Raises:
        RefusedError: there is none, or nobody confirmed it.
    """
    found = visit.console.jobs.get(visit.path_params["job"])
    if found is None or found.state == "asked":
        raise RefusedError("not-there")
    return found


def _live(home: Path) -> int | None:
    try:
        return builds.live_number(home)
    except UserError:
        return None


def new_id() -> str:
    """Return an id for a job of the console."""
    return CHANNEL + secrets.token_hex(8)
