"""Inbox and outbox: updates written down before they are handled, messages until they are sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Text, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.store.engine import ONE, WHICH, Database
from bot.store.reviews.chats import Part, keep_message
from bot.store.schema import Id, chats, inbox, outbox, people

KEPT_IDS = 100_000
"""Update ids remembered, so that one delivered again is known; Telegram gives up after a day."""

_UNFINISHED = inbox.c.person.is_not(None)
_KNOWN_UPDATE = select(inbox.c.seq).where(inbox.c.update_id == WHICH)
_RECEIVE = (
    insert(inbox)
    .from_select(
        ["update_id", "person", "body"],
        select(bindparam("update_id", type_=Id), people.c.id, bindparam("body", type_=Text)).where(
            people.c.telegram == bindparam("telegram")
        ),
    )
    .on_conflict_do_nothing(index_elements=[inbox.c.update_id])
    .returning(inbox.c.person)
)
_DONE = update(inbox).where(inbox.c.update_id == WHICH, _UNFINISHED).values(person=None, body=None)
_REMEMBER = insert(inbox).on_conflict_do_nothing(index_elements=[inbox.c.update_id])
_NEXT_UPDATE = (
    select(inbox.c.update_id, inbox.c.body, inbox.c.tries)
    .where(inbox.c.person == ONE)
    .order_by(inbox.c.update_id)
    .limit(1)
)
_SENDERS = select(inbox.c.person).where(_UNFINISHED).distinct()
_COUNT_TRY = update(inbox).where(_UNFINISHED).values(tries=inbox.c.tries + 1)
_INBOX_DEPTH = select(func.count()).select_from(inbox).where(_UNFINISHED)
_LAST_SEQ = select(func.max(inbox.c.seq)).scalar_subquery()
_FORGET_IDS = delete(inbox).where(inbox.c.person.is_(None), inbox.c.seq <= _LAST_SEQ - bindparam("kept"))

_WAITING = outbox.c.call.is_not(None)
_EDITED = outbox.alias("edited")
_NEXT_MESSAGE = (
    select(
        outbox.c.id,
        outbox.c.person,
        outbox.c.call,
        outbox.c.edits,
        _EDITED.c.message.label("target"),
        outbox.c.review,
        outbox.c.lasting,
        case((people.c.blocked_at.is_(None), people.c.telegram)).label("chat"),
    )
    .join(people, people.c.id == outbox.c.person)
    .outerjoin(_EDITED, _EDITED.c.id == outbox.c.edits)
    .where(outbox.c.person == ONE, _WAITING)
    .order_by(outbox.c.id)
    .limit(1)
)
_MESSAGE_EXISTS = select(outbox.c.id).where(outbox.c.id == WHICH)
_REPLACE_EDIT = delete(outbox).where(outbox.c.edits == WHICH, outbox.c.begun == 0)
_MOVED = update(outbox).where(outbox.c.id == WHICH)
_BEGIN = _MOVED.values(begun=1)
_SENT = _MOVED.values(call=None)
_DROP = delete(outbox).where(outbox.c.id == WHICH)
_DROP_ALL = delete(outbox).where(outbox.c.person == ONE, _WAITING)
_RECIPIENTS = select(outbox.c.person).where(_WAITING).distinct()
_OUTBOX_DEPTH = select(func.count()).select_from(outbox).where(_WAITING)
_SWEEP = delete(outbox).where(
    outbox.c.call.is_(None),
    outbox.c.id.not_in(select(chats.c.live).where(chats.c.live.is_not(None))),
    outbox.c.id.not_in(select(_EDITED.c.edits).where(_EDITED.c.edits.is_not(None))),
)
_LIVE = select(chats.c.live).where(chats.c.person == ONE)
_CHAT = insert(chats)
_SET_LIVE = _CHAT.on_conflict_do_update(index_elements=[chats.c.person], set_={"live": _CHAT.excluded.live})


@dataclass(frozen=True, slots=True)
class PendingUpdate:
    """An update of a person that is still to be handled.

    Args:
        tries: how often handling it was begun before.
    """

    update: int
    body: str
    tries: int


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A call of the Bot API to be made for a person.

    Args:
        edits: the outbox message whose message in the chat it changes.
        target: that message's id, if it was sent.
        lasting: its id in the chat is kept once it is sent.
        chat: the person's; None if they blocked the bot.
    """

    id: int
    person: int
    call: str
    edits: int | None
    target: int | None
    review: int | None
    lasting: int
    chat: int | None


