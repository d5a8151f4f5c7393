"""The commands, as people type them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.running import Rung
from tests.support.schemas import check_line, check_report

SAID = ("I call assigned clients by the sales plan", "I do their sales paperwork")


def test_prepare_is_done_once(prepared: Rung) -> None:
    again = prepared.run("prepare")
    assert (again.code, again.out) == (0, "")
    status = prepared.json("status")
    assert status["build"]["number"] == 1
    assert status["up_to_date"] is True
    assert status["catalogue"]["documents"] == len(prepared.json("documents"))


def test_a_second_build_changes_and_encodes_nothing(prepared: Rung) -> None:
    report = prepared.json("build")
    assert report["changed"] is False
    assert report["encoded"] == 0


def test_lists_are_for_people_and_for_programs(prepared: Rung) -> None:
    frameworks = {each["id"]: each for each in prepared.json("frameworks")}
    assert {"sfia", "sfia-7", "sfia-9", "tsc"} <= frameworks.keys()
    assert "SFIA 9" in prepared.run("frameworks").out
    skills = prepared.json("skills", "--framework", "tsc", "--search", "account")
    assert "Account Management" in [skill["name"] for skill in skills]
    assert "Account Management" in prepared.run("skills", "--search", "account").out
    titles = [role["title"] for role in prepared.json("roles")]
    assert "Account Manager" in titles
    assert "Account Manager" in prepared.run("roles").out


def test_roles_when_levels_are_held_then_those_that_ask_for_them_are_listed(prepared: Rung) -> None:
    role = next(each for each in prepared.json("roles") if each["skills"])
    asked = role["skills"][0]
    held = f"{asked['framework']}:{asked['skill']}={asked['level']}"
    fitting = prepared.json("roles", "--held", held)["roles"]
    assert any(each["title"] == role["title"] and each["met"] for each in fitting)
    assert role["title"] in prepared.run("roles", "--held", held).out
    for wrong in (("--held", "tsc:X=3"), ("--held", held, "--present", "Pilot"), ("--present", "Pilot")):
        assert prepared.run("roles", *wrong).code == 2


def test_lists_when_asked_for_then_documents_and_status_are_told(prepared: Rung) -> None:
    assert "tsc-skills.json" in prepared.run("documents").out
    assert "Build:     1" in prepared.run("status").out


def test_a_skill_in_full(prepared: Rung) -> None:
    skill = prepared.json("skill", "acmg", "--framework", "sfia")
    assert list(skill) == [
        "framework",
        "code",
        "name",
        "category",
        "subcategory",
        "description",
        "levels",
    ]
    assert (skill["code"], skill["name"]) == ("ACMG", "Account management")
    assert list(skill["levels"]) == ["5", "6"]
    level = skill["levels"]["5"]
    assert list(level) == ["name", "code", "inferred", "descriptors"]
    assert level["inferred"] is False
    first = level["descriptors"][0]
    assert list(first) == ["kind", "text", "sources"]
    assert first["sources"][0]["document"] == "sfia-account-management.txt"
    assert "Level 5" in prepared.run("skill", "ACMG").out


def test_skills_without_a_code_go_by_their_title(prepared: Rung) -> None:
    skill = prepared.json("skill", "account management", "--framework", "tsc")
    assert list(skill["levels"]) == ["2", "3", "4", "5"]
    assert skill["levels"]["2"]["code"] == "ICT-SNM-2001-1.1"


def test_attributes_are_listed_the_same_way(prepared: Rung) -> None:
    assert list(prepared.json("skill", "Autonomy", "--framework", "sfia-9")["levels"]) == list("1234567")


def test_a_skill_of_two_frameworks_needs_one_named_for_json(prepared: Rung) -> None:
    done = prepared.run("skill", "Account Management", "--json")
    assert done.code == 2
    assert "--framework" in done.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["skill", "NOPE"], "rung skills --search"),
        (["skills", "--framework", "nope"], "sfia-9"),
        (["suggest", "I sell things", "--framework", "nope"], "sfia-9"),
        (["suggest"], "TEXT"),
        (["add"], "--starter"),
        (["chat", "--quietly"], "--quietly"),
    ],
)
def test_what_a_person_can_mend_ends_with_2(prepared: Rung, args: list[str], says: str) -> None:
    done = prepared.run(*args)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_suggest_prints_what_the_schema_says(prepared: Rung) -> None:
    report = prepared.json(
        "suggest", "I call assigned clients by the sales plan", "I do their sales paperwork"
    )
    check_report(report)
    assert report["build"] == 1
    assert report["activities"] == ["I call assigned clients by the sales plan", "I do their sales paperwork"]
    by_framework: dict[str, int] = {}
    for suggestion in report["suggestions"]:
        by_framework[suggestion["framework"]] = by_framework.get(suggestion["framework"], 0) + 1
        assert sum(suggestion["levels"].values()) == pytest.approx(1, abs=0.01)
        assert suggestion["confidence"] == suggestion["levels"][str(suggestion["level"])]
        assert suggestion["confidence"] == max(suggestion["levels"].values())
        for evidence in suggestion["evidence"]:
            told = report["activities"][evidence["activity"]]
            assert all(word in told for word in evidence["words"].split())
        steps = [step["kind"] for step in suggestion["next_steps"]]
        assert 1 <= steps.count("do") <= 5
        higher = suggestion["why_not_higher"]
        assert higher is None or higher["level"] > suggestion["level"]
    assert max(by_framework.values()) <= 5


def test_suggest_keeps_to_a_framework(prepared: Rung) -> None:
    report = prepared.json("suggest", *SAID, "--framework", "tsc")
    assert {suggestion["framework"] for suggestion in report["suggestions"]} == {"tsc"}
    assert report["suggestions"][0]["skill"] == {"code": "Account Management", "name": "Account Management"}


@pytest.mark.parametrize("said", ["hello", "\u202e", "haha ok", "...", "meetings la"])
def test_suggest_abstains_from_too_little(prepared: Rung, said: str) -> None:
    report = prepared.json("suggest", said)
    check_report(report)
    assert report["suggestions"] == []
    assert report["abstained"]["reason"] == "too-vague"
    assert report["abstained"]["say"] in prepared.run("suggest", said).out


def test_suggest_answers_with_care(prepared: Rung) -> None:
    assert "talk to a person" in prepared.json("suggest", "I'm totally burnt out")["abstained"]["say"]
    out = prepared.run("suggest", "I'm totally burnt out.", *SAID).out
    assert out.startswith("That sounds heavy")
    assert "missing for level" in out


def test_suggest_when_lines_are_read_then_each_is_answered(prepared: Rung) -> None:
    lines = [
        {"id": "one", "activities": list(SAID), "framework": "tsc"},
        {"id": "two", "activities": ["hello"], "framework": None},
        {"id": "three", "activities": list(SAID), "framework": "nope"},
    ]
    done = prepared.process("suggest", "--jsonl", text="\n".join(json.dumps(line) for line in lines))
    told = [json.loads(line) for line in done.out.splitlines()]
    for line in told:
        check_line(line)
    assert [line["id"] for line in told] == ["one", "two", "three"]
    assert {skill["framework"] for skill in told[0]["skills"]} == {"tsc"}
    counts = Counter(skill["framework"] for skill in told[1]["skills"])
    assert max(counts.values()) == 10 and {"sfia", "sfia-9", "tsc"} <= counts.keys()
    assert "sfia-9" in told[2]["error"]
    assert done.code == 2
    assert "Traceback" not in done.err


def test_suggest_when_lines_and_texts_are_given_then_it_refuses(prepared: Rung) -> None:
    done = prepared.run("suggest", "--jsonl", *SAID)
    assert done.code == 2
    assert "give it alone" in done.err


def test_suggest_for_people(prepared: Rung) -> None:
    out = prepared.run("suggest", *SAID).out
    assert "Next, to do and to show at work:" in out
    assert "missing for level" in out


def test_without_a_build_it_says_what_to_do(fresh: Rung) -> None:
    suggest = fresh.run("suggest", "I sell things")
    chat = fresh.process("chat", "--jsonl", text='{"text": "I sell things to clients"}\n')
    for done in (suggest, chat):
        assert done.code == 2
        assert "rung build" in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["status", "documents", "frameworks", "roles", "skills"])
def test_an_empty_home_is_no_error_and_stays_empty(fresh: Rung, command: str) -> None:
    assert fresh.run(command).code == 0
    fresh.json(command)
    assert not fresh.home.exists()


def test_add_reports_and_a_dry_run_adds_nothing(fresh: Rung, starter: Path) -> None:
    document = starter / "tsc-account-management.txt"
    dry = fresh.run("add", "--dry-run", document)
    assert dry.code == 0
    assert "read, not added" in dry.out
    assert not fresh.home.exists()
    added = fresh.run("add", document)
    assert "tsc-account-management.txt: added." in added.out
    assert "1 skill, 4 level texts" in added.out
    assert "known already" in fresh.run("add", document).out
    assert len(fresh.json("documents")) == 1


def test_a_bad_file_is_refused_with_its_place_and_the_others_are_added(
    fresh: Rung, starter: Path, tmp_path: Path
) -> None:
    empty, binary, missing = tmp_path / "empty.txt", tmp_path / "noise.txt", tmp_path / "missing.txt"
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 20)
    done = fresh.run("add", empty, starter / "sfia-account-management.txt", binary, missing)
    assert done.code == 2
    for name in ("empty.txt", "noise.txt", "missing.txt"):
        assert f"{name}: refused" in done.err
    assert "Traceback" not in done.err
    assert [row["name"] for row in fresh.json("documents")] == ["sfia-account-management.txt"]


def test_errors_that_nobody_expects_are_one_sentence(fresh: Rung) -> None:
    fresh.home.mkdir()
    (fresh.home / "catalogue.db").mkdir()
    done = fresh.process("documents")
    assert done.code in (1, 2)
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" in fresh.process("documents", debug=True).err


def test_a_reader_that_leaves_early_is_no_error(prepared: Rung) -> None:
    import os
    import subprocess

    environment = {**os.environ, "RUNG_HOME": str(prepared.home)}
    command = f"{sys.executable} -m bot skills --json | head -n 1"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=False)
    assert ran.stderr == b""


@pytest.mark.parametrize(
    "code", ["from bot.cli import main", "import bot.terminal, bot.turn, bot.conversation"]
)
def test_starting_imports_nothing_heavy(code: str) -> None:
    import subprocess

    heavy = "['numpy', 'faiss', 'torch', 'sentence_transformers', 'sklearn', 'scipy', 'PIL', 'sqlite_utils']"
    check = f"{code}; import sys; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", check], capture_output=True, check=True, text=True)
    assert ran.stdout == "[]\n"
