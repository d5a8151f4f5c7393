"""Make candidate builds of the catalogue; list the builds there are."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.catalogue import Catalogue
from knowledge.crosswalk import linked, read_links, write_links
from knowledge.data import CROSSWALK
from knowledge.links import Link

if TYPE_CHECKING:
    from bot.settings import Settings
    from index.builder import BuildReport, Progress
    from index.encoder import Encoder


MOST_PROPOSALS = 50
"""Proposals for the crosswalk that one comparison keeps."""


def make(where: Settings, encoder: Encoder, progress: Progress | None = None) -> BuildReport:
    """Make a candidate build of the catalogue, with what the live one learnt.

    Raises:
        BuildError, CatalogueError, CrosswalkError, StoreError: it cannot be made.
    """
    from bot.reviews.learning import carried_on
    from index.builder import make_build

    where.home.mkdir(parents=True, exist_ok=True)
    with Catalogue(where.catalogue) as opened:
        known = opened.knowledge()
    known = linked(known, crosswalk(where.home))
    learnt = carried_on(where.home, encoder.model)
    return make_build(where.home, known, encoder, progress, publish=False, feedback=learnt)


def crosswalk(home: Path) -> tuple[Link, ...]:
    """Return all links between skills: those shipped, then those confirmed here.

    Raises:
        CrosswalkError: one cannot be read.
    """
    return (*read_links(CROSSWALK), *read_links(home / "crosswalk.csv"))


def keep_link(
    home: Path, kind: str, start: tuple[str, str], end: tuple[str, str], who: str, reason: str = ""
) -> None:
    """Keep a decision about two skills, in place of an earlier one about the same two.

    Raises:
        CrosswalkError: the crosswalk cannot be read or written.
    """
    path = home / "crosswalk.csv"
    kept = read_links(path)
    if not any((link.kind, link.start, link.end) == (kind, start, end) for link in kept):
        said = f"{'refused' if kind == 'refused' else 'confirmed'} by {who}"
        others = [link for link in kept if (link.start, link.end) != (start, end)]
        write_links(path, [*others, Link(kind, *start, *end, said + (f": {reason}" if reason else ""))])


def proposals(home: Path, number: int, before: int | None) -> list[dict[str, Any]]:
    """Return which skills of a build's new frameworks may be skills of others, as JSON values, best first.

    Args:
        before: build that has the known frameworks; None proposes nothing, as all would be new.

    Raises:
        BuildError: a build cannot be opened.
    """
    from index.build import open_build
    from index.crosswalk_proposals import propose

    if before is None:
        return []
    build, old = open_build(home, number), open_build(home, before)
    known = [frozenset((link.start, link.end)) for link in crosswalk(home)]
    new = {each.id for each in build.knowledge.frameworks} - {each.id for each in old.knowledge.frameworks}
    found = [each for framework in sorted(new) for each in propose(build, known, framework)]
    return [asdict(each) for each in found[:MOST_PROPOSALS]]


def in_use(home: Path) -> tuple[int, ...]:
    """Return the builds that conversations and suggestions refer to, which are never pruned.

    Raises:
        StoreError: the store cannot be read.
    """
    path = home / "rung.db"
    if not path.exists():
        return ()
    from bot.store import Database, assessments, conversations

    with Database(path) as database:
        return tuple(sorted({*conversations.builds(database), *assessments.builds(database)}))


def listed(home: Path) -> list[dict[str, Any]]:
    """Return the builds, ascending, with dates, author and reason of publication, as JSON values."""
    from index import builds

    now = builds.live_number(home)
    moved = {event.number: event for event in builds.moves(home)}
    return [_row(home, each, each == now, moved.get(each)) for each in builds.numbers(home)]


def _row(home: Path, number: int, is_live: bool, event: Any) -> dict[str, Any]:
    from index.builder import manifest_of
    from index.manifest import BuildError

    try:
        manifest, problem = manifest_of(home, number), ""
    except BuildError as error:
        manifest, problem = {}, str(error)
    return {
        "number": number,
        "live": is_live,
        "made_at": manifest.get("made_at", ""),
        "model": manifest.get("model", ""),
        "descriptors": manifest.get("descriptors"),
        "documents": manifest.get("documents", {}),
        "published_at": event.at if event else "",
        "who": event.who if event else "",
        "reason": event.reason if event else "",
        "forced": bool(event and event.forced),
        "checks": list(event.checks) if event else [],
        "problem": problem,
    }
