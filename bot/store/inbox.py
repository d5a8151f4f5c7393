"""Updates written down before they are handled, each once, in order for each person."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Database

KNOWN = 100_000
"""Update ids remembered, so that one delivered again is known; Telegram gives up after a day."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An update of a person that is still to be handled.

    Args:
        update: its id.
        body: JSON, as it came.
        tries: how often handling it was begun before.
    """

    update: int
    body: str
    tries: int


class Inbox:
    """The inbox of a store.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, update: int) -> bool:
        """Whether an update was received, or for one of nobody known: answered."""
        return (
            self._db.value("select 1 from inbox where update_id = ? and mark is null", (update,)) is not None
        )

    def receive(self, update: int, person: int, body: str) -> bool:
        """Write an update of a person down.

        Returns:
            False where it is known already: nothing is to be done.
        """
        added = self._db.execute(
            "insert or ignore into inbox (update_id, person, body) values (?, ?, ?)", (update, person, body)
        )
        return added.rowcount > 0

    def begin_stranger(self, update: int, mark: int) -> int:
        """Note that somebody who has not agreed is about to be answered: the update's id and nothing of them.

        Args:
            update: its id.
            mark: the highest message id known: the answer's is above it.

        Returns:
            the mark of the first time, where the answer was cut off and the update came again.
        """
        self._db.execute("insert or ignore into inbox (update_id, mark) values (?, ?)", (update, mark))
        return int(self._db.value("select coalesce(mark, ?) from inbox where update_id = ?", (mark, update)))

    def begun(self, update: int) -> bool:
        """Whether a stranger's update was about to be answered before."""
        return self._db.value("select mark from inbox where update_id = ?", (update,)) is not None

    def done(self, update: int) -> None:
        """Mark an update as handled; only its id stays."""
        self._db.execute(
            "insert into inbox (update_id) values (?) on conflict (update_id)"
            " do update set person = null, body = null, mark = null",
            (update,),
        )

    def next(self, person: int) -> Unfinished | None:
        """Return the first update of a person that is not handled."""
        row = self._db.row(
            "select update_id, body, tries from inbox where person = ? order by update_id limit 1", (person,)
        )
        return Unfinished(row["update_id"], row["body"], row["tries"]) if row else None

    def people(self) -> list[int]:
        """Return who has updates that are not handled."""
        rows = self._db.rows("select distinct person from inbox where person is not null")
        return [row["person"] for row in rows]

    def restarted(self) -> None:
        """Count a try of all that is unfinished: what always ends the process is not tried for ever."""
        self._db.execute("update inbox set tries = tries + 1 where person is not null")

    def depth(self) -> int:
        """Return how many updates wait."""
        return int(self._db.value("select count(*) from inbox where person is not null"))

    def sweep(self) -> None:
        """Forget the oldest ids."""
        self._db.execute(
            "delete from inbox where person is null and seq <= (select max(seq) from inbox) - ?", (KNOWN,)
        )
