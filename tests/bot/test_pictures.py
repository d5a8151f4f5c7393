"""Ladder pictures, and ladders drawn with characters."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from bot import pictures
from bot.guidance.model import Ladder
from tests.bot.fakes import GARDENING, ladder

LADDER = ladder(GARDENING["skills"][0])
BLUE = (0, 0x72, 0xB2)


def blue_rows(ladders: list[Ladder]) -> list[int]:
    """Return the rows in which the bar of the suggested rung is drawn."""
    with Image.open(io.BytesIO(pictures.draw(ladders))) as image:
        return [y for y in range(image.height) if image.getpixel((570, y)) == BLUE]


def test_the_suggested_rung_stands_out_at_its_height() -> None:
    with Image.open(io.BytesIO(pictures.draw([LADDER]))) as image:
        assert image.format == "PNG"
        assert image.width == pictures.WIDTH
        # Alternative text travels with the picture.
        assert "level 4 70%" in str(image.info["Description"])
    low: Ladder = {**LADDER, "suggested": 3}
    assert min(blue_rows([low])) > max(blue_rows([LADDER]))


def test_two_ladders_stand_one_below_the_other() -> None:
    assert len(blue_rows([LADDER, LADDER])) == 2 * len(blue_rows([LADDER]))


def test_the_same_ladders_are_one_file(tmp_path: Path) -> None:
    first = pictures.save([LADDER], tmp_path / "new" / "folder")
    again = pictures.save([LADDER], tmp_path / "new" / "folder")
    other = pictures.save([{**LADDER, "suggested": 3}], tmp_path / "new" / "folder")
    assert first == again != other
    assert sorted(path.name for path in first.parent.iterdir()) == sorted([first.name, other.name])


def test_long_names_and_odd_letters_are_drawn() -> None:
    odd: Ladder = {**LADDER, "skill": "A skill with a very, very long name indeed, 园艺 " * 3}
    assert pictures.draw([odd])


def test_a_text_ladder_has_a_line_a_level_highest_first() -> None:
    lines = pictures.as_text(LADDER, 70).splitlines()
    assert lines[0] == "Gardening · SFIA-9"
    assert [line[2] for line in lines[1:]] == list("7654321")
    here = next(line for line in lines if line.startswith("▶"))
    assert "70%" in here
    assert "you are here" in here
    assert all(len(line) <= 78 for line in lines)
