"""What `scripts.load` measures with, in tiny counts: that it measures, not how fast this machine is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running import Rung
from tests.support.telegram import TelegramServer
from tests.telegram_load.bots import Running, taken
from tests.telegram_load.crowd import Crowd, SilentError
from tests.telegram_load.measuring import UNLIMITED, Place
from tests.telegram_load.staff import Staff


@pytest.fixture
def place(prepared: Rung, tmp_path: Path) -> Place:
    """Return a place whose homes are copies of the prepared one."""
    found = Place(tmp_path)
    (tmp_path / "prepared").mkdir()
    (tmp_path / "prepared" / "hashing").symlink_to(prepared.home)
    return found


@pytest.fixture
def fast() -> Iterator[TelegramServer]:
    """Yield a fake Bot API that checks nothing, as it measures."""
    with TelegramServer(strict=False, keep=100) as server:
        yield server


def test_rung_answers_a_crowd_of_people_who_agreed_and_staff_to_the_end(
    place: Place, fast: TelegramServer
) -> None:
    crowd = [fast.person() for _ in range(10)]
    staff = [fast.person() for _ in range(2)]
    with Running("rung", "polling", fast, place.home([*crowd, *staff]), UNLIMITED) as bot:
        before = bot.taken()
        counted: list[int] = []
        assert Crowd(fast, crowd, 4).say(20, counted.append) > 0
        assert counted == list(range(1, 21))
        after = bot.taken()
        assert after.cpu >= before.cpu
        assert after.memory > 20
        fast.chats.watchers.clear()
        turns = Staff(fast, staff, 0.1).talk()
    assert [len(person.replies) for person in crowd] == [2] * 10
    assert [turn.kind for turn in turns].count("suggestion") == 2
    assert [turn.kind for turn in turns].count("plain") >= 6
    assert all(0 < turn.seconds < 60 for turn in turns)


def test_the_bare_bot_sends_the_same_reply(place: Place, fast: TelegramServer) -> None:
    crowd = [fast.person() for _ in range(5)]
    with Running("light", "webhook", fast, place.home(crowd), UNLIMITED):
        Crowd(fast, crowd, 5).say(10)
    assert {reply.text for person in crowd for reply in person.replies} == {
        "Stopped, and what you told me is deleted. /start begins again whenever you like."
    }


def test_a_bot_that_does_not_answer_ends_the_measurement(
    fast: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.telegram_load.crowd.SILENT_S", 0.1)
    monkeypatch.setattr("tests.telegram_load.staff.SILENT_S", 0.1)
    people = [fast.person()]
    with pytest.raises(SilentError, match="3 of 3"):
        Crowd(fast, people, 1).say(3)
    with pytest.raises(SilentError, match="1 people"):
        Staff(fast, people, 0.0).talk()


def test_what_this_process_takes() -> None:
    own = taken(os.getpid())
    assert own.cpu > 0
    assert own.memory > 20
