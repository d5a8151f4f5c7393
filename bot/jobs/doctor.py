"""Health checks of a home: what is broken and how to repair it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.jobs.permissions import readable_by_others
from bot.settings import Settings
from bot.store.engine import integrity
from index import builds
from index.build import open_build
from index.manifest import BuildError, changed_files, damaged, is_ready
from knowledge.catalogue import Catalogue, CatalogueError

State = Literal["ok", "note", "broken"]
LITTLE_ROOM = 200_000_000
"""Free bytes below which a build of the real documents may fail (60 MB, twice that while written)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check.

    Args:
        what: was checked.
        state: ``ok``; ``note`` is worth knowing, though nothing is broken; ``broken``.
        says: what was found, and what to do about it.
    """

    what: str
    state: State
    says: str


def diagnose(where: Settings) -> list[Finding]:
    """Check a home without changing anything."""
    home = where.home
    if not home.is_dir():
        return [Finding("data", "note", f"{home} is not there yet: run rung prepare")]
    found = [*_folder(home), *_catalogue(where.catalogue)]
    for name, costs in (
        ("rung.db", "restore a backup with rung restore"),
        ("encodings.db", "it is begun anew by the next build"),
    ):
        found += _database(home / name, costs)
    return [*found, *_builds(home), *_live(where), *_log(home)]


def _folder(home: Path) -> Iterator[Finding]:
    if os.access(home, os.W_OK):
        yield Finding("folder", "ok", str(home))
    else:
        yield Finding("folder", "note", f"{home} may not be written: Rung answers, but cannot learn or keep")
    open_ = sum(1 for _ in readable_by_others(home))
    if open_:
        yield Finding("access", "note", f"others can read {open_} files or folders: run chmod -R go= {home}")
    else:
        yield Finding("access", "ok", "only its owner can read it")
    free = shutil.disk_usage(home).free
    state: State = "ok" if free >= LITTLE_ROOM else "note"
    yield Finding("disk", state, f"{free / 1e6:,.0f} MB free")


def _catalogue(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding("catalogue", "note", "there is none yet: run rung add FILE…")
        return
    broken = integrity(path)
    if broken:
        yield Finding("catalogue", "broken", f"{broken}: restore a backup, or add the documents again")
        return
    try:
        with Catalogue(path) as opened:
            documents = len(opened.readings())
    except CatalogueError as error:
        yield Finding("catalogue", "broken", str(error))
    else:
        yield Finding("catalogue", "ok", f"{documents} documents")


def _database(path: Path, remedy: str) -> Iterator[Finding]:
    if path.exists():
        broken = integrity(path)
        yield Finding(path.name, "broken" if broken else "ok", f"{broken}: {remedy}" if broken else "whole")


def _builds(home: Path) -> Iterator[Finding]:
    live_one = _live_or_none(home)
    for number in builds.numbers(home):
        try:
            build = open_build(home, number)
            if wrong := changed_files(builds.builds_of(home) / str(number)):
                raise damaged(number, f"{' and '.join(wrong)} not as written")
        except BuildError as error:
            # One that is not live serves nobody: it is worth a note, and rung prune removes it in time.
            yield Finding(f"build {number}", "broken" if number == live_one else "note", str(error))
        else:
            yield Finding(f"build {number}", "ok", f"{len(build.entries):,} texts, made with {build.model}")
    left = [path.name for path in builds.builds_of(home).glob(f"{builds.MAKING}*")]
    if left:
        yield Finding("leftovers", "note", f"{len(left)} of a stopped build: the next build removes them")


def _live(where: Settings) -> Iterator[Finding]:
    try:
        number = builds.live_number(where.home)
    except BuildError as error:
        yield Finding("live build", "broken", str(error))
        return
    if number is None:
        yield Finding("live build", "note", "there is none yet: run rung build")
    elif number not in builds.numbers(where.home):
        yield Finding("live build", "broken", f"build {number} is live and is not there: run rung build")
    elif not is_ready(where.home, where.model):
        yield Finding(
            "live build", "broken", f"build {number} is not of the model {where.model}: run rung build"
        )
    else:
        yield Finding("live build", "ok", str(number))


def _log(home: Path) -> Iterator[Finding]:
    events = builds.log(home)
    moved = [event for event in events if event.action in ("published", "rolled back")]
    undone = sum(event.action == "undone" for event in events)
    if len(moved) - undone > len(builds.moves(home)):
        last = moved[-1]
        yield Finding(
            "log", "note", f"publishing build {last.number} was cut off; the build before it serves"
        )
    else:
        yield Finding("log", "ok", f"{len(events)} entries")


def _live_or_none(home: Path) -> int | None:
    try:
        return builds.live_number(home)
    except BuildError:
        return None
