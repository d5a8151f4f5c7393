"""The bot on Telegram, against the fake Bot API: a new member of staff, kills, races, odd messages."""

from __future__ import annotations

import json
import time
from itertools import groupby

import pytest

from bot.text import conversation, roles, staff, suggestions
from tests.e2e.telegram_bot import SELLING, THIRD, WAIT_S, Start, agreed, to_the_suggestion
from tests.support.telegram import Person, TelegramServer

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_a_new_member_of_staff_from_start_to_pdf(
    start: Start, telegram_server: TelegramServer, webhook: bool
) -> None:
    bot = start(webhook)
    person = agreed(telegram_server.person(name="Sam <b>&"))
    told = to_the_suggestion(person)
    pictures = [each for each in person.replies if each.photo]
    assert "is suggested" in pictures[0].text
    assert "Next steps" in told.text
    assert "You: " in told.text
    person.taps(staff.PDF, told)
    report = person.wait_for(lambda m: m.document is not None, WAIT_S)
    assert report.data is not None
    assert report.data.startswith(b"%PDF")
    person.taps(staff.WHY, told)
    person.wait_for("why level", WAIT_S)
    health = json.loads(bot.get("/healthz"))
    assert health["ok"] is True
    assert health["build"] == 1
    assert "rung_updates_total" in bot.get("/metrics")
    telegram_server.settle()
    assert bot.stop() == 0
    assert telegram_server.refused() == []
    log = bot.log.read_text()
    for secret in (telegram_server.token, "paperwork", "Sam", str(person.id)):
        assert secret not in log
    assert "rror" not in log


def test_a_person_knows_and_forgets_what_is_kept(start: Start, telegram_server: TelegramServer) -> None:
    bot = start()
    person = agreed(telegram_server.person())
    told = to_the_suggestion(person)
    person.says("/profile")
    person.wait_for("Where you stand", WAIT_S)
    person.says("/goals")
    person.wait_for(staff.NO_GOALS, WAIT_S)
    person.taps(staff.MAKE_GOAL, told)
    telegram_server.settle()
    person.says("Ask me again in 3 months")
    person.wait_for("I'll ask you again on", WAIT_S)
    person.says("/history")
    person.wait_for("Your assessments", WAIT_S)
    person.says("/privacy")
    person.wait_for("2 years", WAIT_S)
    person.says("/export")
    data = person.wait_for(lambda m: m.document is not None and m.document.name.endswith(".json"), WAIT_S)
    assert data.data is not None
    assert "paperwork" in data.data.decode()
    person.wait_for(lambda m: m.document is not None and m.document.name.endswith(".pdf"), WAIT_S)
    person.says("/forget")
    person.wait_for(staff.WHAT_TO_FORGET, WAIT_S)
    person.taps(staff.ALL_OF_IT)
    person.wait_for("Really delete everything", WAIT_S)
    person.taps(staff.YES_FORGET)
    person.wait_for("Deleted: everything", WAIT_S)
    telegram_server.settle()
    assert bot.stop() == 0
    store = b"".join(path.read_bytes() for path in sorted(bot.home.glob("rung.db*")))
    assert b"paperwork" not in store
    assert b"negotiate" not in store
    person.says("hello")
    with bot:
        person.wait_for("Nothing is kept until you agree", WAIT_S)


def test_nothing_is_kept_before_somebody_agrees(start: Start, telegram_server: TelegramServer) -> None:
    bot = start()
    person = telegram_server.person(name="Somebody-Unknown")
    person.starts("some-team")
    person.wait_for("Nothing is kept until you agree", WAIT_S)
    person.says("I stack the shelves at night")
    person.wait_for("Nothing is kept until you agree", WAIT_S)
    telegram_server.settle()
    bot.stop()
    store = b"".join(path.read_bytes() for path in sorted(bot.home.glob("rung.db*")))
    for known in (b"shelves", b"Somebody-Unknown", str(person.id).encode(), b"some-team"):
        assert known not in store
    assert "shelves" not in bot.log.read_text()


def test_a_conversation_goes_on_after_a_restart(start: Start, telegram_server: TelegramServer) -> None:
    bot = start()
    person = agreed(telegram_server.person())
    person.says(SELLING)
    person.wait_for("Added: ", WAIT_S)
    bot.stop()
    person.says(THIRD)
    with bot:
        assert "3. I negotiate" in person.wait_for("Which of these", WAIT_S).text


