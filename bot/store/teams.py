"""Teams, who is in them as what, and the links that bring people in."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

from bot import times
from bot.store import audit, shares
from bot.store.engine import Database, RefusedError
from bot.store.people import OPERATOR, Role, change_rights, require_admin

INVITED_DAYS = 7
"""Days an invitation can be used."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team; ``code`` brings people into it as staff, in a link ``?start=<code>``."""

    id: int
    name: str
    code: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team; ``role`` is staff or coach."""

    person: int
    name: str
    role: Role
    since: str


@dataclass(frozen=True, slots=True)
class AcceptedInvitation:
    """What an invitation made of somebody; ``team`` is None for an admin of no team."""

    role: Role
    team: Team | None


class Teams:
    """The teams of a store.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def make(self, name: str, by: int, at: str) -> Team:
        """Make a team.

        Args:
            name: not that of another, whatever the case.
            by: an admin.
            at: now.

        Raises:
            RefusedError: ``not-allowed``, ``team-taken``.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            row = {"name": name, "code": _code(), "made_at": times.checked(at)}
            try:
                return self._known(self._db.insert("teams", row))
            except sqlite3.IntegrityError as error:
                raise RefusedError("team-taken") from error

    def renew_link(self, team: int, by: int, at: str) -> Team:
        """Give a team another link: the old one and the team's open invitations bring nobody in any more.

        Args:
            team: which one.
            by: an admin, or the operator.
            at: now.

        Raises:
            RefusedError: ``not-allowed``, ``not-there``.
        """
        at = times.checked(at)
        with self._db.transaction():
            require_admin(self._db, by)
            name = self._known(team).name
            self._db.execute("update teams set code = ? where id = ?", (_code(), team))
            self._db.execute(
                "update invitations set expires_at = :at where team = :team and expires_at > :at"
                " and used_at is null",
                {"team": team, "at": at},
            )
            members = (row["person"] for row in self._db.rows(_MEMBERS, (team,)))
            for person in sorted({*members, by} - {OPERATOR}):
                audit.note(self._db, "link-renewed", actor=by, person=person, at=at, detail=name)
            return self._known(team)

    def all(self) -> tuple[Team, ...]:
        """Return the teams, ascending by name."""
        return tuple(Team(*row) for row in self._db.rows(f"{_TEAM} order by name"))

    def by_code(self, code: str) -> Team | None:
        """Return the team with a code; None where there is none."""
        row = self._db.row(f"{_TEAM} where code = ?", (code,))
        return None if row is None else Team(*row)

    def by_id(self, team: int) -> Team | None:
        """Return a team; None where there is none."""
        row = self._db.row(f"{_TEAM} where id = ?", (team,))
        return None if row is None else Team(*row)

    def by_name(self, name: str) -> Team | None:
        """Return the team with a name, whatever the case; None where there is none."""
        row = self._db.row(f"{_TEAM} where name = ?", (name,))
        return None if row is None else Team(*row)

    def members(self, team: int, by: int) -> tuple[Member, ...]:
        """Return who is in a team, ascending by name; for admins.

        Raises:
            RefusedError: ``not-allowed``.
        """
        require_admin(self._db, by)
        rows = self._db.rows(
            "select p.id, p.name, m.role, m.since from members m join people p on p.id = m.person"
            " where m.team = ? order by p.name, p.id",
            (team,),
        )
        return tuple(Member(*row) for row in rows)

    def coaches(self, team: int) -> tuple[int, ...]:
        """Return the ids of a team's coaches."""
        rows = self._db.rows(
            "select person from members where team = ? and role = 'coach' order by person", (team,)
        )
        return tuple(row["person"] for row in rows)

    def join(self, person: int, code: str, at: str) -> Team | None:
        """Put a person into the team with a code, as staff; who is in it already stays what they are.

        Returns:
            the team; None where no team has the code.
        """
        with self._db.transaction():
            team = self.by_code(code)
            if team is not None:
                self._put(person, team, "staff", at)
            return team

    def leave(self, person: int, team: int, at: str, by: int | None = None) -> bool:
        """Take a person out of a team: what they shared with it is taken back, what they had claimed waits.

        Args:
            person: who leaves.
            team: which one.
            at: now.
            by: an admin or the operator, who takes them out; None where they leave by themselves.

        Returns:
            False where they were not in it.

        Raises:
            RefusedError: ``not-allowed`` where ``by`` is no admin.
        """
        with self._db.transaction():
            if by is not None:
                require_admin(self._db, by)
            gone = self._db.execute("delete from members where person = ? and team = ?", (person, team))
            if not gone.rowcount:
                return False
            actor = person if by is None else by
            shares.take_back(self._db, person, at, team=team, by=actor)
            self._release(person, team)
            change_rights(self._db, person)
            name = self._known(team).name
            action: audit.Action = "left" if by is None else "removed"
            audit.note(self._db, action, actor=actor, person=person, at=at, detail=name)
            return True

    def set_role(self, person: int, team: int, role: Role, by: int, at: str) -> bool:
        """Make a member of a team its coach, or a coach staff again.

        Returns:
            False where they have the role already.

        Raises:
            RefusedError: ``not-allowed`` where ``by`` is no admin, ``not-there`` where they are not in it.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            before = self._role(person, team)
            if role == "admin" or before is None:
                raise RefusedError("not-there")
            if role == before:
                return False
            self._write(person, self._known(team), role, at)
            if before == "coach":
                self._release(person, team)
            detail = f"{role} {self._known(team).name}"
            audit.note(self._db, "role", actor=by, person=person, at=at, detail=detail)
            return True

    def invite(self, role: Role, team: int | None, by: int, at: str, days: int = INVITED_DAYS) -> str:
        """Make an invitation that one person can use once.

        Args:
            role: what they become: staff or coach of the team, or admin.
            team: which one; None only for an admin.
            by: an admin.
            at: now.
            days: that it can be used.

        Returns:
            the secret of the link, fit for ``?start=``; the store keeps its hash alone.

        Raises:
            RefusedError: ``not-allowed``, ``not-there`` for an unknown team.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            if team is not None or role != "admin":
                self._known(team)
            token = secrets.token_urlsafe(24)
            row = {"token": _hash(token), "role": role, "team": team, "invited_by": by}
            expires = times.later(at, days=days)
            self._db.insert("invitations", {**row, "made_at": times.checked(at), "expires_at": expires})
            return token

    def accept(self, token: str, person: int, at: str) -> AcceptedInvitation:
        """Use an invitation.

        Args:
            token: its secret.
            person: who uses it.
            at: now.

        Raises:
            RefusedError: ``invitation-unknown``, ``-used``, ``-expired``, or ``not-allowed`` where who made
                it is no admin any more.
        """
        at = times.checked(at)
        with self._db.transaction():
            found = self._db.row("select * from invitations where token = ?", (_hash(token),))
            if found is None:
                raise RefusedError("invitation-unknown")
            if found["used_at"] is not None:
                raise RefusedError("invitation-used")
            if found["expires_at"] <= at:
                raise RefusedError("invitation-expired")
            require_admin(self._db, found["invited_by"])
            used = (at, person, found["token"])
            self._db.execute("update invitations set used_at = ?, used_by = ? where token = ?", used)
            return self._become(person, found, at)

    def _become(self, person: int, invitation: sqlite3.Row, at: str) -> AcceptedInvitation:
        role: Role = invitation["role"]
        team = None if invitation["team"] is None else self._known(invitation["team"])
        if role == "admin":
            self._db.execute("update people set admin = 1 where id = ?", (person,))
            change_rights(self._db, person)
            by = invitation["invited_by"]
            audit.note(self._db, "made-admin", actor=by, person=person, at=at)
        if team is not None:
            self._put(person, team, "staff" if role == "admin" else role, at)
        return AcceptedInvitation(role, team)

    def _put(self, person: int, team: Team, role: Role, at: str) -> None:
        """Let a link put a person into a team, or make them its coach; nobody joins downwards."""
        before = self._role(person, team.id)
        if before == "coach" or before == role:
            return
        self._write(person, team, role, at)
        audit.note(self._db, "joined", actor=person, person=person, at=at, detail=f"{role} {team.name}")

    def _role(self, person: int, team: int) -> Role | None:
        role: Role | None = self._db.value(
            "select role from members where person = ? and team = ?", (person, team)
        )
        return role

    def _write(self, person: int, team: Team, role: Role, at: str) -> None:
        self._db.execute(
            "insert into members (person, team, role, since) values (?1, ?2, ?3, ?4)"
            " on conflict (person, team) do update set role = ?3, since = ?4",
            (person, team.id, role, times.checked(at)),
        )
        change_rights(self._db, person)

    def _release(self, person: int, team: int) -> None:
        self._db.execute(
            "update reviews set status = 'waiting', coach = null, free_at = null, version = version + 1"
            " where coach = ? and team = ? and status in ('claimed', 'asked')",
            (person, team),
        )

    def _known(self, team: int | None) -> Team:
        found = None if team is None else self.by_id(team)
        if found is None:
            raise RefusedError("not-there")
        return found


_MEMBERS = "select person from members where team = ?"
_TEAM = "select id, name, code, made_at from teams"


def _code() -> str:
    # Fit for a deep link and for saying over the phone; nobody guesses 60 bits.
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(12))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
