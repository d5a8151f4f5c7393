"""Ladder pictures, and ladders drawn with characters."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.guidance.model import Ladder
from bot.reports import fonts
from bot.reports.canvas import WIDTH
from bot.reports.ladder import as_text, draw, save
from bot.reports.profile_chart import profile_chart
from bot.reports.progress import standings
from bot.text import reports
from tests.bot.fakes import GARDENING, ladder
from tests.support.reports import assessment, conclusion

LADDER = ladder(GARDENING["skills"][0])
BLUE = (0, 0x72, 0xB2)


def blue_rows(ladders: list[Ladder]) -> list[int]:
    """Return the rows in which the bar of the suggested rung is drawn."""
    with Image.open(io.BytesIO(draw(ladders))) as image:
        return [y for y in range(image.height) if image.getpixel((570, y)) == BLUE]


def test_the_suggested_rung_stands_out_at_its_height() -> None:
    with Image.open(io.BytesIO(draw([LADDER]))) as image:
        assert image.format == "PNG"
        assert image.width == WIDTH
        # Alternative text travels with the picture.
        assert "level 4: 70%" in str(image.info["Description"])
    low: Ladder = {**LADDER, "suggested": 3}
    assert min(blue_rows([low])) > max(blue_rows([LADDER]))


def test_two_ladders_stand_one_below_the_other() -> None:
    assert len(blue_rows([LADDER, LADDER])) == 2 * len(blue_rows([LADDER]))


def test_the_same_ladders_are_one_file(tmp_path: Path) -> None:
    first = save([LADDER], tmp_path / "new" / "folder")
    again = save([LADDER], tmp_path / "new" / "folder")
    other = save([{**LADDER, "suggested": 3}], tmp_path / "new" / "folder")
    assert first == again != other
    assert sorted(path.name for path in first.parent.iterdir()) == sorted([first.name, other.name])


def test_long_names_and_odd_letters_are_drawn() -> None:
    odd: Ladder = {**LADDER, "skill": "A skill with a very, very long name indeed, 园艺 " * 3}
    assert draw([odd])


def test_a_text_ladder_has_a_line_a_level_highest_first() -> None:
    lines = as_text(LADDER, 70).splitlines()
    assert lines[0] == "Gardening · SFIA-9"
    assert [line[2] for line in lines[1:]] == list("7654321")
    here = next(line for line in lines if line.startswith("▶"))
    assert "70%" in here
    assert "the likeliest" in here
    assert all(len(line) <= 78 for line in lines)


def test_the_chart_shows_where_somebody_stands_now_and_stood_before() -> None:
    first = assessment(conclusion(level=3, confidence=0.9), at="2026-02-03T09:00:00Z")
    later = assessment(conclusion(level=4), at="2026-11-03T09:00:00Z")
    drawn = profile_chart([later, first], "Mei")
    assert drawn == profile_chart([first, later], "Mei")
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.width == WIDTH
        said = str(image.info["Description"])
        colours = {colour for _, colour in image.getcolors(1_000_000) or ()}
    assert said == reports.profile_alt(standings([first, later]))
    assert "Gardening in SFIA 9: level 3 or 4, up from level 3 on 3 Feb 2026" in said
    # Blue is now, orange was before.
    assert {BLUE, (0xE6, 0x9F, 0)} <= colours


def test_a_chart_may_be_empty_and_is_never_too_tall_to_send() -> None:
    with Image.open(io.BytesIO(profile_chart([]))) as image:
        assert image.info["Description"] == reports.NOTHING_YET
    many = [assessment(conclusion(f"skill {n}", 4)) for n in range(60)]
    with Image.open(io.BytesIO(profile_chart(many))) as image:
        # Telegram takes pictures of at most 10,000 pixels, width and height together.
        assert image.width + image.height <= 10_000


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_words_are_drawn(words: str) -> None:
    assert draw([{**LADDER, "skill": words, "framework": words}])
    assert profile_chart([assessment(conclusion(words))], words)


def test_letters_come_from_the_face_that_has_them() -> None:
    text = fonts.printable("Plan, 计划 திட்டம் مرحبا 😀 \U0010ffff\x00\u202e\U000f0000<b>&")
    assert text == "Plan, 计划 திட்டம் مرحبا 😀 \ufffd<b>&"
    files = [face.path.name for face in fonts.needed(text)]
    assert files == [*["NotoSansScripts.ttc"] * 3, "NotoSansSC-Regular.otf"]
    assert "".join(piece for piece, _ in fonts.runs(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Łódź, Ærøskøbing, Việt Nam, Ελληνικά, Українська",
        "Հայերեն ქართული עברית العربية አማርኛ",
        "हिन्दी বাংলা ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල",
        "ไทย ລາວ မြန်မာ ខ្មែរ",
        "简体 繁體 日本語 かな カナ 堃喆",
        "→ ✓ ☎ ♞ 😀 👩\u200d💻",
    ],
)
def test_every_script_has_a_face(text: str) -> None:
    assert fonts.printable(text) == unicodedata.normalize("NFC", text)


def test_fonts_stay_small_and_come_with_their_licence() -> None:
    folder = Path(fonts.__file__).parent
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")
    sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.suffix[:3] in (".tt", ".ot")}
    assert len(sizes) == 4 and sum(sizes.values()) < 9_500_000