class Inbox:
    """The inbox of a store: updates, each handled once, in order for each person."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, update: int) -> bool:
        """Whether an update was received before."""
        return self._db.value(_KNOWN_UPDATE, which=update) is not None

    def receive(self, update: int, telegram: int, body: str) -> int | None:
        """Write an update down, and return the person it is from.

        Returns:
            None where nothing was written: the update is known already, or the sender has not agreed.
        """
        person: int | None = self._db.value(_RECEIVE, update_id=update, telegram=telegram, body=body)
        return person

    def done(self, update: int) -> bool:
        """Mark an update as handled; only its id stays.

        Returns:
            False if it was not waiting: nobody agreed, or the person was deleted.
        """
        if self._db.execute(_DONE, which=update):
            return True
        self._db.execute(_REMEMBER, update_id=update)
        return False

    def next(self, person: int) -> PendingUpdate | None:
        """Return the first update of a person that is not handled."""
        row = self._db.row(_NEXT_UPDATE, one=person)
        return None if row is None else PendingUpdate(*row)

    def people(self) -> list[int]:
        """Return who has updates that are not handled."""
        return [row.person for row in self._db.rows(_SENDERS)]

    def restarted(self) -> None:
        """Count a try of all that is unfinished: what always ends the process is not tried for ever."""
        self._db.execute(_COUNT_TRY)

    def depth(self) -> int:
        """Return how many updates wait."""
        return int(self._db.value(_INBOX_DEPTH))

    def sweep(self) -> None:
        """Delete the oldest ids."""
        self._db.execute(_FORGET_IDS, kept=KEPT_IDS)


class Outbox:
    """The outbox of a store: messages to be sent, written down with what they tell of."""

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
        """Add a message to the end of a person's queue, and return its id.

        Args:
            lasting: its id in the chat is kept, so that later messages can edit it.
            edits: the lasting message that this one changes; an older change that waits is dropped.
            about: the review it is about, and what of it; its id in the chat is kept
                (`bot.store.reviews.chats`).
        """
        if edits is not None:
            self._db.execute(_REPLACE_EDIT, which=edits)
        review, part = about or (None, None)
        return self._db.insert(
            outbox, person=person, call=call, lasting=int(lasting), edits=edits, review=review, part=part
        )

    def has(self, message: int) -> bool:
        """Whether a message is in the outbox, waiting or kept to be edited."""
        return self._db.value(_MESSAGE_EXISTS, which=message) is not None

    def next(self, person: int) -> OutboxMessage | None:
        """Return the first message in a person's queue."""
        row = self._db.row(_NEXT_MESSAGE, one=person)
        return None if row is None else OutboxMessage(*row)

    def begin(self, message: int) -> None:
        """Note that a message is about to be sent: from here on it may have arrived."""
        self._db.execute(_BEGIN, which=message)

    def sent(self, message: OutboxMessage, in_chat: int | None) -> None:
        """Note that a message arrived; its id in the chat stays if it is lasting or about a review."""
        if not (message.lasting or message.edits or message.review):
            self.drop(message.id)
            return
        with self._db.transaction():
            if message.review and in_chat is not None:
                keep_message(self._db, message.id, in_chat)
            if message.edits and in_chat is not None:
                # The person deleted what it was to change: it was sent anew.
                self._db.execute(_MOVED, which=message.edits, message=in_chat)
            if message.lasting:
                self._db.execute(_SENT, which=message.id, message=in_chat)
            else:
                self.drop(message.id)

    def drop(self, message: int) -> None:
        """Drop a message: it can never be sent, or is not needed any more."""
        self._db.execute(_DROP, which=message)

    def drop_all(self, person: int) -> None:
        """Drop all that waits for a person."""
        self._db.execute(_DROP_ALL, one=person)

    def waiting(self) -> list[int]:
        """Return for whom messages wait; asked often, it reads one index, which is mostly empty."""
        return [row.person for row in self._db.rows(_RECIPIENTS)]

    def depth(self) -> int:
        """Return how many messages wait."""
        return int(self._db.value(_OUTBOX_DEPTH))

    def live(self, person: int) -> int | None:
        """Return the lasting message that a person's live message is."""
        found: int | None = self._db.value(_LIVE, one=person)
        return found

    def set_live(self, person: int, message: int | None) -> None:
        """Make a lasting message the live one, or none."""
        self._db.execute(_SET_LIVE, person=person, live=message)

    def sweep(self) -> None:
        """Delete messages that were sent and that nothing will edit any more."""
        self._db.execute(_SWEEP)
