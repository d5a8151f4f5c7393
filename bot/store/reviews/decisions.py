"""Reviews: what waits for a coach, who has it, and what they decided.

A coach sees reviews of teams they coach, of what is shared and not taken back, never their own, and of
decided ones those they decided themselves: so nobody comes to an appeal knowing the first decision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, case, select, update

from bot import times
from bot.store import audit
from bot.store.engine import ONE, WHICH, AnyRow, Database, RefusedError, from_row
from bot.store.reviews import chats
from bot.store.schema import members, people, reviews, shares, suggestions

Status = Literal["waiting", "claimed", "asked", "decided", "withdrawn"]
Verdict = Literal["agree", "change", "another", "unclear"]

CLAIM_MINUTES = 60
"""Minutes a coach keeps a review that they opened and left."""
ASKED_DAYS = 7
"""Days a coach keeps a review while the person has a question to answer, or has just answered."""

_NEXT_VERSION = reviews.c.version + 1
_REVIEW = (
    select(reviews, suggestions.c.assessment)
    .join(suggestions, suggestions.c.id == reviews.c.suggestion)
    .where(reviews.c.id == WHICH)
)
_VISIBLE = (
    select(
        reviews,
        shares.c.activities,
        shares.c.level.label("level_ticked"),
        *(shares.c[name] for name in ("next_steps", "name", "examples", "assessment")),
    )
    .join(shares, shares.c.id == reviews.c.share)
    .join(members, members.c.team == reviews.c.team)
    .where(members.c.person == ONE, members.c.role == "coach", reviews.c.id == WHICH)
    .where(shares.c.taken_back_at.is_(None), reviews.c.status != "withdrawn")
    .where(reviews.c.person != ONE, reviews.c.excluded.is_distinct_from(ONE))
)
_CHANGE = update(reviews).where(reviews.c.id == WHICH).values(version=_NEXT_VERSION)
_HOLD = _CHANGE.values(coach=ONE, free_at=bindparam("until"))
_CLAIM = _HOLD.values(
    status=case(((reviews.c.status == "asked") & (reviews.c.coach == ONE), "asked"), else_="claimed")
)
WITHDRAW = (
    update(reviews)
    .where(reviews.c.status.in_(("waiting", "claimed", "asked")))
    .values(status="withdrawn", version=_NEXT_VERSION)
)
"""Withdraw open reviews; of which is for the caller to say."""
_WAITS = {"status": "waiting", "coach": None, "free_at": None, "version": _NEXT_VERSION}
_RELEASE = update(reviews).where(reviews.c.id == WHICH).values(_WAITS)
_CLAIMED_BY = (reviews.c.coach == ONE) & reviews.c.status.in_(("claimed", "asked"))
_RELEASE_ALL = update(reviews).where(_CLAIMED_BY).values(_WAITS)
_RELEASE_OF_TEAM = _RELEASE_ALL.where(reviews.c.team == WHICH)
_DECIDE = _CHANGE.values(status="decided", coach=ONE, free_at=None)
_NAME = select(people.c.name).where(people.c.id == ONE)
_CONCLUSION = select(suggestions.c.conclusion).where(suggestions.c.id == WHICH)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coach decides.

    Args:
        verdict: agree with the level; change it; it is another skill; there is not enough evidence.
        level: the level that fits, for ``change`` and, if the coach knows it, ``another``.
        reason: said to the person; needed for ``change`` and ``another``.
    """

    verdict: Verdict
    level: int | None = None
    framework: str | None = None
    skill: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A review as the store has it.

    Args:
        version: counted up with every change; a coach decides on the version they saw.
        person: whose suggestion it is; for telling them, not for showing.
        coach: who has it or decided it, or None.
        appeal_of: the review that an appeal is against, or None.
    """

    id: int
    version: int
    person: int
    assessment: int
    suggestion: int
    team: int
    status: Status
    coach: int | None
    appeal_of: int | None
    decision: Decision | None
    decided_at: str | None


class OvertakenError(Exception):
    """Another coach was faster, or the person changed what they share; nothing was written.

    Args:
        by: name of the coach who has it; None if nobody has.
    """

    def __init__(self, status: Status, by: str | None) -> None:
        super().__init__(status)
        self.status: Status = status
        self.by = by


def claim(database: Database, coach: int, review: int, version: int, at: str) -> Review:
    """Take a review, so that others leave it alone for an hour.

    Raises:
        RefusedError: ``not-there``.
        OvertakenError: another coach has or decided it, or it has changed.
    """
    at = times.checked(at)
    with database.transaction():
        now = visible(database, coach, review)
        refuse_overtaken(database, now, coach, version, at)
        database.execute(_CLAIM, which=review, one=coach, until=times.later(at, minutes=CLAIM_MINUTES))
        note(database, "claimed", now, coach, at)
        return get(database, review)


def release(database: Database, coach: int, review: int, at: str) -> Review:
    """Give a review back to the queue.

    Raises:
        RefusedError: ``not-there``.
        OvertakenError: the coach does not have it any more.
    """
    with database.transaction():
        now = visible(database, coach, review)
        if now.coach != coach or now.status not in ("claimed", "asked"):
            raise OvertakenError(now.status, coach_name(database, now.coach))
        database.execute(_RELEASE, which=review)
        note(database, "released", now, coach, at)
        return get(database, review)


def release_all(database: Database, coach: int, team: int | None = None) -> None:
    """Give everything back to the queue that a coach has, of one team or of all."""
    if team is None:
        database.execute(_RELEASE_ALL, one=coach)
    else:
        database.execute(_RELEASE_OF_TEAM, one=coach, which=team)


def hold(database: Database, review: int, coach: int | None, status: Status, at: str) -> None:
    """Keep a review for a coach while they and the person talk; for nobody, it waits."""
    status = "waiting" if coach is None else status
    database.execute(_HOLD, which=review, one=coach, until=times.later(at, days=ASKED_DAYS), status=status)


def decide(database: Database, coach: int, review: int, version: int, decision: Decision, at: str) -> Review:
    """Decide on a review. The suggestion it judges, with build, evidence and distribution, never changes.

    Raises:
        RefusedError: ``not-there``, ``level-not-shared``, ``no-such-level``, ``reason-missing``.
        OvertakenError: another coach has or decided it, or what the coach saw has changed.
    """
    at = times.checked(at)
    with database.transaction():
        now = visible(database, coach, review)
        refuse_overtaken(database, now, coach, version, at)
        _check(database, now, decision)
        database.execute(
            _DECIDE,
            which=review,
            one=coach,
            decision=decision.verdict,
            decided_framework=decision.framework,
            decided_skill=decision.skill,
            decided_level=decision.level,
            reason=decision.reason.strip(),
            decided_at=at,
        )
        chats.revoke(database, chats.OF_OTHER_COACHES, which=review, owner=now.person, coach=coach)
        note(database, "decided", now, coach, at, decision.verdict)
        return get(database, review)


def get(database: Database, review: int) -> Review:
    """Return a review, whoever asks: for the code that tells people, not for showing.

    Raises:
        RefusedError: ``not-there``.
    """
    row = database.row(_REVIEW, which=review)
    if row is None:
        raise RefusedError("not-there")
    return from_row(Review, row, decision=decision_of(row))


def decision_of(row: AnyRow) -> Decision | None:
    """Read the decision from a review's row; None before there is one."""
    if row.decision is None:
        return None
    return Decision(row.decision, row.decided_level, row.decided_framework, row.decided_skill, row.reason)


