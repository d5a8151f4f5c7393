"""What is learnt from reviews: fitted, judged on people held back, carried by a build, undone."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from index import publication
from index.build import open_build
from index.builder import carried, make_build
from index.calibration import Calibration, Tilt
from index.encoder import HashingEncoder
from index.features import NAMES
from index.feedback import CALIBRATION, EXAMPLES, Feedback, ReviewedExamples
from index.gate import examine
from index.levels import level_distribution, level_odds, shares_of
from index.manifest import BuildError
from index.search import search
from index.training.calibration_fit import APART, PRIOR, Reviewed, fit
from index.training.holdout import SPLIT_FROM, held_back
from tests.index.conftest import PAINTER, orchard

ENCODER = HashingEncoder()
LOWER = Calibration(Tilt(0.5, -1.0), {"tsc": Tilt(1.0, 0.5)}, 40, {"learnt": {"log_loss": 1.0}})


def reviewed(
    count: int, truth: Calibration, seed: int = 0, framework: str = "sfia-9", a_person: int = 2
) -> list[Reviewed]:
    """Draw reviews by coaches who see people as a calibration of the level model says."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        levels = tuple(range(1, 6))
        odds = -1.2 * (np.array(levels) - chance.uniform(1, 5)) ** 2
        shares = shares_of(levels, truth.applied(framework, levels, odds))
        level = int(chance.choice(levels, p=list(shares.values())))
        found.append(Reviewed(number // a_person, framework, levels, odds, level))
    return found


def example(skill: str, text: str, number: int = 1, framework: str = "sfia-9") -> ReviewedExamples:
    (encoded,) = ENCODER.encode_words([text])
    return ReviewedExamples((number,), ((framework, skill),), encoded.vector[None])


def test_a_calibration_is_that_of_a_hand_count() -> None:
    # Odds 1:2:1 of levels 2, 3, 4, to the power 0.5, then e^-1 for each level up: 1 : 1.4142/e : 1/e^2.
    shares = shares_of((2, 3, 4), LOWER.applied("sfia-9", (2, 3, 4), np.log([1.0, 2.0, 1.0])))
    total = 1 + math.sqrt(2) / math.e + math.e**-2
    assert shares == pytest.approx({2: 1 / total, 3: math.sqrt(2) / math.e / total, 4: math.e**-2 / total})
    # All versions of a framework share what was learnt of it; others get the common tilt.
    assert (LOWER.tilt("tsc"), LOWER.tilt("tsc-2"), LOWER.tilt("sfia-8")) == (
        LOWER.families["tsc"],
        LOWER.families["tsc"],
        LOWER.common,
    )
    assert Calibration.from_json(LOWER.to_json()) == LOWER


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=7))
def test_no_change_changes_nothing(odds: list[float]) -> None:
    levels = tuple(range(1, len(odds) + 1))
    assert np.array_equal(Calibration().applied("x", levels, np.array(odds)), np.array(odds))


def test_without_reviews_nothing_changes() -> None:
    assert fit([]) == Calibration()


def test_the_fit_is_that_of_another_way_to_find_it() -> None:
    """Nelder and Mead's search needs no gradient, and the likelihood is written down anew."""
    told = reviewed(40, Calibration(Tilt(0.6, -0.8)))

    def cost(at: np.ndarray) -> float:
        total = (at[0] ** 2 + at[1] ** 2) / (2 * PRIOR**2)
        for each in told:
            odds = (1 + at[0]) * each.odds + at[1] * np.array(each.levels)
            total -= odds[each.levels.index(each.level)] - np.log(np.exp(odds).sum())
        return float(total)

    best = minimize(cost, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}).x
    found = fit(told).common
    assert (found.stretch - 1, found.shift) == pytest.approx(tuple(best), abs=1e-4)
    assert found.stretch < 0.8 and found.shift < -0.4


def test_few_reviews_change_little_and_many_find_the_truth() -> None:
    truth = Calibration(Tilt(0.6, -0.8))
    one, many = fit(reviewed(1, truth)).common, fit(reviewed(600, truth)).common
    assert abs(one.shift) < 0.4 and abs(one.stretch - 1) < 0.4
    assert (many.stretch, many.shift) == pytest.approx((0.6, -0.8), abs=0.12)


