"""The gate: what passes, what does not, and what an organisation adds to it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import builds
from index.build import open_build
from index.build_files import faiss, make_index
from index.builder import make_build
from index.encoder import HashingEncoder
from index.gate import candidate, examine, publish_through_gate
from index.gate.checks import lost
from index.gate.comparison import judge, worse_beyond_noise
from index.gate.regression_cases import add_case, own_cases, place_of, remove_case, shipped_cases
from index.manifest import BuildError, write_manifest
from index.training.labelled_cases import Case
from knowledge.catalogue import Catalogue
from knowledge.model import HIGHEST_LEVEL, Knowledge
from tests.index.conftest import LADDERS, orchard

pytestmark = pytest.mark.slow

ENCODER = HashingEncoder()
CASES = [
    Case(f"{name}-{level}", "sfia-9", name, level, "plain", (f"{text} {ladder[level]}",), "here")
    for name, ladder in LADDERS.items()
    for level, text in enumerate(ladder[:-1], 1)
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_build(tmp_path, orchard(), ENCODER)
    Catalogue(tmp_path / "catalogue.db").close()
    return tmp_path


def scrambled() -> Knowledge:
    """Return the orchard with every skill's statements under another skill's name."""
    known = orchard()
    names = {
        s.key: other.key
        for s, other in zip(known.skills, [*known.skills[1:3], known.skills[0]], strict=False)
    }
    return replace(
        known,
        descriptors=tuple(replace(d, skill=names.get(d.skill, d.skill)) for d in known.descriptors),
        skills=tuple(replace(s, description="") for s in known.skills),
    )


def test_the_first_build_passes_and_the_table_says_why(home: Path) -> None:
    verdict = examine(home, 1, ENCODER, home / "catalogue.db", cases=CASES)
    assert verdict.passed, verdict.checks
    assert verdict.against is None
    assert [check.name for check in verdict.checks] == [
        "documents readable",
        "statements find themselves",
        "right skill first",
        "right skill in first five",
        "level exact",
        "level within one",
        "placed",
        "size",
        "time of an answer",
    ]
    assert all(check.found for check in verdict.checks)
    assert verdict.rows()[0]["passed"] is True


def test_a_build_that_does_worse_does_not_pass(home: Path) -> None:
    make_build(home, scrambled(), ENCODER, publish=False)
    verdict = examine(home, 2, ENCODER, home / "catalogue.db", 1, CASES)
    failed = [check.name for check in verdict.checks if not check.passed]
    assert "right skill first" in failed
    assert not verdict.passed


def test_skills_that_are_new_are_named_and_do_not_count_against_a_build(home: Path) -> None:
    known = orchard()
    named = {skill.key: f"Wide {skill.name.lower()}" for skill in known.skills}
    more = replace(
        known,
        skills=(*known.skills, *(replace(s, code=f"W{s.key}", name=named[s.key]) for s in known.skills)),
        descriptors=(*known.descriptors, *(replace(d, skill=f"W{d.skill}") for d in known.descriptors)),
    )
    make_build(home, more, ENCODER, publish=False)
    verdict = examine(home, 2, ENCODER, home / "catalogue.db", 1, CASES)
    first = next(check for check in verdict.checks if check.name == "right skill first")
    assert first.passed, first
    assert "new ones come first" in first.note
    assert any(name in first.note for name in named.values())


def test_it_goes_live_by_force_with_a_reason_that_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.gate.checks.shipped_cases", lambda: CASES)
    make_build(home, scrambled(), ENCODER, publish=False)
    assert candidate(home) == 2
    verdict, gone_live = publish_through_gate(home, 2, ENCODER, home / "catalogue.db")
    assert (verdict.passed, gone_live, builds.live_number(home)) == (False, False, 1)
    with pytest.raises(ValueError, match="needs a reason"):
        publish_through_gate(home, 2, ENCODER, home / "catalogue.db", force=True)
    publish_through_gate(home, 2, ENCODER, home / "catalogue.db", force=True, reason="for a trial", who="me")
    event = builds.log(home)[-1]
    assert (event.number, event.forced, event.reason, event.who) == (2, True, "for a trial", "me")
    assert any(not row["passed"] for row in event.checks)
    assert candidate(home) is None


def test_what_was_right_of_ones_own_may_not_become_wrong(home: Path) -> None:
    add_case(
        home, "sfia-9", "BEEK", 3, ["Keeps twenty hives healthy alone, splits colonies and treats mites."]
    )
    known = orchard()
    less = replace(known, skills=tuple(s for s in known.skills if s.key != "BEEK"))
    less = replace(less, descriptors=tuple(d for d in known.descriptors if d.skill != "BEEK"))
    make_build(home, less, ENCODER, publish=False)
    verdict = examine(home, 2, ENCODER, home / "catalogue.db", 1)
    own = next(check for check in verdict.checks if check.name == "own cases")
    assert (own.passed, own.note) == (False, "own-1")


def test_a_broken_catalogue_does_not_pass(home: Path) -> None:
    (home / "catalogue.db").write_bytes(b"nonsense" * 200)
    verdict = examine(home, 1, ENCODER, home / "catalogue.db", cases=CASES)
    assert not verdict.checks[0].passed
    assert "cannot be used" in verdict.checks[0].note


def test_an_index_whose_rows_are_mixed_up_is_found_out(home: Path) -> None:
    build = open_build(home)
    assert lost(build, ENCODER)[1] == []
    folder = home / "builds" / "1"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").unlink()
    faiss().write_index(make_index(np.roll(build.vectors, 1, axis=0)), str(folder / "vectors.faiss"))
    write_manifest(folder, manifest)
    checked, missed = lost(open_build(home), ENCODER)
    assert len(missed) > checked / 2


def test_noise_is_no_reason_and_a_loss_is() -> None:
    assert not worse_beyond_noise([], [])
    assert not worse_beyond_noise([True] * 60, [True] * 60)
    assert not worse_beyond_noise([True] * 59 + [False], [True] * 60)
    assert not worse_beyond_noise([True, False] * 30, [False, True] * 30)
    assert worse_beyond_noise([True] * 50 + [False] * 10, [True] * 60)


def test_own_cases_are_added_listed_and_removed(tmp_path: Path) -> None:
    assert own_cases(tmp_path) == []
    first = add_case(tmp_path, "tsc", "Beekeeping", 2, [" I inspect hives ", ""])
    second = add_case(tmp_path, "tsc", "Beekeeping", 3, ["I keep twenty hives"])
    assert [case.id for case in own_cases(tmp_path)] == ["own-1", "own-2"]
    assert first.messages == ("I inspect hives",)
    assert remove_case(tmp_path, first.id)
    assert not remove_case(tmp_path, first.id)
    assert own_cases(tmp_path) == [second]
    assert add_case(tmp_path, "tsc", "Beekeeping", 1, ["I wash jars"]).id == "own-3"
    for level, said in ((0, ["words"]), (HIGHEST_LEVEL + 1, ["words"]), (2, ["  "])):
        with pytest.raises(ValueError, match=r"a (level|case)"):
            add_case(tmp_path, "tsc", "Beekeeping", level, said)
    (tmp_path / "cases.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(BuildError, match="line 1"):
        own_cases(tmp_path)


def test_a_case_is_tried_with_another_version_of_its_framework(home: Path) -> None:
    build = open_build(home)
    case = replace(CASES[0], framework="sfia-8", skill="BEEK")
    assert place_of(build, case) == place_of(build, replace(case, framework="sfia-9"))
    assert place_of(build, replace(case, framework="ddat")) is None
    assert judge(build, ENCODER, replace(case, skill="FALC")) is None


def test_the_cases_that_ship_are_whole() -> None:
    cases = shipped_cases()
    assert len(cases) >= 60
    assert len({case.id for case in cases}) == len(cases)
    assert {case.framework for case in cases} == {"sfia-9", "tsc", "ddat"}
