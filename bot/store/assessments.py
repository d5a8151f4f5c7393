"""Assessments: one person's run from first activity to suggestions, whole enough to be replayed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot import times
from bot.guidance.editions import Held
from bot.guidance.model import Choice, Conclusion, Given, placing
from bot.store.engine import Database, RefusedError
from bot.store.reviews.cards import SharedLevel


@dataclass(frozen=True, slots=True)
class SavedSuggestion:
    """A suggestion as it was given, with all it was worked out from.

    Args:
        id: the store's own; gives the same suggestion for ever, or none.
        person: whose it is.
        assessment: the one it belongs to.
        build: the number of the build that gave it.
        at: when.
        replaced: the person answered again since and has another one of this skill.
        suggested: the person was suggested it; False where the skill begins above them, or another document
            of the framework says more of it (`bot.guidance.model.placing`).
        activities: in the person's words; evidence counts in these.
        choice: the skill that was worked out, in every framework that knows it.
        given: questions and their answers, in order.
        conclusion: the suggestion and its ladder.
    """

    id: int
    person: int
    assessment: int
    build: int
    at: str
    replaced: bool
    suggested: bool
    activities: tuple[str, ...]
    choice: Choice
    given: tuple[Given, ...]
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run.

    Args:
        id: the store's own.
        person: whose.
        started_at: when the first suggestion was given.
        at: when the last one was.
        activities: all that was told, in the person's words.
        suggestions: those that hold, in the order they were given.
    """

    id: int
    person: int
    started_at: str
    at: str
    activities: tuple[str, ...]
    suggestions: tuple[SavedSuggestion, ...]


@dataclass(frozen=True, slots=True)
class ProfilePoint:
    """One level of a person's profile, at one time."""

    suggestion: int
    assessment: int
    at: str
    framework: str
    skill: str
    skill_name: str
    level: int
    level_name: str
    confidence: float


def record(
    database: Database,
    person: int,
    assessment: int | None,
    *,
    build: int,
    activities: Sequence[str],
    choice: Choice,
    given: Sequence[Given],
    conclusions: Sequence[Conclusion],
    at: str,
) -> Assessment:
    """Keep what one skill was worked out to, in all frameworks.

    Who goes back and answers otherwise gets a new suggestion; the old one stays only where a coach has
    decided on it. The same conclusion again changes nothing.

    Args:
        database: the store.
        person: who agreed.
        assessment: the run it belongs to; None begins one.
        build: the number of the build that gave it.
        activities: all that was told so far; `choice` and `given`: what `Conclude` was asked with.
        choice: the skill worked out.
        given: its questions and answers.
        conclusions: what came of it.
        at: now.

    Raises:
        RefusedError: ``not-there``: the person has no such assessment.
    """
    at, said = times.checked(at), _json(list(activities))
    with database.transaction():
        if assessment is None:
            run = {"person": person, "started_at": at, "at": at, "activities": said}
            assessment = database.insert("assessments", run)
        elif (
            database.execute(
                "update assessments set at = ?, activities = ? where id = ? and person = ?",
                (at, said, assessment, person),
            ).rowcount
            == 0
        ):
            raise RefusedError("not-there")
        worked = {"assessment": assessment, "build": build, "at": at, "activities": said}
        worked |= {"choice": _json(choice), "given": _json(list(given))}
        placed, _ = placing(conclusions)
        for conclusion in conclusions:
            _keep(database, {**worked, "suggested": int(conclusion in placed)}, conclusion)
        found = one(database, person, assessment)
        assert found is not None
        return found


def _keep(database: Database, worked: dict[str, Any], conclusion: Conclusion) -> None:
    suggestion = conclusion["suggestion"]
    row = {
        **worked,
        "framework": suggestion["framework"],
        "skill": suggestion["skill"]["code"],
        "skill_name": suggestion["skill"]["name"],
        "level": suggestion["level"],
        "level_name": suggestion["level_name"],
        "confidence": suggestion["confidence"],
        "conclusion": _json(conclusion),
    }
    before = database.row(
        "select * from suggestions where assessment = :assessment and framework = :framework"
        " and skill = :skill and replaced_at is null",
        row,
    )
    if before is not None:
        if all(before[column] == row[column] for column in ("build", "given", "conclusion", "suggested")):
            return
        _replace(database, before["id"], row["at"])
    database.insert("suggestions", row)


def _replace(database: Database, suggestion: int, at: str) -> None:
    """Put a suggestion aside: it stays where a coach decided on it, and nobody else waits for it."""
    decided = "select 1 from reviews where suggestion = ? and status = 'decided' limit 1"
    if database.value(decided, (suggestion,)) is None:
        database.execute("delete from suggestions where id = ?", (suggestion,))
        return
    database.execute("update suggestions set replaced_at = ? where id = ?", (at, suggestion))
    database.execute(
        "update reviews set status = 'withdrawn', version = version + 1"
        " where suggestion = ? and status in ('waiting', 'claimed', 'asked')",
        (suggestion,),
    )


