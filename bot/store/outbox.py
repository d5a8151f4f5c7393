"""Messages to be sent, written down with what they tell of, and gone once they are sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store import threads
from bot.store.database import Database
from bot.store.threads import Part

_HIGHEST = "highest_message"


@dataclass(frozen=True, slots=True)
class Letter:
    """A call of the Bot API to be made for a person.

    Args:
        id: in the outbox.
        person: whose chat it is for.
        call: JSON: what to call and with what.
        edits: the letter whose message it changes.
        target: that message's id, where it was sent.
        mark: the highest message id known when sending began; None where it has not begun.
        began: when that was, in seconds since the epoch.
    """

    id: int
    person: int
    call: str
    edits: int | None
    target: int | None
    mark: int | None
    began: float | None


class Outbox:
    """The outbox of a store.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self,
        person: int,
        call: str,
        *,
        lasting: bool = False,
        edits: int | None = None,
        about: tuple[int, Part] | None = None,
    ) -> int:
        """Put a letter last in a person's line.

        Args:
            person: to whom.
            call: JSON.
            lasting: its message id is kept, so that later letters can edit it.
            edits: the lasting letter whose message this one changes; an older change that waits is left out.
            about: the review it is about, and what of it; its message id is kept as `bot.store.threads` says.

        Returns:
            its id.
        """
        if edits is not None:
            self._db.execute("delete from outbox where edits = ? and mark is null", (edits,))
        row = {"person": person, "call": call, "lasting": int(lasting), "edits": edits}
        review, part = about or (None, None)
        return self._db.insert("outbox", {**row, "review": review, "part": part})

    def next(self, person: int) -> Letter | None:
        """Return the first letter in a person's line."""
        row = self._db.row(
            "select o.id, o.person, o.call, o.edits, t.message as target, o.mark, o.began from outbox o"
            " left join outbox t on t.id = o.edits"
            " where o.person = ? and o.call is not null order by o.id limit 1",
            (person,),
        )
        return Letter(*row) if row else None

    def begin(self, letter: int, mark: int, at: float) -> None:
        """Note that a letter is about to be sent: from here on it may have arrived."""
        self._db.execute("update outbox set mark = ?, began = ? where id = ?", (mark, at, letter))

    def sent(self, letter: int, message: int | None) -> None:
        """Note that a letter arrived. Only the message id of a lasting one, or one about a review, stays."""
        with self._db.transaction():
            if message is not None:
                threads.keep(self._db, letter, message)
            kept = self._db.execute(
                "update outbox set call = null, message = ? where id = ? and lasting = 1", (message, letter)
            )
            if not kept.rowcount:
                self.drop(letter)
            if message is not None:
                self.seen(message)

    def moved(self, letter: int, message: int) -> None:
        """Note that a lasting letter's message is another one now."""
        self._db.execute("update outbox set message = ? where id = ?", (message, letter))

    def drop(self, letter: int) -> None:
        """Leave a letter out: it can never be sent, or is not needed any more."""
        self._db.execute("delete from outbox where id = ?", (letter,))

    def drop_all(self, person: int) -> None:
        """Leave out all that waits for a person."""
        self._db.execute("delete from outbox where person = ? and call is not null", (person,))

    def waiting(self) -> list[int]:
        """Return for whom letters wait; asked often, it reads one index, which is empty mostly."""
        rows = self._db.rows("select distinct person from outbox where call is not null")
        return [row["person"] for row in rows]

    def people(self) -> list[int]:
        """Return for whom letters wait, those first that were cut off while they were sent."""
        rows = self._db.rows(
            "select person from outbox where call is not null group by person order by max(began) is null"
        )
        return [row["person"] for row in rows]

    def depth(self) -> int:
        """Return how many letters wait."""
        return int(self._db.value("select count(*) from outbox where call is not null"))

    def seen(self, message: int) -> None:
        """Remember the highest message id known; ids of private chats count up over all chats of a bot."""
        self._db.execute(
            "insert into counters (name, value) values (?, ?)"
            " on conflict (name) do update set value = excluded.value where excluded.value > value",
            (_HIGHEST, message),
        )

    def highest(self) -> int:
        """Return the highest message id known, 0 where none is."""
        return int(self._db.value("select value from counters where name = ?", (_HIGHEST,)) or 0)

    def live(self, person: int) -> int | None:
        """Return the lasting letter that a person's live message is."""
        found = self._db.value("select live from chats where person = ?", (person,))
        return None if found is None else int(found)

    def set_live(self, person: int, letter: int | None) -> None:
        """Make a lasting letter the live message, or none."""
        self._db.execute(
            "insert into chats (person, live) values (?, ?)"
            " on conflict (person) do update set live = excluded.live",
            (person, letter),
        )

    def sweep(self) -> None:
        """Leave out letters that were sent and that nothing will edit any more."""
        self._db.execute(
            "delete from outbox where call is null"
            " and id not in (select live from chats where live is not null)"
            " and id not in (select edits from outbox where edits is not null)"
        )
