"""A new member of staff on Telegram, from the first tap to /forget, for docs/telegram.md."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import DEFAULT_MODEL
from bot.text import staff, suggestions
from scripts.demos.play import DOCS, Player, prepared, tidied, write
from tests.e2e.telegram_bot import TelegramBot
from tests.support.telegram import Message, TelegramServer

PAGE = DOCS / "telegram.md"
LADDERS, PROFILE, CHAT = "telegram-ladders.png", "telegram-profile.png", "telegram-chat.png"
ACTIVITIES = (
    "hi! i do the weekly sales dashboards for the regional managers",
    "the exports from the shops are always a mess so i clean the numbers up first",
    "my lead gives me the question, how to analyse it is up to me, then i explain what i found",
)
SKILL = "Data analytics"
ANSWERS = ("not yet", "ya, with my lead", suggestions.OWN, suggestions.HELP, suggestions.SKIP)


class Play(Player):
    """A new member of staff, from the first tap to the last."""

    def all(self) -> None:
        """Play it."""
        self._answers = iter(ANSWERS)
        self._begin()
        told = self._to_the_suggestion()
        self._keep(LADDERS)
        self._photograph()
        self._tap(staff.WHY, told)
        self._tap(staff.PDF, told, lambda m: m.document is not None)
        self._say("/profile", "Where you stand")
        self._keep(PROFILE)
        for command in ("/privacy", "/help"):
            self._say(command)
        self._say("/forget", staff.WHAT_TO_FORGET)
        self._tap(staff.ALL_OF_IT)
        self._tap(staff.YES_FORGET)

    def _begin(self) -> None:
        self._say("/start")
        self._tap(staff.AGREE)
        for text in ACTIVITIES:
            self._say(text, text.removeprefix("hi! "))

    def _to_the_suggestion(self) -> Message:
        self._tap(SKILL, wanted=self._new)
        while "question" in (asked := self._asked()).text.partition("\n")[0]:
            answer = next(self._answers)
            if answer in asked.labels:
                self._tap(answer, asked, self._new)
            else:
                self._say(answer, self._new)
        return asked


@click.command()
@click.option("--write", "into_docs", is_flag=True, help="Into docs/telegram.md and docs/.")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Kept and prepared RUNG_HOME.")
@click.option("--pictures", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def main(into_docs: bool, home: Path | None, pictures: Path) -> None:
    """Play the conversation."""
    with prepared(home) as folder, TelegramServer() as server:
        with TelegramBot(server, folder, RUNG_MODEL=DEFAULT_MODEL, RUNG_TELEGRAM_RATE="30"):
            play = Play(server, DOCS if into_docs else pictures, CHAT)
            play.all()
        if refused := server.refused():
            raise click.ClickException(f"the fake Bot API refused {refused}")
    transcript = tidied(play.diary)
    if into_docs:
        write(transcript, PAGE)
    else:
        click.echo(transcript)
