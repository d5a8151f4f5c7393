"""A review on Telegram, both sides of it, for docs/reviews.md."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.store.people import People
from bot.store.teams import Teams
from bot.text import reviews as words
from bot.text import staff, suggestions
from bot.times import now
from scripts.demos.play import DOCS, Diary, Player, command, running
from tests.e2e.telegram_bot import TelegramBot, agreed
from tests.support.telegram import Message, TelegramServer

CARD = "telegram-review.png"
TEAM = "Regional sales"
ACTIVITIES = (
    "hi! i do the weekly sales dashboards for the regional managers",
    "the exports from the shops are always a mess so i clean the numbers up first",
    "my lead gives me the question, how to analyse it is up to me, then i explain what i found",
)
SKILL = "Data analytics"
ANSWERS = (suggestions.NO, suggestions.HELP, suggestions.OWN, suggestions.HELP, suggestions.SKIP)


class ReviewPlay:
    """Sam, who shares, and the coaches Noor and Ada."""

    def __init__(self, server: TelegramServer, bot: TelegramBot, folder: Path) -> None:
        self._bot = bot
        self.noor, self.ada, self.sam = (Player(server, folder, name) for name in ("Noor", "Ada", "Sam"))
        for each in (self.noor, self.ada):
            agreed(each.person)
        agreed(self.sam.person, self._team())
        suggestion = self._suggested()
        for each in (self.sam, self.noor):
            each.diary.lines.clear()
        self._share(suggestion)
        self._review()
        self._appeal()

    def _team(self) -> str:
        with self._bot.store as database:
            people, teams = People(database), Teams(database)
            coaches = [people.by_telegram(each.person.id) for each in (self.noor, self.ada)]
            ids = [coach.id for coach in coaches if coach]
            with database.transaction():
                database.execute(sa.text("update people set admin = 1 where id = :p0"), p0=ids[0])
                team = teams.make(TEAM, ids[0], now())
                for each in ids:
                    teams.join(each, team.code, now())
                    teams.set_role(each, team.id, "coach", ids[0], now())
                database.execute(sa.text("update people set admin = 0 where id = :p0"), p0=ids[0])
        return team.code

    def _suggested(self) -> Message:
        for text in ACTIVITIES:
            self.sam.say(text, text.removeprefix("hi! "))
        self.sam.tap(SKILL)
        for answer in ANSWERS:
            asked = self.sam.asked()
            if "question" not in asked.text.partition("\n")[0]:
                break
            self.sam.tap(answer, asked)
        return next(each for each in reversed(self.sam.person.replies) if staff.SHARE in each.labels)

    def _share(self, suggestion: Message) -> None:
        self.sam.tap(staff.SHARE, suggestion)
        self.sam.tap(staff.which_share(TEAM))
        self.sam.tap("☐ My name")
        self.sam.tap(staff.SHARE_NOW)

    def _review(self) -> None:
        self.noor.say("/queue", "the oldest first")
        self.noor.tap(words.FIRST)
        self.noor.photograph(CARD)
        self.noor.tap(words.ASK)
        self.noor.say("Who decides which shops you leave out when their numbers look wrong?")
        self.sam.tap(words.ANSWER)
        self.sam.say("I do, my lead only hears about it afterwards")
        self.noor.tap(words.OPEN)
        self.noor.tap(words.CHANGE)
        self.noor.tap("4")
        self.noor.say("You decide what counts as good data, and nobody checks it before it is used.")
        self.noor.tap(words.NEXT, self.noor.person.last)
        self.noor.tap(words.AGREE, self.noor.person.last)

    def _appeal(self) -> None:
        self.sam.tap(words.APPEAL)
        self.sam.say("I only clean the numbers, I don't choose how we analyse")
        self.ada.say("/queue", "waits for you")
        self.ada.tap("1")
        self.ada.tap(words.AGREE, self.ada.person.last)
        self.sam.say("/history", "Who looked")


def play(server: TelegramServer, home: Path, folder: Path) -> dict[str, Diary]:
    """Play the review."""
    with running(server, home) as bot:
        review = ReviewPlay(server, bot, folder)
    return {"sam": review.sam.diary, "noor": review.noor.diary}


main = command(DOCS / "reviews.md", play)
