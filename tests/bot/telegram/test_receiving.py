"""Updates are received: whatever is in one, the others are answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Database
from bot.store.people import People
from bot.store.queue import Inbox, Outbox
from bot.telegram.incoming import Incoming
from bot.telegram.measures import Measures
from bot.telegram.memory import Memory
from bot.telegram.probing import Seen
from bot.telegram.receiving import Receiver
from bot.telegram.requests import RAW, numbered_updates
from bot.telegram.strangers import Strangers
from tests.bot.telegram.raw_updates import BROKEN, OTHER_VERSIONS, SECRET, UNNUMBERED, mutated

AT = "2026-05-04T09:30:00Z"
GOOD = 500_000


class Noted(Strangers):
    """Notes updates of people who have not agreed."""

    def __init__(self) -> None:
        self.incoming: list[Incoming] = []

    async def answer(self, incoming: Incoming) -> None:
        self.incoming.append(incoming)


class Receiving:
    """A receiver on a real store."""

    def __init__(self, database: Database) -> None:
        self.inbox, self.measures = Inbox(database), Measures()
        self.woken: list[int] = []
        self.strangers = Noted()
        outbox, people = Outbox(database), People(database)
        self.person = people.agree(5, "Sam", AT).id
        memory = Memory(database, people, outbox)
        self.receiver = Receiver(
            database, self.inbox, outbox, memory, self.strangers, self.woken.append, Seen(), self.measures
        )

    def take(self, *updates: Any) -> None:
        asyncio.run(self.receiver.take(updates))

    def set_aside(self) -> float:
        lines = self.measures.page().decode().splitlines()
        return sum(
            float(line.split()[-1]) for line in lines if line.startswith("rung_updates_set_aside_total{")
        )


def good(number: int) -> dict[str, Any]:
    who = {"id": 5, "is_bot": False, "first_name": "Sam"}
    chat = {"id": 5, "type": "private"}
    return {"update_id": number, "message": {"message_id": 3, "from": who, "chat": chat, "text": "hello"}}


@pytest.fixture
def receiving(database: Database) -> Iterator[Receiving]:
    yield Receiving(database)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(updates=st.lists(mutated(), max_size=4))
def test_receiver_when_updates_are_mutated_then_the_next_one_is_received(
    receiving: Receiving, updates: list[Any]
) -> None:
    number = GOOD + len(receiving.woken)
    receiving.take(*updates, good(number))
    assert receiving.woken.count(receiving.person) == number - GOOD + 1
    assert receiving.inbox.known(number)


@pytest.mark.parametrize("update", BROKEN + UNNUMBERED, ids=str)
def test_receiver_when_an_update_is_broken_then_it_is_set_aside_without_its_words(
    receiving: Receiving, update: Any
) -> None:
    with structlog.testing.capture_logs() as logged:
        receiving.take(update, good(GOOD))
        receiving.take(update)
    assert receiving.inbox.known(GOOD)
    assert receiving.strangers.incoming == []
    number = update.get("update_id") if update in BROKEN else None
    assert receiving.set_aside() == (1 if number else 2)
    line = logged[0]
    assert (line["event"], line["update"]) == ("update set aside", number)
    assert SECRET not in json.dumps(logged)


@pytest.mark.parametrize("update", OTHER_VERSIONS, ids=lambda update: list(update)[1])
def test_receiver_when_an_update_is_of_another_version_then_it_is_read(
    receiving: Receiving, update: Any
) -> None:
    receiving.take(update)
    assert receiving.set_aside() == 0


def test_numbers_when_an_update_has_no_id_then_it_gets_the_lowest_it_can_have() -> None:
    batch: list[Any] = [None, {"update_id": 12}, [], {"update_id": 20}]
    assert [each["update_id"] for each in numbered_updates(batch, 7)] == [7, 12, 13, 20]
    assert [each[RAW] for each in numbered_updates(batch, 7)] == batch
    assert [each["update_id"] for each in numbered_updates(batch, None)] == [12, 13, 20]
    assert numbered_updates([None], None) == []
