"""The durable queue: whatever is in an update, the others are handled, once and in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import TypeHandler

from bot.store import Database, StoreError
from bot.store.people import People
from bot.store.queue import Inbox
from bot.telegram.handlers import App, handle
from bot.telegram.render import say_text
from bot.telegram.turn import NOBODY, Finish, Turn
from bot.telegram.updates import TRIES, UpdateRequest, confirmed_ids
from bot.text import conversation as conversation_text
from tests.bot.telegram.harness import Harness
from tests.bot.telegram.raw_updates import BROKEN, OTHER_VERSIONS, SECRET, UNNUMBERED, mutated

AT = "2026-05-04T09:30:00Z"
GOOD = 500_000


class Echo:
    """Answers every turn with its text, and fails where the text says so."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    def add_to(self, app: App) -> None:
        app.add_handler(TypeHandler(Update, handle(self._take)))

    async def _take(self, turn: Turn) -> Finish:
        self.turns.append(turn)
        if turn.text == "fail":
            raise RuntimeError("this handler fails")
        return lambda: say_text(turn.text) if turn.person != NOBODY else []


class Updates(Harness):
    """A harness with one person who agreed."""

    def __init__(self, database: Database) -> None:
        self.echo = Echo()
        super().__init__(database, self.echo.add_to)
        self.person = People(database).agree(5, "Sam", AT)

    def set_aside(self) -> float:
        counted = "rung_updates_set_aside_total{"
        lines = self.metrics.page().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(counted))


def polled(updates: Updates, *batch: object) -> object:
    """Let a poll bring updates; return what the library gets of them."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"ok": True, "result": batch}))
    request = UpdateRequest(updates.queue, httpx_kwargs={"transport": transport})
    return asyncio.run(request.post("https://api.telegram.org/getUpdates"))


def good(number: int, text: str = "hello") -> dict[str, Any]:
    who = {"id": 5, "is_bot": False, "first_name": "Sam"}
    chat = {"id": 5, "type": "private"}
    return {"update_id": number, "message": {"message_id": 3, "from": who, "chat": chat, "text": text}}


@pytest.fixture
def updates(database: Database) -> Iterator[Updates]:
    yield Updates(database)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(batch=st.lists(mutated(), max_size=4))
def test_queue_when_updates_are_mutated_then_the_next_one_is_handled(
    updates: Updates, batch: list[Any]
) -> None:
    number = GOOD + len(updates.woken)
    updates.receive(*batch, good(number))
    assert [turn.update for turn in updates.echo.turns].count(number) == 1
    assert [call.text for call in updates.sent(updates.person.id)][-1:] == ["hello"]


@pytest.mark.parametrize("update", BROKEN + UNNUMBERED, ids=str)
def test_queue_when_an_update_is_broken_then_it_is_set_aside_without_its_words(
    updates: Updates, update: Any
) -> None:
    with structlog.testing.capture_logs() as logged:
        assert updates.receive(update, good(GOOD)) == 1
        assert updates.receive(update) == 0
    number = update.get("update_id") if update in BROKEN else None
    assert updates.set_aside() == (1 if number else 2)
    assert (logged[0]["event"], logged[0]["update"]) == ("unreadable update set aside", number)
    assert SECRET not in json.dumps(logged)


@pytest.mark.parametrize("update", OTHER_VERSIONS, ids=lambda update: list(update)[1])
def test_queue_when_an_update_is_of_another_version_then_it_is_read(updates: Updates, update: Any) -> None:
    updates.receive(update)
    assert updates.set_aside() == 0


def test_queue_when_updates_come_again_then_each_is_handled_once_and_in_order(updates: Updates) -> None:
    updates.receive(good(2, "one"), good(3, "two"), good(2, "one"), good(4, "three"))
    updates.receive(good(3, "two"))
    assert [call.text for call in updates.sent(updates.person.id)] == ["one", "two", "three"]


def test_queue_when_a_handler_fails_then_the_person_is_told_and_the_next_is_handled(
    updates: Updates,
) -> None:
    updates.receive(good(2, "fail"), good(3, "two"))
    assert [call.text for call in updates.sent(updates.person.id)] == [conversation_text.FAILED, "two"]


def test_queue_when_an_update_ended_the_process_too_often_then_the_person_is_told(
    updates: Updates, database: Database
) -> None:
    inbox = Inbox(database)
    inbox.receive(2, updates.person.telegram, json.dumps(good(2)))
    for _ in range(TRIES - 1):
        inbox.restarted()
    updates.queue.resume()
    updates.receive(good(3, "two"))
    assert [call.text for call in updates.sent(updates.person.id)] == [conversation_text.FAILED, "two"]


def test_queue_when_the_store_fails_then_polling_goes_on(
    updates: Updates, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(updates.queue, "_receive", fail)
    with pytest.raises(NetworkError, match="disk full"):
        polled(updates, good(2))


def test_request_when_a_batch_comes_then_it_is_written_down_before_its_ids_are_told(updates: Updates) -> None:
    assert polled(updates, good(12, "one"), None, good(20, "two")) == [
        {"update_id": 12},
        {"update_id": 13},
        {"update_id": 20},
    ]
    updates.receive()
    assert [call.text for call in updates.sent(updates.person.id)] == ["one", "two"]


def test_queue_when_one_of_a_batch_cannot_be_written_then_none_is(
    updates: Updates, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Inbox.receive

    def fail(inbox: Inbox, update: int, *values: Any) -> int | None:
        if update == 3:
            raise StoreError("disk full")
        return written(inbox, update, *values)

    monkeypatch.setattr(Inbox, "receive", fail)
    with pytest.raises(StoreError):
        updates.receive(good(2), good(3))
    monkeypatch.undo()
    assert updates.receive(good(2), good(3)) == 2


def test_queue_when_a_sticker_comes_then_it_is_handled_without_being_kept(updates: Updates) -> None:
    sticker = good(2)
    sticker["message"] = {**sticker["message"], "text": None, "sticker": {"file_id": "a", "emoji": SECRET}}
    updates.receive(sticker)
    assert [turn.kind for turn in updates.echo.turns] == ["other"]


def test_queue_when_a_stranger_writes_then_nothing_is_written_down(
    updates: Updates, database: Database, tmp_path: Path
) -> None:
    stranger = json.loads(json.dumps(good(2)).replace('"id": 5', '"id": 6'))
    assert updates.receive(stranger) == 1
    assert [turn.person for turn in updates.echo.turns] == [NOBODY]
    assert updates.receive(stranger) == 0
    database.close()
    assert b"hello" not in b"".join(path.read_bytes() for path in tmp_path.glob("rung.db*"))


def test_confirmed_ids_when_an_update_has_none_then_it_gets_the_lowest_it_can_have() -> None:
    batch: list[Any] = [None, {"update_id": 12}, [], {"update_id": 20}]
    assert confirmed_ids(batch, 7) == [7, 12, 13, 20]
    assert confirmed_ids(batch, None) == [12, 13, 20]
    assert confirmed_ids([None], None) == []
