"""Every shape of a ladder in docs/documents.md is read as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.readers import read

PAGE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text("utf-8")
SHAPES = re.findall(
    r"^```(csv|md|yaml)\n(.*?)^```", PAGE.partition("The same ladder in each shape")[2], re.M | re.S
)
LADDER = {
    ("Baking", 1, "Kneads the dough as told."),
    ("Baking", 2, "Plans the bakery for the week."),
    ("Selling", 1, "Greets every customer."),
    ("Selling", 2, "Chooses what the shop sells."),
}


@pytest.mark.parametrize(("ending", "text"), [each for each in SHAPES if "framework:" not in each[1]])
def test_shape_when_written_as_documented_then_read(tmp_path: Path, ending: str, text: str) -> None:
    path = tmp_path / f"ladder.{ending}"
    path.write_text(text)
    reading = read(path)
    assert not reading.errors
    assert {(each.skill, each.level, each.text) for each in reading.descriptors} == LADDER


def test_shapes_when_counted_then_seven() -> None:
    assert sum("framework:" not in text for _, text in SHAPES) == 7
