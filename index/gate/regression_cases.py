"""Regression cases: those that ship with Rung, and those an organisation adds."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from index.build import Build
from index.manifest import BuildError
from index.training.labelled_cases import Case, read_cases
from knowledge.data import CASES
from knowledge.editions import family
from knowledge.model import HIGHEST_LEVEL, LOWEST_LEVEL

_OWN_ID = re.compile(r"own-(\d+)")


def own_file(home: Path) -> Path:
    """Return the file of an organisation's own cases."""
    return home / "cases.jsonl"


def shipped_cases() -> list[Case]:
    """Return the cases that ship with Rung, by file and line."""
    return read_cases(CASES.glob("*.jsonl"))


def own_cases(home: Path) -> list[Case]:
    """Return the cases an organisation added, oldest first.

    Raises:
        BuildError: the file cannot be read; says which line.
    """
    path = own_file(home)
    try:
        return read_cases([path]) if path.exists() else []
    except (ValueError, OSError) as error:
        raise BuildError(f"the cases of {path} cannot be read ({error}): mend or remove that line") from None


def add_case(home: Path, framework: str, skill: str, level: int, messages: Sequence[str]) -> Case:
    """Add a case of one's own.

    Args:
        skill: code, or title where it has none.
        messages: what somebody at that level might write; at least one with words.

    Raises:
        ValueError: no message has words, or the level is out of range.
        BuildError: the file cannot be read or written.
    """
    said = tuple(message.strip() for message in messages if message.strip())
    if not said:
        raise ValueError("a case needs at least one message")
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise ValueError(f"a level is {LOWEST_LEVEL} to {HIGHEST_LEVEL}, not {level}")
    known = own_cases(home)
    taken = [int(found[1]) for case in known if (found := _OWN_ID.fullmatch(case.id))]
    case = Case(f"own-{max(taken, default=0) + 1}", framework, skill, level, "own", said, "cases")
    _write(home, [*known, case])
    return case


def remove_case(home: Path, id_: str) -> bool:
    """Remove a case of one's own; False where there is none of that id.

    Raises:
        BuildError: the file cannot be read or written.
    """
    known = own_cases(home)
    left = [case for case in known if case.id != id_]
    if len(left) < len(known):
        _write(home, left)
    return len(left) < len(known)


def place_of(build: Build, case: Case) -> tuple[str, str] | None:
    """Return framework id and key of a case's skill in a build.

    It is looked for in the case's framework, else in the newest other version of it.
    """
    wanted = case.skill.casefold()
    found = [
        group
        for group in build.groups
        if group.skill_kind == "skill"
        and family(group.framework) == family(case.framework)
        and wanted in (group.skill.casefold(), group.name.casefold())
        and build.levels_of(group.framework, group.skill)
    ]
    found.sort(key=lambda group: (group.framework == case.framework, group.framework))
    return (found[-1].framework, found[-1].skill) if found else None


def _write(home: Path, cases: Sequence[Case]) -> None:
    path = own_file(home)
    fresh = path.with_suffix(".jsonl.new")
    try:
        home.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as stream:
            for case in cases:
                row = {name: value for name, value in asdict(case).items() if name not in ("author", "range")}
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except OSError as error:
        raise BuildError(f"{path} could not be written ({error.strerror}): the cases are as before") from None
