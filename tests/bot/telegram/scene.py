"""Two coaches, staff and one who shared, and their chats with the review desk."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from bot.guidance.lookup import Lookup
from bot.reviews.frameworks import Books
from bot.store import Database, shares
from bot.store.people import Person
from bot.store.queue import Outbox
from bot.store.reviews import decisions
from bot.store.reviews.decisions import Decision
from bot.store.shares import SharedFields
from bot.telegram.calls import Call
from bot.telegram.clock import now
from bot.telegram.drafts import Finish, post, say_text
from bot.telegram.incoming import Incoming
from bot.telegram.memory import Memory
from bot.telegram.reviews import ReviewDesk
from bot.telegram.telling import Letters
from bot.telegram.views import Views
from tests.bot.console.scene import knowledge
from tests.support.seeded_store import ALL, SeededStore

ELSEWHERE = "the conversation answers"


class Elsewhere:
    """The desk that takes what is not about reviews."""

    async def answer(self, _: int, __: Incoming) -> Finish:
        return lambda: say_text(ELSEWHERE)


class Chats:
    """Chats with the review desk: updates in, letters out, as worker and sender do it."""

    def __init__(self, database: Database) -> None:
        self.db, self.town = database, SeededStore(database)
        self.outbox = Outbox(database)
        books = Books(lambda: Lookup(knowledge()))
        self.letters = Letters(database, books.skill)
        memory = Memory(database, self.town.people, self.outbox)
        link = lambda person, _: f"link of {person.name}" if person.coaches_any else None  # noqa: E731
        self.desk = ReviewDesk(memory, books, self.letters, Elsewhere(), link)
        self.views = Views(database, self.outbox, lambda _: None)
        self.said: dict[int, list[Call]] = {}
        self._update = self._message = 100

    def says(self, person: Person, text: str, reply: int | None = None) -> list[Call]:
        return self._does(person, Incoming(0, "text", text=text, reply=reply))

    def taps(self, person: Person, data: str) -> list[Call]:
        return self._does(person, Incoming(0, "press", text=data, query="q", message=7))

    def tap(self, person: Person, label: str) -> list[Call]:
        """Tap the latest button with a label."""
        for call in reversed(self.said[person.id]):
            for row in call.rows:
                for each, data in row:
                    if each == label:
                        return self.taps(person, data)
        raise LookupError(f"{label} in {self.said[person.id][-3:]}")

    def _does(self, person: Person, incoming: Incoming) -> list[Call]:
        finish = asyncio.run(self.desk.answer(person.id, incoming))
        before = len(self.said.get(person.id, ()))
        with self.db.transaction():
            post(self.outbox, person.id, finish())
        self.send()
        return self.said[person.id][before:]

    def send(self) -> None:
        """Send what waits, each letter under the next message id."""
        for person in self.outbox.people():
            while letter := self.outbox.next(person):
                self._message += 1
                call = Call.from_json(letter.call).but(query=str(self._message))
                self.said.setdefault(person, []).append(call)
                self.outbox.sent(letter.id, self._message if call.sends else None)

    def heard(self, person: Person) -> str:
        return "\n".join(call.text for call in self.said.get(person.id, ()))

    def last(self, person: Person, text: str) -> int:
        """Return the message id of the latest message with a text."""
        return next(int(each.query or 0) for each in reversed(self.said[person.id]) if text in each.text)


class Scene(Chats):
    """A team with two coaches, a coach of another team, somebody of staff, and one who shared."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.team, other = self.town.team("Parks"), self.town.team("Pools")
        self.noor = self.town.person("Noor", self.team, coach=True)
        self.ada = self.town.person("Ada", self.team, coach=True)
        self.far = self.town.person("Far", other, coach=True)
        self.staff = self.town.person("Staff", self.team)
        self.sam = self.town.person("Sam <i>", self.team)

    def shared(self, ticked: SharedFields = ALL, words: str = "I water <b>roses</b>") -> int:
        run = self.town.assessment(self.sam, (words,))
        shares.share(self.db, self.sam.id, run.id, self.team.id, ticked, now())
        return int(self.db.value(sa.text("select max(id) from reviews")))

    def decision(self, review: int) -> Decision | None:
        return decisions.get(self.db, review).decision

    def decided(self, review: int, coach: Person, decision: Decision) -> None:
        version = decisions.get(self.db, review).version
        with self.db.transaction():
            self.letters.decided(decisions.decide(self.db, coach.id, review, version, decision, now()))
        self.send()
