"""Reviews from both sides: somebody shares, coaches decide on Telegram or in the console, they are told."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from bot.reviews.frameworks import FrameworkLookup, LiveShelf
from bot.store import Database
from bot.store.people import People
from bot.store.reviews import decisions
from bot.store.reviews.decisions import Decision
from bot.store.teams import Teams
from bot.telegram.notifications import Notifications
from bot.text import conversation, staff, suggestions
from bot.text import reviews as words
from bot.times import now
from tests.e2e.running import Rung
from tests.e2e.telegram_bot import (
    WAIT_S,
    Start,
    TelegramBot,
    agreed,
    copied,
    free_port,
    to_the_suggestion,
)
from tests.support.telegram import Message, Person, TelegramServer, Wanted

TEAM = "Sales <b>& more</b>"
HOSTILE = "<script>alert('1')</script> & </b> =cmd"
pytestmark = pytest.mark.timeout(300)


def within(*parts: str) -> Wanted:
    """Return a test of a message: each of these is in its text or a button of it."""
    return partial(_has, parts=parts)


def _has(message: Message, parts: tuple[str, ...]) -> bool:
    return all(part in message.text or part in message.labels for part in parts)


def a_team(bot: TelegramBot, *coaches: Person) -> str:
    """Make a team with coaches; return its code."""
    with bot.store as database:
        people, teams = People(database), Teams(database)
        ids = [found.id for coach in coaches if (found := people.by_telegram(coach.id))]
        with database.transaction():
            # An admin is needed for as long as it takes to make the team.
            database.execute(sa.text("update people set admin = 1 where id = :p0"), p0=ids[0])
            team = teams.make(TEAM, ids[0], now())
            for each in ids:
                teams.join(each, team.code, now())
                teams.set_role(each, team.id, "coach", ids[0], now())
            database.execute(sa.text("update people set admin = 0 where id = :p0"), p0=ids[0])
    return team.code


def shares(person: Person, suggestion: Message) -> None:
    """Let somebody share everything with the one team they are in."""
    person.taps(staff.SHARE, suggestion)
    person.wait_for(staff.SHARE_WITH_WHOM, WAIT_S)
    person.taps(staff.which_share(TEAM))
    ticks = person.wait_for("What may the coach", WAIT_S)
    person.taps("☐ My name", ticks)
    person.wait_for(within("☑ My name"), WAIT_S)
    person.taps(staff.SHARE_NOW, ticks)
    person.wait_for("Shared with the coach", WAIT_S)


def opens_first(coach: Person) -> Message:
    """Let a coach open what has waited longest; return the card."""
    coach.says("/queue")
    listed = coach.wait_for("the oldest first", WAIT_S)
    coach.taps(listed.labels[0], listed)
    return card_of(coach)


def card_of(coach: Person) -> Message:
    return coach.wait_for(within(words.CHANGE, words.OTHER), WAIT_S)


def level_of(card: Message) -> int:
    found = re.search(r": level (\d)", card.text)
    assert found
    return int(found[1])


def decided(bot: TelegramBot) -> list[Decision | None]:
    with bot.store as database:
        rows = database.rows(sa.text("select id from reviews where status = 'decided' order by id"))
        return [decisions.get(database, row.id).decision for row in rows]


def test_coaches_clear_a_queue_and_the_person_answers_and_appeals(
    start: Start, telegram_server: TelegramServer
) -> None:
    bot = start()
    noor, ada = agreed(telegram_server.person(name="Noor <b>")), agreed(telegram_server.person(name="Ada"))
    sam = agreed(telegram_server.person(name="Sam </i>&"), a_team(bot, noor, ada))
    # At level 5 and above, both frameworks suggest a level: two reviews.
    told = to_the_suggestion(sam, suggestions.OWN)
    shares(sam, told)
    notice = changes_a_level(noor, ada, sam)
    they_write_to_each_other(noor, sam, notice)
    asks_amid_an_assessment(noor, sam, told)
    second_look(noor, ada, sam, notice)
    kinds = [each.verdict for each in decided(bot) if each]
    assert kinds == ["change", "agree", "agree"]
    sam.says("/history")
    history = sam.wait_for("Who looked", WAIT_S)
    for line in ("Noor <b> decided on a suggestion (", ": another level)", "Ada looked at", "you appealed"):
        assert line in history.text
    telegram_server.settle()
    assert telegram_server.refused() == []
    assert telegram_server.violations == []
    assert '"level": "error"' not in bot.log.read_text()


def changes_a_level(noor: Person, ada: Person, sam: Person) -> Message:
    """Two coaches have one card open: one decides, the other is told. Return what the person is told."""
    noor.wait_for(words.SOMETHING_WAITS, WAIT_S)
    card, same = opens_first(noor), opens_first(ada)
    assert any(each.photo for each in noor.replies)
    assert "Sam </i>&" in card.text and card.text == same.text
    noor.taps(words.CHANGE, card)
    levels = noor.wait_for(words.WHICH_LEVEL, WAIT_S)
    level = next(label for label in levels.labels if label.isdigit())
    noor.taps(level, levels)
    noor.wait_for("Write the reason", WAIT_S)
    noor.says(HOSTILE)
    noor.wait_for("is told at once", WAIT_S)
    notice = sam.wait_for(f"They see you at level {level}, not {level_of(card)}.", WAIT_S)
    assert notice.text.startswith("Noor <b> looked at your") and HOSTILE in notice.text
    ada.wait_for("decided on it in the meantime", WAIT_S)
    ada.server.wait_until(lambda: same.deleted, WAIT_S)
    ada.taps(same.button(words.OTHER).data or "", same, stale=True)
    ada.wait_for("Noor <b> decided on this one while you had it open", WAIT_S)
    return notice


def they_write_to_each_other(noor: Person, sam: Person, notice: Message) -> None:
    sam.says("Why not higher? <i>", reply_to=notice)
    sam.wait_for("Sent to Noor <b>", WAIT_S)
    relayed = noor.wait_for("Why not higher? <i>", WAIT_S)
    noor.says("Your lead checks it all.", reply_to=relayed)
    sam.wait_for("Your lead checks it all.", WAIT_S)


def asks_amid_an_assessment(noor: Person, sam: Person, told: Message) -> None:
    """A question comes while the person answers the conversation's: neither gets the other's answer."""
    sam.taps(conversation.ANOTHER, told)
    choice = sam.wait_for("Which of these", WAIT_S)
    sam.taps(choice.labels[0], choice)
    question = sam.wait_for("question 1 of", WAIT_S)
    noor.taps(next(label for label in noor_labels(noor) if label.startswith(words.NEXT)))
    noor.taps(words.ASK, card_of(noor))
    noor.wait_for(words.WHAT_TO_ASK, WAIT_S)
    noor.says("Who checks your <b>offers</b>?")
    asked = sam.wait_for("Who checks your <b>offers</b>?", WAIT_S)
    sam.says(suggestions.HELP)
    sam.wait_for(lambda m: "question 2 of" in m.text or "My suggestion for" in m.text, WAIT_S)
    sam.taps(words.ANSWER, asked)
    sam.wait_for("Your next message goes to them", WAIT_S)
    sam.says(suggestions.NO)
    sam.wait_for("Sent to Noor <b>", WAIT_S)
    answered = noor.wait_for(within("answers about", suggestions.NO), WAIT_S)
    assert question.text.partition(",")[0] in sam.last.text or "My suggestion for" in sam.transcript()
    noor.taps(words.OPEN, answered)
    card = noor.wait_for(within("You wrote to each other", words.CHANGE), WAIT_S)
    noor.taps(words.agree(level_of(card)), card)
    noor.wait_for(words.LAST_ONE, WAIT_S)
    sam.wait_for(f"They agree: level {level_of(card)}.", WAIT_S)


def noor_labels(noor: Person) -> list[str]:
    return [label for message in noor.replies for label in message.labels]


def second_look(noor: Person, ada: Person, sam: Person, notice: Message) -> None:
    """An appeal: who decides knows neither the first decision nor that there was one."""
    sam.taps(words.APPEAL, notice)
    sam.wait_for("without seeing what Noor <b> decided", WAIT_S)
    sam.says("I decide <u>alone</u>")
    sam.wait_for(words.APPEALED, WAIT_S)
    before = ada.last.id
    ada.wait_for(lambda m: m.id >= before and words.SOMETHING_WAITS in m.text, WAIT_S)
    card = opens_first(ada)
    for secret in (HOSTILE, "alone", "appeal", "Noor"):
        assert secret not in card.text
    ada.taps(words.agree(level_of(card)), card)
    stands = sam.wait_for("as the second coach", WAIT_S).text
    assert "Before, Noor <b> had decided" in stands
    assert f"The second look stands: level {level_of(card)}." in stands
    noor.says("/queue")
    noor.wait_for(words.QUEUE_EMPTY, WAIT_S)


class Browser:
    """A browser of a coach, without windows or scripts.

    Args:
        link: that signs them in.
    """

    def __init__(self, link: str) -> None:
        self.base = link.partition("/sign-in/")[0]
        self._client = httpx.Client(follow_redirects=True, timeout=WAIT_S, trust_env=False)
        self._headers = {"Origin": "/".join(link.split("/")[:3]), "Sec-Fetch-Site": "same-origin"}
        assert self._client.get(link).status_code == 200
        self.page = self._client.post(link, headers=self._headers).text

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def open(self, path: str) -> str:
        self.page = self._client.get(f"{self.base}{path}").text
        return self.page

    def send(self, path: str, **fields: str) -> int:
        """Send a form of the page that is open."""
        form = {name: self._hidden(name) for name in ("token", "version")} | fields
        return self._client.post(f"{self.base}{path}", data=form, headers=self._headers).status_code

    def _hidden(self, name: str) -> str:
        found = re.search(f'name="{name}" value="([^"]*)"', self.page)
        assert found, self.page
        return found[1]


def test_what_a_coach_decides_in_the_console_is_told_on_telegram(
    start: Start, telegram_server: TelegramServer
) -> None:
    port = free_port()
    bot = start(RUNG_CONSOLE_URL=f"http://127.0.0.1:{port}/console", RUNG_CONSOLE_PORT=str(port))
    noor = agreed(telegram_server.person(name="Noor"))
    sam = agreed(telegram_server.person(name="Sam"), a_team(bot, noor))
    shares(sam, to_the_suggestion(sam, suggestions.OWN))
    for person in (sam, noor):
        person.says("/console")
    sam.wait_for(staff.UNKNOWN_COMMAND, WAIT_S)
    link = noor.wait_for("/console/sign-in/", WAIT_S).text
    found = re.search(r"http\S+", link)
    assert found
    with Browser(found[0]) as browser, bot.store as database:
        assert "Sam" in browser.page and "Reviews waiting for you" in browser.page
        first, second = (
            row.id for row in database.rows(sa.text("select id from reviews order by id limit 2"))
        )
        browser.open(f"/reviews/{first}")
        assert browser.send(f"/reviews/{first}/ask", question="Who <b>checks</b> it?") == 200
        asked = sam.wait_for("Who <b>checks</b> it?", WAIT_S)
        sam.says("My lead", reply_to=asked)
        noor.wait_for("My lead", WAIT_S)
        assert "My lead" in browser.open(f"/reviews/{first}")
        assert browser.send(f"/reviews/{first}/decide", verdict="unclear", reason=HOSTILE) == 200
        assert HOSTILE in sam.wait_for("there is not enough evidence", WAIT_S).text
        in_another_process(bot, database, second, noor)
        sam.wait_for("They agree: level", 5)
    # The same pages are beside the bot's own.
    assert "sign" in bot.get("/console/sign-in").lower()
    telegram_server.settle()
    assert telegram_server.refused() == []


def test_on_a_webhook_the_pages_are_beside_it_on_one_port(
    telegram_server: TelegramServer, prepared: Rung, tmp_path: Path
) -> None:
    bot = TelegramBot(telegram_server, copied(prepared.home, tmp_path / "home"), True)
    bot.environment["RUNG_CONSOLE_URL"] = f"http://127.0.0.1:{bot.port}/console"
    with bot:
        noor = agreed(telegram_server.person(name="Noor"))
        a_team(bot, noor)
        noor.says("/console")
        found = re.search(r"http\S+", noor.wait_for("/console/sign-in/", WAIT_S).text)
        assert found and f":{bot.port}/console/" in found[0]
        with Browser(found[0]) as browser:
            assert "Reviews waiting for you" in browser.page
        telegram_server.settle()
    assert telegram_server.refused() == []


def in_another_process(bot: TelegramBot, database: Database, review: int, coach: Person) -> None:
    """Decide as `rung console` does on its own: this process is not the bot's, and can wake nothing there."""
    found = People(database).by_telegram(coach.id)
    assert found is not None
    letters = Notifications(database, FrameworkLookup(LiveShelf(bot.home)).skill)
    with database.transaction():
        version = decisions.get(database, review).version
        letters.decided(decisions.decide(database, found.id, review, version, Decision("agree"), now()))


