"""The developers' commands: what is odd in their input is told in one sentence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scripts.evaluate import main

CASE = {"id": "1", "framework": "tsc", "skill": "Account Management", "level": 4, "voice": "plain"}
SAID = ["I look after the accounts of our bigger clients", "I negotiate the renewals with them"]
EDGE = {"id": "2", "kind": "small talk", "messages": ["nice weather"], "expect": "refuse"}


@pytest.fixture
def evaluate(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that evaluates lines of a file, with the tiny encoder."""
    monkeypatch.setenv("RUNG_HOME", str(small))
    monkeypatch.setenv("RUNG_MODEL", "hashing")

    def run(*lines: object, args: tuple[str, ...] = ("--no-baselines", "--json")) -> Result:
        path = tmp_path / "cases.jsonl"
        path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines))
        return CliRunner().invoke(main, [str(path), *args])

    return run


def test_evaluate_when_the_skill_or_framework_is_unknown_then_it_is_counted(evaluate: Any) -> None:
    unknown = {**CASE, "skill": "Falconry", "messages": SAID}, {**CASE, "framework": "none", "messages": SAID}
    done = evaluate({**CASE, "messages": SAID}, *unknown, EDGE)
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["unknown_skills"] == {"cases": 2}
    assert told["sets"]["cases"]["n"] == 1
    assert list(told["edge"]) == ["small talk"]


@pytest.mark.parametrize("broken", ["not json", '{"id": "1"}', "[]", "5", '{"expect": "refuse"}'])
def test_evaluate_when_a_line_is_no_case_then_the_line_is_named(evaluate: Any, broken: str) -> None:
    done = evaluate(EDGE, broken)
    assert done.exit_code == 1
    assert done.output.startswith("Error: cases.jsonl, line 2: no case")


def test_evaluate_when_a_package_is_missing_then_it_is_named(
    evaluate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rank_bm25", None)
    done = evaluate({**CASE, "messages": SAID}, args=())
    assert done.exit_code == 1
    assert "the package rank_bm25" in done.output


def test_evaluate_when_there_is_no_build_then_it_says_so(
    tmp_path: Path, evaluate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNG_HOME", str(tmp_path / "none"))
    done = evaluate(EDGE)
    assert done.exit_code == 1
    assert "rung build" in done.output
