"""Reads documents: `read(path)` tells what kind of document a file is by its content, and what it says.

Each kind has a module of its own here that gives ``KIND``, its name; ``recognises(document)``; and
``read(document)``. A new kind is one new module: nothing else has to know of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Protocol, cast

from knowledge.formats.document import Document, open_document, other_views
from knowledge.model import Reading
from knowledge.readers.mapped_table import earlier_mapping, own_mapping, read_mapped
from knowledge.table_mapping import UnmappedError
from knowledge.validation import checked


class Reader(Protocol):
    """What a module for a kind of document gives."""

    KIND: str
    """Short name of the kind, said to admins (``sfia-skills``)."""

    def recognises(self, document: Document) -> bool:
        """Tell whether a document is of this kind, by its content."""

    def read(self, document: Document) -> Reading:
        """Read a document that `recognises` said yes to."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return the readers of all kinds, ascending by module name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(cast(Reader, module) for module in modules if hasattr(module, "KIND"))


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
        return checked(read_mapped(document, own))
    for view in chain((document,), other_views(document)):
        for reader in readers():
            if reader.recognises(view):
                return checked(reader.read(view))
    if (earlier := earlier_mapping(path, document)) is not None:
        return checked(read_mapped(document, earlier))
    # Text that begins as JSON and is not sound JSON has said so by now.
    kinds = ", ".join(reader.KIND for reader in readers())
    raise UnmappedError(
        document.name,
        f"this is no kind of document that is known ({kinds}).",
        remedy="Check that it is whole and has the headings or columns of its kind. If it has another kind of"
        " table of skills, say with 'rung add --map' which column is what.",
    )


__all__ = ["Document", "Reader", "read", "readers"]
