"""Assessments: one person's run from first activity to suggestions, complete enough to be replayed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import times
from bot.guidance.conclusions import placing
from bot.guidance.editions import PastLevel
from bot.guidance.model import Choice, Conclusion, Given
from bot.store.engine import NOW, ONE, WHICH, AnyRow, Database, RefusedError, from_row
from bot.store.reviews import chats
from bot.store.reviews.decisions import WITHDRAW
from bot.store.schema import assessments, declined_suggestions, reviews, suggestions

_IN_FORCE = suggestions.c.replaced_at.is_(None)
_SUGGESTIONS = (
    select(suggestions, assessments.c.person, declined_suggestions.c.at.label("declined_at"))
    .join(assessments, assessments.c.id == suggestions.c.assessment)
    .outerjoin(declined_suggestions, declined_suggestions.c.suggestion == suggestions.c.id)
)
_SUGGESTION = _SUGGESTIONS.where(suggestions.c.id == WHICH)
_ALL_IN_FORCE = _SUGGESTIONS.where(_IN_FORCE).order_by(suggestions.c.at.desc(), suggestions.c.id.desc())
_BUILDS = select(suggestions.c.build).distinct().order_by(suggestions.c.build)


def _runs(where: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """Return the queries for some assessments and for their suggestions in force."""
    return (
        select(assessments).where(where).order_by(assessments.c.at, assessments.c.id),
        _SUGGESTIONS.where(where, _IN_FORCE).order_by(suggestions.c.id),
    )


_ASSESSMENTS_OF = _runs(assessments.c.person == ONE)
_ASSESSMENT = _runs((assessments.c.id == WHICH) & (assessments.c.person == ONE))
_CONTINUE = update(assessments).where(assessments.c.id == WHICH, assessments.c.person == ONE)
_CURRENT = select(suggestions).where(
    _IN_FORCE, *(suggestions.c[name] == bindparam(name) for name in ("assessment", "framework", "skill"))
)
_DECIDED = select(reviews.c.id).where(reviews.c.suggestion == WHICH, reviews.c.status == "decided").limit(1)
_DELETE = delete(suggestions).where(suggestions.c.id == WHICH)
_REPLACE = update(suggestions).where(suggestions.c.id == WHICH).values(replaced_at=NOW)
_WITHDRAW = WITHDRAW.where(reviews.c.suggestion == WHICH)
_DECLINE = insert(declined_suggestions).on_conflict_do_nothing()
_LATEST = (
    select(
        *(suggestions.c[name] for name in ("id", "assessment", "at", "build", "framework", "skill")),
        *(suggestions.c[name] for name in ("skill_name", "level")),
    )
    .order_by(suggestions.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class SavedSuggestion:
    """A suggestion as it was given, with all it was worked out from.

    Args:
        id: gives the same suggestion for ever, or none.
        replaced: the person answered again since and has another one of this skill.
        suggested: the person was suggested it; False if the skill begins above them, or another document
            of the framework says more of it (`bot.guidance.conclusions.placing`).
        activities: in the person's words; evidence counts in these.
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
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run.

    Args:
        started_at: when the first suggestion was given.
        activities: all that was told, in the person's words.
        suggestions: those in force, in the order they were given.
    """

    id: int
    person: int
    started_at: str
    at: str
    activities: tuple[str, ...]
    suggestions: tuple[SavedSuggestion, ...]


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A suggestion in a list that names nobody."""

    id: int
    assessment: int
    at: str
    build: int
    framework: str
    skill: str
    skill_name: str
    level: int


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
    """Save the suggestions of one skill, in all frameworks.

    Who goes back and answers otherwise gets a new suggestion; the old one stays only if a coach has decided
    on it. The same conclusion again changes nothing.

    Args:
        assessment: the run it belongs to; None begins one.

    Raises:
        RefusedError: ``not-there``: the person has no such assessment.
    """
    at, said = times.checked(at), _json(list(activities))
    with database.transaction():
        if assessment is None:
            assessment = database.insert(assessments, person=person, started_at=at, at=at, activities=said)
        elif not database.execute(_CONTINUE, which=assessment, one=person, at=at, activities=said):
            raise RefusedError("not-there")
        worked = {"assessment": assessment, "build": build, "at": at, "activities": said}
        worked |= {"choice": _json(choice), "given": _json(list(given))}
        placed, _ = placing(conclusions)
        for conclusion in conclusions:
            _record(database, {**worked, "suggested": int(conclusion in placed)}, conclusion, person)
        found = one(database, person, assessment)
        assert found is not None
        return found


