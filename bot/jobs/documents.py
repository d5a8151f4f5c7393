"""Uploaded documents: stored in ``home/documents`` with their mappings, added to the catalogue, removed."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.catalogue import Added, Catalogue
from knowledge.identity import is_own, relation, settled
from knowledge.importer import read_document, show_mapping
from knowledge.mapping_view import preview
from knowledge.model import DocumentError, Reading
from knowledge.near_duplicates import compared
from knowledge.readers.mapped_table import MAPPED
from knowledge.table_mapping import SUFFIX, UnmappedError, beside, load, mapping_of, save

LONGEST_NAME = 100
"""Bytes of a document's name; with suffixes it stays within the 255 of file systems."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def documents_of(home: Path) -> Path:
    """Return the folder of uploaded documents."""
    return home / "documents"


def safe_name(said: str) -> str:
    """Return a safe file name for a document: no folders, not hidden, not a mapping."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", said))[-1]
    plain = "".join(c if c.isalnum() or c in " .-_()[]+,&'" else "_" for c in last)
    name = " ".join(plain.split()).lstrip(".-").rstrip(". ")
    if name.casefold().endswith(SUFFIX):
        name = name[: -len(SUFFIX)] + ".yaml"
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = LONGEST_NAME - len((dot + ending).encode())
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return f"{short}{dot}{ending}" if short else f"document{dot}{ending}"


def add(
    home: Path,
    path: Path,
    mapping: dict[str, Any] | None = None,
    identity: dict[str, str] | None = None,
    look: bool = False,
) -> dict[str, Any]:
    """Read an uploaded document and add it to the catalogue.

    Args:
        path: of the file, in a folder of its own, under its safe name.
        identity: which framework it is, where a person said so: ``answer``, ``framework``, ``name`` as of
            `knowledge.identity.settled`.
        look: whether a person looks at an organisation's own framework before it is added.

    Returns:
        JSON values. ``outcome`` is ``added``, ``known``, ``refused``; ``unmapped``: then ``mapping`` is
        what the columns' names suggest, ``header`` the columns; or ``asks`` where a person has to say which
        framework it is: with ``preview`` and ``relation``. Otherwise ``document``, ``kind``, ``counts``,
        ``problems``, ``revision``.

    Raises:
        DocumentError: it cannot be read.
        CatalogueError: the catalogue cannot be used.
    """
    _bring_mappings(home, path)
    if mapping is not None:
        save(mapping_of(mapping, beside(path).name), path)
    try:
        reading = _read(path, given=mapping is not None)
    except UnmappedError as error:
        return _unmapped(path, None, error)
    if reading.errors:
        refused = _told(reading) | {"outcome": "refused"}
        return refused if mapping is not None or not is_own(reading) else _unmapped(path, refused)
    with Catalogue(home / "catalogue.db") as catalogue:
        known = catalogue.readings()
        related = relation(reading, known)
        if identity is None and (related is not None or (look and is_own(reading))):
            return _told(reading) | {
                "outcome": "asks",
                "name": reading.frameworks[0].name,
                "preview": asdict(preview(reading)),
                "relation": asdict(related) if related else None,
            }
        reading, added, replaced = add_reading(catalogue, reading, known, identity)
    if added.same_as in ("", reading.document):
        _keep(home, path, reading)
    for name in replaced:
        _forget(home, name)
    outcome = "added" if added.changed else "known"
    return _told(reading) | {"outcome": outcome, "revision": added.revision, "same_as": added.same_as}


def add_reading(
    catalogue: Catalogue, reading: Reading, known: Sequence[Reading], identity: dict[str, str] | None
) -> tuple[Reading, Added, tuple[str, ...]]:
    """Add what was read, as the framework that a person said it is.

    Returns:
        what was added, what became of it, and the other documents whose place it took.

    Raises:
        DocumentError: see `Catalogue.add`.
    """
    replaced: tuple[str, ...] = ()
    if identity is not None:
        reading, replaced = settled(reading, known, **identity)  # type: ignore[arg-type]
    others = [each for each in known if each.document not in replaced]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    added = catalogue.add(compared(reading, others), at=at, replacing=replaced)
    return reading, added, tuple(name for name in replaced if name != reading.document)


def remove(home: Path, name: str) -> bool:
    """Remove a document from the catalogue and the folder; False if there is none of that name.

    Raises:
        CatalogueError: the catalogue cannot be used.
    """
    with Catalogue(home / "catalogue.db") as catalogue:
        known = catalogue.remove(name)
    _forget(home, name)
    return known


def _forget(home: Path, name: str) -> None:
    kept = documents_of(home) / safe_name(name)
    for path in (kept, beside(kept)):
        with suppress(OSError):
            path.unlink()


def _bring_mappings(home: Path, path: Path) -> None:
    """Copy the mappings of earlier documents beside this one, so that a new edition needs none."""
    for earlier in sorted(documents_of(home).glob(f"*{SUFFIX}")):
        with suppress(OSError):
            shutil.copyfile(earlier, path.parent / earlier.name)


def _read(path: Path, given: bool) -> Reading:
    try:
        return read_document(path)
    except UnmappedError:
        if given or not beside(path).exists():
            raise
    # Last year's columns are not this year's: it may be of a known kind now.
    beside(path).unlink()
    return read_document(path)


def _unmapped(
    path: Path, refused: dict[str, Any] | None, error: DocumentError | None = None
) -> dict[str, Any]:
    """Return how a document might be mapped, else what is wrong with it."""
    try:
        shown = show_mapping(path)
    except DocumentError as nothing:
        # It has no table: what is wrong is that its kind is not known.
        if refused is None:
            raise (error or nothing) from None
        return refused
    return {
        "outcome": "unmapped",
        "document": path.name,
        "mapping": asdict(shown.mapping),
        "header": list(shown.header),
    }


def _told(reading: Reading) -> dict[str, Any]:
    return {
        "document": reading.document,
        "kind": reading.kind,
        "counts": asdict(reading.counts),
        "problems": [asdict(problem) for problem in reading.problems],
    }


def _keep(home: Path, path: Path, reading: Reading) -> None:
    """Store the file and its mapping, if any, in the folder of documents, as it was added."""
    folder = documents_of(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if beside(path).exists() and reading.kind == MAPPED:
        framework = reading.frameworks[0]
        save(replace(load(beside(path)), framework=framework.id, name=framework.name), path)
    kept = folder / safe_name(reading.document)
    for source, target in ((path, kept), (beside(path), beside(kept))):
        if source.exists():
            fresh = folder / f".{os.getpid()}.new"
            shutil.copyfile(source, fresh)
            fresh.replace(target)
