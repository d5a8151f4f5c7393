"""Who is signed in to the console: links that were used, and sessions."""

from __future__ import annotations

import hashlib
import secrets

from bot.store import times
from bot.store.database import Database

HOURS = 12
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
                    "ends": times.later(at, minutes=60 * HOURS),
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
