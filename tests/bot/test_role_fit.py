"""Roles that fit a person's levels, and which role usually follows which."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.guidance.lookup import Lookup
from bot.guidance.model import HeldLevel
from bot.guidance.role_fit import fit_of, next_roles, role_fits
from bot.guidance.role_gap import near_roles
from knowledge.links import ROLE, Link
from knowledge.model import Descriptor, Framework, Knowledge, Requirement, Role, Skill
from knowledge.role_ladders import following_roles

CODES = ("BEDS", "BEES", "TREE", "SHOP", "TEAM")


def role(name: str, *, rank: int | None = None, grade: str = "", **asks: int) -> Role:
    required = tuple(Requirement("park", code, level, code != "SHOP") for code, level in asks.items())
    return Role(name, grade, family="Parks", requirements=required, rank=rank)


ROLES = (
    role("Gardener", rank=1, grade="Gardener", BEDS=2, BEES=1, TREE=2),
    role("Gardener", rank=2, grade="Senior gardener", BEDS=3, BEES=2, TREE=3),
    role("Gardener", rank=3, grade="Head gardener", BEDS=5, BEES=3, TREE=3, TEAM=4),
    role("Shop keeper", SHOP=3, TEAM=2),
    role("Park ranger", BEDS=2, TREE=4, SHOP=1),
)
KNOWN = Knowledge(
    frameworks=(Framework("park", "Park"),),
    skills=tuple(Skill("park", code.title(), code) for code in CODES),
    descriptors=tuple(
        Descriptor("park", code, n, "level", f"Does {code} at {n}.") for code in CODES for n in range(1, 6)
    ),
    roles=ROLES,
)
LOOKUP = Lookup(KNOWN)


def held(**levels: int) -> dict[tuple[str, str], int]:
    return {("park", code): level for code, level in levels.items()}


def test_near_roles_when_words_speak_of_skills_then_long_lists_are_no_better() -> None:
    levels: HeldLevel = {
        "framework": "park",
        "skill": "CATS",
        "name": "Cats",
        "level": 2,
        "words": "I feed the cats",
        "confirmed": False,
    }
    near = near_roles(LOOKUP, [levels], {("park", "SHOP"): 0.6, ("park", "TEAM"): 0.3})
    assert [role["title"] for role in near] == ["Shop keeper", "Park ranger", "Head gardener"]
    assert all(role["step"] == "near" and role["open"] == role["total"] for role in near)


def test_fit_when_a_skill_was_never_talked_about_then_it_is_open_and_not_missing() -> None:
    fit = fit_of(LOOKUP, ROLES[1], held(BEDS=3, TREE=2))
    assert [(each.skill, each.coverage, each.missing) for each in fit.required] == [
        ("TREE", "short", 1),
        ("BEES", "open", 0),
        ("BEDS", "met", 0),
    ]
    assert (fit.count("met"), fit.count("short"), fit.count("open"), fit.steps) == (1, 1, 1, 1)


def test_fit_when_a_skill_is_optional_then_it_comes_last_and_makes_no_step() -> None:
    fit = fit_of(LOOKUP, ROLES[4], held(SHOP=0, BEDS=2, TREE=4))
    assert [each.skill for each in fit.required][-1] == "SHOP"
    assert fit.steps == 0


def test_next_roles_when_levels_are_known_then_the_usual_step_comes_first() -> None:
    found = next_roles(LOOKUP, held(BEDS=2, BEES=1, TREE=2))
    assert found.present is not None
    assert found.present.role.title == "Gardener"
    assert [fit.role.title for fit in found.usual] == ["Senior gardener"]
    assert [fit.role.title for fit in found.two_steps] == ["Park ranger"]
    assert "Head gardener" not in {fit.role.title for fit in (*found.one_step, *found.two_steps)}


def test_next_roles_when_a_role_asks_less_of_all_that_is_known_then_it_is_no_next_step() -> None:
    found = next_roles(LOOKUP, held(BEDS=4), "Senior gardener")
    assert {fit.role.title for fit in (*found.usual, *found.one_step, *found.two_steps)} == {"Head gardener"}


def test_next_roles_when_the_present_role_is_named_then_lower_rungs_are_no_next_step() -> None:
    found = next_roles(LOOKUP, held(BEDS=2, BEES=1, TREE=2), "Senior gardener")
    assert found.present is not None
    assert found.present.role.title == "Senior gardener"
    titles = {fit.role.title for fit in (*found.usual, *found.one_step, *found.two_steps)}
    assert "Gardener" not in titles


def test_next_roles_when_a_title_stands_twice_then_the_one_that_says_more_is_meant() -> None:
    known = replace(KNOWN, roles=(Role("Gardener"), *ROLES))
    found = next_roles(Lookup(known), held(BEDS=2), "Gardener")
    assert found.present is not None
    assert len(found.present.required) == 3


def test_next_roles_when_no_role_asks_for_the_skills_then_there_is_none() -> None:
    assert next_roles(LOOKUP, {("park", "CATS"): 3}).present is None
    assert role_fits(LOOKUP, {}) == []


@given(st.dictionaries(st.sampled_from(CODES), st.integers(1, 5), min_size=1))
def test_fit_when_levels_are_any_then_every_skill_is_counted_once(levels: dict[str, int]) -> None:
    for fit in role_fits(LOOKUP, held(**levels)):
        kinds = [fit.count("met"), fit.count("short"), fit.count("open")]
        assert sum(kinds) == len(fit.required) == len(fit.role.requirements)
        for each in fit.required:
            assert (each.coverage == "open") == (each.skill not in levels)


def test_ladders_when_documents_give_none_then_titles_and_levels_do() -> None:
    known = replace(
        KNOWN,
        roles=(
            role("Clerk", SHOP=1, TEAM=1),
            role("Senior Clerk", SHOP=2, TEAM=2),
            role("Counter hand", BEDS=1, BEES=1),
            role("Counter manager", BEDS=2, BEES=2),
        ),
    )
    assert following_roles(known) == {
        "Clerk": ("Senior Clerk",),
        "Counter hand": ("Counter manager",),
    }


def test_ladders_when_an_admin_confirmed_a_step_then_it_takes_the_catalogues_place() -> None:
    link = Link("next", ROLE, "Gardener", ROLE, "Park ranger")
    assert following_roles(replace(KNOWN, links=(link,)))["Gardener"] == ("Park ranger",)
    found = next_roles(Lookup(replace(KNOWN, links=(link,))), held(BEDS=2, BEES=1, TREE=2))
    assert [fit.role.title for fit in found.usual] == ["Park ranger"]
