"""A new member of staff on Telegram, from the first tap to /forget, for docs/telegram.md."""

from __future__ import annotations

from pathlib import Path

from bot.text import staff, suggestions
from scripts.demos.play import DOCS, TRANSCRIPT, Diary, Player, command, running
from tests.support.telegram import Message, TelegramServer

LADDERS, PROFILE, CHAT = "telegram-ladders.png", "telegram-profile.png", "telegram-chat.png"
ACTIVITIES = (
    "hi! i do the weekly sales dashboards for the regional managers",
    "the exports from the shops are always a mess so i clean the numbers up first",
    "my lead gives me the question, how to analyse it is up to me, then i explain what i found",
)
SKILL = "Data analytics"
ANSWERS = ("not yet", "ya, with my lead", suggestions.OWN, suggestions.HELP, suggestions.SKIP)


class Newcomer(Player):
    """A new member of staff, from the first tap to the last."""

    def all(self) -> None:
        """Play it."""
        self._answers = iter(ANSWERS)
        self._begin()
        told = self._to_the_suggestion()
        self.keep(LADDERS)
        self.photograph(CHAT)
        self.tap(staff.WHY, told)
        self.tap(staff.PDF, told, lambda m: m.document is not None)
        self.say("/profile", "Where you stand")
        self.keep(PROFILE)
        for asked in ("/privacy", "/help"):
            self.say(asked)
        self.say("/forget", staff.WHAT_TO_FORGET)
        self.tap(staff.ALL_OF_IT)
        self.tap(staff.YES_FORGET)

    def _begin(self) -> None:
        self.say("/start")
        self.tap(staff.AGREE)
        for text in ACTIVITIES:
            self.say(text, text.removeprefix("hi! "))

    def _to_the_suggestion(self) -> Message:
        self.tap(SKILL, wanted=self.new)
        while "question" in (asked := self.asked()).text.partition("\n")[0]:
            answer = next(self._answers)
            if answer in asked.labels:
                self.tap(answer, asked, self.new)
            else:
                self.say(answer, self.new)
        return asked


def play(server: TelegramServer, home: Path, folder: Path) -> dict[str, Diary]:
    """Play the conversation."""
    newcomer = Newcomer(server, folder)
    with running(server, home):
        newcomer.all()
    return {TRANSCRIPT: newcomer.diary}


main = command(DOCS / "telegram.md", play)
