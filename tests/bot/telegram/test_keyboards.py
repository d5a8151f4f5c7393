"""Callback data are read as they were written, and short enough for Telegram."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import keyboards
from bot.telegram.keyboards import (
    LONGEST,
    Data,
    LeaveTeam,
    OfAdmin,
    OfGoal,
    OfOwnReview,
    OfReview,
    OfShare,
    OfSuggestions,
    Remind,
)

BIG = 10**15


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (OfSuggestions((3, 14), "why"), "s3.14:why"),
        (OfGoal(5, "done"), "g5:done"),
        (Remind(0, 90), "r0:90"),
        (OfShare(BIG, BIG, "t", 15), f"h{BIG}:{BIG}:t15"),
        (LeaveTeam(2, "leave"), "t2:leave"),
        (OfReview(7, 0, "open"), "c7.0:open"),
        (OfReview(BIG, BIG, "m", 0), f"c{BIG}.{BIG}:m0"),
        (OfOwnReview(9, "answer"), "v9:answer"),
        (OfAdmin("no"), "a:no"),
        (OfAdmin("do", ("renew", "0", "4")), "a:do:renew:0:4"),
    ],
)
def test_data_when_written_then_read_as_they_were(data: Data, written: str) -> None:
    assert str(data) == written
    assert re.match(data.PATTERN, written)
    assert type(data).read(written) == data
    assert len(written.encode()) <= LONGEST


@given(st.text(max_size=70))
def test_data_when_anything_is_pressed_then_read_or_refused(text: str) -> None:
    for kind in (OfSuggestions, OfGoal, Remind, OfShare, LeaveTeam, OfReview, OfOwnReview, OfAdmin):
        if re.match(kind.PATTERN, text):
            kind.read(text)
        else:
            with pytest.raises(ValueError):
                kind.read(text)


def test_forget_when_confirmed_then_the_same_is_deleted() -> None:
    assert keyboards.to_forget(keyboards.forget(4)) == (4, False)
    assert keyboards.to_forget(keyboards.sure(keyboards.forget(4))) == (4, True)
    assert keyboards.to_forget(keyboards.sure(keyboards.FORGET_ALL)) == (None, True)
    assert keyboards.sure("f:all") == "f:yes:all"


def test_agree_when_a_link_brought_somebody_then_its_code_is_carried() -> None:
    assert keyboards.agreed(keyboards.agree("team-1")) == "team-1"
    assert keyboards.agree("x" * 80) == "agree"
    assert keyboards.agreed("agree") == ""
    assert keyboards.agreed("agreed") is None