def test_a_framework_gets_its_own_where_there_is_enough() -> None:
    low, plain = Calibration(Tilt(1.0, -1.0)), Calibration()
    few = fit([*reviewed(60, plain), *reviewed(20, low, 1, "tsc")])
    assert set(few.families) == {"sfia"}
    enough = fit([*reviewed(200, plain), *reviewed(200, low, 1, "tsc")])
    assert set(enough.families) == {"sfia", "tsc"}
    assert enough.tilt("tsc").shift < -0.6 < enough.tilt("sfia-9").shift
    assert abs(enough.tilt("tsc").shift - enough.common.shift) < 4 * APART


def test_several_coaches_of_one_suggestion_count_once() -> None:
    told = reviewed(30, Calibration(Tilt(0.7, -0.5)))
    twice = [replace(each, weight=0.5) for each in told for _ in range(2)]
    one, other = fit(told).common, fit(twice).common
    assert (one.stretch, one.shift) == pytest.approx((other.stretch, other.shift), abs=1e-4)


@pytest.mark.parametrize(("count", "folds"), [(60, 5), (SPLIT_FROM, 1)])
def test_nobody_is_on_both_sides(count: int, folds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    told = reviewed(count, Calibration(Tilt(0.6, -0.8)))
    seen: list[set[int]] = []

    def watched(some: list[Reviewed]) -> Calibration:
        seen.append({each.person for each in some})
        return fit(some)

    monkeypatch.setattr("index.training.holdout.fit", watched)
    found = held_back(told)
    everybody = {each.person for each in told}
    unseen = [everybody - some for some in seen]
    assert (found.folds, len(seen)) == (folds, folds)
    assert all(unseen)
    assert sum(map(len, unseen)) == found.people
    # Every review of who is held back is judged once, and none of anybody else's.
    assert sum(each.person in some for some in unseen for each in told) == found.reviews
    if folds > 1:
        assert set.union(*unseen) == everybody


def test_figures_of_people_held_back_are_those_of_a_hand_count() -> None:
    # Nothing learnt: level 2 at 0.6, level 3 at 0.4. Three of four are at 2, one of them at 3.
    odds = np.log([0.6, 0.4])
    told = [Reviewed(n, "sfia-9", (2, 3), odds, 3 if n == 0 else 2) for n in range(4)]
    found = held_back(told, live=Calibration(Tilt(1.0, math.log(1.4))))
    assert (found.reviews, found.people, found.folds) == (4, 4, 4)
    assert (found.without.exact, found.without.within_one) == (0.75, 1.0)
    assert found.without.log_loss == pytest.approx(-(3 * math.log(0.6) + math.log(0.4)) / 4)
    assert found.without.ece == pytest.approx(0.15)
    # The live build moves it up by log 1.4: 0.6 against 0.56, of 1.16.
    loss = -(3 * math.log(0.60 / 1.16) + math.log(0.56 / 1.16)) / 4
    assert (found.live.exact, found.live.log_loss) == pytest.approx((0.75, loss))
    assert found.live.ece == pytest.approx(0.75 - 0.60 / 1.16)


@pytest.mark.slow
def test_what_helps_is_told_from_what_does_not() -> None:
    assert held_back(reviewed(120, Calibration(Tilt(0.5, -1.0)))).helps
    helped = [held_back(reviewed(60, Calibration(), seed)).helps for seed in range(10)]
    assert sum(helped) <= 3
    with pytest.raises(ValueError, match="one person"):
        held_back(reviewed(30, Calibration(), a_person=99))


def test_a_build_carries_what_was_learnt(tmp_path: Path) -> None:
    make_build(tmp_path, orchard(), ENCODER)
    plain = open_build(tmp_path)
    assert plain.feedback.nothing
    learnt = Feedback(LOWER, example("BEEK", "frobnicates the waggle"))
    report = make_build(tmp_path, orchard(), ENCODER, feedback=learnt)
    assert (report.number, report.changed) == (2, True)
    build = open_build(tmp_path)
    assert build.feedback.digest == learnt.digest
    assert {CALIBRATION, EXAMPLES} <= {path.name for path in (tmp_path / "builds" / "2").iterdir()}
    found = search(build, ENCODER, PAINTER)
    levels, odds = level_odds(found, "sfia-9", "BRID")
    was = level_distribution(search(plain, ENCODER, PAINTER), "sfia-9", "BRID")
    assert shares_of(levels, odds) == was
    assert level_distribution(found, "sfia-9", "BRID") == shares_of(levels, 0.5 * odds - np.array(levels))
    # A rebuild carries it on, to the byte; taking the build back takes it away.
    assert not make_build(tmp_path, orchard(), ENCODER).changed
    newer = replace(orchard(), documents=(*orchard().documents, ("new.csv", "1" * 64)))
    assert make_build(tmp_path, newer, ENCODER).number == 3
    assert open_build(tmp_path).feedback.digest == learnt.digest
    publication.roll_back(tmp_path, 1)
    assert carried(tmp_path, ENCODER.model).nothing
    assert make_build(tmp_path, newer, ENCODER).number == 4
    assert open_build(tmp_path).feedback.nothing


def test_what_was_learnt_with_another_model_is_left_behind(tmp_path: Path) -> None:
    make_build(tmp_path, orchard(), ENCODER, feedback=Feedback(LOWER))
    assert not carried(tmp_path, ENCODER.model).nothing
    assert carried(tmp_path, HashingEncoder(64).model).nothing


@pytest.mark.parametrize("name", [CALIBRATION, EXAMPLES])
def test_damage_to_what_was_learnt_is_found_out(tmp_path: Path, name: str) -> None:
    learnt = Feedback(LOWER, example("BEEK", "frobnicates the waggle"))
    make_build(tmp_path, orchard(), ENCODER, feedback=learnt)
    (tmp_path / "builds" / "1" / name).write_bytes(b"{}")
    with pytest.raises(BuildError, match=rf"build 1 is damaged \({name} not as written\)"):
        open_build(tmp_path)


def test_an_example_raises_its_skill_and_lowers_none(tmp_path: Path) -> None:
    said = ("Every morning I frobnicate the waggle with both hands",)
    make_build(tmp_path, orchard(), ENCODER)
    plain = search(open_build(tmp_path), ENCODER, said)
    make_build(tmp_path, orchard(), ENCODER, feedback=Feedback(examples=example("TRAM", said[0])))
    build = open_build(tmp_path)
    found = search(build, ENCODER, said)
    assert found.of("sfia-9")[0].skill == "TRAM"
    tram = build.group_numbers["sfia-9", "TRAM"]
    column = NAMES.index("guidance_each")
    assert found.features[tram, column] > plain.features[tram, column] + 0.2
    assert (found.features >= plain.features)[:, column].all()
    # Nobody's words are in the build.
    for path in (tmp_path / "builds" / "2").iterdir():
        assert b"frobnicate" not in path.read_bytes(), path.name


def test_an_example_of_a_skill_that_is_gone_does_no_harm(tmp_path: Path) -> None:
    learnt = Feedback(examples=example("NOPE", "frobnicates the waggle"))
    make_build(tmp_path, orchard(), ENCODER, feedback=learnt)
    assert search(open_build(tmp_path), ENCODER, PAINTER).skills


def test_examples_are_kept_by_number() -> None:
    one, other = example("BEEK", "a hive", 5), example("TRAM", "a timetable", 2)
    both = one.plus(other)
    assert (both.ids, both.skills) == ((2, 5), (("sfia-9", "TRAM"), ("sfia-9", "BEEK")))
    assert np.array_equal(both.vectors[1], one.vectors[0])
    assert both.plus(one).ids == (2, 5)
    assert both.only({5}).skills == one.skills
    assert both.only(()).ids == ()


@pytest.mark.parametrize(("without", "learnt", "passed"), [(1.2, 1.1, True), (1.1, 1.2, False)])
def test_the_gate_asks_what_held_back_reviews_said(
    tmp_path: Path, without: float, learnt: float, passed: bool
) -> None:
    held = {"without": {"log_loss": without}, "learnt": {"log_loss": learnt}, "reviews": 40, "people": 20}
    make_build(tmp_path, orchard(), ENCODER)
    calibration = Feedback(Calibration(Tilt(0.9, 0.0), {}, 40, held))
    make_build(tmp_path, orchard(), ENCODER, publish=False, feedback=calibration)
    verdict = examine(tmp_path, 2, ENCODER, tmp_path / "catalogue.db", against=1, cases=())
    (check,) = [each for each in verdict.checks if each.name == "learnt from reviews"]
    assert (check.passed, check.note) == (passed, "40 reviews of 20 people held back")