def test_talk_to_rung_on_telegram_is_answered_and_kept_nowhere(
    start: Start, telegram_server: TelegramServer
) -> None:
    bot = start()
    person = agreed(telegram_server.person())
    person.says("what is SFIA?")
    person.wait_for("published lists of skills", WAIT_S)
    person.says(SELLING)
    person.wait_for("Added: ", WAIT_S)
    person.says("delete number 1")
    person.wait_for("Removed: I call assigned clients", WAIT_S)
    person.says("I scrub in for open heart surgery")
    person.wait_for("Added: I scrub in", WAIT_S)
    person.says("thats all")
    person.wait_for("Which of these", WAIT_S)
    person.says("is this used for my bonus?")
    person.wait_for("advice for you", WAIT_S)
    telegram_server.settle()
    person.says("/export")
    data = person.wait_for(lambda m: m.document is not None and m.document.name.endswith(".json"), WAIT_S)
    assert data.data is not None
    kept = data.data.decode()
    assert "open heart surgery" in kept
    for words in ("SFIA?", "delete number", "thats all", "bonus"):
        assert words not in kept
    assert "being looked after" not in person.transcript()
    assert bot.stop() == 0


def told_in_order(person: Person) -> list[str]:
    """Return what a person was told; a message doubled by a kill counts once."""
    return [text for text, _ in groupby(message.text for message in person.replies)]


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_a_kill_with_fifty_updates_under_way_changes_nothing(
    start: Start, telegram_server: TelegramServer, webhook: bool
) -> None:
    bot = start(webhook)
    everybody = [agreed(telegram_server.person(name=f"P{n}")) for n in range(10)]
    telegram_server.settle()
    telegram_server.slow(0.05)
    said = ["/help", SELLING, "/privacy", THIRD, "/nonsense"]
    for text in said:
        for person in everybody:
            person.says(text)
    for wait_s in (0.15, 0.4, 1.0):
        time.sleep(wait_s)
        bot.kill()
        bot.start()
    telegram_server.settle(2.0, 180)
    quiet = telegram_server.person(name="Undisturbed")
    agreed(quiet)
    for text in said:
        quiet.says(text)
    telegram_server.settle(2.0, 60)
    expected = told_in_order(quiet)
    for person in everybody:
        assert told_in_order(person) == expected, person.transcript()
        # In each chat at most one message was on its way at each kill.
        assert len(person.replies) <= len(quiet.replies) + 3


def test_races_and_everything_people_send(start: Start, telegram_server: TelegramServer) -> None:
    bot = start()
    person = agreed(telegram_server.person(name="\u202e<i>Sam</i> & 🙂"))
    first = person.says(
        "I water <b>all</b> the plants & trees of the park. I plan the flower beds & borders."
    )
    person.says("مرحبا أنا أبيع النباتات للعملاء في السوق")
    telegram_server.redeliver(first.update_id)
    person.edits(first, "I said something else")
    person.says("🙂🙂🙂")
    person.says("a" * 4096)
    person.says("<b>")
    person.sticker()
    person.sends_photo(caption="<i>look")
    person.voice()
    person.contact()
    person.location()
    person.sends_document(b"%PDF-1.4 broken", "job.pdf")
    person.sends_document(b"x" * 20_000_001, "large.pdf")
    person.sends_document(b"Duties\n- Call assigned clients by the sales plan\n", "job.txt", "text/plain")
    group = telegram_server.group()
    person.says("/start", group=group)
    telegram_server.channel().posts("news")
    telegram_server.settle(3.0, 180)
    assert telegram_server.refused() == []
    assert "larger than 20 MB" in person.transcript()
    assert "typing" in person.actions
    assert staff.PRIVATE_ONLY in group.transcript()
    assert '"level": "error"' not in bot.log.read_text()


