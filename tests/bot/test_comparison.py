"""What another build would make of what people were told, and one skill in two frameworks."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.guidance.comparison import FEWEST, Effects, effects, replay
from bot.guidance.model import Choice, Given
from bot.guidance.pool import GuidePool
from bot.jobs.compare import compare, kept_suggestions, summary
from bot.jobs.comparison_page import page
from bot.jobs.job import JobFolder
from bot.store import Database, assessments
from bot.store.people import People
from bot.telegram import jobs
from bot.text import admin
from index.build import open_build
from index.builder import make_build
from index.crosswalk_proposals import propose
from index.encoder import HashingEncoder
from knowledge.links import Link
from knowledge.model import Knowledge
from tests.index.conftest import orchard

ENCODER = HashingEncoder()
TIMETABLES = (
    "I build the weekday timetable of a tram line from passenger counts",
    "I check turnaround minutes on one line and flag clashes to the planner",
)
SAID = (
    "I run the scaffold crew on the north span and sign the coating record every day",
    "I settle claims with the supplier and choose the coating systems for a bridge",
)


@dataclass(frozen=True)
class Worked:
    assessment: int
    person: int
    activities: tuple[str, ...]
    choice: Choice
    given: tuple[Given, ...] = ()


def of_people(one: Worked, people: int, each: int = 1) -> list[Worked]:
    """Return as many assessments as that of so many people."""
    return [replace(one, assessment=n, person=n // each) for n in range(people * each)]


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
def guides(tmp_path: Path) -> GuidePool:
    make_build(tmp_path, orchard(), ENCODER)
    make_build(tmp_path, without_painting(), ENCODER, publish=False)
    return GuidePool(tmp_path, ENCODER)


@pytest.fixture
def painter(guides: GuidePool) -> Worked:
    choice = guides.live().understand(SAID)["choices"][0]
    assert choice["label"] == "Bridge painting"
    return Worked(1, 1, SAID, choice)


def test_the_same_build_changes_nothing_for_anybody(guides: GuidePool, painter: Worked) -> None:
    found = effects(guides.live(), guides.of(1), of_people(painter, 6))
    assert found == Effects(6, 0)


def test_a_replay_gives_the_same_bytes(guides: GuidePool, painter: Worked) -> None:
    told = guides.live().conclude(painter.activities, painter.choice, painter.given)
    other = GuidePool(guides._home, HashingEncoder()).of(1)
    assert json.dumps(replay(other, painter)) == json.dumps(told)


def test_a_skill_that_is_gone_is_counted_once_an_assessment(guides: GuidePool, painter: Worked) -> None:
    twice = [one for each in of_people(painter, FEWEST) for one in (each, each)]
    assert effects(guides.live(), guides.of(2), twice) == Effects(FEWEST, FEWEST)


def test_counts_of_a_few_people_are_not_told_however_often_they_came(
    guides: GuidePool, painter: Worked
) -> None:
    few = of_people(painter, FEWEST - 1, each=3)
    assert effects(guides.live(), guides.of(2), few) == Effects(None, None)
    planner = guides.live().understand(TIMETABLES)["choices"][0]
    others = [Worked(100 + n, 100 + n, TIMETABLES, planner) for n in range(9)]
    assert effects(guides.live(), guides.of(2), [*few, *others]) == Effects(len(few) + 9, None)
    assert effects(guides.live(), guides.of(2), ()) == Effects(0, 0)


def test_only_so_many_are_looked_at(guides: GuidePool, painter: Worked) -> None:
    assert effects(guides.live(), guides.live(), of_people(painter, 9), most=6) == Effects(6, 0)


def told_everywhere(found: dict[str, Any]) -> str:
    """Return all that admins read of a comparison."""
    lines = summary(found)
    result = {"number": 2, "before": 1, "nothing": False}
    message = "".join(piece.text for piece in admin.difference(result, found, lines))
    return "\n".join([json.dumps(found["people"]), *lines, message, page(found)])


@pytest.mark.parametrize(
    ("people", "line"),
    [
        (1, "Fewer than 5 people were assessed: what would change for them is not counted."),
        (6, "Of the last 6 assessments, 6 would be suggested something else."),
    ],
)
def test_admins_read_counts_and_nothing_of_anybody(
    guides: GuidePool, painter: Worked, tmp_path: Path, people: int, line: str
) -> None:
    at = "2030-01-01T00:00:00Z"
    with Database(tmp_path / "rung.db") as database:
        for number in range(people):
            person = People(database).agree(7 + number, "Somebody", at)
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
    assert set(found["people"]) == {"fewest", "assessments", "changed"}
    assert [skill["name"] for skill in found["skills"]["gone"]] == ["Bridge painting"] * 2
    told = told_everywhere(found)
    assert line in told and "ssessment 1" not in told
    assert not any(said in told for said in SAID)


def listed(people: int) -> dict[str, Any]:
    """Return a comparison as earlier versions kept it: by assessment, with skill and level."""
    row = {"framework": "sfia-9", "skill": "Bridge painting", "skill_after": "Beekeeping"}
    rows = [{**row, "assessment": n, "level": 4, "level_after": None} for n in range(people)]
    nothing: dict[str, Any] = {"documents": {}, "skills": {}, "statements": {"new": [], "gone": []}}
    found = {"before": 1, "after": 2, "nothing": False, **nothing, "changed": []}
    return {**found, "people": {"assessments": people + 1, "changed": rows}}


@pytest.mark.parametrize(("people", "counts"), [(2, (None, None)), (4, (5, None)), (7, (8, 7))])
def test_what_earlier_versions_listed_is_counted_and_taken_off_the_disk(
    tmp_path: Path, people: int, counts: tuple[int | None, int | None]
) -> None:
    job_folder = JobFolder(tmp_path)
    work = job_folder.begin("t1", "compare", 1, {})
    job_folder.save_comparison("t1", listed(people))
    job_folder.save(
        replace(work, state="done", result={"number": 2, "before": 1, "nothing": False, "live": False})
    )
    found = job_folder.comparison("t1")
    assert found is not None
    assert (found["people"]["assessments"], found["people"]["changed"]) == counts
    kept = (job_folder.folder("t1") / "difference.json").read_text("utf-8")
    done = job_folder.get("t1")
    assert done is not None
    told = "".join(draft.call.text for draft in jobs.result(job_folder, done)) + kept + told_everywhere(found)
    assert "Bridge painting" not in told and '"level"' not in told


def test_a_page_escapes_what_documents_say(tmp_path: Path) -> None:
    known = orchard()
    evil = replace(known.skills[0], name="<script>alert(1)</script>")
    make_build(tmp_path, replace(known, skills=(evil, *known.skills[1:])), ENCODER)
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
    make_build(tmp_path, renamed, ENCODER)
    best = {(each.start, each.end) for each in propose(open_build(tmp_path))}
    pair = (("sfia-9", "BEEK"), ("tsc", "Apiary work"))
    assert pair in best
    assert pair not in {(p.start, p.end) for p in propose(open_build(tmp_path), [frozenset(pair)])}
    link = Link("same", *pair[0], *pair[1], "confirmed")
    assert make_build(tmp_path, replace(renamed, links=(link,)), ENCODER).number == 2
    lookup = GuidePool(tmp_path, ENCODER).live().lookup
    assert {twin.name for twin in lookup.twins("sfia-9", "BEEK")} == {"Beekeeping", "Apiary work"}
