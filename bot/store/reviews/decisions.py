"""Reviews: what waits for a coach, who has it, and what they decided.

A coach sees reviews of teams they coach, of what is shared and not taken back, never their own, and of
decided ones those they decided themselves: so nobody comes to an appeal knowing the first decision.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from bot import times
from bot.store import audit
from bot.store.engine import Database, RefusedError

Status = Literal["waiting", "claimed", "asked", "decided", "withdrawn"]
Verdict = Literal["agree", "change", "another", "unclear"]

CLAIM_MINUTES = 60
"""Minutes a coach keeps a review that they opened and left."""
ASKED_DAYS = 7
"""Days a coach keeps a review while the person has a question to answer, or has just answered."""

OPEN = "r.status in ('waiting', 'claimed', 'asked')"
"""As the queue's indexes say it; a query must say the same to use them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coach decides.

    Args:
        verdict: agree with the level; change it; it is another skill; there is not enough evidence.
        level: the level that fits, for ``change`` and, where the coach knows it, ``another``.
        framework: of the other skill, for ``another``.
        skill: its key, for ``another``.
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
        id: the store's own.
        version: moves on with every change; a coach decides on the version they saw.
        person: whose suggestion it is; for telling them, not for showing.
        assessment: the one the suggestion belongs to.
        suggestion: what is reviewed.
        team: whose coaches review it.
        status: where it stands.
        coach: who has it or decided it, or None.
        appeal_of: the review that an appeal is against, or None.
        decision: what was decided, or None.
        decided_at: when.
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
        status: where the review stands now.
        by: name of the coach who has it; None where it is nobody's.
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
        _still(database, now, coach, version, at)
        free = times.later(at, minutes=CLAIM_MINUTES)
        database.execute(
            "update reviews set coach = ?, free_at = ?, version = version + 1,"
            " status = iif(status = 'asked' and coach = ?, 'asked', 'claimed') where id = ?",
            (coach, free, coach, review),
        )
        _note(database, "claimed", now, coach, at)
        return get(database, review)


def release(database: Database, coach: int, review: int, at: str) -> Review:
    """Give a review back to the queue.

    Raises:
        RefusedError: ``not-there``.
        OvertakenError: the coach does not have it any more.
    """
    with database.transaction():
        now = visible(database, coach, review)
        if now["coach"] != coach or now["status"] not in ("claimed", "asked"):
            raise OvertakenError(now["status"], _name(database, now["coach"]))
        database.execute(
            "update reviews set status = 'waiting', coach = null, free_at = null, version = version + 1"
            " where id = ?",
            (review,),
        )
        _note(database, "released", now, coach, at)
        return get(database, review)


def decide(database: Database, coach: int, review: int, version: int, decision: Decision, at: str) -> Review:
    """Decide on a review. The suggestion it judges, with build, evidence and distribution, never changes.

    Args:
        database: the store.
        coach: who decides.
        review: which.
        version: the one the coach saw.
        decision: what.
        at: now.

    Returns:
        the decided review; the person is to be told.

    Raises:
        RefusedError: ``not-there``, ``level-not-shared``, ``no-such-level``, ``reason-missing``.
        OvertakenError: another coach has or decided it, or what the coach saw has changed.
    """
    at = times.checked(at)
    with database.transaction():
        now = visible(database, coach, review)
        _still(database, now, coach, version, at)
        _makes_sense(database, now, decision)
        database.execute(
            "update reviews set status = 'decided', coach = ?, free_at = null, version = version + 1,"
            " decision = ?, decided_framework = ?, decided_skill = ?, decided_level = ?, reason = ?,"
            " decided_at = ? where id = ?",
            (
                coach,
                decision.verdict,
                decision.framework,
                decision.skill,
                decision.level,
                decision.reason.strip(),
                at,
                review,
            ),
        )
        _note(database, "decided", now, coach, at, decision.verdict)
        return get(database, review)


def get(database: Database, review: int) -> Review:
    """Return a review, whoever asks: for the code that tells people, not for showing.

    Raises:
        RefusedError: ``not-there``.
    """
    row = database.row(
        "select r.*, s.assessment from reviews r join suggestions s on s.id = r.suggestion where r.id = ?",
        (review,),
    )
    if row is None:
        raise RefusedError("not-there")
    return Review(
        id=row["id"],
        version=row["version"],
        person=row["person"],
        assessment=row["assessment"],
        suggestion=row["suggestion"],
        team=row["team"],
        status=row["status"],
        coach=row["coach"],
        appeal_of=row["appeal_of"],
        decision=decision_of(row),
        decided_at=row["decided_at"],
    )


def decision_of(row: sqlite3.Row) -> Decision | None:
    """Read the decision from a review's row; None before there is one."""
    if row["decision"] is None:
        return None
    return Decision(
        row["decision"], row["decided_level"], row["decided_framework"], row["decided_skill"], row["reason"]
    )


def visible(database: Database, coach: int, review: int) -> sqlite3.Row:
    """Return a review's row, with its share's, where a coach may know that it is there.

    That it was decided by another coach they may know too; `bot.store.reviews.cards` does not show it.

    Raises:
        RefusedError: ``not-there``: there is none, or it is not for this coach.
    """
    row = database.row(
        "select r.*, h.activities, h.level as level_ticked, h.next_steps, h.name, h.examples, h.assessment"
        " from reviews r join shares h on h.id = r.share"
        " join members m on m.team = r.team and m.person = :coach and m.role = 'coach'"
        " where r.id = :review and h.taken_back_at is null and r.status <> 'withdrawn'"
        " and r.person <> :coach and r.excluded is not :coach",
        {"coach": coach, "review": review},
    )
    if row is None:
        raise RefusedError("not-there")
    return row


def _still(database: Database, now: sqlite3.Row, coach: int, version: int, at: str) -> None:
    """Refuse what another coach has, and what is no longer as the coach saw it."""
    anothers = (
        now["status"] in ("claimed", "asked") and now["coach"] not in (None, coach) and now["free_at"] > at
    )
    if now["status"] == "decided" or anothers or now["version"] != version:
        raise OvertakenError(now["status"], _name(database, now["coach"]))


def _makes_sense(database: Database, now: sqlite3.Row, decision: Decision) -> None:
    if decision.verdict == "agree" and not now["level_ticked"]:
        raise RefusedError("level-not-shared")
    if decision.verdict in ("change", "another") and not decision.reason.strip():
        raise RefusedError("reason-missing")
    if decision.verdict == "change":
        conclusion = json.loads(
            database.value("select conclusion from suggestions where id = ?", (now["suggestion"],))
        )
        if str(decision.level) not in conclusion["suggestion"]["levels"]:
            raise RefusedError("no-such-level")
    if decision.verdict == "another" and not (decision.framework and decision.skill):
        raise RefusedError("not-there")


def _note(
    database: Database, action: audit.Action, row: sqlite3.Row, coach: int, at: str, detail: str = ""
) -> None:
    audit.note(
        database,
        action,
        actor=coach,
        person=row["person"],
        at=at,
        assessment=row["assessment"],
        review=row["id"],
        detail=detail,
    )


def _name(database: Database, coach: int | None) -> str | None:
    name: str | None = database.value("select name from people where id = ?", (coach,))
    return name
