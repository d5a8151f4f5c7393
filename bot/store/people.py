"""People who agreed to be kept, what they may do, and when they were last here."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot import times
from bot.store import audit
from bot.store.engine import Database, RefusedError

Role = Literal["staff", "coach", "admin"]
OPERATOR = 0
"""Stands for whoever runs commands on this machine, where a person's id is asked for; no person has it."""


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
        id: the store's own; never used again.
        telegram: their Telegram id.
        name: as they gave it.
        role: the most they are anywhere: admin of this Rung, coach of a team, or staff.
        consented_at: when they agreed.
        seen_at: the day they last used Rung.
        rights: a number that moves on when what they may do changes; a session with another one is over.
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
        database: the store.
        admins: Telegram ids of who is an admin (RUNG_ADMINS).
    """

    def __init__(self, database: Database, admins: Iterable[int] = ()) -> None:
        self._db = database
        self._admins = frozenset(admins)

    def by_telegram(self, telegram: int) -> Person | None:
        """Return the person with a Telegram id; None where nobody with it agreed."""
        return self._person(self._db.row("select * from people where telegram = ?", (telegram,)))

    def by_id(self, person: int) -> Person | None:
        """Return a person; None where they are forgotten."""
        return self._person(self._db.row("select * from people where id = ?", (person,)))

    def agree(self, telegram: int, name: str, at: str) -> Person:
        """Keep somebody who agreed; who agrees again stays who they were, under the name they have now.

        Args:
            telegram: their Telegram id.
            name: to be called by.
            at: now.
        """
        values = {
            "telegram": telegram,
            "name": name,
            "admin": int(telegram in self._admins),
            "at": times.checked(at),
        }
        self._db.execute(
            "insert into people (telegram, name, admin, consented_at, seen_at)"
            " values (:telegram, :name, :admin, :at, :at)"
            " on conflict (telegram) do update set name = :name, admin = max(admin, :admin), seen_at = :at,"
            " blocked_at = null",
            values,
        )
        person = self.by_telegram(telegram)
        assert person is not None
        return person

    def settle_admins(self, at: str) -> Settled:
        """Make exactly those admins whom the settings name; sessions of the others end.

        Args:
            at: now.
        """
        with self._db.transaction():
            named = [one for each in sorted(self._admins) if (one := self.by_telegram(each))]
            made = [one.id for one in named if one.role != "admin"]
            unmade = [one.id for one in self.admins() if one.telegram not in self._admins]
            for person in (*made, *unmade):
                self._write_admin(person, OPERATOR, person in made, at)
            return Settled(tuple(made), tuple(unmade))

    def seen(self, person: int, at: str) -> None:
        """Note that somebody used Rung and that their chat is open; written once a day."""
        self._db.execute(
            "update people set seen_at = :at, blocked_at = null"
            " where id = :person and (seen_at < substr(:at, 1, 10) or blocked_at is not null)",
            {"person": person, "at": times.checked(at)},
        )

    def blocked(self, person: int, at: str) -> None:
        """Note that somebody's chat takes no messages any more."""
        self._db.execute(
            "update people set blocked_at = ? where id = ? and blocked_at is null",
            (times.checked(at), person),
        )

    def admins(self) -> tuple[Person, ...]:
        """Return the admins."""
        found = (self._person(row) for row in self._db.rows("select * from people where admin = 1"))
        return tuple(person for person in found if person is not None)

    def find(self, text: str = "") -> tuple[Person, ...]:
        """Return people, ascending by name.

        Args:
            text: a part of the name in any case, or a whole Telegram id; empty for everybody.
        """
        wanted = text.strip().casefold()
        rows = self._db.rows("select * from people order by name collate nocase, id")
        found = (row for row in rows if wanted in row["name"].casefold() or wanted == str(row["telegram"]))
        return tuple(person for row in found if (person := self._person(row)) is not None)

    def set_admin(self, person: int, admin: bool, by: int, at: str) -> bool:
        """Give or take the rights of an admin; sessions of the person end.

        Args:
            person: whose rights.
            admin: whether they have them from now on.
            by: an admin, or `OPERATOR`.
            at: now.

        Returns:
            False where they had them, or not, already.

        Raises:
            RefusedError: ``last-admin``; ``not-allowed`` where ``by`` is no admin; ``not-there``.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            if (self._require(person).role == "admin") == admin:
                return False
            others = self._db.value("select 1 from people where admin = 1 and id <> ? limit 1", (person,))
            if not admin and others is None:
                raise RefusedError("last-admin")
            self._write_admin(person, by, admin, at)
            return True

    def sign_out(self, person: int, by: int, at: str) -> None:
        """End all console sessions of a person, and the sign-in links they have not used.

        Raises:
            RefusedError: ``not-allowed`` where ``by`` is no admin, ``not-there``.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            self._require(person)
            change_rights(self._db, person)
            audit.note(self._db, "signed-out", actor=by, person=person, at=at)

    def _write_admin(self, person: int, by: int, admin: bool, at: str) -> None:
        self._db.execute("update people set admin = ? where id = ?", (int(admin), person))
        change_rights(self._db, person)
        action: audit.Action = "made-admin" if admin else "unmade-admin"
        audit.note(self._db, action, actor=by, person=person, at=at)

    def _require(self, person: int) -> Person:
        found = self.by_id(person)
        if found is None:
            raise RefusedError("not-there")
        return found

    def _person(self, row: sqlite3.Row | None) -> Person | None:
        if row is None:
            return None
        teams = tuple(
            Membership(team["id"], team["name"], team["role"])
            for team in self._db.rows(
                "select t.id, t.name, m.role from members m join teams t on t.id = m.team"
                " where m.person = ? order by t.name",
                (row["id"],),
            )
        )
        coach = any(team.role == "coach" for team in teams)
        return Person(
            id=row["id"],
            telegram=row["telegram"],
            name=row["name"],
            role="admin" if row["admin"] else "coach" if coach else "staff",
            consented_at=row["consented_at"],
            seen_at=row["seen_at"],
            rights=row["rights"],
            blocked_at=row["blocked_at"],
            teams=teams,
        )