def test_double_taps_and_old_keyboards_change_nothing(start: Start, telegram_server: TelegramServer) -> None:
    start()
    person = agreed(telegram_server.person())
    person.says(SELLING)
    person.says(THIRD)
    choice = person.wait_for("Which of these", WAIT_S)
    taps = [person.taps(choice.labels[0], choice) for _ in range(3)]
    person.wait_for("question 1 of", WAIT_S)
    telegram_server.settle()
    assert [tap.answer for tap in taps] == ["", conversation.OLD_BUTTON, conversation.OLD_BUTTON]
    assert sum("question 1 of" in each.text for each in person.replies) == 1
    old = person.taps("q1:s0", choice, stale=True)
    strange = person.taps("nonsense", choice, stale=True)
    telegram_server.settle()
    assert (old.answer, strange.answer) == (conversation.OLD_BUTTON, conversation.UNKNOWN_BUTTON)


def test_what_goes_wrong_at_telegram_is_taken_as_it_is_meant(
    start: Start, telegram_server: TelegramServer
) -> None:
    bot = start()
    person, other = agreed(telegram_server.person()), agreed(telegram_server.person())
    telegram_server.fail("sendMessage", 429, retry_after=2, chat=person.id)
    telegram_server.fail("sendMessage", 500, chat=person.id, after=True, skip=1)
    telegram_server.drop("sendMessage", chat=person.id, after=True, skip=2)
    for _ in range(4):
        person.says("/privacy")
    other.blocks()
    telegram_server.settle(4.0, 120)
    # The answers to two calls were lost after they took effect: those messages are sent again.
    assert sum("Your privacy" in each.text for each in person.replies) == 4 + 2
    other.unblocks()
    other.says("/privacy")
    other.wait_for("Your privacy", WAIT_S)
    assert bot.stop() == 0


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "lost"])
@pytest.mark.parametrize("known", [True, False], ids=["known", "stranger"])
def test_a_kill_while_a_message_is_on_its_way_loses_nothing(
    start: Start, telegram_server: TelegramServer, known: bool, arrives: bool
) -> None:
    bot = start()
    person = telegram_server.person()
    if known:
        agreed(person)
        telegram_server.settle()
    before = len(person.replies)
    telegram_server.hang("sendMessage", seconds=3600, after=arrives)
    person.says("/privacy")
    end = time.monotonic() + 10
    while telegram_server.faults and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.5)
    bot.kill()
    assert len(person.replies) == before + arrives
    bot.start()
    # Sent again: nobody can tell whether it had arrived.
    telegram_server.wait_until(lambda: len(person.replies) == before + 1 + arrives, 60)
    assert "What I keep" in person.last.text
    person.says("/help")
    person.wait_for(timeout=60)
    time.sleep(1.0)
    # Once at first contact and once on /privacy; a stranger's /help is a first contact too.
    assert sum("What I keep" in each.text for each in person.replies) == 2 + arrives


def test_a_person_goes_from_a_suggestion_to_a_plan_that_is_kept(
    start: Start, telegram_server: TelegramServer
) -> None:
    bot = start()
    person = agreed(telegram_server.person())
    told = to_the_suggestion(person)
    person.taps(roles.ROLES, told)
    listed = person.wait_for(roles.ASK_ROLE, WAIT_S)
    title = listed.labels[0]
    person.taps(title, listed)
    picture = person.wait_for(lambda m: m.photo is not None, WAIT_S)
    assert title in picture.text
    person.taps(roles.ASK_OPEN, person.wait_for(roles.what_next(title), WAIT_S))
    asked = person.wait_for(lambda m: "question 1 of at most 2" in m.text and bool(m.buttons), WAIT_S)
    while roles.what_next(title) not in asked.text:
        person.taps(suggestions.HELP, asked)
        asked = person.wait_for(
            lambda m: bool(m.buttons) and ("question" in m.text or roles.what_next(title) in m.text), WAIT_S
        )
    assert any("Before these questions" in each.text for each in person.replies)
    person.taps(roles.PLAN_IT, asked)
    plan = person.wait_for("to look at again in 6 months", WAIT_S)
    person.taps(roles.month_label(12), plan)
    plan = person.wait_for("to look at again in 12 months", WAIT_S)
    person.taps(roles.KEEP, plan)
    person.wait_for("Your plan towards", WAIT_S)
    person.says("/plan")
    assert title in person.wait_for("Your plan: ", WAIT_S).text
    person.says("/start")
    person.wait_for(conversation.STARTING_AFRESH, WAIT_S)
    person.says("which job could I do next")
    person.wait_for(roles.ASK_ROLE, WAIT_S)
    telegram_server.settle()
    assert telegram_server.refused() == []
    bot.stop()
    assert "rror" not in bot.log.read_text()
