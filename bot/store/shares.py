"""What people share with which team, and take back."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass

from bot import times
from bot.store import audit
from bot.store.engine import Database, RefusedError

FIELDS = ("activities", "level", "next_steps", "name", "examples")


@dataclass(frozen=True, slots=True)
class SharedFields:
    """What coaches of the team may see; the skill's name always.

    Args:
        activities: what the person does, in their own words, beside the statements.
        level: the level with its distribution, the answers given, and why not one higher.
        next_steps: what Rung told them to do next.
        name: their name; without it a review has no name and stands alone.
        examples: their words, once confirmed, may serve as examples of their skill, without names.
    """

    activities: bool = False
    level: bool = False
    next_steps: bool = False
    name: bool = False
    examples: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """An assessment shared with a team.

    Args:
        id: the store's own.
        assessment: which.
        team: with whom; `team_name` is what people call it.
        ticked: what of it.
        shared_at: since when.
        taken_back_at: until when; None while coaches see it.
    """

    id: int
    assessment: int
    team: int
    team_name: str
    ticked: SharedFields
    shared_at: str
    taken_back_at: str | None


def share(
    database: Database, person: int, assessment: int, team: int, ticked: SharedFields, at: str
) -> Share:
    """Share an assessment with a team, so that its coaches review what was suggested so far.

    Sharing again changes what is ticked, and adds what was suggested since.

    Args:
        database: the store.
        person: whose assessment it is.
        assessment: which.
        team: one of the person's.
        ticked: what coaches may see.
        at: now.

    Raises:
        RefusedError: ``not-there`` where the person has no such assessment, ``not-in-team``,
            ``nothing-ticked`` where neither activities nor level are.
    """
    at = times.checked(at)
    with database.transaction():
        if _whose(database, assessment) != person:
            raise RefusedError("not-there")
        if database.value("select 1 from members where person = ? and team = ?", (person, team)) is None:
            raise RefusedError("not-in-team")
        if not (ticked.activities or ticked.level):
            raise RefusedError("nothing-ticked")
        row = {"assessment": assessment, "person": person, "team": team, "shared_at": at}
        number = _kept(database, row | {name: int(value) for name, value in asdict(ticked).items()})
        _ask_for_reviews(database, number, at)
        audit.note(
            database,
            "shared",
            actor=person,
            person=person,
            at=at,
            assessment=assessment,
            detail=field_names(ticked),
        )
        return _one(database, number)


def take_back(
    database: Database,
    person: int,
    at: str,
    *,
    assessment: int | None = None,
    team: int | None = None,
    by: int | None = None,
) -> int:
    """Take back what a person shared; coaches see nothing of it from now on.

    Args:
        database: the store.
        person: who shared.
        at: now.
        assessment: only this one; None for all.
        team: only from this one; None for all.
        by: who takes it back for them, for the audit; None where they do.

    Returns:
        how many shares were taken back.
    """
    at = times.checked(at)
    with database.transaction():
        shares = database.rows(
            "update shares set taken_back_at = :at where person = :person and taken_back_at is null"
            " and (:assessment is null or assessment = :assessment) and (:team is null or team = :team)"
            " returning id, assessment",
            {"at": at, "person": person, "assessment": assessment, "team": team},
        )
        for taken in shares:
            database.execute(
                "update reviews set status = 'withdrawn', version = version + 1"
                " where share = ? and status in ('waiting', 'claimed', 'asked')",
                (taken["id"],),
            )
            audit.note(
                database,
                "taken-back",
                actor=person if by is None else by,
                person=person,
                at=at,
                assessment=taken["assessment"],
            )
        return len(shares)


def shares_of(database: Database, person: int, assessment: int | None = None) -> tuple[Share, ...]:
    """Return what a person shares and has shared, the oldest first.

    Args:
        database: the store.
        person: who shares.
        assessment: only this one; None for all.
    """
    rows = database.rows(
        "select s.*, t.name as team_name from shares s join teams t on t.id = s.team"
        " where s.person = :person and (:assessment is null or s.assessment = :assessment) order by s.id",
        {"person": person, "assessment": assessment},
    )
    return tuple(map(_share, rows))


def field_names(ticked: SharedFields) -> str:
    """Return the fields that are ticked, as the audit keeps them: ``activities level``."""
    return " ".join(name for name, value in asdict(ticked).items() if value)


def fields_of(row: sqlite3.Row) -> SharedFields:
    """Read what is ticked from a row of the table of shares."""
    return SharedFields(**{name: bool(row[name]) for name in FIELDS})


def _whose(database: Database, assessment: int) -> int | None:
    person: int | None = database.value("select person from assessments where id = ?", (assessment,))
    return person


def _kept(database: Database, row: dict[str, object]) -> int:
    """Write a share, or what is ticked anew on the one there is, and return its id."""
    before = database.row(
        "select * from shares where assessment = :assessment and team = :team and taken_back_at is null", row
    )
    if before is None:
        return database.insert("shares", row)
    if any(before[name] != row[name] for name in FIELDS):
        changes = ", ".join(f"{name} = :{name}" for name in FIELDS)
        database.execute(f"update shares set {changes} where id = :id", {**row, "id": before["id"]})
        _show_anew(database, before["id"])
    return int(before["id"])


def _show_anew(database: Database, share: int) -> None:
    """What a coach has open is no longer what they may see: they must look again."""
    database.execute(
        "update reviews set version = version + 1,"
        " level = (select iif(h.level, s.level, null) from shares h, suggestions s"
        "  where h.id = reviews.share and s.id = reviews.suggestion),"
        " confidence = (select iif(h.level, s.confidence, null) from shares h, suggestions s"
        "  where h.id = reviews.share and s.id = reviews.suggestion)"
        " where share = ?",
        (share,),
    )


def _ask_for_reviews(database: Database, share: int, at: str) -> None:
    database.execute(
        "insert into reviews (share, suggestion, person, team, status, waiting_since, framework, skill,"
        " skill_name, level, confidence)"
        " select h.id, s.id, h.person, h.team, 'waiting', :at, s.framework, s.skill, s.skill_name,"
        " iif(h.level, s.level, null), iif(h.level, s.confidence, null)"
        " from shares h join suggestions s on s.assessment = h.assessment"
        " where h.id = :share and s.replaced_at is null and s.suggested and not exists"
        " (select 1 from reviews r where r.share = h.id and r.suggestion = s.id) order by s.id",
        {"share": share, "at": at},
    )


def _one(database: Database, share: int) -> Share:
    row = database.row(
        "select s.*, t.name as team_name from shares s join teams t on t.id = s.team where s.id = ?", (share,)
    )
    assert row is not None
    return _share(row)


def _share(row: sqlite3.Row) -> Share:
    return Share(
        id=row["id"],
        assessment=row["assessment"],
        team=row["team"],
        team_name=row["team_name"],
        ticked=fields_of(row),
        shared_at=row["shared_at"],
        taken_back_at=row["taken_back_at"],
    )
