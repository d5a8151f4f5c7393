"""Problems that show when all of a document is looked at, each with its place and kind."""

from __future__ import annotations

import pytest

from knowledge.model import Descriptor, Problem, Reading, Skill, Source
from knowledge.validation import validated

_TEXTS = ("Boils the water for a guest", "Chooses the leaves of the house", "Warms the pot with care")


def reading(*skills: str, texts: tuple[str, ...] = _TEXTS, levels: tuple[int, ...] = (2,)) -> Reading:
    """Return a reading with the same statements for each skill."""
    made = tuple(Skill("tea", name, sources=(Source("t", f"row {n}"),)) for n, name in enumerate(skills, 1))
    said = tuple(
        Descriptor(
            "tea", skill.key, level, "ability", text, sources=(Source("t", f"row {n}, Level {level}"),)
        )
        for n, skill in enumerate(made, 1)
        for level in levels
        for text in texts
    )
    return Reading("t.csv", "k", "0", skills=made, descriptors=said)


def told(found: Reading) -> list[tuple[str, str, str]]:
    return [(each.severity, each.kind, each.location) for each in found.problems]


def test_nothing_is_wrong() -> None:
    assert validated(reading("Tea")).problems == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Serves all customersProvides cake", "run-together"),
        ("Boils the water.Pours it out", "run-together"),
        ("Pours the tea into the", "text-cut-off"),
        ("Pours tea, milk,", "text-cut-off"),
    ],
)
def test_texts(text: str, kind: str) -> None:
    assert told(validated(reading("Tea", texts=(text,)))) == [("warning", kind, "row 1, Level 2")]


@pytest.mark.parametrize("text", ["Writes JavaScript and uses GitHub", "Keeps what guests care for"])
def test_texts_that_are_right(text: str) -> None:
    assert validated(reading("Tea", texts=(text,))).problems == ()


def test_a_gap_between_levels() -> None:
    (problem,) = validated(reading("Tea", levels=(1, 4))).problems
    assert (problem.severity, problem.kind) == ("note", "level-missing")
    assert "level 2, 3" in problem.message


def test_a_duplicate() -> None:
    assert told(validated(reading("Tea", texts=("Boils water", "boils  Water.")))) == [
        ("note", "duplicate-statement", "row 1, Level 2")
    ]


def test_a_near_duplicate_has_its_score() -> None:
    (problem,) = validated(reading("Tea brewing", "Brewing of tea")).problems
    assert (problem.severity, problem.kind, problem.location) == ("warning", "near-duplicate", "row 2")
    assert "score 100 of 100" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "Kocht das Wasser für die Gäste und gießt den Tee in die Kanne",
        "Prépare le thé pour les clients et choisit la tasse dans le placard",
        "Menyediakan teh untuk tetamu dengan baik dan memilih daun yang segar",
        "为客人烧水泡茶并为整个房子挑选茶叶和点心为客人烧水泡茶并为整个房子挑选茶叶和点心",
    ],
)
def test_another_language(text: str) -> None:
    found = validated(reading("Tea", texts=(text,)))
    assert [(each.severity, each.kind) for each in found.problems] == [("warning", "not-english")]


def test_one_skill_in_another_language() -> None:
    english = Descriptor("tea", "Tea", 2, "ability", " ".join(_TEXTS * 5))
    german = Descriptor("tea", "Tee", 2, "ability", "Kocht das Wasser für die Gäste und gießt den Tee auf")
    skills = (Skill("tea", "Tea"), Skill("tea", "Tee"))
    found = validated(Reading("t", "k", "0", skills=skills, descriptors=(english, german)))
    assert [(each.severity, each.kind) for each in found.problems] == [("warning", "not-english")]


def test_many_of_a_kind_are_counted() -> None:
    texts = tuple(f"Pours tea number {n} into the" for n in range(50))
    problems: tuple[Problem, ...] = validated(reading("Tea", texts=texts)).problems
    assert len(problems) == 20
    assert sum(each.count for each in problems) == 50
