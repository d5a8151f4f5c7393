"""Sentences about documents and builds, for every channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from knowledge.model import Problem

_COUNTED = (
    ("skills", "skill"),
    ("skill_levels", "level text"),
    ("attributes", "attribute"),
    ("attribute_levels", "attribute level text"),
    ("statements", "statement"),
    ("guidance", "guidance line"),
    ("roles", "role"),
    ("passages", "passage"),
)
_MOST_OF_A_KIND = 3
_PHASES = {
    "": "Getting ready…",
    "read": "Reading it…",
    "open": "Loading the model…",
    "encode": "Reading statements",
    "write": "Writing the build",
    "compare": "Comparing it with the live build…",
    "gate": "Checking it at the gate…",
}
MAPPED_AS = {
    "skill": "The skill",
    "level": "Its level",
    "text": "The statement",
    "code": "The skill's code",
    "description": "About the skill as a whole",
    "category": "The group of skills",
}
"""What a column may be, by `knowledge.table_mapping.FIELDS`."""


def number(count: int, one: str) -> str:
    """Format a count: *1 skill*, *2 skills*."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def counts(found: Mapping[str, int]) -> str:
    """Summarise the counts of a document.

    Args:
        found: as `knowledge.model.Counts`.
    """
    said = [number(found[name], one) for name, one in _COUNTED if found.get(name)]
    return ", ".join(said) or "nothing"


def problem(found: Mapping[str, Any]) -> str:
    """Describe a problem of a document.

    Args:
        found: as `knowledge.model.Problem`.
    """
    where = f"{found['location']}: " if found["location"] else ""
    return f"{found['severity']}: {where}{found['message']}{_times(found['count'])}"


def problem_without_place(found: Problem) -> str:
    """Describe a problem where its place is told apart."""
    return f"{found.severity}: {found.message}{_times(found.count)}"


def _times(count: int) -> str:
    return f" ({count:,} times)" if count > 1 else ""


def outcome(result: Mapping[str, Any]) -> str:
    """Describe the outcome of adding a document.

    Args:
        result: of `bot.jobs.documents.add`.
    """
    if result["outcome"] == "refused":
        return "refused, as it has errors"
    if result["outcome"] == "known":
        other = result["same_as"]
        return f"known already, as {other}" if other not in ("", result["document"]) else "known already"
    return "added" if result["revision"] == 1 else f"added as revision {result['revision']}"


def by_kind(problems: Sequence[Problem]) -> list[Problem]:
    """Return the first problems of each kind, the last of them with the count of all others."""
    told: dict[tuple[str, str], list[Problem]] = {}
    for each in problems:
        group = told.setdefault((each.severity, each.kind), [])
        if len(group) < _MOST_OF_A_KIND:
            group.append(each)
        else:
            group[-1] = replace(group[-1], count=group[-1].count + each.count)
    return [each for group in told.values() for each in group]


def problems_file(result: Mapping[str, Any]) -> str:
    """Return all problems of a document, one a line, errors first."""
    ranks = {"error": 0, "warning": 1}
    found = sorted(result["problems"], key=lambda each: ranks.get(each["severity"], 2))
    lines = [f"{problem(each)} [{each['kind']}]" for each in found]
    return "\n".join([f"{result['document']}: {outcome(result)}. {counts(result['counts'])}.", "", *lines])


def doing(phase: str, done: int, total: int) -> str:
    """Describe the progress of a job."""
    said = _PHASES.get(phase, _PHASES[""])
    return f"{said}: {done:,} of {total:,}" if total > 1 else said


def check(row: Mapping[str, Any]) -> str:
    """Format a row of the gate's table."""
    asked = f" (asked for: {row['limit']})" if row["limit"] else ""
    note = f" – {row['note']}" if row["note"] else ""
    return f"{'✓' if row['passed'] else '✗'} {row['name']}: {row['found']}{asked}{note}"


def failed(checks: Sequence[Mapping[str, Any]]) -> str:
    """Name the checks that a build failed."""
    return ", ".join(row["name"] for row in checks if not row["passed"])


def place(level: int) -> str:
    """Name the place of a text: a level, or the skill itself."""
    return f"level {level}" if level else "of the skill"
