"""Labelled cases and edge cases from files that may hold either."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from index.build import Build
from index.training.labelled_cases import Case, read_case


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """What somebody says that may not be work, and what is expected of Rung."""

    kind: str
    messages: tuple[str, ...]
    expect: str


def read(files: Sequence[Path]) -> tuple[dict[str, list[Case]], list[EdgeCase]]:
    """Return the labelled cases of each file by its stem, and the edge cases of all.

    Raises:
        click.ClickException: a line is neither; says which.
    """
    cases: dict[str, list[Case]] = {}
    edges: list[EdgeCase] = []
    for path in files:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                read_one = _read(json.loads(line), path.stem)
            except (KeyError, TypeError, ValueError) as error:
                raise click.ClickException(f"{path.name}, line {number}: no case ({error})") from None
            if isinstance(read_one, EdgeCase):
                edges.append(read_one)
            else:
                cases.setdefault(path.stem, []).append(read_one)
    return cases, edges


def labelled(files: Sequence[Path]) -> list[Case]:
    """Return the labelled cases of all files.

    Raises:
        click.ClickException: there are none, or a line is no case.
    """
    found = [case for some in read(files)[0].values() for case in some]
    if not found:
        raise click.ClickException("these files hold no labelled cases")
    return found


def skill_key(build: Build, framework: str, skill: str) -> str | None:
    """Return the key of a skill by its code or name, None where the build lacks it."""
    wanted = skill.casefold()
    of = (group for group in build.groups if group.framework == framework)
    return next((g.skill for g in of if wanted in (g.skill.casefold(), g.name.casefold())), None)


def _read(row: dict[str, Any], author: str) -> Case | EdgeCase:
    if "expect" in row:
        return EdgeCase(str(row["kind"]), tuple(map(str, row["messages"])), str(row["expect"]))
    return read_case(row, author)
