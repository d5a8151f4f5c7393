"""Links between frameworks and versions, and what a level is under another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.crosswalk import CrosswalkError, holding, linked, read_links, write_links
from knowledge.data import CROSSWALK
from knowledge.editions import carry, edition, family, newest
from knowledge.links import ROLE, Link
from knowledge.model import Descriptor, Framework, Knowledge, Requirement, Role, Skill

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
    assert (carried.level, carried.outcome, carried.certain) == (3, "reworded", False)
    longer = replace(
        known(), descriptors=(*known().descriptors, Descriptor("park-2", "GARD", 2, "level", "Fells trees."))
    )
    assert carry(longer, "park-1", "GARD", 2, "park-2").outcome == "reworded"


def test_links_join_what_neither_code_nor_title_does() -> None:
    assert carry(known(), "park-1", "GARD", 2, "tsc").outcome == "unknown"
    linked = replace(known(), links=(LINK,))
    carried = carry(linked, "park-1", "GARD", 2, "tsc")
    assert carried.skill is not None
    assert (carried.skill.name, carried.level, carried.outcome) == ("Green Spaces", None, "no-level")
    assert carry(linked, "tsc", "Green Spaces", 4, "park-1").skill is not None
    gone = replace(known(), links=(Link("gone", "park-1", "GARD", "park-2", "", "it was dropped"),))
    carried = carry(gone, "park-1", "GARD", 2, "park-2")
    assert (carried.outcome, carried.why, carried.skill) == ("gone", "it was dropped", None)


def test_links_lead_from_edition_to_edition() -> None:
    links = (
        Link("moved", "park-1", "PRUN", "park-2", "CUTS", "one"),
        Link("renamed", "park-2", "CUTS", "park-3", "SHAP", "two"),
        Link("gone", "park", "HAWK", "park-2", "", "falconry was dropped"),
    )
    skills = (Skill("park-3", "Shaping", "SHAP"), Skill("park-3", "Mowing", "MOWS"))
    said = (Descriptor("park-3", "SHAP", 2, "level", SAME),)
    newer = Knowledge((Framework("park-3", "Park 3"),), skills, said, links=links)
    carried = carry(newer, "park-1", "PRUN", 2, "park-3", name="Pruning")
    assert carried.skill is not None
    assert (carried.skill.key, carried.why, carried.outcome) == ("SHAP", "one; two", "unread")
    assert carry(newer, "park-1", "PRUN", 2, "park-3", texts=lambda *_: [SAME]).outcome == "same"
    assert carry(newer, "park-2", "HAWK", 2, "park-3", name="Falconry").outcome == "gone"
    assert carry(newer, "park-1", "MOWS", 2, "park-3", name="Grass").skill == skills[1]
    assert carry(newer, "park-1", "Mowing", 2, "park-3", name="Mowing").skill == skills[1]
    assert carry(newer, "park-1", "HIVE", 2, "park-3", name="Beekeeping").outcome == "unknown"


def test_a_link_from_an_edition_that_is_not_there_is_kept_for_old_profiles() -> None:
    link = Link("renamed", "park-0", "GARD", "park-1", "GARD", "an owner")
    assert holding(known(), [link, replace(link, to_skill="NONE")]) == (link,)
    assert holding(known(), [Link("same", "house", "Lawns", "tsc", "Green Spaces")]) == ()
    assert holding(known(), [Link("gone", "park-0", "HAWK", "park-7", "")]) == ()


def test_editions_are_told_by_their_number() -> None:
    assert (family("sfia-9"), edition("sfia-9")) == ("sfia", 9)
    assert (family("house-skills"), edition("house-skills")) == ("house-skills", -1)
    there = ["sfia", "sfia-9", "sfia-10", "house-skills", "house-rules"]
    assert newest("sfia-8", there) == "sfia-10"
    assert newest("sfia", there) == "sfia-10"
    assert newest("house-skills", there) == "house-skills"


def test_a_build_keeps_only_links_between_skills_it_knows() -> None:
    other = replace(LINK, to_skill="Nothing")
    assert holding(known(), [LINK, other, LINK]) == (LINK,)


def test_a_role_without_levels_asks_for_what_was_confirmed() -> None:
    bare, told = Role("Gardener"), Role("Gardener", "", requirements=(Requirement("tsc", "Falconry", 2),))
    roles = replace(known(), roles=(bare, told))
    asks = Link("asks", ROLE, "Gardener", "park-2", "GARD", "an admin")
    refused = Link("refused", "park-2", "GARD", "tsc", "Falconry", "an admin")
    nobody = replace(asks, skill="Hunter")
    made = linked(roles, [asks, refused, nobody, LINK])
    assert made.links == (asks, LINK)
    assert made.roles[0].requirements == (Requirement("park-2", "GARD"),)
    assert made.roles[1] == told
    assert linked(made, [asks]).roles == made.roles


def test_links_are_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    assert read_links(path) == ()
    write_links(path, [LINK])
    assert read_links(path) == (LINK,)
    path.write_text("kind,framework\nodd,x\n", "utf-8")
    with pytest.raises(CrosswalkError, match="row 2"):
        read_links(path)


def test_the_links_that_ship_are_links_with_a_source() -> None:
    links = read_links(CROSSWALK)
    assert len(links) >= 12
    assert all(link.source for link in links)
