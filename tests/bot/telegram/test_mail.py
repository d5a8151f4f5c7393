"""The inbox and the outbox: each once, in order, and nothing kept longer than it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import Database
from bot.store.people import People
from bot.store.queue import Inbox, Outbox
from bot.telegram.calls import Call
from bot.telegram.render import Draft, post

AT = "2026-05-04T09:30:00Z"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "rung.db") as opened:
        People(opened).agree(5, "Sam", AT)
        yield opened


def test_an_update_is_taken_once_and_only_its_id_stays(database: Database) -> None:
    inbox = Inbox(database)
    assert inbox.receive(11, 5, '{"b": 1}')
    assert not inbox.receive(11, 5, '{"b": 1}')
    inbox.receive(10, 5, "{}")
    unfinished = inbox.next(1)
    assert unfinished is not None
    assert unfinished.update == 10
    assert inbox.done(10)
    assert inbox.done(11)
    assert not inbox.done(11)
    assert inbox.next(1) is None
    assert inbox.known(11)
    assert not inbox.receive(11, 5, "{}")
    assert (
        database.rows(sa.text("select body, person from inbox where body is not null or person is not null"))
        == []
    )


def test_letters_go_in_order_and_leave_nothing(database: Database) -> None:
    outbox = Outbox(database)
    first, second = outbox.add(1, "1"), outbox.add(1, "2")
    letter = outbox.next(1)
    assert letter is not None
    assert letter.id == first
    outbox.sent(letter, 41)
    following = outbox.next(1)
    assert following is not None
    assert following.id == second
    outbox.sent(following, None)
    assert outbox.next(1) is None
    assert outbox.depth() == 0
    assert database.value(sa.text("select count(*) from outbox")) == 0


def test_the_live_message_is_edited_by_what_it_became(database: Database) -> None:
    outbox = Outbox(database)
    post(outbox, 1, [Draft(Call("message", "one"), "live")])
    live = outbox.next(1)
    assert live is not None
    outbox.sent(live, 77)
    post(outbox, 1, [Draft(Call("edit", "two"), "update")])
    post(outbox, 1, [Draft(Call("edit", "three"), "update")])
    change = outbox.next(1)
    assert change is not None
    assert (Call.from_json(change.call).text, change.target) == ("three", 77)
    assert outbox.depth() == 1
    post(outbox, 1, [Draft(Call("buttons"), "retire")])
    assert outbox.live(1) is None
    last = outbox.next(1)
    assert last is not None
    assert last.target == 77
    outbox.sent(last, None)
    outbox.sweep()
    assert database.value(sa.text("select count(*) from outbox")) == 0


def test_calls_are_kept_whole() -> None:
    call = Call("message", "<b>a</b>", ((("Yes", "q1:own"), ("No", "q1:no")),), {"ladders": []}, 5, "7")
    assert Call.from_json(call.to_json()) == call
    assert Call.from_json(Call("react", "✍", message=3).to_json()) == Call("react", "✍", message=3)
