"""Suggestions for programs: a line in, a line out, over a small made-up knowledge."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import ValidationError

from bot.cli.suggestion_report import answer_lines
from bot.guidance import guide as guide_module
from bot.guidance.guide import Guide
from index.builder import make_build
from index.encoder import HashingEncoder
from tests.bot.test_guidance import KNOWLEDGE, PLANTING
from tests.support.schemas import check_line

BEES = "I harvest honey from the roof hives and sell it at the market"


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    home = tmp_path_factory.mktemp("home")
    make_build(home, KNOWLEDGE, HashingEncoder())
    return Guide(home, HashingEncoder())


def answered(guide: Guide, *lines: object) -> list[dict[str, Any]]:
    """Return the answers to lines; text is taken as it is."""
    raw = [each.encode() if isinstance(each, str) else json.dumps(each).encode() for each in lines]
    out = io.StringIO()
    wrong = answer_lines(guide, [line + b"\n" for line in raw], out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert wrong == sum("error" in line for line in told)
    for line in told:
        check_line(line)
    return told


def test_lines_when_answered_then_each_has_its_id_and_what_json_prints(guide: Guide) -> None:
    told = answered(
        guide,
        {"id": "a", "activities": [PLANTING, BEES], "framework": None},
        {"id": 2, "activities": [PLANTING], "framework": "park-2"},
    )
    assert [line["id"] for line in told] == ["a", 2]
    assert told[1]["suggestions"] == guide.suggest([PLANTING], "park-2")["suggestions"]
    assert {skill["framework"] for skill in told[0]["skills"]} == {"guild", "park-1", "park-2"}
    assert {skill["framework"] for skill in told[1]["skills"]} == {"park-2"}


def test_skills_when_listed_then_they_are_in_the_order_of_the_suggestions(guide: Guide) -> None:
    (told,) = answered(guide, {"id": "a", "activities": [PLANTING], "framework": "park-2"})
    suggested = [(each["skill"], each["levels"], each["level_set"]) for each in told["suggestions"]]
    assert [(each["skill"], each["levels"], each["level_set"]) for each in told["skills"]] == suggested
    scores = [each["score"] for each in told["skills"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("said", ["meetings", "What can you do?", "thanks"])
def test_skills_when_it_abstains_then_they_are_listed(guide: Guide, said: str) -> None:
    (told,) = answered(guide, {"id": None, "activities": [said], "framework": "park-2"})
    assert told["abstained"]["reason"] == "too-vague"
    assert told["suggestions"] == []
    assert {each["skill"]["code"] for each in told["skills"]} == {"GARD", "BEES"}


@pytest.mark.parametrize("activities", [[], [""], ["…", "  "]])
def test_skills_when_nothing_was_said_then_there_are_none(guide: Guide, activities: list[str]) -> None:
    (told,) = answered(guide, {"id": "a", "activities": activities})
    assert told["skills"] == []
    assert told["abstained"]["reason"] == "too-vague"


@pytest.mark.parametrize(
    ("line", "name", "says"),
    [
        ("not json", None, "one JSON object"),
        ("[" * 100_000, None, "one JSON object"),
        ('["a"]', None, "one JSON object"),
        ('{"id": {}, "activities": ["x"]}', None, "id must be"),
        ('{"id": "a"}', "a", "activities must be"),
        ('{"id": "a", "activities": "I plant"}', "a", "activities must be"),
        ('{"id": "a", "activities": [5]}', "a", "activities must be"),
        ('{"id": 7, "activities": ["I plant"], "framework": "none"}', 7, "guild, park-1, park-2"),
        ('{"id": 7, "activities": ["I plant"], "framework": ["guild"]}', 7, "guild, park-1, park-2"),
    ],
)
def test_lines_when_one_is_bad_then_it_is_told_in_its_place(
    guide: Guide, line: str, name: object, says: str
) -> None:
    good = {"id": "good", "activities": [PLANTING], "framework": "guild"}
    told = answered(guide, good, line, good)
    assert [each["id"] for each in told] == ["good", name, "good"]
    assert says in told[1]["error"]
    assert "error" not in told[2]


def test_lines_when_they_are_not_text_then_the_run_goes_on(guide: Guide) -> None:
    out = io.StringIO()
    odd = json.dumps({"id": "\ud800", "activities": ["\ud800 I plant the beds \x00"]}).encode()
    assert answer_lines(guide, [b"\xff\xfe\n", b"\n", odd + b"\n"], out) == 1
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [None, "\ud800"]


def test_lines_when_they_arrive_one_by_one_then_each_is_answered_at_once(guide: Guide) -> None:
    out = io.StringIO()

    def lines() -> Iterator[bytes]:
        for number in range(3):
            assert len(out.getvalue().splitlines()) == number
            yield json.dumps({"id": number, "activities": [BEES]}).encode()

    assert answer_lines(guide, lines(), out) == 0


def test_lines_when_no_skill_fits_then_the_nearest_are_named(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_module, "nothing_fits", lambda *_: True)
    (told,) = answered(guide, {"id": "a", "activities": [PLANTING], "framework": "park-2"})
    assert told["suggestions"] == []
    assert told["abstained"]["reason"] == "nothing-fits"
    names = [each["skill"]["name"] for each in told["skills"]]
    assert sorted(names) == ["Beekeeping", "Gardening"]
    assert told["abstained"]["say"].endswith(f"the nearest skills are {names[0]} and {names[1]}.")
    assert guide.understand([PLANTING])["reason"] == "nothing-fits"
    assert guide.understand([PLANTING])["choices"]


def test_schema_when_a_line_is_neither_report_nor_error_then_it_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_line({"id": "a", "error": ""})
    with pytest.raises(ValidationError):
        check_line({"id": "a", "build": 1, "activities": [], "suggestions": [], "abstained": None})
