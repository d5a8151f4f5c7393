"""Real ladders through the guided mapping: few corrections, each look in time, what the manifest says."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from knowledge.importer import correct_mapping, show_mapping
from knowledge.mapping_view import Correction
from knowledge.table_mapping import LEFT_OUT

pytestmark = [pytest.mark.data, pytest.mark.slow]
MOST_CORRECTIONS, MOST_S = 8, 30.0
LADDERS: dict[str, tuple[Correction, ...]] = {
    "mews/mews-competencies-template.xlsx": (),
    "mews/competencies.md": (),
    "syncromatics/README.md": (),
    "basecamp/titles-for-ops.md": (),
    "basecamp/titles-for-programmers.md": (),
    "rmaf/RMAF_V1.5_for_socialisation.docx": (),
    "nsw-pscf/psc.html": (),
    "data-skills-matrix/skills-data.json": (),
    "digcomp3/DigComp 3.0 Data Supplement 24 Nov 2025.xlsx": (Correction(table=3),),
    "digcomp3/DigComp3_outcomes_nl.docx": (),
    "gdad-csv/gdad-skills.md": (Correction(levels=((4, LEFT_OUT),)),),
}
"""Path of each, and what somebody puts right who looks at what is shown."""


def within(said: str, found: int) -> bool:
    """Whether a number is the one of the manifest, or in its range."""
    least, _, most = said.partition("-")
    return not said or int(least) <= found <= int(most or least)


@pytest.mark.parametrize("name", LADDERS)
def test_ladder_when_put_right_then_it_holds_what_the_manifest_says(name: str, shared: Path) -> None:
    with (shared / "documents" / "manifest.tsv").open(encoding="utf-8") as lines:
        wanted = next(row for row in csv.DictReader(lines, delimiter="\t") if row["path"] == name)
    path, began = shared / "documents" / name, time.monotonic()
    seen = show_mapping(path)
    for said in LADDERS[name]:
        seen = correct_mapping(path, seen.mapping, seen.shown, said)
    assert time.monotonic() - began < MOST_S
    assert sum(max(1, len(said.levels)) for said in LADDERS[name]) <= MOST_CORRECTIONS
    assert seen.ready and seen.preview is not None
    found = seen.preview
    assert within(wanted["skills"], found.skills) and within(wanted["levels"], found.levels)
    assert within(wanted["statements"], found.statements)
