"""What an admin asks for that takes its time: begun, looked at while it goes on, and told when it is done."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.console.desk import Desk, Visitor, go
from bot.console.guard import FormError, number
from bot.keeping.comparing import summary
from bot.keeping.differences import page as differences_page
from bot.keeping.documents import safe_name
from bot.keeping.errors import mendable
from bot.keeping.works import Kind, Work
from bot.store.engine import RefusedError
from bot.text import admin as wording
from bot.text import console as say
from bot.text import documents as told
from index import builds
from knowledge.importer import levels_in
from knowledge.model import DocumentError
from knowledge.table_mapping import FIELDS

CHANNEL = "c"
"""The letter that ids of the console's works begin with."""
MOST_REASON = 1000


async def upload(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Take a document."""
    sent = request.state.upload
    if sent is None or not sent.data:
        raise FormError(400, say.NO_FILE, say.NO_FILE_TEXT)
    id_, name = _new_id(), safe_name(sent.name)
    work = desk.works.begin(id_, "add", visitor.person.id, {"upload": id_, "name": name}, "asked")
    await asyncio.to_thread((desk.works.folder(id_) / name).write_bytes, sent.data)
    return await _see_to(desk, request, _waiting(desk, work))


async def remove(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Remove a document."""
    return await _begin(desk, request, visitor, "remove", {"name": request.state.form.get("name", "")})


async def compare(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Make a build of the documents as they are, and find out what it would change."""
    return await _begin(desk, request, visitor, "compare", {})


async def sure_publish(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Ask whether a build is to go live."""
    build = number(request, "build")
    now = _live(desk)
    if build not in builds.numbers(desk.home):
        raise RefusedError("not-there")
    text = wording.sure_publish(build, now if now != build else None)
    return desk.show(
        request, "sure", visitor, text=text, action="publish", build=build, label=wording.PUBLISH
    )


async def publish(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Let a build go live through the gate, or against it where there is a reason."""
    build, form = number(request, "build"), request.state.form
    reason = " ".join(form.get("reason", "").split())[:MOST_REASON]
    if "reason" in form and len(reason) < wording.SHORTEST_REASON:
        raise FormError(400, say.NO_REASON, say.NO_REASON_TEXT)
    task = {"number": build, "reason": reason} if reason else {"number": build}
    return await _begin(desk, request, visitor, "publish", task)


async def sure_back(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Ask whether the live build is to be taken back."""
    build, now = number(request, "build"), _live(desk)
    if now is None or build not in builds.published(desk.home):
        raise RefusedError("not-there")
    text = wording.sure_undo(build, now)
    return desk.show(
        request, "sure", visitor, text=text, action="back", build=build, label=wording.UNDO, now=now
    )


async def back(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Take the live build back."""
    now = request.state.form.get("now", "")
    if not now.isdecimal() or len(now) > 9:
        raise FormError(400)
    task = {"number": number(request, "build"), "now": int(now)}
    return await _begin(desk, request, visitor, "roll back", task)


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show how far a piece of work is, or what came of it."""
    work = _work(desk, request)
    if not work.finished and work.id.startswith(CHANNEL):
        await asyncio.to_thread(desk.workers.see_to, work)
        work = desk.works.get(work.id) or work
    return _shown(desk, request, visitor, work)


async def again(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Try again what failed."""
    work = _work(desk, request)
    if work.state != "failed":
        return go(request, "work", work=work.id)
    return await _begin(desk, request, visitor, work.kind, work.task)


async def map_columns(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Read a table by what the form says its columns are."""
    work, form = _work(desk, request), request.state.form
    if work.result.get("outcome") != "unmapped":
        return go(request, "work", work=work.id)
    given, problem = await _mapping(desk, work, form)
    if problem:
        return _shown(desk, request, visitor, work, mapping=given, problem=problem, status=422)
    task = {"upload": work.task["upload"], "name": work.task["name"], "mapping": given}
    return await _begin(desk, request, visitor, "add", task)


async def changes(desk: Desk, request: Request, _: Visitor) -> Response:
    """Give what a build would change as a file, to be kept or sent on."""
    found = await asyncio.to_thread(desk.works.difference, _work(desk, request).id)
    if found is None:
        raise RefusedError("not-there")
    name = f"build-{found['after']}-changes.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(differences_page(found), media_type="text/html", headers=headers)


def _shown(
    desk: Desk,
    request: Request,
    visitor: Visitor,
    work: Work,
    *,
    mapping: Mapping[str, Any] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    found = desk.works.difference(work.id) if work.kind == "compare" and work.finished else None
    waits = work.state == "waiting" and desk.works.anybody_at_work()
    return desk.show(
        request,
        "work",
        visitor,
        status,
        work=work,
        doing=wording.WAITS if waits else told.doing(work.phase, work.done, work.total),
        mapping=mapping or work.result.get("mapping", {}),
        problem=problem,
        found=found,
        summary=summary(found) if found else (),
        wording=wording,
        told_of=told,
    )


async def _mapping(desk: Desk, work: Work, form: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Return the mapping that a form says, and why it cannot be read by yet."""
    before_, header = dict(work.result["mapping"]), work.result["header"]
    columns = {what: form.get(what, "") for what in FIELDS if form.get(what, "") in header}
    given = {**before_, "columns": columns, "levels": {}}
    names = await _levels(desk, work, columns.get("level", ""))
    asked = {name: form.get(f"level-{name}", "") for name in names}
    given["levels"] = {
        name: int(n) if n.isdecimal() and len(n) < 3 else names[name] for name, n in asked.items()
    }
    missing = [what for what in ("skill", "level", "text") if not columns.get(what)]
    if before_["level_columns"]:
        missing = [what for what in missing if what == "skill"]
    if missing:
        return given, wording.lacking(missing)
    return given, say.CHECK_LEVELS if names and not all(asked.values()) else ""


async def _levels(desk: Desk, work: Work, column: str) -> dict[str, int]:
    if not column:
        return {}
    path = desk.works.folder(str(work.task["upload"])) / str(work.task["name"])
    try:
        return await asyncio.to_thread(levels_in, path, column)
    except DocumentError:
        return {}


async def _begin(
    desk: Desk, request: Request, visitor: Visitor, kind: Kind, task: Mapping[str, Any]
) -> Response:
    return await _see_to(desk, request, desk.works.begin(_new_id(), kind, visitor.person.id, task))


async def _see_to(desk: Desk, request: Request, work: Work) -> Response:
    await asyncio.to_thread(desk.workers.see_to, work)
    return go(request, "work", work=work.id)


def _waiting(desk: Desk, work: Work) -> Work:
    """Let work begin whose file is there now."""
    ready = replace(work, state="waiting")
    desk.works.keep(ready)
    return ready


def _work(desk: Desk, request: Request) -> Work:
    work = desk.works.get(request.path_params["work"])
    if work is None or work.state == "asked":
        raise RefusedError("not-there")
    return work


def _live(desk: Desk) -> int | None:
    try:
        return builds.live_number(desk.home)
    except mendable():
        return None


def _new_id() -> str:
    return CHANNEL + secrets.token_hex(8)
