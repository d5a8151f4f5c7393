"""Guidance over a small made-up knowledge, with the real index and the tiny encoder."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.guidance import roles
from bot.guidance.conclusions import out_of_reach
from bot.guidance.guide import Guide
from bot.guidance.lookup import Lookup
from bot.guidance.model import Choice, Given
from bot.guidance.next_steps import NextLevel
from bot.guidance.skills import likely
from index.builder import make_build
from index.encoder import HashingEncoder
from knowledge.model import Descriptor, Framework, Knowledge, Level, Requirement, Role, Skill, Source

SOURCE = (Source("parks.csv", "row 2"),)
GARDENING = {
    2: ("Waters the beds by the list on the wall.", "Pulls weeds that the gardener points out."),
    3: ("Chooses plants for a flower bed and orders them.", "Shows visitors round the rose garden."),
    4: ("Draws the planting plan of a whole park.", "Signs contracts with tree nurseries."),
}
PLANTING = "I choose plants for the flower bed and I order them myself"
BEES = {3: ("Harvests honey from roof hives.",), 4: ("Breeds queens for all the hives of the city.",)}


def skill(framework: str, name: str, code: str = "") -> Skill:
    return Skill(framework, name, code, description=f"All about {name.lower()}.", sources=SOURCE)


def statements(framework: str, key: str, levels: Mapping[int, tuple[str, ...]]) -> list[Descriptor]:
    return [
        Descriptor(framework, key, level, "level", text, sources=SOURCE)
        for level, texts in levels.items()
        for text in texts
    ]


def needs(*asked: tuple[str, int]) -> tuple[Requirement, ...]:
    return tuple(Requirement("park-2", name, level) for name, level in asked)


KNOWLEDGE = Knowledge(
    frameworks=(
        Framework("guild", "Guild"),
        Framework("park-1", "Park 1", (Level(2, "Help"), Level(3, "Do"), Level(4, "Lead"))),
        Framework("park-2", "Park 2"),
    ),
    skills=(
        skill("guild", "Gardening"),
        skill("park-1", "Garden work", "GARD"),
        skill("park-2", "Gardening", "GARD"),
        skill("park-2", "Beekeeping", "BEES"),
        Skill("park-2", "Knowledge", kind="attribute", sources=SOURCE),
    ),
    descriptors=(
        *statements("guild", "Gardening", {4: GARDENING[4]}),
        *statements("park-1", "GARD", GARDENING),
        *statements("park-2", "GARD", GARDENING),
        Descriptor("park-2", "GARD", 3, "knowledge", "Latin names of shrubs", sources=SOURCE),
        *statements("park-2", "BEES", BEES),
        Descriptor("park-2", "Knowledge", 4, "level", "Knows the whole trade.", sources=SOURCE),
    ),
    roles=(
        Role("Gardener", "Gardener", requirements=needs(("GARD", 2)), rank=1, sources=SOURCE),
        Role(
            "Gardener", "Head gardener", requirements=needs(("GARD", 3), ("BEES", 3)), rank=2, sources=SOURCE
        ),
        Role("Park keeper", requirements=needs(("Gardening", 4), ("Beekeeping", 4)), sources=SOURCE),
    ),
)
SHELF = Lookup(KNOWLEDGE)


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    home = tmp_path_factory.mktemp("home")
    encoder = HashingEncoder()
    make_build(home, KNOWLEDGE, encoder)
    return Guide(home, encoder)


def higher(level: int, said: str = "nothing of the kind", given: tuple[Given, ...] = ()) -> NextLevel:
    gardening = SHELF.skill("park-2", "GARD")
    assert gardening
    return NextLevel(SHELF, gardening, level, [], [said], given)


def answered(fact: str, choice: str) -> Given:
    return {
        "question": {
            "framework": "park-2",
            "skill": "GARD",
            "level": 3,
            "descriptor": fact,
            "kind": "level",
            "fact": fact,
        },
        "choice": "own" if choice == "own" else "no",
    }


def test_a_skill_has_its_twins_by_title_and_by_code_of_another_version() -> None:
    twins = SHELF.twins("guild", "Gardening")
    assert {twin.framework for twin in twins} == {"guild", "park-1", "park-2"}
    assert SHELF.twins("park-2", "Knowledge") == ()


def test_a_version_without_level_names_borrows_them() -> None:
    assert SHELF.level_name("park-2", 3) == "Do"
    assert SHELF.level_name("guild", 3) == ""


def test_the_missing_fact_is_of_the_next_level() -> None:
    why = higher(2).why_not()
    assert why is not None
    assert why["level"] == 3
    assert set(why["missing"]) == set(GARDENING[3])
    assert higher(4).why_not() is None


def test_what_was_said_or_done_alone_is_not_missing() -> None:
    first, second = GARDENING[3]
    why = higher(2, given=(answered(first, "own"),)).why_not()
    assert why is not None
    assert why["missing"] == [second]


def test_what_was_asked_and_not_done_comes_first() -> None:
    why = higher(2, given=(answered(GARDENING[3][1], "no"),)).why_not()
    assert why is not None
    assert why["missing"][0] == GARDENING[3][1]


def test_what_stands_beside_the_persons_words_is_never_missing() -> None:
    first, second = GARDENING[3]
    gardening = SHELF.skill("park-2", "GARD")
    assert gardening

    def missing(*given: Given) -> list[str]:
        why = NextLevel(SHELF, gardening, 2, [], ["nothing of the kind"], given, [first]).why_not()
        return why["missing"] if why else []

    assert missing() == [second]
    assert missing(answered(second, "no")) == [second]
    # Where that leaves too little to do, it is said after all, last.
    steps = NextLevel(SHELF, gardening, 2, [], ["nothing of the kind"], (), [first]).to_do()
    assert len({step["text"] for step in steps}) == len(steps) >= 3


def test_steps_are_things_to_do_from_one_level_up_filled_up_from_the_level_itself() -> None:
    steps = higher(2).to_do()
    assert 3 <= len(steps) <= 5
    assert [step["level"] for step in steps[:2]] == [3, 3]
    assert "Show visitors round the rose garden" in [step["text"] for step in steps]
    assert all(step["source"] == {"document": "parks.csv", "location": "row 2"} for step in steps)


def test_knowledge_is_the_skills_own_or_else_the_frameworks() -> None:
    assert [step["text"] for step in higher(2).to_know()] == ["Latin names of shrubs"]
    assert [step["text"] for step in higher(3).to_know()] == ["Know the whole trade"]


def test_next_skills_come_from_the_next_rank_and_from_roles_one_level_up() -> None:
    gardening = SHELF.skill("park-2", "GARD")
    assert gardening
    rank = roles.next_skills(SHELF, roles.PersonProfile(gardening, 2, 3, {"GARD": 0.9}))
    assert [(step["skill"], step["level"]) for step in rank] == [("BEES", 3)]
    assert "as the role Head gardener asks" in rank[0]["text"]
    role = roles.next_skills(SHELF, roles.PersonProfile(gardening, 3, 4, {"GARD": 0.9}))
    assert [(step["skill"], step["level"]) for step in role] == [("BEES", 4)]
    assert roles.next_skills(SHELF, roles.PersonProfile(gardening, 4, None, {})) == []


def test_next_skills_of_a_roles_page_are_those_its_next_rank_adds() -> None:
    gardening = SHELF.skill("park-2", "GARD")
    assert gardening
    known = roles.PersonProfile(gardening, 2, 3, {"GARD": 0.9}, near=(1.0, 0.0, 0.0))
    steps = roles.next_skills(SHELF, known)
    assert {(step["skill"], step["level"]) for step in steps} == {("GARD", 3), ("BEES", 3)}
    unknown = roles.PersonProfile(gardening, 2, 3, {}, (0.0, 0.0, 0.0), {("BEES", 4): 0.2, ("GARD", 3): 0.5})
    steps = roles.next_skills(SHELF, unknown)
    assert [(step["skill"], step["level"]) for step in steps] == [("GARD", 3), ("BEES", 4)]
    assert steps[0]["source"] == {"document": "parks.csv", "location": "row 2"}


def choice(name: str) -> Choice:
    """Return a skill to choose, as `Guide.understand` gives it."""
    found = SHELF.skill("park-2", name)
    assert found
    return {"label": found.name, "skills": [SHELF.ref(twin) for twin in SHELF.twins("park-2", found.key)]}


def test_one_skill_is_one_choice_in_all_its_frameworks(guide: Guide) -> None:
    found = guide._search((PLANTING,))
    ranked = likely(SHELF, found)
    assert {ref["framework"] for ref in ranked[0].choice["skills"]} == {"guild", "park-1", "park-2"}
    assert len(ranked) == 2
    rest = likely(SHELF, found, rejected=[ranked[0].choice["label"]])
    assert [each.choice["label"] for each in rest] == ["Beekeeping"]
    only = likely(SHELF, found, framework="guild")
    assert [ref["framework"] for each in only for ref in each.choice["skills"]] == ["guild"]


def test_questions_stop_and_are_not_asked_twice(guide: Guide) -> None:
    given: tuple[Given, ...] = ()
    while (question := guide.next_question([PLANTING], choice("GARD"), given)) is not None:
        assert question["descriptor"] not in [one["question"]["descriptor"] for one in given]
        given = (*given, {"question": question, "choice": "help"})
        assert len(given) <= 5
    assert guide.next_question([PLANTING], choice("GARD"), given) is None


def test_answers_move_the_level(guide: Guide) -> None:
    def mean(answer: str) -> float:
        told = ["I look after the plants of the park"]
        conclusions = guide.conclude(told, choice("GARD"), (answered(GARDENING[3][0], answer),))
        levels = next(
            c["suggestion"]["levels"] for c in conclusions if c["suggestion"]["framework"] == "park-2"
        )
        return sum(int(level) * share for level, share in levels.items())

    assert mean("own") > mean("no")


def test_evidence_is_in_the_persons_own_words(guide: Guide) -> None:
    activities = ["I draw the planting plan of a whole park", "I sign contracts with tree nurseries"]
    concluded = guide.conclude(activities, choice("GARD"), ())
    suggestion = next(c["suggestion"] for c in concluded if c["suggestion"]["framework"] == "park-2")
    assert suggestion["level"] == 4
    assert [item["activity"] for item in suggestion["evidence"]] == [0, 1]
    for item in suggestion["evidence"]:
        assert all(word in activities[item["activity"]] for word in item["words"].split())


def test_a_ladder_shows_all_levels_of_the_framework(guide: Guide) -> None:
    activities = ["I harvest honey from the roof hives", "I breed queens for the hives"]
    ladder = guide.conclude(activities, choice("BEES"), ())[0]["ladder"]
    assert [rung["level"] for rung in ladder["rungs"]] == [3, 4]
    assert ladder["suggested"] in (3, 4)


def test_frameworks_count_levels_alike_give_or_take_one() -> None:
    assert out_of_reach(5, 2)
    assert not out_of_reach(5, 4)
