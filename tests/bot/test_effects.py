"""What another build would make of what people were told, and one skill in two frameworks."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.guidance.effects import effects, replay
from bot.guidance.guides import Guides
from bot.guidance.model import Choice, Given
from bot.keeping.comparing import compare, kept_suggestions, summary
from bot.keeping.differences import page
from bot.store import Database, assessments
from bot.store.people import People
from index.build import make_build, open_build
from index.crosswalk import propose
from index.encoder import HashingEncoder
from knowledge.model import Knowledge, Link
from tests.index.conftest import orchard

ENCODER = HashingEncoder()
SAID = (
    "I run the scaffold crew on the north span and sign the coating record every day",
    "I settle claims with the supplier and choose the coating systems for a bridge",
)


@dataclass(frozen=True)
class Worked:
    assessment: int
    activities: tuple[str, ...]
    choice: Choice
    given: tuple[Given, ...] = ()


def without_painting() -> Knowledge:
    known = orchard()
    left = tuple(s for s in known.skills if s.name != "Bridge painting")
    keys = {(s.framework, s.key) for s in left}
    return replace(
        known,
        skills=left,
        descriptors=tuple(d for d in known.descriptors if (d.framework, d.skill) in keys),
    )


@pytest.fixture
def guides(tmp_path: Path) -> Guides:
    make_build(tmp_path, orchard(), ENCODER, voices=())
    make_build(tmp_path, without_painting(), ENCODER, voices=(), publish=False)
    return Guides(tmp_path, ENCODER)


@pytest.fixture
def painter(guides: Guides) -> Worked:
    choice = guides.live().understand(SAID)["choices"][0]
    assert choice["label"] == "Bridge painting"
    return Worked(1, SAID, choice)


def test_the_same_build_changes_nothing_for_anybody(guides: Guides, painter: Worked) -> None:
    found = effects(guides.live(), guides.of(1), [painter, replace(painter, assessment=2)])
    assert (found.assessments, found.changed) == (2, ())


def test_a_replay_gives_the_same_bytes(guides: Guides, painter: Worked) -> None:
    told = guides.live().conclude(painter.activities, painter.choice, painter.given)
    other = Guides(guides._home, HashingEncoder()).of(1)
    assert json.dumps(replay(other, painter)) == json.dumps(told)


def test_whose_skill_is_gone_is_told_by_number(guides: Guides, painter: Worked) -> None:
    found = effects(guides.live(), guides.of(2), [painter, painter])
    assert found.assessments == 1
    assert {each.framework for each in found.changed} == {"sfia-9", "tsc"}
    for each in found.changed:
        assert (each.skill, each.level_after) == ("Bridge painting", None)
        assert each.skill_after != "Bridge painting"
        assert each.level is not None


def test_only_so_many_are_looked_at(guides: Guides, painter: Worked) -> None:
    many = [replace(painter, assessment=number) for number in range(9)]
    assert effects(guides.live(), guides.live(), many, most=3).assessments == 3


def test_what_was_kept_in_the_store_is_compared_and_shown(
    guides: Guides, painter: Worked, tmp_path: Path
) -> None:
    at = "2030-01-01T00:00:00+00:00"
    with Database(tmp_path / "rung.db") as database:
        person = People(database).agree(7, "Somebody", at)
        assessments.record(
            database,
            person.id,
            None,
            build=1,
            activities=SAID,
            choice=painter.choice,
            given=(),
            conclusions=guides.live().conclude(SAID, painter.choice, ()),
            at=at,
        )
    found = compare(tmp_path, ENCODER, 1, 2, kept_suggestions(tmp_path))
    assert found["people"]["assessments"] == 1
    assert len(found["people"]["changed"]) == 2
    assert [skill["name"] for skill in found["skills"]["gone"]] == ["Bridge painting"] * 2
    shown = page(found)
    assert "Bridge painting" in shown
    assert not any(said in shown for said in SAID)
    assert "Of the last 1 assessments, 1 would be suggested something else." in summary(found)


def test_a_page_escapes_what_documents_say(tmp_path: Path) -> None:
    known = orchard()
    evil = replace(known.skills[0], name="<script>alert(1)</script>")
    make_build(tmp_path, replace(known, skills=(evil, *known.skills[1:])), ENCODER, voices=())
    shown = page(compare(tmp_path, ENCODER, None, 1))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_linked_skills_are_one_choice_and_twins_are_proposed(tmp_path: Path) -> None:
    known = orchard()
    skills = tuple(
        replace(s, name="Apiary work") if s.framework == "tsc" and s.name == "Beekeeping" else s
        for s in known.skills
    )
    said = tuple(
        replace(d, skill="Apiary work") if d.framework == "tsc" and d.skill == "Beekeeping" else d
        for d in known.descriptors
    )
    renamed = replace(known, skills=skills, descriptors=said)
    make_build(tmp_path, renamed, ENCODER, voices=())
    best = {(each.start, each.end) for each in propose(open_build(tmp_path))}
    pair = (("sfia-9", "BEEK"), ("tsc", "Apiary work"))
    assert pair in best
    assert pair not in {(p.start, p.end) for p in propose(open_build(tmp_path), [frozenset(pair)])}
    link = Link("same", *pair[0], *pair[1], "confirmed")
    assert make_build(tmp_path, replace(renamed, links=(link,)), ENCODER, voices=()).number == 2
    shelf = Guides(tmp_path, ENCODER).live().shelf
    assert {twin.name for twin in shelf.twins("sfia-9", "BEEK")} == {"Beekeeping", "Apiary work"}
