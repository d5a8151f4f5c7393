"""Reads the CSV of skills of the UK Government's Digital and Data framework."""

from __future__ import annotations

from knowledge.formats.document import Document
from knowledge.model import Reading, Skill
from knowledge.readers.ddat_table import Cells, bullets
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import DDAT, DDAT_LEVELS
from knowledge.readers.sfia_table import has_columns
from knowledge.readers.statements import statements
from knowledge.readers.tables import csv_rows

KIND = "ddat-skills"


def recognises(document: Document) -> bool:
    """Tell by the columns: one for each named level."""
    return has_columns(document.header, "Skill Name", *DDAT_LEVELS)


def read(document: Document) -> Reading:
    """Read the table: a skill a row, what one can do at each of four levels."""
    draft = Draft(document, KIND)
    draft.add_framework(DDAT)
    cells = Cells(draft)
    for row in csv_rows(draft):
        name = cells.line(row, "Skill Name")
        if not name:
            draft.error(row.place("Skill Name"), "no-title", "the cell is empty: every skill has a name.")
            continue
        described = cells.line(row, "Skill Description")
        skill = Skill(DDAT.id, name, description=described, sources=(draft.source(row.location),))
        if not draft.add_skill(skill):
            continue
        for column, level in DDAT_LEVELS.items():
            before, listed, after = bullets(cells.text(row, column.capitalize()))
            texts = [*statements(before), *listed, *statements(after)]
            draft.add_statements(skill, level, "ability", texts, row.place(column.capitalize()))
    cells.note_marked()
    return draft.finish()
