"""People, teams, agreement, documents."""

from __future__ import annotations

import csv
import io
import re

import pytest

from bot.store import shares
from bot.store.reviews import lists
from knowledge.model import Descriptor, Framework, Knowledge, Skill
from tests.bot.console.stall import ALL, AT, SharedFields, Stall, after


def cells(page: str, head: str) -> list[str]:
    """Return the figures of the row of a heat map that begins with a name."""
    row = re.search(rf'<th scope="row">{head}.*?</tr>', page, re.DOTALL)
    assert row is not None, page
    return re.findall(r"<td[^>]*>(?:<span[^>]*>)?([^<]*)", row[0])


def test_a_person_over_time(stall: Stall) -> None:
    review = stall.waiting()
    person = stall.people.by_id(stall.review(review).person)
    assert person is not None
    for level, days in ((4, 90), (4, 400)):
        run = stall.assessment(person, level=level, at=after(days=days))
        shares.share(stall.db, person.id, run.id, stall.park.id, ALL, after(days=days))
    hidden = stall.assessment(person, skill="bees", at=after(days=500))
    shares.share(stall.db, person.id, hidden.id, stall.park.id, SharedFields(level=True), after(days=500))
    page = stall.browser(stall.coach).get(f"/people/{person.id}")
    assert "Rosa" in page and "4 May 2026" in page and "2 August 2026" in page
    assert page.count('class="dot"') == 3 and "Bees" not in page


def test_a_level_of_an_older_edition_is_told_under_the_newest(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Knowledge(
        (Framework("park-2", "Park 2"),),
        (Skill("park-2", "Roses", "gard"),),
        (Descriptor("park-2", "gard", 3, "level", "Plans the beds."),),
    )
    monkeypatch.setattr("tests.bot.console.stall.knowledge", lambda: newer)
    stall.serve("http://testserver")
    review = stall.waiting()
    page = stall.browser(stall.coach).get(f"/people/{stall.review(review).person}")
    assert "Park 2, now Roses: what level 3 asked then can&#39;t be read any more" in page


def test_who_shares_no_name_has_no_page(stall: Stall) -> None:
    review = stall.waiting(ticked=SharedFields(activities=True, level=True))
    stall.browser(stall.coach).get(f"/people/{stall.review(review).person}", 404)


def test_a_team_hides_small_groups(stall: Stall) -> None:
    for number in range(4):
        stall.waiting(f"P{number}")
    browser = stall.browser(stall.coach)
    path = f"/teams/{stall.park.id}"
    assert "nothing to show yet" in browser.get(path)
    assert browser.send("GET", "/teams").headers["location"] == path
    stall.waiting("P4")
    stall.waiting("P5", level=2)
    stall.waiting("P6", ticked=SharedFields(activities=True))
    assert cells(browser.get(path), "Gard") == ["fewer than 5", "fewer than 5", "5"]
    table = list(csv.reader(io.StringIO(browser.get(f"{path}/levels.csv").removeprefix("\ufeff"))))
    assert [row[3:] for row in table[1:]] == [["1", ""], ["2", ""], ["3", "5"]]
    assert table[1][:3] == ["Parks", "Gard", "Park"]


def test_a_team_counts_everybody_once_where_they_stand_last(stall: Stall) -> None:
    for number in range(5):
        stall.waiting(f"P{number}")
    person = stall.people.by_id(stall.review(1).person)
    assert person is not None
    later = stall.assessment(person, level=4, at=after(days=9))
    shares.share(stall.db, person.id, later.id, stall.park.id, ALL, after(days=9))
    browser, path = stall.browser(stall.coach), f"/teams/{stall.park.id}"
    assert set(cells(browser.get(path), "Gard")) == {"fewer than 5"}
    browser.decide(int(stall.db.value("select max(id) from reviews")), "change", level="3", reason="why")
    assert cells(browser.get(path), "Gard") == ["fewer than 5", "fewer than 5", "5"]
    shares.take_back(stall.db, person.id, AT)
    assert "nothing to show yet" in browser.get(path)


def test_a_team_against_a_role(stall: Stall) -> None:
    for number in range(5):
        stall.waiting(f"P{number}")
    browser, path = stall.browser(stall.coach), f"/teams/{stall.park.id}"
    page = browser.get(f"{path}?role=1")
    assert '<option value="1" selected>=Head gardener' in page
    assert cells(page, "Gardening")[:3] == ["4", "3", "1"]
    assert cells(page, "Beekeeping")[:3] == ["2", "fewer than 5", "–"]
    table = list(csv.reader(io.StringIO(browser.get(f"{path}/gaps.csv?role=1").removeprefix("\ufeff"))))
    assert table[1] == ["Parks", "'=Head gardener", "Gardening", "Park", "4", "3", "1"]
    assert table[2][4:] == ["2", "", ""]
    browser.get(f"{path}/gaps.csv?role=0", 404)
    browser.get(f"{path}/gaps.csv", 404)


def test_agreement_is_of_own_teams_and_of_what_is_shared(stall: Stall) -> None:
    trees = stall.team("Trees")
    other = stall.person("Other", trees, coach=True)
    here, there = stall.waiting("A"), stall.waiting("B", trees)
    hidden = stall.waiting("C", ticked=SharedFields(activities=True))
    back = stall.waiting("D")
    mine, others = stall.browser(stall.coach), stall.browser(other)
    for review in (here, back):
        mine.decide(review, "agree")
    mine.decide(hidden, "unclear")
    others.decide(there, "change", level="4", reason="why")
    shares.take_back(stall.db, stall.review(back).person, AT)
    assert "1 of 1" in mine.get("/agreement") and "0 of 1" in others.get("/agreement")
    assert "1 of 2" in stall.browser(stall.admin).get("/agreement")
    assert [each.level for each in lists.decided_levels(stall.db, stall.admin.id)] == [3, 4]


def test_documents_of_an_empty_home(stall: Stall) -> None:
    page = stall.browser(stall.admin).get("/documents")
    assert "None yet" in page and "None is live" in page and "No build has passed it" in page