def test_sharing_taken_back_takes_the_card_with_it(start: Start, telegram_server: TelegramServer) -> None:
    bot = start()
    noor = agreed(telegram_server.person(name="Noor"))
    sam = agreed(telegram_server.person(name="Sam"), a_team(bot, noor))
    shares(sam, to_the_suggestion(sam))
    card = opens_first(noor)
    picture = next(each for each in noor.replies if each.photo)
    noor.taps(words.UNCLEAR, card)
    noor.wait_for(words.WHAT_IS_MISSING, WAIT_S)
    sam.says("/privacy")
    privacy = sam.wait_for("Your privacy", WAIT_S)
    sam.taps(next(each for each in privacy.labels if each.startswith(words.TAKE_IT_BACK)), privacy)
    sam.wait_for(staff.taken_back(TEAM), WAIT_S)
    noor.wait_for("withdrew what they shared", WAIT_S)
    telegram_server.wait_until(lambda: card.deleted and picture.deleted, WAIT_S)
    noor.says("Who decides?")
    noor.wait_for(words.NOT_FOR_YOU, WAIT_S)
    tap = noor.taps(card.button(words.ASK).data or "", card, stale=True)
    assert tap.wait_for_answer(WAIT_S) == words.NOT_FOR_YOU
    assert decided(bot) == []
    telegram_server.settle()
    assert telegram_server.refused() == []