def require_admin(database: Database, person: int) -> None:
    """Refuse who is neither an admin nor the operator.

    Raises:
        RefusedError: ``not-allowed``.
    """
    if (
        person != OPERATOR
        and database.value("select 1 from people where id = ? and admin = 1", (person,)) is None
    ):
        raise RefusedError("not-allowed")


def change_rights(database: Database, person: int) -> None:
    """Note that what somebody may do has changed: their sessions are over."""
    database.execute("update people set rights = rights + 1 where id = ?", (person,))


SESSION_HOURS = 12
"""Hours a session lasts: a working day, and nobody signs in twice on it."""


class Sessions:
    """The sessions of a store.

    Args:
        database: the store, which keeps hashes only.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, link: str, person: int, rights: int, at: str) -> str | None:
        """Use a link, once, and begin a session.

        Args:
            link: what no other link has.
            person: who signs in.
            rights: `bot.store.people.Person.rights` when the link was made.
            at: now.

        Returns:
            the session's secret; None where the link is used, the person is gone or their rights changed.
        """
        at, token = times.checked(at), secrets.token_urlsafe(32)
        with self._db.transaction():
            self._db.execute("delete from sign_ins where ends_at < ?", (times.later(at, days=-1),))
            began = self._db.execute(
                "insert into sign_ins (link, session, person, rights, began_at, ends_at)"
                " select :link, :session, id, rights, :at, :ends from people"
                " where id = :person and rights = :rights on conflict (link) do nothing",
                {
                    "link": _hash(link),
                    "session": _hash(token),
                    "person": person,
                    "rights": rights,
                    "at": at,
                    "ends": times.later(at, minutes=60 * SESSION_HOURS),
                },
            )
        return token if began.rowcount else None

    def whose(self, token: str, at: str) -> int | None:
        """Return whose session it is; None where it is none, is over, or the person's rights changed."""
        found: int | None = self._db.value(
            "select p.id from sign_ins s join people p on p.id = s.person and p.rights = s.rights"
            " where s.session = ? and s.ends_at > ? and not s.over",
            (_hash(token), times.checked(at)),
        )
        return found

    def end(self, token: str) -> None:
        """End a session; its link stays used."""
        self._db.execute("update sign_ins set over = 1 where session = ?", (_hash(token),))

    def end_all(self, person: int) -> None:
        """End all of a person's sessions, on every machine."""
        self._db.execute("update sign_ins set over = 1 where person = ?", (person,))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
