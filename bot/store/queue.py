"""Updates written down before they are handled, each once, in order for each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.store.engine import Database

KEPT_IDS = 100_000
"""Update ids remembered, so that one delivered again is known; Telegram gives up after a day."""


@dataclass(frozen=True, slots=True)
class PendingUpdate:
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

    def next(self, person: int) -> PendingUpdate | None:
        """Return the first update of a person that is not handled."""
        row = self._db.row(
            "select update_id, body, tries from inbox where person = ? order by update_id limit 1", (person,)
        )
        return PendingUpdate(row["update_id"], row["body"], row["tries"]) if row else None

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
            "delete from inbox where person is null and seq <= (select max(seq) from inbox) - ?", (KEPT_IDS,)
        )


_HIGHEST = "highest_message"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
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
            about: the review it is about, and what of it; its message id is kept as `bot.store.queue` says.

        Returns:
            its id.
        """
        if edits is not None:
            self._db.execute("delete from outbox where edits = ? and mark is null", (edits,))
        row = {"person": person, "call": call, "lasting": int(lasting), "edits": edits}
        review, part = about or (None, None)
        return self._db.insert("outbox", {**row, "review": review, "part": part})

    def next(self, person: int) -> OutboxMessage | None:
        """Return the first letter in a person's line."""
        row = self._db.row(
            "select o.id, o.person, o.call, o.edits, t.message as target, o.mark, o.began from outbox o"
            " left join outbox t on t.id = o.edits"
            " where o.person = ? and o.call is not null order by o.id limit 1",
            (person,),
        )
        return OutboxMessage(*row) if row else None

    def begin(self, letter: int, mark: int, at: float) -> None:
        """Note that a letter is about to be sent: from here on it may have arrived."""
        self._db.execute("update outbox set mark = ?, began = ? where id = ?", (mark, at, letter))

    def sent(self, letter: int, message: int | None) -> None:
        """Note that a letter arrived. Only the message id of a lasting one, or one about a review, stays."""
        with self._db.transaction():
            if message is not None:
                keep_message(self._db, letter, message)
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


Part = Literal["card", "settled", "talk"]
"""``card``: what a coach decides on, ``settled`` once its buttons are taken off; ``talk``: what coach and
person are told of each other."""
Why = Literal["", "taken-back", "decided"]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message about a review, in a person's chat."""

    review: int
    part: Part


@dataclass(frozen=True, slots=True)
class RevokedMessage:
    """A message that somebody may not see any more.

    Args:
        person: in whose chat.
        message: its id.
        why: what they are to be told: empty for nothing.
        review: it was about.
        skill_name: of the review.
    """

    person: int
    message: int
    why: Why
    review: int
    skill_name: str


def keep_message(database: Database, letter: int, message: int) -> None:
    """Keep the message id of a letter that is about a review.

    Args:
        database: the store, in the transaction that notes the letter as sent.
        letter: its id.
        message: sent.
    """
    row = database.row(
        "select o.person, o.review, o.part, r.skill_name,"
        " (h.taken_back_at is not null and h.person <> o.person) as gone"
        " from outbox o join reviews r on r.id = o.review join shares h on h.id = r.share where o.id = ?",
        (letter,),
    )
    if row is None:
        return
    known = {"person": row["person"], "message": message, "review": row["review"]}
    if row["gone"]:
        # Taken back while it was on its way: the triggers did not know of it.
        database.insert("stale", {**known, "why": "", "skill_name": row["skill_name"]})
    else:
        database.insert("threads", {**known, "part": row["part"]})


def message_at(database: Database, person: int, message: int) -> ChatMessage | None:
    """Return what a message in a person's chat is about; None where it is about no review."""
    row = database.row("select review, part from threads where person = ? and message = ?", (person, message))
    return ChatMessage(*row) if row else None


def card_message(database: Database, person: int, review: int) -> int | None:
    """Return the last message of the last card of a review in a coach's chat, which has its buttons."""
    sql = "select max(message) from threads where review = ? and person = ? and part = 'card'"
    found: int | None = database.value(sql, (review, person))
    return found


def settle_card(database: Database, person: int, review: int) -> int | None:
    """Note that the card of a review has no buttons any more; return the message to take them off, if any."""
    found = card_message(database, person, review)
    database.execute(
        "update threads set part = 'settled' where review = ? and person = ? and part = 'card'",
        (review, person),
    )
    return found


def take_revoked(database: Database) -> tuple[RevokedMessage, ...]:
    """Return the messages to be taken away, and strike them off; in the transaction that sees to it."""
    rows = database.rows("delete from stale returning person, message, why, review, skill_name")
    return tuple(sorted((RevokedMessage(*row) for row in rows), key=lambda each: (each.person, each.message)))


def any_revoked(database: Database) -> bool:
    """Whether there is a message to be taken away."""
    return database.value("select 1 from stale limit 1") is not None
