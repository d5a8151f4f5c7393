"""What several documents say of one skill."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.inferred_levels import aligned
from knowledge.merge import merge
from knowledge.model import (
    Descriptor,
    DescriptorKind,
    Framework,
    Knowledge,
    Level,
    Reading,
    Role,
    Skill,
    Source,
    count,
)
from knowledge.readers.competency_outline import levels_by_order
from knowledge.similarity import say_the_same
from tests.knowledge.samples import all_bytes

Sample = Callable[[str], Reading]


def document(
    name: str,
    *texts: str,
    level: int = 3,
    kind: DescriptorKind = "ability",
    skill: Skill | None = None,
    inferred: bool = False,
) -> Reading:
    """Return a reading that says texts at a level of a skill."""
    skill = skill or Skill("tsc", "Tea Brewing", sources=(Source(name, "line 1"),))
    found = tuple(
        Descriptor("tsc", skill.key, level, kind, text, inferred, (Source(name, f"line {n}"),))
        for n, text in enumerate(texts, 2)
    )
    return Reading(name, "test", name, (Framework("tsc", "TSC"),), (skill,), found)


def test_outline_and_reference_document_are_one(sample: Sample) -> None:
    known = merge([sample("competency-outline"), sample("tsc-reference")])
    (skill,) = known.skills
    assert skill.category == "Hot Drinks"
    assert skill.description == "Brew tea for guests of all kinds."
    abilities = [each for each in known.descriptors if each.kind == "ability"]
    assert [(each.level, len(each.sources), each.inferred) for each in abilities] == [
        (3, 2, False),
        (3, 2, False),
        (4, 2, False),
        (4, 2, False),
        (4, 1, True),
        (5, 2, False),
        (5, 1, True),
    ]


def test_order_of_adding_does_not_matter(sample: Sample) -> None:
    readings = [sample(kind) for kind in all_bytes()]
    known = merge(readings)
    assert merge(reversed(readings)) == known
    assert merge(readings[5:] + readings[:5]) == known
    assert [name for name, _ in known.documents] == sorted(f"{kind}.doc" for kind in all_bytes())


def test_category_of_the_reference_document_wins(sample: Sample) -> None:
    known = merge([sample("skillsfuture-registry"), sample("tsc-reference")])
    (skill,) = known.find_skill("tea brewing")
    assert (skill.category, skill.subcategory) == ("Hot Drinks", "Kitchen Work")
    assert skill.description.endswith("every season.")
    assert skill.sectors == ("food",)
    assert [source.document for source in skill.sources] == ["skillsfuture-registry.doc", "tsc-reference.doc"]


def test_a_title_finds_its_code() -> None:
    coded = Skill("tsc", "Tea Brewing", code="TEA", description="Long enough.")
    known = merge([document("a", "Brew"), document("b", "Pour", skill=coded)])
    (skill,) = known.skills
    assert skill.key == "TEA"
    assert {each.skill for each in known.descriptors} == {"TEA"}


def test_a_title_of_two_codes_stays_by_itself() -> None:
    first, second = (Skill("tsc", "Tea Brewing", code=code) for code in ("TEA1", "TEA2"))
    readings = [document("a", "Brew"), document("b", "x", skill=first), document("c", "y", skill=second)]
    assert {skill.key for skill in merge(readings).skills} == {"Tea Brewing", "TEA1", "TEA2"}


def test_titles_meet_whatever_their_case() -> None:
    shouted = Skill("tsc", "TEA BREWING", description="Longer.")
    known = merge([document("a", "Brew it"), document("b", "Brew it.", skill=shouted)])
    assert [skill.name for skill in known.skills] == ["TEA BREWING"]
    (descriptor,) = known.descriptors
    assert [source.document for source in descriptor.sources] == ["a", "b"]


def test_frameworks_stay_apart() -> None:
    other = Skill("sfia-9", "Tea Brewing")
    known = merge([document("a", "Brew it"), document("b", "Brew it", skill=other)])
    assert len(known.skills) == 2


SAME = [
    ("Sell some teas to guests that were named", "Sell some IT teas to guests that were named"),
    (
        "Establish warm, lasting ties with tea growers",
        "Build warm, lasting ties with tea growers to raise sales",
    ),
    ("Order leaves for the kitchens of the house", "order leaves for the kitchens of the house."),
    ("Order leaves for the customers and the guests", "Order leaves for the custmers and the guests"),
    ("Analyse what guests drink in the organisation", "Analyze what guests drink in the organization"),
]
DIFFERENT = [
    ("Manage internal audits of the tea kitchen", "Manage external audits of the tea kitchen"),
    ("Review the brewing of tea in all kitchens", "Approve the brewing of tea in all kitchens"),
    ("Write the rules of brewing", "Write the rules of brewing, with support"),
    ("Keep guests content", "Set up ways to measure and keep guests content in line with the house rules"),
    ("Brew tea for 5 guests of the house", "Brew tea for 50 guests of the house"),
    ("Give formal notice to growers of tea", "Give informal notice to growers of tea"),
    ("Brew tea in the kitchen of the house", "Brew tea, not in the kitchen of the house"),
    ("Increase the sales of green tea leaves", "Decrease the sales of green tea leaves"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_near_equal_statements(one: str, other: str) -> None:
    assert say_the_same(one, other)
    assert say_the_same(other, one)
    (descriptor,) = merge([document("a", one), document("b", other)]).descriptors
    assert len(descriptor.sources) == 2


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_statements_that_differ(one: str, other: str) -> None:
    assert not say_the_same(one, other)
    assert not say_the_same(other, one)


def test_equal_statements_at_other_levels_or_of_other_kinds_stay_apart() -> None:
    readings = [
        document("a", "Brew it", level=3),
        document("b", "Brew it", level=4),
        document("c", "Brew it", level=3, kind="knowledge"),
    ]
    assert len(merge(readings).descriptors) == 3


def test_one_document_does_not_say_a_thing_twice_in_other_words() -> None:
    assert len(merge([document("a", *SAME[0])]).descriptors) == 2
    assert len(merge([document("a", *SAME[0]), document("b", SAME[0][0])]).descriptors) == 2


def test_a_slip_of_spelling_is_not_shown() -> None:
    slip, right = "Order leaves for the custmers of the house", "Order leaves for the customers of the house"
    for readings in itertools.permutations([document("a", slip), document("b", right, inferred=True)]):
        (descriptor,) = merge(readings).descriptors
        assert (descriptor.text, descriptor.inferred) == (right, False)


@pytest.mark.parametrize(
    ("groups", "levels"),
    [(1, [4]), (2, [3, 4]), (3, [3, 4, 5]), (4, [2, 3, 4, 5]), (5, [2, 3, 4, 5, 6]), (6, [1, 2, 3, 4, 5, 6])],
)
def test_levels_by_order(groups: int, levels: list[int]) -> None:
    assert list(levels_by_order(groups)) == levels


def test_too_many_groups_have_no_levels() -> None:
    with pytest.raises(ValueError, match="expected 1 to 6 groups"):
        levels_by_order(7)


def test_alignment() -> None:
    groups = {3: ["boil water"], 4: ["buy leaves"]}
    assert aligned(groups, {1: ["sing"], 2: ["boil the water"], 5: ["dance"], 6: ["buy the leaves"]}) == {
        3: 2,
        4: 6,
    }
    assert aligned(groups, {1: ["sing"], 2: ["dance"]}) == {3: 1, 4: 2}
    assert aligned(groups, {6: ["buy leaves"]}) == {3: 3, 4: 6}


def test_outline_takes_the_levels_of_proficiency_descriptions(sample: Sample) -> None:
    outline = sample("competency-outline")
    levels = [document(f"l{n}", f"Text {n}", level=n, kind="level") for n in (1, 2, 6)]
    known = merge([outline, *levels])
    assert sorted({each.level for each in known.descriptors if each.inferred}) == [1, 2, 6]


def test_an_inferred_statement_goes_where_it_is_stated(sample: Sample) -> None:
    outline = sample("competency-outline")
    stated = [
        document(
            "l2",
            "Keep the timer beside the pot and watch it",
            "Boil fresh water for each pot that is ordered",
            level=2,
        ),
        document("l3", "Ask each guest how strong the tea should be", level=3),
        document("l6", "Bring biscuits to those who wait for long", level=6),
    ]
    known = merge([outline, *stated])
    biscuits = next(each for each in known.descriptors if each.text.startswith("Bring"))
    assert (biscuits.level, biscuits.inferred, len(biscuits.sources)) == (6, False, 2)


def test_levels_of_frameworks_are_joined() -> None:
    named = replace(document("a", "x"), frameworks=(Framework("tsc", "TSC", (Level(1, "One"),)),))
    told = replace(
        document("b", "y"),
        frameworks=(Framework("tsc", "Other", (Level(1, "", "Brews."), Level(2))),),
    )
    (framework,) = merge([named, told]).frameworks
    assert framework == Framework("tsc", "TSC", (Level(1, "One", "Brews."), Level(2)))


def test_equal_roles_are_one_and_others_stay() -> None:
    role = Role("Tea maker", summary="Makes tea.")
    readings = [
        replace(document("a", "x"), roles=(replace(role, sources=(Source("a", "row 1"),)),)),
        replace(document("b", "x"), roles=(replace(role, sources=(Source("b", "row 1"),)),)),
        replace(document("c", "x"), roles=(replace(role, summary="Pours."),)),
    ]
    first, second = merge(readings).roles
    assert len(first.sources) == 2
    assert second.summary == "Pours."


def test_nothing_merged_is_nothing_known() -> None:
    assert merge([]) == Knowledge()
    assert count(Knowledge()).skills == 0
