"""Levels of older editions, as they stand under the newest: certain, or to be asked again."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.guidance.editions import Editions, PastLevel
from bot.guidance.lookup import Lookup
from bot.store import Database, assessments
from bot.store.people import People
from bot.text import editions as say
from index import builds, knowledge_json
from knowledge.links import Link
from knowledge.model import Descriptor, Framework, Knowledge, Skill
from tests.support.reports import conclusion

WATERS, PLANS, LEADS = "Waters the beds.", "Plans one bed.", "Leads all gardeners."
AT = "2026-05-04T09:00:00Z"


def park(edition: str, ladders: dict[tuple[str, str], dict[int, str]]) -> Knowledge:
    """Return an edition of a framework: code and title of each skill, and what its levels ask."""
    return Knowledge(
        (Framework(edition, edition.replace("-", " ").title()),),
        tuple(Skill(edition, name, code) for code, name in ladders),
        tuple(
            Descriptor(edition, code, level, "level", text)
            for (code, _), ladder in ladders.items()
            for level, text in ladder.items()
        ),
    )


OLD = park(
    "park-8", {("GARD", "Gardening"): {2: WATERS, 3: PLANS, 4: LEADS}, ("HAWK", "Falconry"): {2: "Flies."}}
)
NEW = park("park-9", {("GARD", "Garden care"): {2: WATERS, 3: "Plans every bed of a town."}})
GONE = Link("gone", "park-8", "HAWK", "park-9", "", "hawks have flown")
HELD = PastLevel(1, "park-8", "GARD", "Gardening", 2, AT, 7, "Park 8")


def both() -> Knowledge:
    frameworks, skills = (*OLD.frameworks, *NEW.frameworks), (*OLD.skills, *NEW.skills)
    tsc = Skill("tsc", "Garden Care")
    said = (*OLD.descriptors, *NEW.descriptors, Descriptor("tsc", "Garden Care", 2, "ability", WATERS))
    return Knowledge((*frameworks, Framework("tsc", "TSC")), (*skills, tsc), said, links=(GONE,))


def of(home: Path, known: Knowledge) -> Editions:
    lookup = Lookup(known)
    return Editions(home, lambda: lookup)


def kept_build(home: Path, number: int, known: Knowledge) -> None:
    folder = builds.builds_of(home) / str(number)
    folder.mkdir(parents=True)
    (folder / "knowledge.json").write_text(knowledge_json.to_json(known), "utf-8")


@pytest.mark.parametrize(
    ("held", "outcome", "told"),
    [
        (HELD, "same", "Park 9, now Garden care: still level 2, with the same statements."),
        (
            replace(HELD, level=3),
            "reworded",
            "the wording of level 3 has changed, so it has to be",
        ),
        (replace(HELD, level=4), "no-level", "level 4 no longer exists (the skill has levels 2, 3)"),
        (replace(HELD, skill="HAWK", name="Falconry"), "gone", "no longer exists (hawks have flown)."),
        (replace(HELD, framework="park-7", skill="OWLS", name="Owls"), "unknown", "known to be the same."),
        (
            replace(HELD, framework="park-7"),
            "unread",
            "the former statements of level 2 are no longer available",
        ),
    ],
)
def test_what_is_certain_and_what_must_be_asked_again(
    tmp_path: Path, held: PastLevel, outcome: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    (one,) = of(tmp_path, both()).renewed([held])
    assert (one.outcome, one.to_ask) == (outcome, outcome in ("reworded", "no-level", "unread"))
    assert told in say.told(one)
    assert say.was(one).startswith(f"{held.name}, Park 8 level {held.level}")


def test_an_edition_that_is_gone_is_read_in_the_build_that_gave_the_level(tmp_path: Path) -> None:
    kept_build(tmp_path, 7, OLD)
    there = of(tmp_path, NEW)
    assert [each.outcome for each in there.renewed([HELD])] == ["same"]
    assert [each.outcome for each in there.renewed([replace(HELD, level=3)])] == ["reworded"]
    assert [each.outcome for each in of(tmp_path, OLD).renewed([HELD])] == []


def test_who_was_asked_since_is_not_told(tmp_path: Path) -> None:
    there = of(tmp_path, both())
    since = replace(HELD, suggestion=2, framework="park-9", at="2026-06-04T09:00:00Z")
    assert there.renewed([since, HELD]) == ()
    assert len(there.renewed([replace(since, at="2026-01-04T09:00:00Z"), HELD])) == 1
    (one,) = there.renewed([replace(HELD, level=4), replace(HELD, suggestion=3, at="2026-07-04T09:00:00Z")])
    assert (one.held.suggestion, one.held.level) == (3, 2)
    assert there.renewed([replace(HELD, framework="tsc", skill="Garden Care")]) == ()


def test_who_is_asked_again_is_asked_by_the_newest_edition(tmp_path: Path) -> None:
    there = of(tmp_path, both())
    choice = there.choice(HELD)
    assert choice is not None
    assert choice["label"] == "Garden care"
    assert [ref["framework"] for ref in choice["skills"]] == ["park-9", "tsc"]
    assert there.choice(replace(HELD, skill="HAWK")) is None
    assert there.choice(replace(HELD, framework="tsc", skill="Garden Care")) is None


def test_what_a_person_holds_comes_from_the_store_and_stays_there(tmp_path: Path) -> None:
    low = conclusion("Pruning", 2, levels=(1, 2, 3), confidence=0.9)
    above = conclusion("Planning", 5, "Park 8", levels=(5, 6), confidence=0.6)
    with Database(tmp_path / "rung.db") as database:
        person = People(database).agree(5, "Mei", AT).id
        choice = {"label": "Pruning", "skills": []}
        run = assessments.record(
            database, person, None, build=7, activities=["I prune"], choice=choice,  # type: ignore[arg-type]
            given=[], conclusions=[low, above], at=AT,
        )  # fmt: skip
        (one,) = assessments.held_levels(database, person)
        assert (one.framework, one.skill, one.level, one.build, one.framework_name) == (
            "sfia-9", "PRUN", 2, 7, "SFIA 9",
        )  # fmt: skip
        assert one.suggestion == run.suggestions[0].id
        of(tmp_path, both()).renewed([one])
        assert assessments.of(database, person) == (run,)
