"""Change what people may do, and tell them: for admins on Telegram and for commands alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People, Settled
from bot.store.queue import Outbox
from bot.store.teams import Team, Teams
from bot.telegram.render import post, say_text
from bot.text import membership as words
from bot.times import now

Action = Literal["coach", "staff", "remove", "admin", "unadmin", "signout", "renew"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that was made, or was so already.

    Args:
        name: of the person, empty where it is about a team alone.
        team: as it is now; None where it is about none.
    """

    changed: bool
    name: str = ""
    team: Team | None = None


class Administration:
    """Changes what people may do.

    Each change, its audit entry and what the person is told are one transaction.

    Args:
        wake: told for whom messages wait; a process other than the bot's has nothing to wake.
    """

    def __init__(self, database: Database, wake: Callable[[int], None] = lambda _: None) -> None:
        self._db, self._wake = database, wake
        self._people, self._teams, self._outbox = People(database), Teams(database), Outbox(database)

    def change(self, action: Action, by: int, person: int = 0, team: int = 0) -> Changed:
        """Make a change.

        Args:
            by: an admin, or `bot.store.people.OPERATOR`.
            person: whom it is about; not used by ``renew``.
            team: which one; used by ``coach``, ``staff``, ``remove`` and ``renew``.

        Raises:
            RefusedError: ``not-allowed``, ``not-there``, ``last-admin``; nothing has changed.
        """
        at = now()
        with self._db.transaction():
            known = self._people.by_id(person)
            found = self._teams.by_id(team) if team else None
            if (known is None and action != "renew") or (team and found is None):
                raise RefusedError("not-there")
            match action:
                case "coach" | "staff":
                    changed = self._teams.set_role(person, team, action, by, at)
                case "remove":
                    changed = self._teams.leave(person, team, at, by=by)
                case "admin" | "unadmin":
                    changed = self._people.set_admin(person, action == "admin", by, at)
                case "signout":
                    self._people.sign_out(person, by, at)
                    changed = True
                case "renew":
                    found, changed = self._teams.renew_link(team, by, at), True
            about = self._teams.coaches(team) if action == "renew" else (person,)
            told = [one for one in about if changed and one != by]
            for one in told:
                post(self._outbox, one, say_text(words.told(action, found.name if found else "")))
        for one in told:
            self._wake(one)
        return Changed(changed, known.name if known and action != "renew" else "", found)

    def settle_admins(self, admins: frozenset[int]) -> Settled:
        """Make exactly those admins whom RUNG_ADMINS names, and tell everybody whose rights changed.

        Args:
            admins: Telegram ids.
        """
        with self._db.transaction():
            settled = People(self._db, admins).settle_admins(now())
            for action, people in (("admin", settled.made), ("unadmin", settled.unmade)):
                for one in people:
                    post(self._outbox, one, say_text(words.told(action, "")))
        for one in (*settled.made, *settled.unmade):
            self._wake(one)
        return settled
