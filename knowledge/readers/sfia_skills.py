"""Reads the CSV of SFIA skills as the SFIA Foundation hands it out."""

from __future__ import annotations

from knowledge.formats.document import Document
from knowledge.model import Reading
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import sfia
from knowledge.readers.sfia_table import add_row, check_header, has_columns, version
from knowledge.readers.tables import csv_rows

KIND = "sfia-skills"


def recognises(document: Document) -> bool:
    """Tell by the columns."""
    return has_columns(document.header, "Code", "Skill", "Level 5 description")


def read(document: Document) -> Reading:
    """Read the table: a skill a row, its levels' texts split into statements."""
    draft = Draft(document, KIND)
    rows = list(csv_rows(draft))
    framework = sfia(version(rows, document.header, document.name))
    draft.add_framework(framework)
    check_header(draft, document.header)
    for row in rows:
        add_row(draft, row, framework.id, "skill", "Skill")
    return draft.finish()
