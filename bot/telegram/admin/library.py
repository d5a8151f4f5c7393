"""What there is: documents, builds, and which may be published or taken back. Called on other threads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bot.jobs.builds import listed
from bot.jobs.errors import mendable, sentence
from bot.telegram.calls import Row
from bot.telegram.drafts import Draft, say, say_text
from bot.text import admin
from bot.text.documents import counts
from index.builds import live_number, numbers
from index.gate import candidate
from index.publication import before
from knowledge.catalogue import Catalogue

MOST_BUTTONS = 40
"""Documents that can be removed by a button; a keyboard has at most 100, and nobody scrolls through those."""


def documents(home: Path) -> list[Draft]:
    """List the documents, each with a button that removes it."""
    try:
        names = _documents(home)
    except mendable() as error:
        return say_text(sentence(error))
    if not names:
        return say_text(admin.NO_DOCUMENTS)
    labelled = [
        (f"Remove {place}", f"a:rm:{digest(row[0])}") for place, row in enumerate(names[:MOST_BUTTONS], 1)
    ]
    rows: list[Row] = [tuple(labelled[n : n + 3]) for n in range(0, len(labelled), 3)]
    return say(admin.documents(names), [((admin.SEE, "a:see"),), *rows])


def named(home: Path, wanted: str) -> str | None:
    """Return the name of the document whose digest a button carries; None where it is there no more."""
    try:
        return next((row[0] for row in _documents(home) if digest(row[0]) == wanted), None)
    except mendable():
        return None


def digest(name: str) -> str:
    """Return what stands for a document's name on a button, which has 64 bytes."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def builds(home: Path, who: Mapping[str, str]) -> list[Draft]:
    """List the builds, and offer what can be done with them.

    Args:
        home: RUNG_HOME.
        who: names of admins by how the log calls them.
    """
    try:
        rows = listed(home)
        waiting, earlier, now = candidate(home), before(home), live_number(home)
    except mendable() as error:
        return say_text(sentence(error))
    if not rows:
        return say_text(admin.NO_BUILDS)
    buttons = [((f"{admin.PUBLISH} build {waiting}", f"a:pub:{waiting}"),)] if waiting else []
    buttons += [((f"{admin.UNDO}: build {now}", f"a:back:{earlier}:{now}"),)] if earlier and now else []
    return say(admin.builds(rows, who), buttons)


def publishing(home: Path, number: int | None) -> list[Draft]:
    """Ask whether a build is to go live: the newest that never was, unless one is named."""
    try:
        wanted, now = number or candidate(home), live_number(home)
    except mendable() as error:
        return say_text(sentence(error))
    if wanted is None or wanted not in numbers(home):
        return say_text(
            admin.NOTHING_WAITS if number is None else f"There is no build {number}: see /builds."
        )
    rows = (((admin.YES_PUBLISH, f"a:go:{wanted}"),), ((admin.LEAVE, "a:no"),))
    return say_text(admin.sure_publish(wanted, now if now != wanted else None), rows)


def taking_back(home: Path, number: int | None) -> list[Draft]:
    """Ask whether the live build is to be taken back: to the one before it, unless another is named."""
    try:
        wanted, now = number or before(home), live_number(home)
    except mendable() as error:
        return say_text(sentence(error))
    if now is None or wanted is None:
        return say_text(admin.NONE_BEFORE if now else admin.NO_BUILDS)
    rows = (((admin.YES_UNDO, f"a:undo:{wanted}:{now}"),), ((admin.LEAVE, "a:no"),))
    return say_text(admin.sure_undo(wanted, now), rows)


def _documents(home: Path) -> list[tuple[str, str, int, str]]:
    if not (home / "catalogue.db").exists():
        return []
    with Catalogue(home / "catalogue.db") as catalogue:
        rows = catalogue.documents()
    return [(row.name, row.kind, row.revision, counts(asdict(row.counts))) for row in rows]
