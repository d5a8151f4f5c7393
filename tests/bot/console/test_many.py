"""Ten thousand assessments and two hundred coaches: pages as quick as with few."""

from __future__ import annotations

import time

from tests.bot.console.stall import Stall, after
from tests.bot.console.test_reviewing import lines
from tests.bot.store.test_many import fill


def test_pages_are_quick_with_ten_thousand(stall: Stall) -> None:
    stall.db.execute("delete from teams")
    fill(stall, 10_000)
    stall.now = after(99_999)
    coach = stall.people.by_id(101)
    assert coach is not None
    browser = stall.browser(coach)
    spent = []
    for number in range(20):
        begun = time.perf_counter()
        found = lines(browser.get("/queue"))
        spent.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        browser.get(f"/reviews/{found[number]}")
        spent.append(time.perf_counter() - begun)
    # The median, as other work on this machine makes single pages slow.
    assert sorted(spent)[20] < 0.2
