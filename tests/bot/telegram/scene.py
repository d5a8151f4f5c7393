"""Two coaches, staff and one who shared, and their chats with the bot."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from telegram import Update
from telegram.ext import TypeHandler

from bot.guidance.lookup import Lookup
from bot.reviews.frameworks import FrameworkLookup
from bot.store import Database, shares
from bot.store.people import Person
from bot.store.reviews import decisions
from bot.store.reviews.decisions import Decision
from bot.store.shares import SharedFields
from bot.telegram.calls import Call
from bot.telegram.handlers import STAFF, App, handle
from bot.telegram.handlers.reviews import ReviewHandlers
from bot.telegram.notifications import Notifications, Revocations
from bot.telegram.records import Records
from bot.telegram.render import say_text
from bot.telegram.turn import Finish, Turn
from bot.times import now
from tests.bot.console.scene import knowledge
from tests.bot.telegram.harness import Harness
from tests.support.seeded_store import ALL, SeededStore

ELSEWHERE = "the conversation answers"


class Elsewhere:
    """Answers what is not about reviews."""

    def add_to(self, app: App) -> None:
        app.add_handler(TypeHandler(Update, handle(self._take)), STAFF)

    async def _take(self, _: Turn) -> Finish:
        return lambda: say_text(ELSEWHERE)


class Chats(Harness):
    """Chats about reviews: updates in, messages out, as the bot does it."""

    def __init__(self, database: Database) -> None:
        self.town = SeededStore(database)
        books = FrameworkLookup(lambda: Lookup(knowledge()))
        self.notifications = Notifications(database, books.skill)
        link = lambda person, _: f"link of {person.name}" if person.coaches_any else None  # noqa: E731
        reviews = ReviewHandlers(Records(database), books, self.notifications, link)
        self.revocations = Revocations(database, lambda _: None)
        self.said: dict[int, list[Call]] = {}
        super().__init__(database, reviews.add_to)
        Elsewhere().add_to(self.app)

    def tap(self, person: Person, label: str) -> list[Call]:
        """Tap the latest button with a label."""
        for call in reversed(self.said[person.id]):
            for row in call.rows:
                for each, data in row:
                    if each == label:
                        return self.taps(person, data)
        raise LookupError(f"{label} in {self.said[person.id][-3:]}")

    def _does(self, person: Person, update: dict[str, Any]) -> list[Call]:
        before = len(self.said.get(person.id, ()))
        self.said.setdefault(person.id, []).extend(super()._does(person, update))
        self.send()
        return self.said[person.id][before:]

    def send(self) -> None:
        """Send what waits for anybody."""
        for person in self.outbox.waiting():
            self.said.setdefault(person, []).extend(self.sent(person))

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
            self.notifications.decided(decisions.decide(self.db, coach.id, review, version, decision, now()))
        self.send()
