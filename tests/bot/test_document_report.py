"""What ``rung add --dry-run --json`` prints of any document."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError

from tests.e2e.running import Rung
from tests.support.schemas import check_documents

LADDER = """Skill,Junior,Mid,Senior,Examples
Baking,Kneads the dough as told.,Bakes bread alone.,N/A,She baked for the town hall.
Selling,Greets every customer.,Advises customers on cakes.,Plans the shop's year.,He sold out by noon.
"""
ROLE = "id,title\n1,a\n2,b\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "bakery.csv").write_text(LADDER)
    (folder / "links.csv").write_text(ROLE)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    return [folder / name for name in ("bakery.csv", "links.csv", "broken.docx", "gone.pdf")]


@pytest.fixture(scope="module")
def found(documents: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    rung = Rung(tmp_path_factory.mktemp("home") / "home")
    done = rung.run("add", "--dry-run", "--json", "--full", *documents)
    assert (done.code, done.err) == (2, "")
    assert not (rung.home / "catalogue.db").exists()
    value: list[dict[str, Any]] = json.loads(done.out)
    return value


def test_report_when_some_documents_fail_then_each_has_its_object(
    found: list[dict[str, Any]], documents: list[Path]
) -> None:
    check_documents(found)
    assert [each["document"] for each in found] == [path.name for path in documents]
    assert [each["accepted"] for each in found] == [True, False, False, False]
    assert all(each["problems"][0]["say"].startswith("error: ") for each in found[1:])


def test_report_when_a_ladder_then_counted_and_what_was_left_out_is_named(
    found: list[dict[str, Any]],
) -> None:
    bakery = found[0]
    assert (bakery["skills"], bakery["levels"], bakery["statements"]) == (2, 3, 5)
    assert {each["what"]: each["count"] for each in bakery["left_out"]} == {
        "placeholder": 1,
        "column-left-out": 1,
    }
    assert bakery["read"][1] == {
        "skill": "Baking",
        "level": 2,
        "level_name": "Mid",
        "kind": "level",
        "text": "Bakes bread alone.",
        "place": "row 2, column Mid",
    }
    assert len(bakery["read"]) == bakery["statements"]


def test_report_when_all_are_accepted_then_the_status_is_0_and_read_is_left_out(
    documents: list[Path], tmp_path: Path
) -> None:
    done = Rung(tmp_path / "home").run("add", "--dry-run", "--json", documents[0])
    (only,) = json.loads(done.out)
    assert done.code == 0 and "read" not in only


@pytest.mark.parametrize("args", [["--json"], ["--dry-run", "--json", "--map"]])
def test_report_when_something_would_be_kept_or_asked_then_refused(
    documents: list[Path], tmp_path: Path, args: list[str]
) -> None:
    done = Rung(tmp_path / "home").run("add", *args, documents[0])
    assert done.code == 2 and "--json goes with --dry-run" in done.err


@pytest.mark.parametrize("change", [{"skills": "2"}, {"more": 1}, {"accepted": None}])
def test_schema_when_a_field_is_wrong_then_it_is_refused(
    found: list[dict[str, Any]], change: dict[str, Any]
) -> None:
    wrong = [copy.deepcopy(found[0]) | change]
    with pytest.raises(ValidationError):
        check_documents(wrong)
