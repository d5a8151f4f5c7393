"""What a coach is shown of a review: what the person ticked, and nothing else; what people are told of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, or_, select, text

from bot import times
from bot.guidance.conclusions import lowest, placing
from bot.guidance.model import Conclusion, Evidence, Given, Ladder, NextStep, WhyNotHigher
from bot.store import audit
from bot.store.engine import ONE, WHICH, AnyRow, Database, RefusedError, from_row
from bot.store.reviews import messages
from bot.store.reviews.decisions import Decision, Status, coach_name, decision_of, visible
from bot.store.schema import OPEN, members, people, reviews, shares, suggestions, teams

_SUGGESTION = select(suggestions).where(suggestions.c.id == WHICH)
_BESIDE_SUGGESTION = (
    select(suggestions.c.conclusion)
    .where(suggestions.c.assessment == bindparam("assessment"), suggestions.c.choice == bindparam("choice"))
    .where(suggestions.c.id != WHICH, suggestions.c.replaced_at.is_(None))
    .order_by(suggestions.c.id)
)
_REVIEW = select(reviews).where(reviews.c.id == WHICH)
_APPEAL = select(reviews).where(reviews.c.appeal_of == WHICH)
_BESIDE = (
    select(reviews.c.id)
    .where(reviews.c.share == bindparam("share"), reviews.c.id != WHICH, text(OPEN))
    .where(reviews.c.excluded.is_distinct_from(ONE))
    .where(or_(reviews.c.status == "waiting", reviews.c.coach == ONE))
    .order_by(reviews.c.id)
)
_COACHED = and_(members.c.team == shares.c.team, members.c.person == ONE, members.c.role == "coach")
_NAMED = (
    shares.c.person == WHICH,
    shares.c.person != ONE,
    shares.c.taken_back_at.is_(None),
    shares.c.level == 1,
    shares.c.name == 1,
)
_SHARED_PROFILE = (
    select(
        suggestions.c.id,
        *(suggestions.c[name] for name in ("at", "framework", "skill", "skill_name")),
        *(suggestions.c[name] for name in ("level", "level_name", "confidence")),
    )
    .select_from(shares)
    .join(members, _COACHED)
    .join(reviews, reviews.c.share == shares.c.id)
    .join(suggestions, suggestions.c.id == reviews.c.suggestion)
    .where(*_NAMED, suggestions.c.suggested == 1)
    .distinct()
    .order_by(suggestions.c.at, suggestions.c.id)
)
_SHARES_PROFILE = select(shares.c.id).join(members, _COACHED).where(*_NAMED).limit(1)
_COACH, _APPEAL_OF = people.alias("coach"), reviews.alias("appeal")
_NOTICE = (
    select(
        reviews,
        teams.c.name.label("team_name"),
        _COACH.c.name.label("coach_name"),
        suggestions.c.level.label("suggested"),
        case((shares.c.name == 1, people.c.name)).label("person_name"),
        and_(shares.c.taken_back_at.is_(None), reviews.c.status != "withdrawn").label("shared"),
        exists().where(_APPEAL_OF.c.appeal_of == reviews.c.id).label("appealed"),
    )
    .join(shares, shares.c.id == reviews.c.share)
    .join(teams, teams.c.id == reviews.c.team)
    .join(suggestions, suggestions.c.id == reviews.c.suggestion)
    .join(people, people.c.id == reviews.c.person)
    .outerjoin(_COACH, _COACH.c.id == reviews.c.coach)
    .where(reviews.c.id == WHICH)
)


@dataclass(frozen=True, slots=True)
class OtherDecision:
    """The other coach's decision, where there was an appeal; ``decision`` is None while it is open."""

    decision: Decision | None
    reason: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """A framework whose skill begins above the person, so that it was not suggested: at which level."""

    framework: str
    skill_name: str
    level: int


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A review as a coach sees it; what the person did not tick is None.

    Args:
        mine: the coach who asks has it.
        person: their id, for their page; only with the name.
        evidence: their words beside statements; without words where activities are not ticked, None where
            the level is not.
        levels: the distribution, by level as text.
        messages: between this coach and the person.
        decision: the coach's own.
        other: what another coach decided; only after one's own decision.
        suggested: the person was suggested the level; earlier versions let coaches decide on others too.
        beyond: frameworks not suggested as the skill begins above the person there; empty if the level is
            not ticked.
        beside: ids of open reviews of the same assessment and share.
    """

    id: int
    version: int
    status: Status
    mine: bool
    team: int
    since: str
    build: int
    suggestion: int
    framework: str
    skill: str
    skill_name: str
    name: str | None
    person: int | None
    activities: tuple[str, ...] | None
    evidence: tuple[Evidence, ...] | None
    level: int | None
    level_name: str | None
    levels: dict[str, float] | None
    confidence: float | None
    ladder: Ladder | None
    given: tuple[Given, ...] | None
    why_not_higher: WhyNotHigher | None
    next_steps: tuple[NextStep, ...] | None
    messages: tuple[messages.ReviewMessage, ...]
    decision: Decision | None
    other: OtherDecision | None
    suggested: bool
    beyond: tuple[Beyond, ...]
    beside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SharedLevel:
    """A level that a person shares with a coach, as Rung suggested it; decisions of others are not shown."""

    suggestion: int
    at: str
    framework: str
    skill: str
    skill_name: str
    level: int
    level_name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReviewNotice:
    """A review for the code that tells of it; what of it is for whom, that code has to know.

    Args:
        name: theirs; None where the coach is not shown it.
        coach: who has it or decided it; None where nobody has, or they are forgotten.
        appeal_of: the review it is an appeal against.
    """

    review: int
    person: int
    name: str | None
    team: int
    team_name: str
    coach: int | None
    coach_name: str | None
    skill_name: str
    framework: str
    level: int
    decision: Decision | None
    appeal_of: int | None
    appealed: bool
    shared: bool


def look(database: Database, coach: int, review: int, at: str) -> ReviewCard:
    """Return a review as a coach sees it; that they looked is in the audit.

    Raises:
        RefusedError: ``not-there``: there is none, it is not for this coach, or another decided it.
    """
    with database.transaction():
        row = _shown(database, coach, review)
        _note_look(database, coach, row.person, at, assessment=row.assessment, review=review)
        return _card(database, row, coach)


def reload(database: Database, coach: int, review: int) -> ReviewCard:
    """Return a review that a coach has open, as they see it: that they looked is in the audit already.

    Raises:
        RefusedError: ``not-there``, as `look` says.
    """
    return _card(database, _shown(database, coach, review), coach)


def shared_profile(database: Database, coach: int, person: int, at: str) -> tuple[SharedLevel, ...]:
    """Return a person's levels over time, as far as a coach may see them under the person's name.

    Raises:
        RefusedError: ``not-there``: they share no level with their name with a team of this coach.
    """
    with database.transaction():
        rows = database.rows(_SHARED_PROFILE, one=coach, which=person)
        if not rows:
            raise RefusedError("not-there")
        _note_look(database, coach, person, at, detail="profile")
        return tuple(SharedLevel(*row) for row in rows)


def shares_profile(database: Database, coach: int, person: int) -> bool:
    """Whether a person shares a level with their name with a team of this coach."""
    return database.value(_SHARES_PROFILE, one=coach, which=person) is not None


def notice(database: Database, review: int) -> ReviewNotice:
    """Return what there is to tell of a review.

    Raises:
        RefusedError: ``not-there``.
    """
    row = database.row(_NOTICE, which=review)
    if row is None:
        raise RefusedError("not-there")
    return from_row(
        ReviewNotice,
        row,
        review=row.id,
        name=row.person_name,
        level=row.suggested,
        decision=decision_of(row),
        appealed=bool(row.appealed),
        shared=bool(row.shared),
    )


def _note_look(database: Database, coach: int, person: int, at: str, **about: Any) -> None:
    audit.note(database, "looked", actor=coach, person=person, at=times.checked(at), **about)


def _shown(database: Database, coach: int, review: int) -> AnyRow:
    row = visible(database, coach, review)
    if row.status == "decided" and row.coach != coach:
        raise RefusedError("not-there")
    return row


def _card(database: Database, row: AnyRow, coach: int) -> ReviewCard:
    saved = database.row(_SUGGESTION, which=row.suggestion)
    assert saved is not None
    conclusion: Conclusion = json.loads(saved.conclusion)
    return from_row(
        ReviewCard,
        row,
        mine=row.coach == coach,
        since=row.waiting_since,
        build=saved.build,
        name=coach_name(database, row.person) if row.name else None,
        person=row.person if row.name else None,
        activities=tuple(json.loads(saved.activities)) if row.activities else None,
        **_level_fields(row, saved, conclusion),
        next_steps=tuple(conclusion["suggestion"]["next_steps"]) if row.next_steps else None,
        messages=messages.of(database, row.id) if row.coach == coach else (),
        decision=decision_of(row),
        other=_other(database, row),
        suggested=bool(saved.suggested),
        beyond=_beyond(database, saved, conclusion) if row.level_ticked else (),
        beside=tuple(each.id for each in database.rows(_BESIDE, share=row.share, which=row.id, one=coach)),
    )


def _level_fields(row: AnyRow, saved: AnyRow, conclusion: Conclusion) -> dict[str, Any]:
    """Return the fields that the tick on the level opens."""
    if not row.level_ticked:
        hidden = ("evidence", "level", "level_name", "levels", "confidence", "ladder", "given")
        return dict.fromkeys((*hidden, "why_not_higher"))
    suggestion = conclusion["suggestion"]
    return {
        "evidence": tuple(
            evidence if row.activities else {**evidence, "words": "", "quote": ""}
            for evidence in suggestion["evidence"]
        ),
        "level": suggestion["level"],
        "level_name": suggestion["level_name"],
        "levels": suggestion["levels"],
        "confidence": suggestion["confidence"],
        "ladder": conclusion["ladder"],
        "given": tuple(json.loads(saved.given)),
        "why_not_higher": suggestion["why_not_higher"],
    }


def _beyond(database: Database, saved: AnyRow, own: Conclusion) -> tuple[Beyond, ...]:
    rows = database.rows(_BESIDE_SUGGESTION, which=saved.id, assessment=saved.assessment, choice=saved.choice)
    _, beyond = placing([own, *(json.loads(row.conclusion) for row in rows)])
    return tuple(
        Beyond(one["ladder"]["framework"], one["ladder"]["skill"], lowest(one["suggestion"]))
        for one in beyond
        if one is not own
    )


def _other(database: Database, row: AnyRow) -> OtherDecision | None:
    """Return what the other coach decided, to one who has decided."""
    if row.status != "decided":
        return None
    if row.appeal_of is not None:
        first = database.row(_REVIEW, which=row.appeal_of)
        return None if first is None else OtherDecision(decision_of(first), row.appeal_reason)
    appeal = database.row(_APPEAL, which=row.id)
    return None if appeal is None else OtherDecision(decision_of(appeal), appeal.appeal_reason)
