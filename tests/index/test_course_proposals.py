"""Proposals for courses: the skills nearest to what they say, with a level and the words that carry them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.build import Build
from index.course_proposals import pieces, probable_level, propose
from index.encoder import CachedEncoder, HashingEncoder
from knowledge.model import Course, ServedSkill, Source
from tests.index.conftest import LADDERS

BEES = Course(Source("list.csv", "row 2"), "Hives through the year", "\n• ".join(LADDERS["Beekeeping"][1:]))
POETRY = Course(Source("list.csv", "row 3"), "Poetry evening", "Rhymes, metres and wine with Ovid.")


def test_course_when_it_says_what_a_skill_says_then_it_is_proposed(
    build: Build, encoder: HashingEncoder
) -> None:
    found = propose(build, encoder, [POETRY, BEES])
    assert {(each.course, each.framework, each.skill) for each in found} == {
        (BEES.title, "sfia-9", "BEEK"),
        (BEES.title, "tsc", "Beekeeping"),
    }
    assert all(0.5 <= each.score <= 1 and len(each.levels) == 1 for each in found)
    assert {"apiary", "beekeeper"} <= set(found[0].words)
    assert found[0].state == "proposed"


def test_course_when_its_list_gives_a_skill_then_none_is_proposed_in_that_framework(
    build: Build, encoder: HashingEncoder
) -> None:
    given = replace(BEES, skills=(ServedSkill("sfia-9", "BRID"),))
    assert {each.framework for each in propose(build, encoder, [given])} == {"tsc"}
    confirmed = replace(BEES, skills=(ServedSkill("sfia-9", "BRID", words=("rust",)),))
    assert len(propose(build, encoder, [confirmed])) == 2


@pytest.mark.parametrize("name", LADDERS)
def test_level_when_a_title_says_for_whom_it_is_then_it_is_moved(build: Build, name: str) -> None:
    plain, lower, higher = (
        probable_level(build, "tsc", name, title) for title in ("Hives", "Basics of hives", "Advanced hives")
    )
    assert plain is not None
    assert (lower, higher) == (plain - 1, plain + 1)


def test_courses_when_they_were_encoded_before_then_nothing_is_encoded(build: Build, tmp_path: Path) -> None:
    first, again = (CachedEncoder(HashingEncoder(), tmp_path / "encodings.db") for _ in range(2))
    assert propose(build, first, [BEES, POETRY]) == propose(build, again, [BEES, POETRY])
    assert (first.encoded, again.encoded) == (len(pieces(BEES) + pieces(POETRY)), 0)
    assert propose(build, again, []) == []


def test_description_when_it_lists_points_then_each_is_a_piece() -> None:
    said = replace(
        POETRY, description="Rhymes and metres. Too short; wine with Ovid!\n• Reading aloud by candlelight"
    )
    assert pieces(said) == [
        POETRY.title,
        "Rhymes and metres",
        "wine with Ovid!",
        "Reading aloud by candlelight",
    ]