def one(database: Database, person: int, assessment: int) -> Assessment | None:
    """Return a person's assessment; None where they have no such one."""
    found = _assessments(database, "a.id = ? and a.person = ?", (assessment, person))
    return found[0] if found else None


def of(database: Database, person: int) -> tuple[Assessment, ...]:
    """Return a person's assessments, the oldest first."""
    return _assessments(database, "a.person = ?", (person,))


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A suggestion in a list, without the person."""

    id: int
    assessment: int
    at: str
    build: int
    framework: str
    skill: str
    skill_name: str
    level: int


def latest(database: Database, limit: int) -> tuple[SuggestionLine, ...]:
    """Return the latest suggestions of all people, the newest first."""
    rows = database.rows(
        "select id, assessment, at, build, framework, skill, skill_name, level from suggestions"
        " order by id desc limit ?",
        (limit,),
    )
    return tuple(SuggestionLine(*row) for row in rows)


def suggestion(database: Database, suggestion: int, person: int | None = None) -> SavedSuggestion | None:
    """Return a suggestion, to be replayed or told about again.

    Args:
        database: the store.
        suggestion: its id.
        person: whose it must be; None for an auditor, to whom all are open.
    """
    row = database.row(
        "select s.*, a.person from suggestions s join assessments a on a.id = s.assessment"
        " where s.id = :suggestion and (:person is null or a.person = :person)",
        {"suggestion": suggestion, "person": person},
    )
    return None if row is None else saved(row)


def in_force(database: Database) -> tuple[SavedSuggestion, ...]:
    """Return everybody's suggestions that hold, the newest first: to be counted, never shown."""
    rows = database.rows(
        "select s.*, a.person from suggestions s join assessments a on a.id = s.assessment"
        " where s.replaced_at is null order by s.at desc, s.id desc"
    )
    return tuple(map(saved, rows))


def profile(database: Database, person: int) -> tuple[ProfilePoint, ...]:
    """Return every level that was suggested to a person and holds, the oldest first: the last of a skill is
    where they stand, those before are how they came there.
    """
    rows = database.rows(
        "select s.id, s.assessment, s.at, s.framework, s.skill, s.skill_name, s.level, s.level_name,"
        " s.confidence from assessments a join suggestions s on s.assessment = a.id"
        " where a.person = ? and s.replaced_at is null and s.suggested order by s.at, s.id",
        (person,),
    )
    return tuple(ProfilePoint(*row) for row in rows)


def saved(row: sqlite3.Row) -> SavedSuggestion:
    """Read a suggestion from its row."""
    return SavedSuggestion(
        id=row["id"],
        person=row["person"],
        assessment=row["assessment"],
        build=row["build"],
        at=row["at"],
        replaced=row["replaced_at"] is not None,
        suggested=bool(row["suggested"]),
        activities=tuple(json.loads(row["activities"])),
        choice=json.loads(row["choice"]),
        given=tuple(json.loads(row["given"])),
        conclusion=json.loads(row["conclusion"]),
    )


def _assessments(database: Database, where: str, values: tuple[int, ...]) -> tuple[Assessment, ...]:
    runs = database.rows(f"select a.* from assessments a where {where} order by a.at, a.id", values)
    found: dict[int, list[SavedSuggestion]] = {run["id"]: [] for run in runs}
    for row in database.rows(
        "select s.*, a.person from assessments a join suggestions s on s.assessment = a.id"
        f" where {where} and s.replaced_at is null order by s.id",
        values,
    ):
        found[row["assessment"]].append(saved(row))
    return tuple(
        Assessment(
            run["id"],
            run["person"],
            run["started_at"],
            run["at"],
            tuple(json.loads(run["activities"])),
            tuple(found[run["id"]]),
        )
        for run in runs
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def held_levels(database: Database, person: int) -> tuple[Held, ...]:
    """Return every level suggested to a person that holds; a skill that begins above them places nobody."""
    return tuple(_held(one) for run in of(database, person) for one in run.suggestions if one.suggested)


def shared_levels(database: Database, levels: tuple[SharedLevel, ...]) -> tuple[Held, ...]:
    """Return the levels that a person shares."""
    kept = (suggestion(database, each.suggestion) for each in levels)
    return tuple(_held(one) for one in kept if one is not None)


def _held(one: SavedSuggestion) -> Held:
    suggestion, ladder = one.conclusion["suggestion"], one.conclusion["ladder"]
    skill = suggestion["skill"]
    return Held(
        suggestion=one.id,
        framework=suggestion["framework"],
        skill=skill["code"],
        name=skill["name"],
        level=suggestion["level"],
        at=one.at,
        build=one.build,
        framework_name=ladder["framework"],
    )
