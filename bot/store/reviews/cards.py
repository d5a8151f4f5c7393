"""What a coach is shown of a review: what the person ticked, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from bot import times
from bot.guidance.model import (
    Conclusion,
    Evidence,
    Given,
    Ladder,
    NextStep,
    WhyNotHigher,
    lowest,
    placing,
)
from bot.store import audit
from bot.store.engine import Database, RefusedError
from bot.store.reviews import messages
from bot.store.reviews.decisions import OPEN, Decision, Status, decision_of, visible


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
        id: of the review.
        version: to decide on.
        status: where it stands.
        mine: the coach who asks has it.
        team: the team's id.
        since: since when it waits.
        build: the number of the build that suggested it.
        suggestion: its id.
        framework: the framework's id; `skill` is its key there, `skill_name` as people say it.
        name: of the person.
        person: their id, for their page; only with the name.
        activities: in the person's words.
        evidence: their words beside statements; without words where activities are not ticked, None where
            the level is not.
        level: suggested, called `level_name`.
        level_name: see `level`.
        levels: the distribution, by level as text.
        confidence: of the level.
        ladder: for the picture.
        given: questions and answers.
        why_not_higher: what is missing for the next level.
        next_steps: what Rung told them to do next.
        messages: between this coach and the person.
        decision: the coach's own.
        other: what another coach decided; only after one's own decision.
        suggested: the person was suggested the level; earlier versions let coaches decide on others too.
        beyond: frameworks not suggested as the skill begins above the person there; empty where the level is
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


def look(database: Database, coach: int, review: int, at: str) -> ReviewCard:
    """Return a review as a coach sees it; that they looked is in the audit.

    Args:
        database: the store.
        coach: who looks.
        review: which.
        at: now.

    Raises:
        RefusedError: ``not-there``: there is none, it is not for this coach, or another decided it.
    """
    with database.transaction():
        row = _visible(database, coach, review)
        audit.note(
            database,
            "looked",
            actor=coach,
            person=row["person"],
            at=times.checked(at),
            assessment=row["assessment"],
            review=review,
        )
        return _card(database, row, coach)


def reload(database: Database, coach: int, review: int) -> ReviewCard:
    """Return a review that a coach is at, as they see it: that they looked is in the audit already.

    Raises:
        RefusedError: ``not-there``, as `look` says.
    """
    return _card(database, _visible(database, coach, review), coach)


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


def shared_profile(database: Database, coach: int, person: int, at: str) -> tuple[SharedLevel, ...]:
    """Return a person's levels over time, as far as a coach may see them under the person's name.

    Args:
        database: the store.
        coach: who looks; it lands in the audit.
        person: at whom.
        at: now.

    Raises:
        RefusedError: ``not-there``: they share no level with their name with a team of this coach.
    """
    with database.transaction():
        rows = database.rows(
            "select distinct s.id, s.at, s.framework, s.skill, s.skill_name, s.level, s.level_name,"
            " s.confidence from shares h"
            " join members m on m.team = h.team and m.person = :coach and m.role = 'coach'"
            " join reviews r on r.share = h.id join suggestions s on s.id = r.suggestion"
            " where h.person = :person and h.person <> :coach and h.taken_back_at is null"
            " and h.level and h.name and s.suggested order by s.at, s.id",
            {"coach": coach, "person": person},
        )
        if not rows:
            raise RefusedError("not-there")
        audit.note(database, "looked", actor=coach, person=person, at=at, detail="profile")
        return tuple(SharedLevel(*row) for row in rows)


def shares_profile(database: Database, coach: int, person: int) -> bool:
    """Whether a person shares a level with their name with a team of this coach."""
    return (
        database.value(
            "select 1 from shares h join members m on m.team = h.team and m.person = :coach"
            " and m.role = 'coach' where h.person = :person and h.person <> :coach"
            " and h.taken_back_at is null and h.level and h.name limit 1",
            {"coach": coach, "person": person},
        )
        is not None
    )


def _visible(database: Database, coach: int, review: int) -> sqlite3.Row:
    row = visible(database, coach, review)
    if row["status"] == "decided" and row["coach"] != coach:
        raise RefusedError("not-there")
    return row


def _card(database: Database, row: sqlite3.Row, coach: int) -> ReviewCard:
    kept = database.row("select * from suggestions where id = ?", (row["suggestion"],))
    assert kept is not None
    shown = bool(row["name"])
    name = database.value("select name from people where id = ?", (row["person"],)) if shown else None
    return ReviewCard(
        id=row["id"],
        version=row["version"],
        status=row["status"],
        mine=row["coach"] == coach,
        team=row["team"],
        since=row["waiting_since"],
        build=kept["build"],
        suggestion=kept["id"],
        framework=kept["framework"],
        skill=kept["skill"],
        skill_name=kept["skill_name"],
        name=name,
        person=row["person"] if shown else None,
        activities=tuple(json.loads(kept["activities"])) if row["activities"] else None,
        **_of_level(row, kept),
        next_steps=tuple(_concluded(kept)["suggestion"]["next_steps"]) if row["next_steps"] else None,
        messages=messages.of(database, row["id"]) if row["coach"] == coach else (),
        decision=decision_of(row),
        other=_other(database, row),
        suggested=bool(kept["suggested"]),
        beyond=_beyond(database, kept) if row["level_ticked"] else (),
        beside=_beside(database, row, coach),
    )


def _of_level(row: sqlite3.Row, kept: sqlite3.Row) -> dict[str, Any]:
    """Return the fields that the tick on the level opens."""
    if not row["level_ticked"]:
        hidden = ("evidence", "level", "level_name", "levels", "confidence", "ladder", "given")
        return dict.fromkeys((*hidden, "why_not_higher"))
    conclusion = _concluded(kept)
    suggestion = conclusion["suggestion"]
    return {
        "evidence": tuple(
            evidence if row["activities"] else {**evidence, "words": "", "quote": ""}
            for evidence in suggestion["evidence"]
        ),
        "level": suggestion["level"],
        "level_name": suggestion["level_name"],
        "levels": suggestion["levels"],
        "confidence": suggestion["confidence"],
        "ladder": conclusion["ladder"],
        "given": tuple(json.loads(kept["given"])),
        "why_not_higher": suggestion["why_not_higher"],
    }


def _beyond(database: Database, kept: sqlite3.Row) -> tuple[Beyond, ...]:
    rows = database.rows(
        "select conclusion from suggestions where assessment = :assessment and choice = :choice"
        " and id <> :id and replaced_at is null order by id",
        dict(kept),
    )
    own = _concluded(kept)
    _, beyond = placing([own, *(_concluded(row) for row in rows)])
    return tuple(
        Beyond(one["ladder"]["framework"], one["ladder"]["skill"], lowest(one["suggestion"]))
        for one in beyond
        if one is not own
    )


def _concluded(kept: sqlite3.Row) -> Conclusion:
    conclusion: Conclusion = json.loads(kept["conclusion"])
    return conclusion


def _other(database: Database, row: sqlite3.Row) -> OtherDecision | None:
    """Return what the other coach decided, to one who has decided."""
    if row["status"] != "decided":
        return None
    if row["appeal_of"] is not None:
        first = database.row("select * from reviews where id = ?", (row["appeal_of"],))
        return None if first is None else OtherDecision(decision_of(first), row["appeal_reason"])
    appeal = database.row("select * from reviews where appeal_of = ?", (row["id"],))
    return None if appeal is None else OtherDecision(decision_of(appeal), appeal["appeal_reason"])


def _beside(database: Database, row: sqlite3.Row, coach: int) -> tuple[int, ...]:
    rows = database.rows(
        f"select r.id from reviews r where r.share = ? and r.id <> ? and {OPEN}"
        " and r.excluded is not ? and (r.status = 'waiting' or r.coach = ?) order by r.id",
        (row["share"], row["id"], coach, coach),
    )
    return tuple(each["id"] for each in rows)


@dataclass(frozen=True, slots=True)
class ReviewNotice:
    """A review for the code that tells of it; what of it is for whom, that code has to know.

    Args:
        review: its id.
        person: whom it is about.
        name: theirs; None where the coach is not shown it.
        team: its id; `team_name` what people call it.
        coach: who has it or decided it; None where nobody has, or they are forgotten.
        coach_name: theirs.
        skill_name: of the suggestion.
        framework: of the suggestion, its id.
        level: suggested.
        decision: what was decided, or None.
        appeal_of: the review it is an appeal against.
        appealed: there is an appeal against it.
        shared: it is not taken back.
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


def notice(database: Database, review: int) -> ReviewNotice:
    """Return what there is to tell of a review.

    Raises:
        RefusedError: ``not-there``.
    """
    row = database.row(
        "select r.*, t.name as team_name, c.name as coach_name, s.level as suggested,"
        " iif(h.name, p.name, null) as person_name,"
        " (h.taken_back_at is null and r.status <> 'withdrawn') as shared,"
        " exists (select 1 from reviews a where a.appeal_of = r.id) as appealed"
        " from reviews r join shares h on h.id = r.share join teams t on t.id = r.team"
        " join suggestions s on s.id = r.suggestion join people p on p.id = r.person"
        " left join people c on c.id = r.coach where r.id = ?",
        (review,),
    )
    if row is None:
        raise RefusedError("not-there")
    return ReviewNotice(
        review=row["id"],
        person=row["person"],
        name=row["person_name"],
        team=row["team"],
        team_name=row["team_name"],
        coach=row["coach"],
        coach_name=row["coach_name"],
        skill_name=row["skill_name"],
        framework=row["framework"],
        level=row["suggested"],
        decision=decision_of(row),
        appeal_of=row["appeal_of"],
        appealed=bool(row["appealed"]),
        shared=bool(row["shared"]),
    )
