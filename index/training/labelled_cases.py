"""Cases to train and measure on: what staff said, with the skill and level they truly work at."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.data import EDGE, VOICES
from knowledge.editions import family

SkillId = tuple[str, str]
"""A skill whatever the version of its framework: family (``sfia``, ``tsc``) and code or title, casefolded."""

PARTICLES = re.compile(r"[,\s]+(?:lah|leh|lor|sia|hor|mah|meh|liao|ah|wor|siol)\b", re.IGNORECASE)
"""Singlish particles: they colour a sentence and say nothing about skill or level."""


@dataclass(frozen=True, slots=True)
class Case:
    """One person's messages and the truth about them.

    Args:
        id, framework, skill, level, voice, messages: as in a staff voice file.
        author: the file's stem; cases are split by skill and author, never one by one.
        range: lowest and highest level that the words do not rule out, where the file says so.
    """

    id: str
    framework: str
    skill: str
    level: int
    voice: str
    messages: tuple[str, ...]
    author: str
    range: tuple[int, int] | None = None

    @property
    def skill_id(self) -> SkillId:
        """See `SkillId`."""
        return skill_id(self.framework, self.skill)

    @property
    def whole(self) -> str:
        """All messages read as one text."""
        return " ".join(self.messages)


def skill_id(framework: str, skill: str) -> SkillId:
    """Return what a skill is known by across the versions of its framework."""
    return family(framework), skill.casefold()


def staff_voices(more: Sequence[Path] = ()) -> list[Case]:
    """Return the staff voices that ship with Rung and those of more files, by file and line."""
    return read_cases([*(path for path in VOICES.glob("*.jsonl") if path != EDGE), *more])


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """Read staff voice files.

    Args:
        paths: JSONL files with ``id, framework, skill, level, voice, messages`` a line.

    Raises:
        ValueError: a line lacks a field; says which file and line.
    """
    cases: list[Case] = []
    for path in sorted(paths):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                cases.append(read_case(json.loads(line), path.stem))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: not a staff voice ({error})") from None
    return cases


def read_case(row: dict[str, Any], author: str) -> Case:
    """Read one staff voice.

    Raises:
        KeyError, TypeError, ValueError: a field is missing or of the wrong type.
    """
    level, messages = int(row["level"]), row["messages"]
    if not isinstance(messages, list) or not messages:
        raise ValueError("messages: expected a list of texts")
    low, high = row.get("range", (0, 0))
    return Case(
        id=str(row["id"]),
        framework=str(row["framework"]),
        skill=str(row["skill"]),
        level=level,
        voice=str(row["voice"]),
        messages=tuple(map(str, messages)),
        author=author,
        range=(int(low), int(high)) if low else None,
    )


def view(case: Case, chance: random.Random) -> tuple[str, bool]:
    """Return what a person may have said so far, as one text, and whether it is (nearly) all they said.

    A conversation grows message by message, in no fixed order, with typing errors; so do the views.
    """
    messages = list(case.messages)
    roll = chance.random()
    whole = roll < 0.6 or len(messages) == 1
    if whole:
        if chance.random() < 0.3:
            chance.shuffle(messages)
    elif roll < 0.8:
        messages = [chance.choice(messages)]
    else:
        messages = chance.sample(messages, min(2, len(messages)))
    return disturbed(" ".join(messages), chance), whole


def disturbed(text: str, chance: random.Random) -> str:
    """Return the text with what must not matter changed now and then: particles, typing errors, case."""
    if chance.random() < 0.3:
        text = PARTICLES.sub("", text)
    if chance.random() < 0.15:
        for _ in range(max(1, len(text) // 120)):
            text = misspelt(text, chance)
    if chance.random() < 0.08:
        text = text.lower()
    return text


def misspelt(text: str, chance: random.Random) -> str:
    """Return the text with one typing error: two letters swapped, or one left out or doubled."""
    places = [n for n in range(1, len(text) - 2) if text[n].isalpha() and text[n + 1].isalpha()]
    if not places:
        return text
    at = chance.choice(places)
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind == 1 else text[: at + 1] + text[at:]


def runs(
    cases: Sequence[Case], group: dict[SkillId, str], chance: random.Random, length: int = 6
) -> list[Case]:
    """Return the cases with a few of one group side by side: they are each other's hard negatives.

    Args:
        group: skill to its family of neighbours (the framework's category).
        length: how many of a group stand together.
    """
    by_group: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        by_group.setdefault((case.skill_id[0], group.get(case.skill_id, "")), []).append(case)
    pieces: list[list[Case]] = []
    for members in by_group.values():
        chance.shuffle(members)
        pieces += [members[n : n + length] for n in range(0, len(members), length)]
    chance.shuffle(pieces)
    return [case for piece in pieces for case in piece]
