"""Assessments to draw and print, made of invented statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.guidance.model import Conclusion, Evidence, Given, Ladder, NextStep, SourceRef, Suggestion
from bot.reports.model import AssessmentReport

LEVEL_NAMES = ("Begin", "Help", "Do", "Enable", "Look after", "Renew", "Steer")


def conclusion(
    skill: str = "Gardening",
    level: int = 4,
    framework: str = "SFIA 9",
    words: str = "I plan the beds",
    levels: Sequence[int] = (3, 4, 5, 6),
    confidence: float = 0.7,
) -> Conclusion:
    """Conclude that somebody is at a level of a skill."""
    names = LEVEL_NAMES if framework.startswith("SFIA") else ("",) * 6
    rest = (1 - confidence) / max(len(levels) - 1, 1)
    shares = {n: confidence if n == level else rest for n in levels}
    ladder: Ladder = {
        "framework": framework,
        "skill": skill,
        "rungs": [
            {"level": n, "name": name, "probability": shares.get(n)} for n, name in enumerate(names, 1)
        ],
        "suggested": level,
    }
    suggestion: Suggestion = {
        "framework": framework.lower().replace(" ", "-"),
        "skill": {"code": skill[:4].upper(), "name": skill},
        "level": level,
        "level_name": names[level - 1],
        "levels": {str(n): share for n, share in shares.items()},
        "confidence": confidence,
        "evidence": [
            evidence(words, "Plans the beds of a park for a year and orders what they need.", level),
            evidence(words, "Agrees the planting with the people who use the park.", level),
        ],
        "why_not_higher": {"level": level + 1, "missing": ["Approves the yearly plan of the park."]},
        "next_steps": [
            step("do", "Approve the yearly plan of a small park", skill, level + 1),
            step("do", "Explain to the owners why the plan changed", skill, level + 1),
            step("knowledge", "Soil and what grows in it", skill, level + 1),
        ],
    }
    return {"suggestion": suggestion, "ladder": ladder}


def evidence(words: str, descriptor: str, level: int) -> Evidence:
    """Match words and a statement."""
    return {
        "activity": 0,
        "words": words,
        "descriptor": descriptor,
        "descriptor_level": level,
        "kind": "level",
        "score": 0.8,
        "source": {"document": "garden.csv", "location": f"row {level}"},
    }


def step(kind: Literal["do", "knowledge", "skill"], text: str, skill: str, level: int) -> NextStep:
    """Name a next step."""
    source: SourceRef = {"document": "garden.csv", "location": "row 5"}
    return {"kind": kind, "skill": skill, "level": level, "text": text, "source": source}


def given() -> list[Given]:
    """Give two questions and answers."""
    asked = (("Waters the plants as told.", "own"), ("Approves the yearly plan of the park.", "no"))
    return [
        {
            "question": {
                "framework": "sfia-9",
                "skill": "GARD",
                "level": 3 + 2 * n,
                "descriptor": text,
                "kind": "level",
                "fact": text,
            },
            "choice": choice,  # type: ignore[typeddict-item]
        }
        for n, (text, choice) in enumerate(asked)
    ]


def assessment(
    *conclusions: Conclusion, at: str = "2026-11-03T09:30:00+00:00", **more: str
) -> AssessmentReport:
    """Tell of an assessment."""
    told: AssessmentReport = {
        "at": at,
        "build": 12,
        "activities": [
            "I plan the beds of our park and order the seeds",
            "I show new colleagues how we prune",
        ],
        "given": given(),
        "conclusions": list(conclusions or (conclusion(),)),
    }
    if "name" in more:
        told["name"] = more["name"]
    return told
