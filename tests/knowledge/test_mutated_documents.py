"""Real documents with damage: a small sample of what `scripts/evaluate.py documents` does at length."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.model import DocumentError
from knowledge.readers import read
from tests.knowledge.conftest import ReadText
from tests.knowledge.office_files import docx_of_table, pdf_of_table, rows_of
from tests.knowledge.samples import TSC, workbook
from tests.support.mutations import broken_rule, mutated

_MADE = {
    "a.pdf": pdf_of_table(rows_of(TSC)),
    "a.docx": docx_of_table(rows_of(TSC)),
    "a.xlsx": workbook(),
    "a.txt": TSC.encode(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(_MADE))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_damaged_office_documents(name: str, seed: int, read_text: ReadText) -> None:
    original = read_text(_MADE[name], name)
    try:
        reading = read_text(mutated(_MADE[name], Random(seed)), name)
    except DocumentError:
        return
    assert broken_rule(original, reading) == ""


@pytest.mark.data
@pytest.mark.parametrize(
    "place", ["seeds/000*", "seeds/003*", "seeds/004*", "sfia/sfia-8*.xlsx", "ssg/jobs.json"]
)
def test_damaged_real_documents(place: str, shared: Path, tmp_path: Path) -> None:
    (path,) = shared.glob(place)
    original, data = read(path), path.read_bytes()
    copy = tmp_path / path.name
    for seed in range(8):
        copy.write_bytes(mutated(data, Random(seed)))
        try:
            reading = read(copy)
        except DocumentError:
            continue
        assert broken_rule(original, reading) == "", seed