def visible(database: Database, coach: int, review: int) -> AnyRow:
    """Return a review's row, with its share's, if a coach may know that it is there.

    That it was decided by another coach they may know too; `bot.store.reviews.cards` does not show it.

    Raises:
        RefusedError: ``not-there``: there is none, or it is not for this coach.
    """
    row = database.row(_VISIBLE, one=coach, which=review)
    if row is None:
        raise RefusedError("not-there")
    return row


def coach_name(database: Database, coach: int | None) -> str | None:
    """Return the name of a coach; None if nobody is meant, or they were deleted."""
    name: str | None = database.value(_NAME, one=coach)
    return name


def refuse_overtaken(
    database: Database, now: AnyRow, coach: int, version: int, at: str, *, also_own: bool = False
) -> None:
    """Refuse what another coach has, what is decided, and what is no longer as the coach saw it.

    Args:
        also_own: let pass what this coach decided.
    """
    anothers = now.status in ("claimed", "asked") and now.coach not in (None, coach) and now.free_at > at
    decided = now.status == "decided" and not (also_own and now.coach == coach)
    if decided or anothers or now.version != version:
        raise OvertakenError(now.status, coach_name(database, now.coach))


def _check(database: Database, now: AnyRow, decision: Decision) -> None:
    """Refuse a decision that says too little, or something that cannot be."""
    if decision.verdict == "agree" and not now.level_ticked:
        raise RefusedError("level-not-shared")
    if decision.verdict in ("change", "another") and not decision.reason.strip():
        raise RefusedError("reason-missing")
    if decision.verdict == "change":
        conclusion = json.loads(database.value(_CONCLUSION, which=now.suggestion))
        if str(decision.level) not in conclusion["suggestion"]["levels"]:
            raise RefusedError("no-such-level")
    if decision.verdict == "another" and not (decision.framework and decision.skill):
        raise RefusedError("not-there")


def note(
    database: Database, action: audit.Action, row: AnyRow, actor: int, at: str, detail: str = ""
) -> None:
    """Note in the audit what was done in a review."""
    audit.note(
        database,
        action,
        actor=actor,
        person=row.person,
        at=at,
        assessment=row.assessment,
        review=row.id,
        detail=detail,
    )