def _record(database: Database, worked: dict[str, Any], conclusion: Conclusion, person: int) -> None:
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
    key = {name: row[name] for name in ("assessment", "framework", "skill")}
    before = database.row(_CURRENT, **key)
    if before is not None:
        same = ("build", "given", "conclusion", "suggested")
        if all(getattr(before, column) == row[column] for column in same):
            return
        _replace(database, before.id, person, row["at"])
    database.insert(suggestions, **row)


def _replace(database: Database, suggestion: int, person: int, at: str) -> None:
    """Put a suggestion aside: it stays if a coach decided on it, and nobody else waits for it."""
    if database.value(_DECIDED, which=suggestion) is None:
        chats.revoke(database, chats.OF_SUGGESTION, which=suggestion, owner=person)
        database.execute(_DELETE, which=suggestion)
        return
    database.execute(_REPLACE, which=suggestion, now=at)
    database.execute(_WITHDRAW, which=suggestion)


def decline(database: Database, suggestion: int, at: str) -> bool:
    """Note that a person says that a suggestion is not them; False if that is known."""
    return database.execute(_DECLINE, suggestion=suggestion, at=times.checked(at)) > 0


def one(database: Database, person: int, assessment: int) -> Assessment | None:
    """Return a person's assessment; None if they have no such one."""
    found = _assessments(database, _ASSESSMENT, one=person, which=assessment)
    return found[0] if found else None


def of(database: Database, person: int) -> tuple[Assessment, ...]:
    """Return a person's assessments, the oldest first."""
    return _assessments(database, _ASSESSMENTS_OF, one=person)


def suggestion(database: Database, suggestion: int, person: int | None = None) -> SavedSuggestion | None:
    """Return a suggestion, to be replayed or shown again.

    Args:
        person: whose it must be; None for an auditor, to whom all are open.
    """
    row = database.row(_SUGGESTION, which=suggestion)
    return None if row is None or person not in (None, row.person) else _saved(row)


def in_force(database: Database) -> tuple[SavedSuggestion, ...]:
    """Return everybody's suggestions in force, the newest first: to be counted, never shown."""
    return tuple(map(_saved, database.rows(_ALL_IN_FORCE)))


def latest(database: Database, limit: int) -> tuple[SuggestionLine, ...]:
    """Return the latest suggestions, the newest first."""
    return tuple(SuggestionLine(*row) for row in database.rows(_LATEST, most=limit))


def builds(database: Database) -> tuple[int, ...]:
    """Return the builds that gave the suggestions there are, ascending."""
    return tuple(row.build for row in database.rows(_BUILDS))


def held_levels(database: Database, person: int) -> tuple[PastLevel, ...]:
    """Return every level suggested to a person that is in force and that they did not say is not them.

    A skill that begins above them is none.
    """
    held = (each for run in of(database, person) for each in run.suggestions)
    return tuple(_held(each) for each in held if each.suggested and not each.declined)


def levels_of(database: Database, suggestions: Iterable[int]) -> tuple[PastLevel, ...]:
    """Return the levels of some suggestions, to be carried to a newer edition."""
    found = (suggestion(database, each) for each in suggestions)
    return tuple(_held(each) for each in found if each is not None)


def _held(one: SavedSuggestion) -> PastLevel:
    suggestion, ladder = one.conclusion["suggestion"], one.conclusion["ladder"]
    skill = suggestion["skill"]
    return PastLevel(
        suggestion=one.id,
        framework=suggestion["framework"],
        skill=skill["code"],
        name=skill["name"],
        level=suggestion["level"],
        at=one.at,
        build=one.build,
        framework_name=ladder["framework"],
    )


def _saved(row: AnyRow) -> SavedSuggestion:
    return from_row(
        SavedSuggestion,
        row,
        replaced=row.replaced_at is not None,
        suggested=bool(row.suggested),
        declined=row.declined_at is not None,
        activities=tuple(json.loads(row.activities)),
        choice=json.loads(row.choice),
        given=tuple(json.loads(row.given)),
        conclusion=json.loads(row.conclusion),
    )


def _assessments(
    database: Database, queries: tuple[Select[Any], Select[Any]], **values: int
) -> tuple[Assessment, ...]:
    runs, saved = (database.rows(query, **values) for query in queries)
    found: dict[int, list[SavedSuggestion]] = {run.id: [] for run in runs}
    for row in saved:
        found[row.assessment].append(_saved(row))
    return tuple(
        from_row(
            Assessment, run, activities=tuple(json.loads(run.activities)), suggestions=tuple(found[run.id])
        )
        for run in runs
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
