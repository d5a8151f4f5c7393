"""People who agreed, what they may do, when they were last here, and their console sessions."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, case, delete, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import times
from bot.store import audit
from bot.store.engine import NOW, ONE, AnyRow, Database, RefusedError, from_row
from bot.store.schema import members, people, sessions, teams

Role = Literal["staff", "coach", "admin"]
OPERATOR = 0
"""Stands for whoever runs commands on this machine, where a person's id is asked for; no person has it."""
SESSION_HOURS = 12
"""Hours a console session lasts: a working day, and nobody signs in twice on it."""

_PERSON = select(people).where(people.c.id == ONE)
_PERSON_BY_TELEGRAM = select(people).where(people.c.telegram == bindparam("telegram"))
_PEOPLE = select(people).order_by(people.c.id)
# Written out, not bound: only so does SQLite use the index of admins.
_ADMIN = people.c.admin == literal_column("1")
_ADMINS = select(people).where(_ADMIN).order_by(people.c.id)
_IS_ADMIN = select(people.c.id).where(people.c.id == ONE, _ADMIN)
_OTHER_ADMIN = select(people.c.id).where(_ADMIN, people.c.id != ONE).limit(1)
_MEMBERSHIPS = (
    select(teams.c.id, teams.c.name, members.c.role)
    .join(members, members.c.team == teams.c.id)
    .where(members.c.person == ONE)
    .order_by(teams.c.name)
)
_CHAT = select(people.c.telegram).where(people.c.id == ONE, people.c.blocked_at.is_(None))
_NEW = insert(people)
_AGREE = _NEW.on_conflict_do_update(
    index_elements=[people.c.telegram],
    set_={
        "name": _NEW.excluded.name,
        "admin": case((_NEW.excluded.admin == 1, 1), else_=people.c.admin),
        "seen_at": _NEW.excluded.seen_at,
        "blocked_at": None,
    },
)
_SEEN = (
    update(people)
    .where(
        people.c.id == ONE,
        or_(people.c.seen_at < func.substr(NOW, 1, 10), people.c.blocked_at.is_not(None)),
    )
    .values(seen_at=NOW, blocked_at=None)
)
_BLOCKED = update(people).where(people.c.id == ONE, people.c.blocked_at.is_(None)).values(blocked_at=NOW)
_SET_ADMIN = update(people).where(people.c.id == ONE).values(admin=bindparam("value"))
_CHANGE_RIGHTS = update(people).where(people.c.id == ONE).values(rights=people.c.rights + 1)

_DELETE_SESSIONS = delete(sessions).where(sessions.c.ends_at < bindparam("before"))
_BEGIN_SESSION = (
    insert(sessions)
    .from_select(
        ["link", "session", "person", "rights", "began_at", "ends_at"],
        select(
            bindparam("hashed_link"),
            bindparam("hashed_session"),
            people.c.id,
            people.c.rights,
            NOW,
            bindparam("ends"),
        ).where(people.c.id == ONE, people.c.rights == bindparam("known_rights")),
    )
    .on_conflict_do_nothing(index_elements=[sessions.c.link])
)
_SESSION = (
    select(people.c.id)
    .join(sessions, (sessions.c.person == people.c.id) & (sessions.c.rights == people.c.rights))
    .where(sessions.c.session == bindparam("hashed_session"), sessions.c.ends_at > NOW, sessions.c.over == 0)
)
_END_SESSION = update(sessions).where(sessions.c.session == bindparam("hashed_session")).values(over=1)
_END_SESSIONS = update(sessions).where(sessions.c.person == ONE).values(over=1)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in a team: ``role`` is staff or coach."""

    team: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who agreed.

    Args:
        id: never used again.
        role: the highest anywhere: admin, coach of a team, or staff.
        seen_at: the day they last used Rung.
        rights: counted up when what they may do changes; a session with another number is over.
        blocked_at: since when their chat takes no messages, or None.
        teams: ascending by name.
    """

    id: int
    telegram: int
    name: str
    role: Role
    consented_at: str
    seen_at: str
    rights: int
    blocked_at: str | None
    teams: tuple[Membership, ...]

    def coaches(self, team: int) -> bool:
        """Whether they are a coach of a team."""
        return any(each.team == team and each.role == "coach" for each in self.teams)

    @property
    def coaches_any(self) -> bool:
        """Whether they coach a team; an admin may too."""
        return any(each.role == "coach" for each in self.teams)


@dataclass(frozen=True, slots=True)
class Settled:
    """Ids of those who became admins at a start, and of those who are admins no longer."""

    made: tuple[int, ...]
    unmade: tuple[int, ...]


