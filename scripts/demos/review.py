"""A review on Telegram, both sides of it, for docs/reviews.md."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa

from bot.settings import DEFAULT_MODEL
from bot.store.people import People
from bot.store.teams import Teams
from bot.text import reviews as words
from bot.text import staff, suggestions
from bot.times import now
from scripts.demos.play import DOCS, PATIENCE_S, Diary, photograph, prepared, tidied, write
from tests.e2e.telegram_bot import TelegramBot, agreed
from tests.support.telegram import Message, Person, TelegramServer, Wanted

PAGE, CARD = DOCS / "reviews.md", "telegram-review.png"
TEAM = "Regional sales"
START_S = 500.0
"""Seconds that the model may take to load on a busy machine."""
ACTIVITIES = (
    "hi! i do the weekly sales dashboards for the regional managers",
    "the exports from the shops are always a mess so i clean the numbers up first",
    "my lead gives me the question, how to analyse it is up to me, then i explain what i found",
)
SKILL = "Data analytics"
ANSWERS = (suggestions.NO, suggestions.HELP, suggestions.OWN, suggestions.HELP, suggestions.SKIP)


class Table:
    """Sam, who shares, and the coaches Noor and Ada."""

    def __init__(self, server: TelegramServer, bot: TelegramBot, folder: Path) -> None:
        self._server, self._bot, self._folder = server, bot, folder
        self.noor, self.ada = agreed(server.person(name="Noor")), agreed(server.person(name="Ada"))
        self.sam = agreed(server.person(name="Sam"), self._team())
        suggestion = self._suggested()
        self.diaries = {person.id: Diary(person) for person in (self.sam, self.noor)}
        self._share(suggestion)
        self._review()
        self._appeal()

    def _team(self) -> str:
        with self._bot.store as database:
            people, teams = People(database), Teams(database)
            ids = [found.id for each in (self.noor, self.ada) if (found := people.by_telegram(each.id))]
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
            self._say(self.sam, text, text.removeprefix("hi! "))
        self._tap(self.sam, SKILL)
        for answer in ANSWERS:
            asked = next(each for each in reversed(self.sam.replies) if each.buttons)
            if "question" not in asked.text.partition("\n")[0]:
                break
            self._tap(self.sam, answer, asked)
        return next(each for each in reversed(self.sam.replies) if staff.SHARE in each.labels)

    def _share(self, suggestion: Message) -> None:
        self._tap(self.sam, staff.SHARE, suggestion)
        self._tap(self.sam, staff.which_share(TEAM))
        self._tap(self.sam, "☐ My name")
        self._tap(self.sam, staff.SHARE_NOW)

    def _review(self) -> None:
        self._say(self.noor, "/queue", "the oldest first")
        self._tap(self.noor, words.FIRST)
        photograph(self.noor, self._folder / CARD)
        self._tap(self.noor, words.ASK)
        self._say(self.noor, "Who decides which shops you leave out when their numbers look wrong?")
        self._tap(self.sam, words.ANSWER)
        self._say(self.sam, "I do, my lead only hears about it afterwards")
        self._tap(self.noor, words.OPEN)
        self._tap(self.noor, words.CHANGE)
        self._tap(self.noor, "4")
        self._say(self.noor, "You decide what counts as good data, and nobody checks it before it is used.")
        self._tap(self.noor, next(each for each in self.noor.last.labels if each.startswith(words.NEXT)))
        agree = next(each for each in self.noor.last.labels if each.startswith(words.AGREE))
        self._tap(self.noor, agree)

    def _appeal(self) -> None:
        self._tap(self.sam, words.APPEAL)
        self._say(self.sam, "I only clean the numbers, I don't choose how we analyse")
        self._say(self.ada, "/queue", "waits for you")
        self._tap(self.ada, "1")
        self._tap(self.ada, next(each for each in self.ada.last.labels if each.startswith(words.AGREE)))
        self._say(self.sam, "/history", "Who looked")

    def _say(self, person: Person, text: str, wanted: Wanted = None) -> None:
        person.says(text)
        self._wait(person, wanted)

    def _tap(self, person: Person, label: str, message: Message | None = None) -> None:
        if person.id in getattr(self, "diaries", {}):
            self.diaries[person.id].tapped(label)
        person.taps(label, message)
        self._wait(person)

    def _wait(self, person: Person, wanted: Wanted = None) -> None:
        person.wait_for(wanted, PATIENCE_S)
        self._server.settle(1.5, PATIENCE_S)


@click.command()
@click.option("--write", "into_docs", is_flag=True, help="Into docs/reviews.md and docs/.")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Kept and prepared RUNG_HOME.")
@click.option("--pictures", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def main(into_docs: bool, home: Path | None, pictures: Path) -> None:
    """Play the review."""
    with prepared(home) as folder, TelegramServer() as server:
        bot = TelegramBot(server, folder, RUNG_MODEL=DEFAULT_MODEL, RUNG_TELEGRAM_RATE="30")
        try:
            table = Table(server, bot.start(START_S), DOCS if into_docs else pictures)
        finally:
            bot.__exit__()
        if refused := server.refused():
            raise click.ClickException(f"the fake Bot API refused {refused}")
    for name, person in (("sam", table.sam), ("noor", table.noor)):
        transcript = tidied(table.diaries[person.id])
        if into_docs:
            write(transcript, PAGE, (f"<!-- {name} -->", f"<!-- /{name} -->"))
        else:
            click.echo(f"--- {name}\n{transcript}")
