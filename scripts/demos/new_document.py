"""An admin with next year's document, for docs/new-document.md.

The document is made of the starter's own: one statement reworded, one new.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from bot.jobs.job import JobFolder
from bot.text import admin, suggestions
from knowledge.data import DOCUMENTS
from scripts.demos.play import DOCS, TRANSCRIPT, Diary, Player, command, running
from tests.support.telegram import TelegramServer

NAME = "tsc-account-management.txt"
REWORDED = (
    "Ways to judge what account management does for the business",
    "Ways to judge what account management does for the business and for its customers",
)
LAST = "Judge what account management has done for the business"
NEW = "Draw up the carbon report of each account together with the customer's sustainability officer"
ACTIVITIES = (
    "every year i draw up the carbon report of our big accounts with the customer's sustainability officer",
    "i look after four accounts and plan with each customer what they will need next year",
    "i negotiate the renewals of their contracts myself",
)
SKILL = "Account Management"
CHANGES, PUBLISHED, CONSOLE = "new-document-changes", "new-document-published", "new-document-console"


def next_years() -> bytes:
    """Return next year's edition of the starter's reference document, in our own words."""
    text = (DOCUMENTS / NAME).read_text("utf-8")
    for before, after in (REWORDED, (LAST, f"{LAST} • {NEW}")):
        if before not in text:
            raise click.ClickException(f"the starter document says no longer {before!r}")
        text = text.replace(before, after)
    return text.encode()


class Year(Player):
    """An admin, from next year's document to taking it back."""

    def all(self) -> None:
        """Play it."""
        self._begin_as_admin()
        self._hand_in()
        self.tap(admin.SEE, wanted="What build 2 changes")
        self.photograph(f"{CHANGES}.png")
        self.tap(admin.PUBLISH)
        self.tap(admin.YES_PUBLISH, wanted="is live")
        self.photograph(f"{PUBLISHED}.png")
        self._ask()
        self.say("/rollback")
        self.tap(admin.YES_UNDO, wanted="is live again")
        self._ask()
        self.say("/builds")

    def _begin_as_admin(self) -> None:
        self.say("/start")
        self.tap("I agree, let's begin")
        self.diary.lines.clear()

    def _hand_in(self) -> None:
        self.person.sends_document(next_years(), NAME, "text/plain")
        self.wait("framework document for everyone")
        self.tap(admin.FRAMEWORK, wanted="is added as revision 2")

    def _ask(self) -> None:
        """Tell what only the new text answers, and go on to a suggestion."""
        self.say("/start")
        for text in ACTIVITIES:
            self.say(text, text)
        self.tap(SKILL, wanted=self.new)
        while "question" in (asked := self.asked()).text.partition("\n")[0]:
            self.tap(
                suggestions.HELP if suggestions.HELP in asked.labels else asked.labels[0], asked, self.new
            )


def console_picture(home: Path, telegram: int, folder: Path) -> None:
    """Take a picture of the console's page of what changes, as the admin of the bot sees it."""
    if shutil.which("chromedriver") is None:
        click.echo("No chromedriver: the picture of the console stays as it was.", err=True)
        return
    from tests.e2e.test_console import WIDE, Browser, Console

    console = Console(home)
    console.environment["RUNG_ADMINS"] = str(telegram)
    browser = Browser(folder)
    try:
        work = next(each for each in JobFolder(home).all() if each.kind == "compare")
        browser.open(console.link(telegram))
        browser.click("main button")
        browser.resize(WIDE)
        browser.open(f"{console.address}/works/{work.id}")
        browser.picture(CONSOLE)
    finally:
        browser.driver.quit()
        console.stop()


def play(server: TelegramServer, home: Path, folder: Path) -> dict[str, Diary]:
    """Play the year."""
    year = Year(server, folder)
    with running(server, home, RUNG_ADMINS=str(year.person.id)):
        year.all()
    console_picture(home, year.person.id, folder)
    return {TRANSCRIPT: year.diary}


main = command(DOCS / "new-document.md", play)
