"""Staff voices, ours and those handed over, as labelled cases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.training.labelled_cases import Case, read_cases, staff_voices
from knowledge.model import LOWEST_LEVEL, SFIA_HIGHEST

_VOICE = {
    "id": "a",
    "framework": "tsc",
    "skill": "Tea Brewing",
    "level": 3,
    "voice": "terse",
    "messages": ["brew"],
}


def test_a_case_when_read_has_its_author(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(json.dumps(_VOICE) + "\n\n", "utf-8")
    assert read_cases([path]) == [Case("a", "tsc", "Tea Brewing", 3, "terse", ("brew",), "b")]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        json.dumps({**_VOICE, "level": "high"}),
        json.dumps({**_VOICE, "messages": []}),
        json.dumps({**_VOICE, "messages": "brew"}),
    ],
)
def test_a_line_when_it_is_no_case_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(ValueError, match=r"b\.jsonl, line 1: not a staff voice"):
        read_cases([path])


def _sound(voices: Sequence[Case]) -> bool:
    levels = {voice.level for voice in voices}
    texts = [text for voice in voices for text in voice.messages]
    return levels <= set(range(LOWEST_LEVEL, SFIA_HIGHEST + 1)) and all(text.strip() for text in texts)


def test_the_voices_that_ship_are_sound() -> None:
    voices = staff_voices()
    assert _sound(voices)
    assert len({voice.id for voice in voices}) == len(voices)


@pytest.mark.data
def test_voices_handed_over(shared: Path) -> None:
    found = read_cases((shared / "voices").glob("*.jsonl"))
    assert len(found) > 500
    assert _sound(found)
    assert {voice.framework for voice in found} == {"sfia-9", "tsc"}