class People:
    """The people of a store.

    Args:
        admins: Telegram ids of the admins (RUNG_ADMINS).
    """

    def __init__(self, database: Database, admins: Iterable[int] = ()) -> None:
        self._db = database
        self._admins = frozenset(admins)

    def by_telegram(self, telegram: int) -> Person | None:
        """Return the person with a Telegram id; None if nobody with it agreed."""
        return self._person(self._db.row(_PERSON_BY_TELEGRAM, telegram=telegram))

    def by_id(self, person: int) -> Person | None:
        """Return a person; None if they were deleted."""
        return self._person(self._db.row(_PERSON, one=person))

    def is_admin(self, person: int) -> bool:
        """Whether a person is an admin; False if they were deleted."""
        return self._db.value(_IS_ADMIN, one=person) is not None

    def chat_of(self, person: int) -> int | None:
        """Return a person's chat; None if they were deleted or blocked the bot."""
        found: int | None = self._db.value(_CHAT, one=person)
        return found

    def agree(self, telegram: int, name: str, at: str) -> Person:
        """Add somebody who agreed; who agrees again stays who they were, under the name they have now."""
        at = times.checked(at)
        self._db.execute(
            _AGREE,
            telegram=telegram,
            name=name,
            admin=int(telegram in self._admins),
            consented_at=at,
            seen_at=at,
        )
        person = self.by_telegram(telegram)
        assert person is not None
        return person

    def settle_admins(self, at: str) -> Settled:
        """Make exactly those admins whom the settings name; sessions of the others end."""
        with self._db.transaction():
            named = [one for each in sorted(self._admins) if (one := self.by_telegram(each))]
            made = [one.id for one in named if one.role != "admin"]
            unmade = [one.id for one in self.admins() if one.telegram not in self._admins]
            for person in (*made, *unmade):
                write_admin(self._db, person, OPERATOR, person in made, at)
            return Settled(tuple(made), tuple(unmade))

    def seen(self, person: int, at: str) -> None:
        """Note that somebody used Rung and that their chat is open; written once a day."""
        self._db.execute(_SEEN, one=person, now=times.checked(at))

    def blocked(self, person: int, at: str) -> None:
        """Note that somebody's chat takes no messages any more."""
        self._db.execute(_BLOCKED, one=person, now=times.checked(at))

    def admins(self) -> tuple[Person, ...]:
        """Return the admins."""
        return tuple(one for row in self._db.rows(_ADMINS) if (one := self._person(row)))

    def find(self, text: str = "") -> tuple[Person, ...]:
        """Return people, ascending by name.

        Args:
            text: a part of the name in any case, or a whole Telegram id; empty for everybody.
        """
        wanted = text.strip().casefold()
        rows = sorted(self._db.rows(_PEOPLE), key=lambda row: row.name.casefold())
        found = (row for row in rows if wanted in row.name.casefold() or wanted == str(row.telegram))
        return tuple(one for row in found if (one := self._person(row)))

    def set_admin(self, person: int, admin: bool, by: int, at: str) -> bool:
        """Give or take the rights of an admin; sessions of the person end.

        Args:
            by: an admin, or `OPERATOR`.

        Returns:
            False if nothing changed.

        Raises:
            RefusedError: ``last-admin``; ``not-allowed`` if ``by`` is no admin; ``not-there``.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            if (self._require(person).role == "admin") == admin:
                return False
            if not admin and self._db.value(_OTHER_ADMIN, one=person) is None:
                raise RefusedError("last-admin")
            write_admin(self._db, person, by, admin, at)
            return True

    def sign_out(self, person: int, by: int, at: str) -> None:
        """End all console sessions of a person, and the sign-in links they have not used.

        Raises:
            RefusedError: ``not-allowed`` if ``by`` is no admin, ``not-there``.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            self._require(person)
            change_rights(self._db, person)
            audit.note(self._db, "signed-out", actor=by, person=person, at=at)

    def _require(self, person: int) -> Person:
        found = self.by_id(person)
        if found is None:
            raise RefusedError("not-there")
        return found

    def _person(self, row: AnyRow | None) -> Person | None:
        if row is None:
            return None
        joined = tuple(Membership(*team) for team in self._db.rows(_MEMBERSHIPS, one=row.id))
        coach = any(team.role == "coach" for team in joined)
        role = "admin" if row.admin else "coach" if coach else "staff"
        return from_row(Person, row, role=role, teams=joined)


class Sessions:
    """The console sessions of a store; it keeps hashes only."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, link: str, person: int, rights: int, at: str) -> str | None:
        """Use a sign-in link, once, and begin a session.

        Args:
            rights: `Person.rights` when the link was made.

        Returns:
            the session's secret; None if the link is used, the person is gone or their rights changed.
        """
        at, token = times.checked(at), secrets.token_urlsafe(32)
        with self._db.transaction():
            self._db.execute(_DELETE_SESSIONS, before=times.later(at, days=-1))
            began = self._db.execute(
                _BEGIN_SESSION,
                hashed_link=hashed(link),
                hashed_session=hashed(token),
                one=person,
                known_rights=rights,
                now=at,
                ends=times.later(at, minutes=60 * SESSION_HOURS),
            )
        return token if began else None

    def whose(self, token: str, at: str) -> int | None:
        """Return whose session it is; None if it is none, is over, or the person's rights changed."""
        found: int | None = self._db.value(_SESSION, hashed_session=hashed(token), now=times.checked(at))
        return found

    def end(self, token: str) -> None:
        """End a session; its link stays used."""
        self._db.execute(_END_SESSION, hashed_session=hashed(token))

    def end_all(self, person: int) -> None:
        """End all of a person's sessions, on every machine."""
        self._db.execute(_END_SESSIONS, one=person)


def require_admin(database: Database, person: int) -> None:
    """Refuse a person who is neither an admin nor the operator.

    Raises:
        RefusedError: ``not-allowed``.
    """
    if person != OPERATOR and database.value(_IS_ADMIN, one=person) is None:
        raise RefusedError("not-allowed")


def write_admin(database: Database, person: int, by: int, admin: bool, at: str) -> None:
    """Write whether a person is an admin; their sessions are over."""
    database.execute(_SET_ADMIN, one=person, value=int(admin))
    change_rights(database, person)
    action: audit.Action = "made-admin" if admin else "unmade-admin"
    audit.note(database, action, actor=by, person=person, at=at)


def change_rights(database: Database, person: int) -> None:
    """Note that what somebody may do has changed: their sessions are over."""
    database.execute(_CHANGE_RIGHTS, one=person)


def hashed(token: str) -> str:
    """Return what the store keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
