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
from knowledge.readers.job_sections import read_job
from knowledge.readers.ladder import read_ladder
from knowledge.readers.ladder_data import read_data
from knowledge.readers.ladder_headings import read_headings, read_page
from knowledge.readers.ladder_labels import read_labels, unordered_levels
from knowledge.readers.ladder_rows import read_rows
from knowledge.readers.ladder_tables import read_tables
from knowledge.readers.mapped_table import earlier_mapping, own_mapping, read_mapped
from knowledge.readers.record_tables import read_records
from knowledge.readers.role_matrix import read_matrix
from knowledge.table_mapping import UnmappedError, framework_name
from knowledge.validation import validated

ROWS = ("ladder-rows", "ladder-data")
LADDERS = (read_data, read_tables, read_rows, read_headings)
"""Shapes of a career ladder or competency matrix, tried where no reader knows the document."""


_OF_ANOTHER_SHAPE = {"levels-unordered", "little-read", "duplicate-code"}
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
    found = _ladder(document) or read_job(document) or read_ladder(document, (read_page,))
    found = found or read_job(document, by_title=True)
    if found is None:
        raise _unknown(document)
    return validated(found)


def _ladder(document: Document) -> Reading | None:
    """Return what a ladder, a matrix or records say, or None where the document has none of them."""
    ladder = read_ladder(document, LADDERS) or read_ladder(document, (read_labels,))
    if ladder is None or ladder.kind in ROWS or {each.kind for each in ladder.errors} & _OF_ANOTHER_SHAPE:
        records = read_matrix(document) or read_records(document)
        if ladder is None or (records and _is_better(records, ladder)):
            ladder = records
    return ladder


def _unknown(document: Document) -> UnmappedError:
    """Return what was seen in a document of no known kind, and the one next step that may lead on."""
    tables = len(document.tables)
    headings = sum(bool(line.heading) for line in document.lines)
    seen = (
        f"{tables} {'table' if tables == 1 else 'tables'}, {headings} headings, {len(document.lines)} lines"
    )
    if names := unordered_levels(document):
        return UnmappedError(
            document.name,
            f"{', '.join(map(repr, names))} have no known order as levels.",
            remedy="If they are levels, put a figure into their names, as in 'Level 2'.",
        )
    warned = next((each.message for each in document.left_out if each.severity == "warning"), "")
    mappable = bool(headed_tables(document))
    return UnmappedError(
        document.name,
        f"this is not a kind of document that Rung knows: {seen}, and nothing that has skills with levels,"
        f" or a role with its tasks. {warned}".rstrip(),
        remedy="Say with 'rung add --map' what its columns or headings are."
        if mappable
        else "Write it as a table, a row a skill and a column a level: see docs/documents.md.",
    )


def _is_better(records: Reading, ladder: Reading) -> bool:
    """Return whether records are of a framework that is known, or sound where the ladder is not."""
    if records.errors or not _has_levels(records):
        return False
    own = framework_name(records.document)[1]
    known = all(each.id != own for each in records.frameworks)
    return known or bool({each.kind for each in ladder.errors} & _OF_ANOTHER_SHAPE)


def _has_levels(reading: Reading) -> bool:
    asked = any(each.level for role in reading.roles for each in role.requirements)
    return asked or bool(reading.descriptors)


__all__ = ["Document", "Reader", "read", "readers"]
