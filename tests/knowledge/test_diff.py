"""What differs between two states of knowledge."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.diff import changes, word_pieces
from knowledge.model import Descriptor, Framework, Knowledge, Skill, Source

HERE = (Source("garden.csv", "row 1"),)
LADDER = (
    "Waters the beds that the gardener points out.",
    "Plans the beds of one garden and orders the seeds for them.",
    "Answers for all parks of the town and for what they cost.",
)


def garden(name: str = "Gardening", code: str = "", ladder: tuple[str, ...] = LADDER) -> Knowledge:
    skill = Skill("park-1", name, code, description="About plants.", sources=HERE)
    said = tuple(
        Descriptor("park-1", skill.key, n, "level", text, sources=HERE) for n, text in enumerate(ladder, 1)
    )
    return Knowledge((Framework("park-1", "Park"),), (skill,), said, documents=(("garden.csv", "1" * 64),))


def test_the_same_changes_nothing() -> None:
    assert changes(garden(), garden()).nothing
    assert changes(Knowledge(), Knowledge()).nothing


def test_a_reworded_statement_is_shown_word_by_word() -> None:
    found = changes(garden(), garden(ladder=(LADDER[0], LADDER[1].replace("seeds", "bulbs"), LADDER[2])))
    (only,) = found.changed
    assert (only.level_before, only.level_after, only.moved, only.reworded) == (2, 2, False, True)
    assert [piece for piece in only.pieces if piece[0] != "same"] == [("gone", "seeds"), ("new", "bulbs")]
    assert (found.new, found.gone) == ((), ())


def test_a_statement_that_moved_is_no_new_one() -> None:
    found = changes(garden(), garden(ladder=(LADDER[0], LADDER[2], LADDER[1])))
    assert {(each.level_before, each.level_after) for each in found.changed} == {(2, 3), (3, 2)}
    assert all(each.moved and not each.reworded for each in found.changed)


def test_other_statements_come_and_go() -> None:
    found = changes(garden(), garden(ladder=(*LADDER[:2], "Teaches botany at the night school.")))
    assert [each.text for each in found.gone] == [LADDER[2]]
    assert [each.text for each in found.new] == ["Teaches botany at the night school."]


def test_a_skill_that_kept_its_code_or_its_statements_is_renamed() -> None:
    (coded,) = changes(garden(code="GARD"), garden("Horticulture", "GARD")).skills_renamed
    assert (coded.before.name, coded.after.name) == ("Gardening", "Horticulture")
    found = changes(garden(), garden("Horticulture"))
    assert [each.after.name for each in found.skills_renamed] == ["Horticulture"]
    assert (found.skills_new, found.skills_gone, found.changed) == ((), (), ())


def test_another_skill_is_new_and_the_old_one_gone() -> None:
    found = changes(garden(), garden("Falconry", ladder=("Feeds the falcons.", "Flies them at fairs.")))
    assert [each.name for each in found.skills_new] == ["Falconry"]
    assert [each.name for each in found.skills_gone] == ["Gardening"]


def test_descriptions_count() -> None:
    known = garden()
    other = replace(known, skills=(replace(known.skills[0], description="About plants and trees."),))
    assert [(each.kind, each.level_after) for each in changes(known, other).changed] == [("description", 0)]


def test_documents_that_came_went_changed_or_back_nothing() -> None:
    before, after = garden(), garden()
    after = replace(after, documents=(("garden.csv", "2" * 64), ("more.csv", "3" * 64)))
    found = changes(before, after)
    assert (found.documents_new, found.documents_gone) == (("more.csv",), ())
    assert found.documents_revised == ("garden.csv",)
    idle = replace(after, skills=(), descriptors=())
    assert changes(before, idle).documents_idle == ("garden.csv",)


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_give_both_texts_back(one: str, other: str) -> None:
    pieces = word_pieces(one, other)
    assert "".join(text for kind, text in pieces if kind != "new") == one
    assert "".join(text for kind, text in pieces if kind != "gone") == other
