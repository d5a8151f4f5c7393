"""What is in a document, for programs: as ``docs/documents.schema.json`` describes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.text import documents as say
from knowledge.model import DocumentError, Problem, Reading
from knowledge.table_mapping import UnmappedError

_LEFT_OUT = re.compile(r"\b(?:left out|skipped)\b")
"""Said by every reader of what it does not take."""


def report(reading: Reading, full: bool = False) -> dict[str, Any]:
    """Report what was read."""
    left_out = [each for each in reading.problems if _LEFT_OUT.search(each.message)]
    told = [each for each in reading.problems if each.severity != "note" or each not in left_out]
    counts = reading.counts
    found: dict[str, Any] = {
        "document": reading.document,
        "kind": reading.kind,
        "framework": ", ".join(framework.id for framework in reading.frameworks),
        "skills": counts.skills,
        "levels": _levels(reading),
        "statements": counts.statements,
        "roles": counts.roles,
        "attributes": counts.attributes,
        "passages": counts.passages,
        "left_out": [{"what": each.kind, "count": each.count, "why": _with_place(each)} for each in left_out],
        "problems": [
            {"kind": each.kind, "place": each.location, "say": say.problem_without_place(each)}
            for each in told
        ],
        "accepted": not reading.errors,
    }
    return found | ({"read": list(_statements(reading))} if full else {})


def failure(path: Path, error: DocumentError, full: bool = False) -> dict[str, Any]:
    """Report a document that could not be read."""
    kind = error.reason or ("unmapped" if isinstance(error, UnmappedError) else "unread")
    problem = Problem("error", error.location, kind, error.sentence)
    return report(Reading(path.name, "", "", problems=(problem,)), full)


def _levels(reading: Reading) -> int:
    """Count the levels that say something, else those that roles ask for, else those of the framework."""
    said = {(each.framework, each.level) for each in reading.descriptors}
    asked = {
        (each.framework, each.level) for role in reading.roles for each in role.requirements if each.level
    }
    known = {(framework.id, level.number) for framework in reading.frameworks for level in framework.levels}
    return len(said or asked or known)


def _statements(reading: Reading) -> Iterator[dict[str, Any]]:
    frameworks = {framework.id: framework for framework in reading.frameworks}
    names = {(skill.framework, skill.key): skill.name for skill in reading.skills}
    for each in reading.descriptors:
        framework = frameworks.get(each.framework)
        yield {
            "skill": names.get((each.framework, each.skill), each.skill),
            "level": each.level,
            "level_name": framework.level_name(each.level) if framework else "",
            "kind": each.kind,
            "text": each.text,
            "place": each.sources[0].location if each.sources else "",
        }


def _with_place(problem: Problem) -> str:
    return f"{problem.location}: {problem.message}" if problem.location else problem.message
