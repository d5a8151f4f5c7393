"""Staff voices, ours and those handed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.model import DocumentError
from knowledge.voices import Voice, voices

_VOICE = {
    "id": "a",
    "framework": "tsc",
    "skill": "Tea Brewing",
    "level": 3,
    "voice": "terse",
    "messages": ["brew"],
}


def test_a_voice(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(json.dumps(_VOICE) + "\n\n", "utf-8")
    assert voices(tmp_path) == (Voice("a", "tsc", "Tea Brewing", 3, "terse", ("brew",)),)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        json.dumps({**_VOICE, "level": 9}),
        json.dumps({**_VOICE, "level": "3"}),
        json.dumps({**_VOICE, "messages": []}),
        json.dumps({**_VOICE, "messages": "brew"}),
    ],
)
def test_what_is_no_voice(line: str, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(line, "utf-8")
    with pytest.raises(DocumentError, match=r"b\.jsonl, line 1: this is not a voice"):
        voices(tmp_path)


def test_an_id_stands_once(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(f"{json.dumps(_VOICE)}\n{json.dumps(_VOICE)}\n", "utf-8")
    with pytest.raises(DocumentError, match=r"line 2: the id 'a' occurs twice"):
        voices(tmp_path)


def test_the_voices_that_ship_are_sound() -> None:
    assert all(voice.messages for voice in voices())


@pytest.mark.data
def test_voices_handed_over(shared: Path) -> None:
    found = voices(shared / "voices")
    assert len(found) > 500
    assert {voice.framework for voice in found} == {"sfia-9", "tsc"}
