"""Reads the CSV of SFIA attributes and behavioural factors."""

from __future__ import annotations

from knowledge.formats.document import Document
from knowledge.model import Reading
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import sfia
from knowledge.readers.sfia_table import add_row, check_header, has_columns, version
from knowledge.readers.tables import csv_rows

KIND = "sfia-attributes"


def recognises(document: Document) -> bool:
    """Tell by the columns."""
    return has_columns(document.header, "Code", "Attribute name", "Level 5 description")


def read(document: Document) -> Reading:
    """Read the table: an attribute a row, its levels' texts split into statements."""
    draft = Draft(document, KIND)
    rows = list(csv_rows(draft))
    framework = sfia(version(rows, document.header, document.name))
    draft.add_framework(framework)
    check_header(draft, document.header)
    for row in rows:
        add_row(draft, row, framework.id, "attribute", "Attribute name")
    return draft.finish()
