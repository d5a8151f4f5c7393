"""What pages are made of: marked words, CSV, hidden groups, filters, skills found by name."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.highlight import highlight
from bot.console.routes import queue, teams
from bot.console.routes.queue import Wanted
from bot.console.routes.teams import FORMULA, as_csv
from bot.guidance.lookup import Lookup
from bot.reviews.frameworks import FrameworkLookup, RequiredLevel, RoleProfile
from bot.store.reviews.lists import TeamLevel
from tests.bot.console.scene import knowledge


def marked(own: str, statement: str, cited: str = "") -> tuple[list[str], list[str]]:
    ours, theirs = highlight(own, statement, cited)
    return [piece.text for piece in ours if piece.marked], [piece.text for piece in theirs if piece.marked]


@pytest.mark.parametrize(
    ("own", "statement", "found"),
    [
        (
            "I approve the plans",
            "Gives approval to every plan.",
            (["approve", "plans"], ["approval", "plan"]),
        ),
        ("I manage people", "Management of beds.", (["manage"], ["Management"])),
        ("I wrote the content", "Wins a contest.", ([], [])),
        ("We do it for the park", "The park is for us.", (["park"], ["park"])),
        ("", "Plans.", ([], [])),
    ],
)
def test_words_both_share_are_marked(own: str, statement: str, found: tuple[list[str], list[str]]) -> None:
    assert marked(own, statement) == found


def test_words_that_carried_the_match_are_marked_too() -> None:
    assert marked("I tend the roses", "Cares for plants.", "tend roses") == (["tend", "roses"], [])


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_texts_are_the_texts(own: str, statement: str) -> None:
    ours, theirs = highlight(own, statement, own)
    assert "".join(piece.text for piece in ours) == own
    assert "".join(piece.text for piece in theirs) == statement


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_cell_is_a_formula(cells: list[str]) -> None:
    text = as_csv([cells]).decode("utf-8-sig")
    (row,) = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert not [cell for cell in row if cell.lstrip(" ").startswith(FORMULA)]
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "  =1", "＝1"])
def test_formulas_are_text(cell: str) -> None:
    assert as_csv([[cell, 1, None]]).decode("utf-8-sig") == f'"\'{cell}","1",""\r\n'


def standings(counts: dict[int, int], skill: str = "gard") -> list[TeamLevel]:
    people = [level for level, count in counts.items() for _ in range(count)]
    return [TeamLevel(n, "park", skill, skill.title(), level) for n, level in enumerate(people)]


def test_small_groups_are_hidden() -> None:
    rows = teams.heat_map([*standings({2: 6, 3: 4, 4: 5}), *standings({1: 4}, "bees")])
    (row,) = rows
    assert (row.name, [cell.people for cell in row.cells]) == ("Gard", [None, 6, None, 5])
    assert [cell.shade for cell in row.cells] == [0, 2, 0, 1]
    assert teams.heat_map(standings({1: 2, 2: 2})) == ()


def test_gaps_against_a_role() -> None:
    role = RoleProfile(
        0, "Gardener", (RequiredLevel("park", "gard", "Gard", 4), RequiredLevel("park", "bees", "Bees", 2))
    )
    found = teams.gaps([*standings({2: 3, 3: 2, 5: 1}), *standings({5: 4}, "bees")], role)
    assert [(gap.name, gap.required, gap.typical, gap.missing) for gap in found] == [
        ("Gard", 4, 2, 2),
        ("Bees", 2, None, None),
    ]
    assert teams.gaps(standings({5: 5}), role)[0].missing == 0


@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted(team=3), Wanted(skill="park/bees & more"), Wanted(2, "a/b", "sure", 7)],
)
def test_filters_come_back_from_their_address(wanted: Wanted) -> None:
    from urllib.parse import parse_qsl

    assert queue.read_filters(dict(parse_qsl(wanted.query.removeprefix("?")))) == wanted


@given(st.dictionaries(st.sampled_from(["team", "skill", "sure", "days"]), st.text(max_size=30)), st.text())
def test_whatever_an_address_says_can_be_filtered_by(said: dict[str, str], after: str) -> None:
    queue.read_filters(said).filters("2026-05-04T09:00:00Z")
    queue.read_position(after)


def test_skills_are_found_by_code_name_or_part() -> None:
    books = FrameworkLookup(lambda: Lookup(knowledge()))
    assert [each.skill for each in books.search("bees")] == ["bees"]
    assert [each.skill for each in books.search(" Bird  Keeping ")] == ["birds"]
    assert [each.skill for each in books.search("keeping")] == ["bees", "birds"]
    assert [each.skill for each in books.search(books.search("bees")[0].label)] == ["bees"]
    assert books.search("") == books.search("nothing") == ()
    assert [role.title for role in books.roles()] == ["=Head gardener"]
    assert books.skill("park", "gone") == "gone" and books.skill(None, None) == ""
