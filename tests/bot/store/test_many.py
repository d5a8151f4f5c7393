"""Ten thousand assessments and two hundred coaches: pages as quick as with few."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product

import pytest
import sqlalchemy as sa

from bot.store import Database, audit, schema
from bot.store.reviews import cards, decisions, lists
from bot.store.reviews.lists import QueueFilters
from tests.support.seeded_store import AT, SeededStore, after, driver

TEAMS, COACHES = 40, 200


def fill(town: SeededStore, assessments: int) -> None:
    """Add assessments, shared and waiting, of as many people, in one go; every third is decided."""
    db = town.db
    with db.transaction():
        for team in range(1, TEAMS + 1):
            db.insert(
                schema.teams, **{"id": team, "name": f"Team {team}", "code": f"code{team}", "made_at": AT}
            )
        first = town.assessment(town.person("Model"))
        model = db.row(sa.text("select * from suggestions where assessment = :p0"), p0=first.id)
        assert model is not None
        for number in range(100, 100 + COACHES):
            person = {
                "id": number,
                "telegram": number,
                "name": f"C{number}",
                "consented_at": AT,
                "seen_at": AT,
            }
            db.insert(schema.people, **person)
            coach: dict[str, object] = {
                "person": number,
                "team": number % TEAMS + 1,
                "role": "coach",
                "since": AT,
            }
            db.insert(schema.members, **coach)
        for number in range(10_000, 10_000 + assessments):
            _shared(db, number, model._asdict())


def _shared(db: Database, number: int, model: dict[str, object]) -> None:
    team, at = number % TEAMS + 1, after(number)
    person: dict[str, object] = {
        "id": number,
        "telegram": number,
        "name": f"P{number}",
        "consented_at": AT,
        "seen_at": AT,
    }
    db.insert(schema.people, **person)
    db.insert(schema.members, **{"person": number, "team": team, "role": "staff", "since": AT})
    run: dict[str, object] = {"id": number, "person": number, "started_at": at, "at": at, "activities": "[]"}
    db.insert(schema.assessments, **run)
    skill = f"s{number % 30}"
    db.insert(schema.suggestions, **model | {"id": number, "assessment": number, "skill": skill})
    share: dict[str, object] = {
        "id": number,
        "assessment": number,
        "person": number,
        "team": team,
        "activities": 1,
        "level": 1,
    }
    db.insert(schema.shares, **{**share, "next_steps": 1, "name": 1, "shared_at": at})
    review: dict[str, object] = {
        "id": number,
        "share": number,
        "suggestion": number,
        "person": number,
        "team": team,
    }
    review |= {"status": "waiting", "waiting_since": at, "framework": "park", "skill": skill}
    if number % 3 == 0:
        review |= {
            "status": "decided",
            "decision": "agree",
            "decided_at": at,
            "coach": 100 + number % COACHES,
        }
    db.insert(schema.reviews, **{**review, "skill_name": skill, "level": 3, "confidence": number % 100 / 100})
    row: dict[str, object] = {
        "at": at,
        "actor": 100,
        "person": number,
        "assessment": number,
        "review": number,
    }
    db.insert(schema.audit, **{**row, "action": "looked"})


@pytest.fixture
def plans(town: SeededStore) -> Callable[[], list[str]]:
    """Return what gives the plans of all queries since: lines such as ``SCAN people``."""
    fill(town, 3_000)
    asked: list[str] = []
    driver(town.db).set_trace_callback(asked.append)

    def found() -> list[str]:
        driver(town.db).set_trace_callback(None)
        return [
            f"{row[3]}  <-  {sql}"
            for sql in asked
            if sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))
            for row in driver(town.db).execute(f"explain query plan {sql}")
        ]

    return found


@pytest.mark.slow
def test_no_page_reads_a_whole_table(town: SeededStore, plans: Callable[[], list[str]]) -> None:
    db, coach = town.db, 101
    options = ((None, 2), (None, ("park", "s1")), (None, 0.5), (None, after(11_000)))
    for team, skill, least, before in product(*options):
        filters = QueueFilters(team=team, skill=skill, least=least, most=least and 0.9, before=before)
        page = lists.queue(db, coach, after(99_999), filters=filters)
        lists.queue(db, coach, after(99_999), filters=filters, after=page[0].place if page else None)
    (entry, *_) = lists.queue(db, coach, AT)
    card = cards.look(db, coach, entry.id, AT)
    claimed = decisions.claim(db, coach, entry.id, card.version, AT)
    decisions.decide(db, coach, entry.id, claimed.version, decisions.Decision("agree"), AT)
    audit.history(db, card.person or 0)
    found = plans()
    assert len(found) > 100
    # What a page walks or sorts would grow with it.
    assert [line for line in found if line.startswith(("SCAN", "USE TEMP B-TREE"))] == []
    assert any("reviews_queue_skill" in line for line in found)


@pytest.mark.slow
def test_pages_are_quick_with_ten_thousand(town: SeededStore) -> None:
    fill(town, 10_000)
    spent = []
    for number in range(60):
        coach = 100 + number
        begun = time.process_time()
        page = lists.queue(town.db, coach, after(99_999))
        cards.look(town.db, coach, page[number % len(page)].id, AT)
        spent.append(time.process_time() - begun)
    # In processor time. The whole page may take 200 ms; its share of the store is a tenth.
    assert sorted(spent)[30] < 0.02
