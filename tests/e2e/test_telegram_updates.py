"""Updates that nobody expects, against the running bot: none stops it or is answered in the wrong place."""

from __future__ import annotations

import pytest

from bot.text import staff
from tests.bot.telegram.raw_updates import BROKEN, OTHER_VERSIONS, SECRET, UNNUMBERED, examples
from tests.e2e.telegram_bot import SELLING, WAIT_S, Start, agreed
from tests.support.telegram import TelegramServer

pytestmark = pytest.mark.timeout(300)
WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
EXAMPLE = 111
"""Id of the person that the examples are from."""


@WAYS
def test_bot_when_updates_are_broken_then_everybody_else_is_answered(
    start: Start, telegram_server: TelegramServer, webhook: bool
) -> None:
    bot = start(webhook)
    person = agreed(telegram_server.person())
    telegram_server.settle()
    with telegram_server.batched():
        for number, update in enumerate([*BROKEN, *UNNUMBERED, *OTHER_VERSIONS]):
            telegram_server.raw(update, number)
        person.says(SELLING)
    person.wait_for("Added: ", WAIT_S)
    bot.stop()
    bot.start()
    person.says("/help")
    person.wait_for("/profile", WAIT_S)
    telegram_server.raw(None)
    telegram_server.settle(1.0, 60)
    assert "rung_updates_set_aside_total" in bot.get("/metrics")
    assert bot.stop() == 0
    assert telegram_server.updates.waiting == []
    log = bot.log.read_text()
    assert log.count("update set aside") == len(BROKEN) + len(UNNUMBERED) + 1
    assert SECRET not in log
    assert "Traceback" not in log


@WAYS
def test_bot_when_an_update_cannot_be_read_then_it_starts_again(
    start: Start, telegram_server: TelegramServer, webhook: bool
) -> None:
    bot = start(webhook)
    bot.stop()
    for number, update in enumerate(BROKEN + UNNUMBERED):
        telegram_server.raw(update, number)
    bot.start()
    agreed(telegram_server.person())
    telegram_server.settle(0.5, 60)


@WAYS
@pytest.mark.parametrize("known", [True, False], ids=["known", "stranger"])
def test_bot_when_examples_arrive_then_each_is_answered_where_it_belongs(
    start: Start, telegram_server: TelegramServer, webhook: bool, known: bool
) -> None:
    bot = start(webhook)
    person = telegram_server.person(EXAMPLE)
    if known:
        agreed(person)
    other = agreed(telegram_server.person())
    telegram_server.settle()
    since = len(telegram_server.calls)
    for updates in examples().values():
        for update in updates:
            telegram_server.raw(update, EXAMPLE)
    telegram_server.settle(1.0, 60)
    calls = telegram_server.calls[since:]
    topic = [call for call in calls if call.chat == -100200]
    assert [(each.method, each.number("message_thread_id")) for each in topic] == [("sendMessage", 12)]
    assert topic[0].params["text"] == staff.PRIVATE_ONLY
    assert {call.chat for call in calls} <= {EXAMPLE, -100200, None}
    answers = [call for call in calls if call.method == "answerCallbackQuery"]
    assert [call.params["callback_query_id"] for call in answers] == ["78", "79"]
    other.says(SELLING)
    other.wait_for("Added: ", WAIT_S)
    assert bot.stop() == 0
    assert '"level": "error"' not in bot.log.read_text()
    # The examples' messages are in no chat of the fake: there is nothing to react to.
    assert {call.method for call in telegram_server.refused()} <= {"setMessageReaction"}


def test_bot_when_a_private_chat_has_topics_then_it_answers_in_the_topic(
    start: Start, telegram_server: TelegramServer
) -> None:
    start()
    person = agreed(telegram_server.person())
    chat = person.chat.body | {"is_forum": True}
    person.chat.body = chat
    topic = {"message_thread_id": 7, "is_topic_message": True}
    message = {"message_id": 900, "date": 1767225600, "chat": chat, "from": person.user, "text": "/help"}
    telegram_server.raw({"update_id": 1, "message": message | topic}, person.id)
    assert person.wait_for("/profile", WAIT_S).body["message_thread_id"] == 7
    telegram_server.settle()
    telegram_server.fail("sendMessage", 400, description="Bad Request: message thread not found")
    telegram_server.raw({"update_id": 1, "message": message | topic | {"message_id": 901}}, person.id)
    person.wait_for(lambda m: "/profile" in m.text and "message_thread_id" not in m.body, WAIT_S)
