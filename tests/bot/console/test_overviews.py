"""People, teams, agreement, documents."""

from __future__ import annotations

import csv
import io
import re

import pytest
import sqlalchemy as sa

from bot.store import shares
from bot.store.reviews import lists
from knowledge.model import Descriptor, Framework, Knowledge, Skill
from tests.bot.console.scene import ALL, AT, ConsoleScene, SharedFields, after


def cells(page: str, head: str) -> list[str]:
    """Return the figures of the row of a heat map that begins with a name."""
    row = re.search(rf'<th scope="row">{head}.*?</tr>', page, re.DOTALL)
    assert row is not None, page
    return re.findall(r"<td[^>]*>(?:<span[^>]*>)?([^<]*)", row[0])


def test_a_person_over_time(scene: ConsoleScene) -> None:
    review = scene.waiting()
    person = scene.people.by_id(scene.review(review).person)
    assert person is not None
    for level, days in ((4, 90), (4, 400)):
        run = scene.assessment(person, level=level, at=after(days=days))
        shares.share(scene.db, person.id, run.id, scene.park.id, ALL, after(days=days))
    hidden = scene.assessment(person, skill="bees", at=after(days=500))
    shares.share(scene.db, person.id, hidden.id, scene.park.id, SharedFields(level=True), after(days=500))
    page = scene.browser(scene.coach).get(f"/people/{person.id}")
    assert "Rosa" in page and "4 May 2026" in page and "2 August 2026" in page
    assert page.count('class="dot"') == 3 and "Bees" not in page


def test_a_level_of_an_older_edition_is_told_under_the_newest(
    scene: ConsoleScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Knowledge(
        (Framework("park-2", "Park 2"),),
        (Skill("park-2", "Roses", "gard"),),
        (Descriptor("park-2", "gard", 3, "level", "Plans the beds."),),
    )
    monkeypatch.setattr("tests.bot.console.scene.knowledge", lambda: newer)
    scene.serve("http://testserver")
    review = scene.waiting()
    page = scene.browser(scene.coach).get(f"/people/{scene.review(review).person}")
    assert "Park 2, now Roses: the former statements of level 3 are no longer available" in page


def test_who_shares_no_name_has_no_page(scene: ConsoleScene) -> None:
    review = scene.waiting(ticked=SharedFields(activities=True, level=True))
    scene.browser(scene.coach).get(f"/people/{scene.review(review).person}", 404)


def test_a_team_hides_small_groups(scene: ConsoleScene) -> None:
    for number in range(4):
        scene.waiting(f"P{number}")
    browser = scene.browser(scene.coach)
    path = f"/teams/{scene.park.id}"
    assert "nothing to show yet" in browser.get(path)
    assert browser.send("GET", "/teams").headers["location"] == path
    scene.waiting("P4")
    scene.waiting("P5", level=2)
    scene.waiting("P6", ticked=SharedFields(activities=True))
    assert cells(browser.get(path), "Gard") == ["fewer than 5", "fewer than 5", "5"]
    table = list(csv.reader(io.StringIO(browser.get(f"{path}/levels.csv").removeprefix("\ufeff"))))
    assert [row[3:] for row in table[1:]] == [["1", ""], ["2", ""], ["3", "5"]]
    assert table[1][:3] == ["Parks", "Gard", "Park"]


def test_a_team_counts_everybody_once_where_they_stand_last(scene: ConsoleScene) -> None:
    for number in range(5):
        scene.waiting(f"P{number}")
    person = scene.people.by_id(scene.review(1).person)
    assert person is not None
    later = scene.assessment(person, level=4, at=after(days=9))
    shares.share(scene.db, person.id, later.id, scene.park.id, ALL, after(days=9))
    browser, path = scene.browser(scene.coach), f"/teams/{scene.park.id}"
    assert set(cells(browser.get(path), "Gard")) == {"fewer than 5"}
    browser.decide(
        int(scene.db.value(sa.text("select max(id) from reviews"))), "change", level="3", reason="why"
    )
    assert cells(browser.get(path), "Gard") == ["fewer than 5", "fewer than 5", "5"]
    shares.take_back(scene.db, person.id, AT)
    assert "nothing to show yet" in browser.get(path)


def test_a_team_against_a_role(scene: ConsoleScene) -> None:
    for number in range(5):
        scene.waiting(f"P{number}")
    browser, path = scene.browser(scene.coach), f"/teams/{scene.park.id}"
    page = browser.get(f"{path}?role=1")
    assert '<option value="1" selected>=Head gardener' in page
    assert cells(page, "Gardening")[:3] == ["4", "3", "1"]
    assert cells(page, "Beekeeping")[:3] == ["2", "fewer than 5", "–"]
    table = list(csv.reader(io.StringIO(browser.get(f"{path}/gaps.csv?role=1").removeprefix("\ufeff"))))
    assert table[1] == ["Parks", "'=Head gardener", "Gardening", "Park", "4", "3", "1"]
    assert table[2][4:] == ["2", "", ""]
    browser.get(f"{path}/gaps.csv?role=0", 404)
    browser.get(f"{path}/gaps.csv", 404)


def test_agreement_is_of_own_teams_and_of_what_is_shared(scene: ConsoleScene) -> None:
    trees = scene.team("Trees")
    other = scene.person("Other", trees, coach=True)
    here, there = scene.waiting("A"), scene.waiting("B", trees)
    hidden = scene.waiting("C", ticked=SharedFields(activities=True))
    back = scene.waiting("D")
    mine, others = scene.browser(scene.coach), scene.browser(other)
    for review in (here, back):
        mine.decide(review, "agree")
    mine.decide(hidden, "unclear")
    others.decide(there, "change", level="4", reason="why")
    shares.take_back(scene.db, scene.review(back).person, AT)
    assert "1 of 1" in mine.get("/agreement") and "0 of 1" in others.get("/agreement")
    assert "1 of 2" in scene.browser(scene.admin).get("/agreement")
    assert [each.level for each in lists.decided_levels(scene.db, scene.admin.id)] == [3, 4]


def test_documents_of_an_empty_home(scene: ConsoleScene) -> None:
    page = scene.browser(scene.admin).get("/documents")
    assert "None yet" in page and "No build is live" in page and "No build has passed the gate" in page
