"""Staff voices: how people who work at a known level talk about it, in the project's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.data import VOICES
from knowledge.model import LOWEST_LEVEL, SFIA_HIGHEST, DocumentError

FOLDER = VOICES
EDGE = "edge.jsonl"
"""What is not about work, or says too little: cases for `index.scope`, no voices of a skill."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one member of staff wrote.

    Args:
        id: unique among all voices.
        framework: framework id.
        skill: the skill's code, or its title where it has none.
        level: 1 to 7, the level the person truly works at.
        tone: how they talk (``plain``, ``modest``, ``boastful``, ``terse``, ``rambling``, ``singlish``).
        messages: what they wrote, in order.
    """

    id: str
    framework: str
    skill: str
    level: int
    tone: str
    messages: tuple[str, ...]


def voices(folder: Path = FOLDER) -> tuple[Voice, ...]:
    """Read all voices of a folder.

    Args:
        folder: holds ``*.jsonl`` files, one voice a line; by default the voices that ship with Rung.

    Raises:
        DocumentError: a line is not a voice, or two voices have one id.
    """
    found: dict[str, Voice] = {}
    for path in sorted(path for path in folder.glob("*.jsonl") if path.name != EDGE):
        for location, voice in _voices_in(path):
            if voice.id in found:
                raise DocumentError(
                    path.name,
                    f"the id {voice.id!r} occurs twice.",
                    location=location,
                    remedy="Give it another.",
                )
            found[voice.id] = voice
    return tuple(found.values())


def _voices_in(path: Path) -> Iterator[tuple[str, Voice]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        location = f"line {number}"
        try:
            yield location, _voice(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(
                path.name,
                f"this is not a voice ({error}).",
                location=location,
                remedy="Expected: id, framework, skill, level, voice (the tone), messages.",
            ) from error


def _voice(entry: dict[str, object]) -> Voice:
    level, messages = entry["level"], entry["messages"]
    if not isinstance(level, int) or not LOWEST_LEVEL <= level <= SFIA_HIGHEST:
        raise ValueError(f"level {level!r}, expected {LOWEST_LEVEL} to {SFIA_HIGHEST}")
    if not isinstance(messages, list) or not messages or not all(isinstance(each, str) for each in messages):
        raise ValueError("messages: expected a list of texts")
    tone = entry["voice"] if "voice" in entry else entry["tone"]
    id_, framework, skill = (str(entry[key]) for key in ("id", "framework", "skill"))
    return Voice(id_, framework, skill, level, str(tone), tuple(messages))
