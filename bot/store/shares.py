"""What people share with which team, and take back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, case, delete, exists, insert, literal, or_, select, update

from bot import times
from bot.store import audit
from bot.store.engine import NOW, ONE, WHICH, AnyRow, Database, RefusedError, from_row
from bot.store.reviews import chats
from bot.store.reviews.decisions import WITHDRAW
from bot.store.schema import assessments, examples, members, reviews, shares, suggestions, teams

FIELDS = ("activities", "level", "next_steps", "name", "examples")

_OWNER = select(assessments.c.person).where(assessments.c.id == WHICH)
_IS_MEMBER = select(members.c.role).where(members.c.person == ONE, members.c.team == WHICH)
_SHARES = select(shares, teams.c.name.label("team_name")).join(teams, teams.c.id == shares.c.team)
_SHARE = _SHARES.where(shares.c.id == WHICH)
_SHARES_OF = _SHARES.where(shares.c.person == ONE).order_by(shares.c.id)
_ACTIVE = select(shares).where(shares.c.taken_back_at.is_(None))
_CURRENT = _ACTIVE.where(shares.c.assessment == bindparam("assessment"), shares.c.team == bindparam("team"))
_ACTIVE_OF = (
    _ACTIVE.where(shares.c.person == ONE)
    .where(or_(bindparam("assessment").is_(None), shares.c.assessment == bindparam("assessment")))
    .where(or_(bindparam("team").is_(None), shares.c.team == bindparam("team")))
    .order_by(shares.c.id)
)
_SET_FIELDS = update(shares).where(shares.c.id == WHICH)
_TAKE_BACK = update(shares).where(shares.c.id == WHICH).values(taken_back_at=NOW)
_WITHDRAW = WITHDRAW.where(reviews.c.share == WHICH)
_DELETE_EXAMPLES = delete(examples).where(examples.c.share == WHICH)
_SHOWN_LEVEL = case((shares.c.level == 1, suggestions.c.level))
_SHOWN_CONFIDENCE = case((shares.c.level == 1, suggestions.c.confidence))
_OF_REVIEW = (shares.c.id == reviews.c.share) & (suggestions.c.id == reviews.c.suggestion)
# What a coach has open is no longer what they may see: a new version makes them look again.
_SHOW_AGAIN = (
    update(reviews)
    .where(reviews.c.share == WHICH)
    .values(
        version=reviews.c.version + 1,
        level=select(_SHOWN_LEVEL).where(_OF_REVIEW).correlate(reviews).scalar_subquery(),
        confidence=select(_SHOWN_CONFIDENCE).where(_OF_REVIEW).correlate(reviews).scalar_subquery(),
    )
)
_COPIED = ("framework", "skill", "skill_name")
_REQUEST_REVIEWS = insert(reviews).from_select(
    ["share", "suggestion", "person", "team", "status", "waiting_since", *_COPIED, "level", "confidence"],
    select(
        shares.c.id,
        suggestions.c.id,
        shares.c.person,
        shares.c.team,
        literal("waiting"),
        NOW,
        *(suggestions.c[name] for name in _COPIED),
        _SHOWN_LEVEL,
        _SHOWN_CONFIDENCE,
    )
    .join(suggestions, suggestions.c.assessment == shares.c.assessment)
    .where(shares.c.id == WHICH, suggestions.c.replaced_at.is_(None), suggestions.c.suggested == 1)
    .where(
        ~exists()
        .where(reviews.c.share == shares.c.id, reviews.c.suggestion == suggestions.c.id)
        .correlate(shares, suggestions)
    )
    .order_by(suggestions.c.id),
)


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

    Raises:
        RefusedError: ``not-there`` if the person has no such assessment, ``not-in-team``,
            ``nothing-ticked`` if neither activities nor level are.
    """
    at = times.checked(at)
    with database.transaction():
        if database.value(_OWNER, which=assessment) != person:
            raise RefusedError("not-there")
        if database.value(_IS_MEMBER, one=person, which=team) is None:
            raise RefusedError("not-in-team")
        if not (ticked.activities or ticked.level):
            raise RefusedError("nothing-ticked")
        number = _write(database, person, assessment, team, ticked, at)
        database.execute(_REQUEST_REVIEWS, which=number, now=at)
        told = " ".join(name for name, value in asdict(ticked).items() if value)
        audit.note(database, "shared", actor=person, person=person, at=at, assessment=assessment, detail=told)
        row = database.row(_SHARE, which=number)
        assert row is not None
        return _share(row)


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
        assessment: only this one; None for all.
        team: only from this one; None for all.
        by: who takes it back for them, for the audit; None if they do.

    Returns:
        how many shares were taken back.
    """
    at = times.checked(at)
    with database.transaction():
        found = database.rows(_ACTIVE_OF, one=person, assessment=assessment, team=team)
        for taken in found:
            chats.revoke(database, chats.OF_SHARE, which=taken.id, owner=person)
            database.execute(_TAKE_BACK, which=taken.id, now=at)
            database.execute(_WITHDRAW, which=taken.id)
            database.execute(_DELETE_EXAMPLES, which=taken.id)
            audit.note(
                database,
                "taken-back",
                actor=person if by is None else by,
                person=person,
                at=at,
                assessment=taken.assessment,
            )
        return len(found)


def shares_of(database: Database, person: int, assessment: int | None = None) -> tuple[Share, ...]:
    """Return what a person shares and has shared, the oldest first.

    Args:
        assessment: only this one; None for all.
    """
    found = map(_share, database.rows(_SHARES_OF, one=person))
    return tuple(each for each in found if assessment in (None, each.assessment))


def _write(database: Database, person: int, assessment: int, team: int, ticked: SharedFields, at: str) -> int:
    """Write a share, or change what is ticked on the one there is, and return its id."""
    fields = {name: int(value) for name, value in asdict(ticked).items()}
    before = database.row(_CURRENT, assessment=assessment, team=team)
    if before is None:
        return database.insert(
            shares, assessment=assessment, person=person, team=team, shared_at=at, **fields
        )
    if any(getattr(before, name) != value for name, value in fields.items()):
        database.execute(_SET_FIELDS, which=before.id, **fields)
        database.execute(_SHOW_AGAIN, which=before.id)
        if not (ticked.examples and ticked.activities):
            database.execute(_DELETE_EXAMPLES, which=before.id)
    return int(before.id)


def _share(row: AnyRow) -> Share:
    ticked = SharedFields(**{name: bool(getattr(row, name)) for name in FIELDS})
    return from_row(Share, row, ticked=ticked)
