"""Links between frameworks and versions, and what a level is under another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.crosswalk import STARTER, CrosswalkError, carry, holding, read_links, write_links
from knowledge.links import Link
from knowledge.model import Descriptor, Framework, Knowledge, Skill

SAME = "Plans the beds of one garden and orders the seeds for them."
LINK = Link("same", "park-1", "GARD", "tsc", "Green Spaces", "an admin")


def known() -> Knowledge:
    skills = (
        Skill("park-1", "Gardening", "GARD"),
        Skill("park-2", "Garden care", "GARD"),
        Skill("tsc", "Green Spaces"),
        Skill("tsc", "Falconry"),
    )
    said = (
        Descriptor("park-1", "GARD", 2, "level", SAME),
        Descriptor("park-1", "GARD", 3, "level", "Answers for all parks of the town."),
        Descriptor("park-2", "GARD", 2, "level", SAME),
        Descriptor("park-2", "GARD", 3, "level", "Teaches two apprentices how to prune."),
        Descriptor("tsc", "Green Spaces", 4, "ability", "Lead a team of gardeners."),
    )
    frameworks = tuple(Framework(each, each) for each in ("park-1", "park-2", "tsc"))
    return Knowledge(frameworks, skills, said)


def test_a_level_whose_words_are_kept_is_certain() -> None:
    carried = carry(known(), "park-1", "GARD", 2, "park-2")
    assert carried.skill is not None
    assert (carried.skill.name, carried.level, carried.certain) == ("Garden care", 2, True)
    assert "GARD is kept" in carried.why


def test_a_level_that_asks_something_else_is_asked_again() -> None:
    carried = carry(known(), "park-1", "GARD", 3, "park-2")
    assert (carried.level, carried.certain) == (3, False)
    assert "something else" in carried.why


def test_links_join_what_neither_code_nor_title_does() -> None:
    assert carry(known(), "park-1", "GARD", 2, "tsc").skill is None
    linked = replace(known(), links=(LINK,))
    carried = carry(linked, "park-1", "GARD", 2, "tsc")
    assert carried.skill is not None
    assert (carried.skill.name, carried.level, carried.certain) == ("Green Spaces", None, False)
    assert carry(linked, "tsc", "Green Spaces", 4, "park-1").skill is not None
    gone = replace(known(), links=(Link("gone", "park-1", "GARD", "park-2", "", "it was dropped"),))
    assert carry(gone, "park-1", "GARD", 2, "park-2").why == "it was dropped"


def test_a_build_keeps_only_links_between_skills_it_knows() -> None:
    other = replace(LINK, to_skill="Nothing")
    assert holding(known(), [LINK, other, LINK]) == (LINK,)


def test_links_are_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    assert read_links(path) == ()
    write_links(path, [LINK])
    assert read_links(path) == (LINK,)
    path.write_text("kind,framework\nodd,x\n", "utf-8")
    with pytest.raises(CrosswalkError, match="row 2"):
        read_links(path)


def test_the_links_that_ship_are_links_with_a_source() -> None:
    links = read_links(STARTER)
    assert len(links) >= 12
    assert all(link.source for link in links)
