"""Reads documents: `read(path)` tells what kind of document a file is by its content, and what it says.

Each kind has a module here that gives ``READERS``. A new kind is one new module: nothing else has to know of
it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from knowledge.formats import Document, open_document
from knowledge.model import Reading
from knowledge.readers.draft import Reader
from knowledge.readers.headed_tables import headed_tables
from knowledge.readers.ladder import read_ladder
from knowledge.readers.ladder_data import read_data
from knowledge.readers.ladder_headings import read_headings
from knowledge.readers.ladder_labels import read_labels
from knowledge.readers.ladder_tables import read_tables
from knowledge.readers.mapped_table import earlier_mapping, own_mapping, read_mapped
from knowledge.readers.record_tables import read_records
from knowledge.readers.role_matrix import read_matrix
from knowledge.table_mapping import UnmappedError
from knowledge.validation import validated

LADDERS = (read_data, read_tables, read_headings, read_labels)
"""Shapes of a career ladder or competency matrix, tried where no reader knows the document."""


_OF_ANOTHER_SHAPE = {"levels-unordered", "little-read"}
"""Errors of a ladder that say that the document may be none."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return the readers of all kinds, ascending by module name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(reader for module in modules for reader in getattr(module, "READERS", ()))


def read(path: Path) -> Reading:
    """Read a document of any kind that is known.

    Args:
        path: of the file. Its name does not matter, except where an SFIA table does not say its version.

    Returns:
        what it says, with the problems found; `Reading.errors` are those that keep it out of the catalogue.

    Raises:
        DocumentError: it cannot be opened.
        UnmappedError: it is of no known kind.
    """
    path = Path(path)
    document = open_document(path)
    if (own := own_mapping(path, document)) is not None:
        return validated(read_mapped(document, own))
    for reader in readers():
        if reader.recognises(document):
            return validated(reader.read(document))
    if (earlier := earlier_mapping(path, document)) is not None:
        return validated(read_mapped(document, earlier))
    ladder = read_ladder(document, LADDERS)
    if ladder is None or {each.kind for each in ladder.errors} & _OF_ANOTHER_SHAPE:
        records = read_matrix(document) or read_records(document)
        if ladder is None or (records and not records.errors and _has_levels(records)):
            ladder = records
    if ladder is not None:
        return validated(ladder)
    raise _unknown(document)


def _unknown(document: Document) -> UnmappedError:
    """Return what was seen in a document of no known kind, and the one next step that may lead on."""
    tables = len(document.tables)
    headings = sum(bool(line.heading) for line in document.lines)
    seen = (
        f"{tables} {'table' if tables == 1 else 'tables'}, {headings} headings, {len(document.lines)} lines"
    )
    mappable = bool(headed_tables(document))
    return UnmappedError(
        document.name,
        f"this is not a kind of document that Rung knows: {seen}, and nothing that has skills with levels,"
        " or a role with its tasks.",
        remedy="Say with 'rung add --map' what its columns or headings are."
        if mappable
        else "Write it as a table, a row a skill and a column a level: see docs/documents.md.",
    )


def _has_levels(reading: Reading) -> bool:
    asked = any(each.level for role in reading.roles for each in role.requirements)
    return asked or bool(reading.descriptors)


__all__ = ["Document", "Reader", "read", "readers"]
