"""Teams, who is in them as what, and the links that bring people in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import times
from bot.store import audit, shares
from bot.store.engine import NOW, ONE, WHICH, AnyRow, Database, RefusedError
from bot.store.people import OPERATOR, Role, change_rights, hashed, require_admin, write_admin
from bot.store.reviews import chats, decisions
from bot.store.schema import invitations, members, people, plan_shares, teams

INVITED_DAYS = 7
"""Days an invitation can be used."""

_COLUMNS = (teams.c.id, teams.c.name, teams.c.code, teams.c.made_at)
_TEAMS = select(*_COLUMNS).order_by(teams.c.name)
_TEAM = select(*_COLUMNS).where(teams.c.id == WHICH)
_TEAM_BY_CODE = select(*_COLUMNS).where(teams.c.code == bindparam("code"))
_TEAM_BY_NAME = select(*_COLUMNS).where(teams.c.name == bindparam("name"))
_SET_CODE = update(teams).where(teams.c.id == WHICH).values(code=bindparam("fresh"))
_MEMBERS = (
    select(people.c.id, people.c.name, members.c.role, members.c.since)
    .join(members, members.c.person == people.c.id)
    .where(members.c.team == WHICH)
    .order_by(people.c.name, people.c.id)
)
_MEMBER_IDS = select(members.c.person).where(members.c.team == WHICH)
_COACHES = _MEMBER_IDS.where(members.c.role == "coach").order_by(members.c.person)
_ROLE = select(members.c.role).where(members.c.person == ONE, members.c.team == WHICH)
_NEW_MEMBER = insert(members)
_SET_MEMBER = _NEW_MEMBER.on_conflict_do_update(
    index_elements=[members.c.person, members.c.team],
    set_={"role": _NEW_MEMBER.excluded.role, "since": _NEW_MEMBER.excluded.since},
)
_DELETE_MEMBER = delete(members).where(members.c.person == ONE, members.c.team == WHICH)
_END_PLAN_SHARE = delete(plan_shares).where(plan_shares.c.person == ONE, plan_shares.c.team == WHICH)
_INVITE = invitations.insert()
_INVITATION = select(invitations).where(invitations.c.token == bindparam("token"))
_USE_INVITATION = (
    update(invitations).where(invitations.c.token == bindparam("secret")).values(used_at=NOW, used_by=ONE)
)
_END_INVITATIONS = (
    update(invitations)
    .where(invitations.c.team == WHICH, invitations.c.expires_at > NOW, invitations.c.used_at.is_(None))
    .values(expires_at=NOW)
)


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
    """The teams of a store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def make(self, name: str, by: int, at: str) -> Team:
        """Make a team.

        Raises:
            RefusedError: ``not-allowed``, ``team-taken``.
        """
        with self._db.transaction():
            require_admin(self._db, by)
            if self.by_name(name):
                raise RefusedError("team-taken")
            return self._known(self._db.insert(teams, name=name, code=_code(), made_at=times.checked(at)))

    def renew_link(self, team: int, by: int, at: str) -> Team:
        """Give a team another link: the old one and the team's open invitations bring nobody in any more.

        Raises:
            RefusedError: ``not-allowed``, ``not-there``.
        """
        at = times.checked(at)
        with self._db.transaction():
            require_admin(self._db, by)
            name = self._known(team).name
            self._db.execute(_SET_CODE, which=team, fresh=_code())
            self._db.execute(_END_INVITATIONS, which=team, now=at)
            told = {row.person for row in self._db.rows(_MEMBER_IDS, which=team)}
            for person in sorted({*told, by} - {OPERATOR}):
                audit.note(self._db, "link-renewed", actor=by, person=person, at=at, detail=name)
            return self._known(team)

    def all(self) -> tuple[Team, ...]:
        """Return the teams, ascending by name."""
        return tuple(Team(*row) for row in self._db.rows(_TEAMS))

    def by_code(self, code: str) -> Team | None:
        """Return the team with a code; None if there is none."""
        row = self._db.row(_TEAM_BY_CODE, code=code)
        return None if row is None else Team(*row)

    def by_id(self, team: int) -> Team | None:
        """Return a team; None if there is none."""
        row = self._db.row(_TEAM, which=team)
        return None if row is None else Team(*row)

    def by_name(self, name: str) -> Team | None:
        """Return the team with a name, whatever the case; None if there is none."""
        row = self._db.row(_TEAM_BY_NAME, name=name)
        return None if row is None else Team(*row)

    def members(self, team: int, by: int) -> tuple[Member, ...]:
        """Return who is in a team, ascending by name; for admins.

        Raises:
            RefusedError: ``not-allowed``.
        """
        require_admin(self._db, by)
        return tuple(Member(*row) for row in self._db.rows(_MEMBERS, which=team))

    def coaches(self, team: int) -> tuple[int, ...]:
        """Return the ids of a team's coaches."""
        return tuple(row.person for row in self._db.rows(_COACHES, which=team))

    def join(self, person: int, code: str, at: str) -> Team | None:
        """Put a person into the team with a code, as staff; who is in it already stays what they are.

        Returns:
            the team; None if no team has the code.
        """
        with self._db.transaction():
            team = self.by_code(code)
            if team is not None:
                self._put(person, team, "staff", at)
            return team

    def leave(self, person: int, team: int, at: str, by: int | None = None) -> bool:
        """Take a person out of a team: what they shared with it is taken back, what they had claimed waits.

        Args:
            by: an admin or the operator, who takes them out; None if they leave by themselves.

        Returns:
            False if they were not in it.

        Raises:
            RefusedError: ``not-allowed`` if ``by`` is no admin.
        """
        with self._db.transaction():
            if by is not None:
                require_admin(self._db, by)
            before = self._role(person, team)
            if not self._db.execute(_DELETE_MEMBER, one=person, which=team):
                return False
            self._db.execute(_END_PLAN_SHARE, one=person, which=team)
            if before == "coach":
                self._end_coaching(person, team)
            actor = person if by is None else by
            shares.take_back(self._db, person, at, team=team, by=actor)
            change_rights(self._db, person)
            name = self._known(team).name
            action: audit.Action = "left" if by is None else "removed"
            audit.note(self._db, action, actor=actor, person=person, at=at, detail=name)
            return True

    def set_role(self, person: int, team: int, role: Role, by: int, at: str) -> bool:
        """Make a member of a team its coach, or a coach staff again.

        Returns:
            False if they have the role already.

        Raises:
            RefusedError: ``not-allowed`` if ``by`` is no admin, ``not-there`` if they are not in it.
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
                self._end_coaching(person, team)
            detail = f"{role} {self._known(team).name}"
            audit.note(self._db, "role", actor=by, person=person, at=at, detail=detail)
            return True

    def invite(self, role: Role, team: int | None, by: int, at: str, days: int = INVITED_DAYS) -> str:
        """Make an invitation that one person can use once.

        Args:
            team: which one; None only for an admin.
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
            self._db.execute(
                _INVITE,
                token=hashed(token),
                role=role,
                team=team,
                invited_by=by,
                made_at=times.checked(at),
                expires_at=times.later(at, days=days),
            )
            return token

    def accept(self, token: str, person: int, at: str) -> AcceptedInvitation:
        """Use an invitation.

        Raises:
            RefusedError: ``invitation-unknown``, ``-used``, ``-expired``, or ``not-allowed`` if who made
                it is no admin any more.
        """
        at = times.checked(at)
        with self._db.transaction():
            found = self._db.row(_INVITATION, token=hashed(token))
            if found is None:
                raise RefusedError("invitation-unknown")
            if found.used_at is not None:
                raise RefusedError("invitation-used")
            if found.expires_at <= at:
                raise RefusedError("invitation-expired")
            require_admin(self._db, found.invited_by)
            self._db.execute(_USE_INVITATION, secret=found.token, now=at, one=person)
            return self._become(person, found, at)

    def _become(self, person: int, invitation: AnyRow, at: str) -> AcceptedInvitation:
        role: Role = invitation.role
        team = None if invitation.team is None else self._known(invitation.team)
        if role == "admin":
            write_admin(self._db, person, invitation.invited_by, True, at)
        if team is not None:
            self._put(person, team, "staff" if role == "admin" else role, at)
        return AcceptedInvitation(role, team)

    def _put(self, person: int, team: Team, role: Role, at: str) -> None:
        """Let a link put a person into a team, or make them its coach; nobody joins downwards."""
        before = self._role(person, team.id)
        if before in ("coach", role):
            return
        self._write(person, team, role, at)
        audit.note(self._db, "joined", actor=person, person=person, at=at, detail=f"{role} {team.name}")

    def _role(self, person: int, team: int) -> Role | None:
        role: Role | None = self._db.value(_ROLE, one=person, which=team)
        return role

    def _write(self, person: int, team: Team, role: Role, at: str) -> None:
        self._db.execute(_SET_MEMBER, person=person, team=team.id, role=role, since=times.checked(at))
        change_rights(self._db, person)

    def _end_coaching(self, person: int, team: int) -> None:
        """Give back what a coach had claimed, and take what they saw out of their chat."""
        decisions.release_all(self._db, person, team)
        chats.revoke(self._db, chats.OF_COACH, coach=person, team=team)

    def _known(self, team: int | None) -> Team:
        found = None if team is None else self.by_id(team)
        if found is None:
            raise RefusedError("not-there")
        return found


def _code() -> str:
    # Fit for a deep link and for saying over the phone; nobody guesses 60 bits.
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(12))
