"""Ten thousand assessments and two hundred coaches: pages as quick as with few."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from bot.store.reviews import lists
from tests.bot.console.scene import ConsoleScene, after
from tests.bot.console.test_reviewing import lines
from tests.bot.store.test_many import fill
from tests.support.seeded_store import driver


@pytest.mark.slow
def test_pages_are_quick_with_ten_thousand(scene: ConsoleScene) -> None:
    scene.db.execute(sa.text("delete from teams"))
    fill(scene, 10_000)
    scene.now = after(99_999)
    coach = scene.people.by_id(101)
    assert coach is not None
    browser = scene.browser(coach)
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


PAGES = ("/queue", "/queue?sure=low&days=2", "/queue?skill=park/s1", "/agreement", "/teams/22")


@pytest.mark.slow
def test_no_page_reads_a_whole_big_table(scene: ConsoleScene) -> None:
    """Whatever a request asks the store: sessions, people, queues, reviews, numbers, teams."""
    scene.db.execute(sa.text("delete from teams"))
    fill(scene, 3_000)
    scene.now = after(99_999)
    coach = scene.people.by_id(101)
    assert coach is not None
    browser = scene.browser(coach)
    (first, *_) = lines(browser.get("/queue"))
    asked: list[str] = []
    driver(scene.db).set_trace_callback(asked.append)
    person = scene.review(first).person
    for path in (*PAGES, f"/reviews/{first}", f"/people/{person}"):
        browser.get(path)
    browser.decide(first, "agree")
    # The page counts on a thread, with a connection of its own.
    assert len(lists.decided_levels(scene.db, coach.id)) == 25 + 1
    driver(scene.db).set_trace_callback(None)
    told = [sql for sql in asked if sql.startswith(("SELECT", "UPDATE", "DELETE"))]
    assert len(told) > 50
    plans = {row[3] for sql in told for row in driver(scene.db).execute(f"explain query plan {sql}")}
    assert any("reviews_team_decided" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
