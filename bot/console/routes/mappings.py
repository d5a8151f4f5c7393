"""How a document's table is understood: shown, put right, kept; and which framework a document is."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping as MappingOf
from dataclasses import asdict
from pathlib import Path

from starlette.responses import Response

from bot.console.access import FormError
from bot.console.context import Console, Visit
from bot.console.routes.documents import begin, job_of, new_id
from bot.jobs.documents import documents_of, safe_name
from bot.jobs.job import Job
from bot.store.engine import RefusedError
from bot.text import console as say
from bot.text import mapping as wording
from knowledge.importer import correct_mapping, show_mapping
from knowledge.mapping_view import Correction, MappingView, as_view
from knowledge.model import DocumentError
from knowledge.table_mapping import LEFT_OUT, TITLE, beside

_LONGEST_NAME = 100


async def page(visit: Visit) -> Response:
    """Show how a document's table is understood."""
    found = _upload(visit)
    try:
        seen = await asyncio.to_thread(_view, visit.console, found)
    except DocumentError as error:
        return _show(visit, found, None, problem=error.sentence, status=422)
    return _show(visit, found, seen)


async def correct(visit: Visit) -> Response:
    """Put right what the form says, and keep it where the person says so."""
    found, form, console = _upload(visit), visit.fields, visit.console
    if form.get("do") == "anew":
        seen = await asyncio.to_thread(show_mapping, _file(console, found), True)
        return await _noted(visit, found, seen)
    seen = await asyncio.to_thread(_view, console, found)
    seen = await asyncio.to_thread(
        correct_mapping, _file(console, found), seen.mapping, seen.shown, _correction(seen, form)
    )
    if form.get("do") != "keep":
        return await _noted(visit, found, seen)
    console.jobs.note(found.id, view=asdict(seen))
    if not seen.ready:
        return _show(visit, found, seen, status=422)
    task = {"upload": found.id, "name": found.task["name"], "mapping": asdict(seen.mapping)}
    return await begin(visit, "add", task)


async def settle(visit: Visit) -> Response:
    """Add a document as the framework that the form says it is."""
    found, form = job_of(visit), visit.fields
    if found.result.get("outcome") != "asks":
        return visit.redirect("job", job=found.id)
    related, answer = found.result["relation"], form.get("identity", "")
    if answer not in wording.IDENTITY or (related is None and answer != "new"):
        raise FormError(400, say.NO_IDENTITY, wording.NO_ANSWER)
    name = " ".join(form.get("name", "").split())[:_LONGEST_NAME]
    identity = {
        "answer": answer,
        "framework": related["framework"] if related else "",
        "name": name if name != found.result["name"] else "",
    }
    return await begin(visit, "add", {**found.task, "identity": identity})


async def anew(visit: Visit) -> Response:
    """Open the mapping of a document that was added, to be put right anew."""
    name, console = safe_name(visit.fields.get("name", "")), visit.console
    kept, id_ = documents_of(console.home) / name, new_id()
    if not kept.is_file():
        raise FormError(404, say.NOT_KEPT, say.NOT_KEPT_TEXT)
    task = {"upload": id_, "name": name}
    console.jobs.begin(id_, "add", visit.person.id, task, "asked")
    for source in (kept, beside(kept)):
        if source.exists():
            await asyncio.to_thread(shutil.copyfile, source, console.jobs.folder(id_) / source.name)
    return visit.redirect("map", job=id_)


def _show(
    visit: Visit, found: Job, seen: MappingView | None, *, problem: str = "", status: int = 200
) -> Response:
    return visit.show(
        "mapping",
        status,
        job=found,
        seen=seen,
        problem=problem,
        wording=wording,
        title_is_skill=seen is not None and seen.mapping.columns.get("skill") == TITLE,
    )


def _upload(visit: Visit) -> Job:
    """Return the job whose folder has the file."""
    jobs = visit.console.jobs
    found = jobs.get(visit.path_params["job"])
    upload = jobs.get(str(found.task.get("upload", ""))) if found else None
    if upload is None or not _file(visit.console, upload).is_file():
        raise RefusedError("not-there")
    return upload


def _file(console: Console, upload: Job) -> Path:
    return console.jobs.folder(upload.id) / safe_name(str(upload.task["name"]))


def _view(console: Console, upload: Job) -> MappingView:
    """Return what was noted, or how the document is understood at first."""
    noted = console.jobs.notes(upload.id).get("view")
    if noted:
        return as_view(noted)
    seen = show_mapping(_file(console, upload))
    console.jobs.note(upload.id, view=asdict(seen))
    return seen


async def _noted(visit: Visit, upload: Job, seen: MappingView) -> Response:
    await asyncio.to_thread(visit.console.jobs.note, upload.id, view=asdict(seen))
    return visit.redirect("map", job=upload.id)


def _correction(seen: MappingView, form: MappingOf[str, str]) -> Correction:
    """Return what a form puts right; a field that it does not have stays as it is."""

    def number(field: str, least: int = 0) -> int | None:
        said = form.get(field, "")
        return int(said) if said.isdecimal() and len(said) < 4 and int(said) >= least else None

    def ticked(field: str) -> bool | None:
        return field in form if f"{field}-shown" in form else None

    uses = ((n, form.get(f"use-{n}")) for n in range(len(seen.header)))
    left_out = [n for n in range(len(seen.levels)) if form.get(f"level-{n}") == str(LEFT_OUT)]
    numbers = ((n, number(f"level-{n}")) for n in range(len(seen.levels)))
    levels = [*numbers, *((n, LEFT_OUT) for n in left_out)]
    header_row = number("header_row")
    return Correction(
        name=form.get("name", "")[:_LONGEST_NAME],
        table=number("table"),
        only=ticked("only"),
        header_row=None if header_row == seen.header_row else header_row,
        turned=ticked("turned"),
        carried=ticked("carried"),
        uses=tuple((n, use) for n, use in uses if use is not None),
        skill_is_title=ticked("title"),
        levels=tuple((n, level) for n, level in levels if level is not None),
    )
