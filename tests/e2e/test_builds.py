"""Builds through the commands: made, seen, published, taken back, killed, kept and brought back."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.jobs.permissions import readable_by_others
from index.builds import live_number
from tests.e2e.running import Rung
from tests.killing import answers, kill_many

SAID = ("I call assigned clients by the sales plan", "I do their sales paperwork")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Rung:
    rung = Rung(tmp_path_factory.mktemp("built") / "home")
    assert rung.run("add", starter / "sfia-account-management.txt").code == 0
    report = rung.json("build")
    assert (report["number"], report["live"]) == (1, True)
    assert all(row["passed"] for row in report["gate"])
    return rung


@pytest.fixture
def own(built: Rung, tmp_path: Path) -> Rung:
    """Return a Rung of one's own with one build of one document."""
    shutil.copytree(built.home, tmp_path / "home")
    return Rung(tmp_path / "home")


@pytest.fixture
def revised(tmp_path: Path, starter: Path) -> Path:
    """Return next year's edition: one word of a level is another."""
    path = tmp_path / "sfia-account-management.txt"
    text = (starter / "sfia-account-management.txt").read_text("utf-8")
    assert "client" in text
    path.write_text(text.replace("client", "customer", 1), "utf-8")
    return path


def test_a_new_edition_is_seen_published_and_taken_back(own: Rung, revised: Path, tmp_path: Path) -> None:
    assert "revision 2" in own.run("add", revised).out
    page = tmp_path / "diff.html"
    seen = own.run("diff", "--html", page)
    assert seen.code == 0, seen.err
    assert "[-client-]" in seen.out
    assert "{+customer+}" in seen.out
    assert "<del>client</del>" in page.read_text("utf-8")
    assert live_number(own.home) == 1
    published = own.run("publish")
    assert published.code == 0, published.err
    assert "Build 2 is live." in published.out
    assert own.json("suggest", *SAID)["build"] == 2
    assert "Build 1 is live again" in own.run("rollback").out
    assert own.json("suggest", *SAID)["build"] == 1
    again = own.run("build")
    assert "it was rolled back" in again.out
    listed = own.json("builds")
    assert [(row["number"], row["live"]) for row in listed] == [(1, True), (2, False)]
    assert "(live)" in own.run("builds").out
    assert own.run("prune").code == 0


def test_a_diff_as_json_names_what_changed(own: Rung, revised: Path) -> None:
    own.run("add", revised)
    found = own.json("diff")
    assert found["documents"]["revised"] == ["sfia-account-management.txt"]
    assert found["people"] == {"fewest": 5, "assessments": 0, "changed": 0}
    same = own.run("diff", "--from", "2", "--to", "2").out
    assert same.startswith("Build 2 compared with build 2:\nNothing")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["publish"], "rung build --no-publish"),
        (["publish", "9"], "build 9 is not there"),
        (["publish", "1", "--force"], "--reason"),
        (["rollback"], "the first"),
        (["rollback", "7"], "never live"),
        (["case", "remove", "own-1"], "rung case list"),
        (["case", "add", "words", "--framework", "sfia", "--skill", "ACMG", "--level", "1"], "levels 5, 6"),
        (["crosswalk", "confirm", "sfia:ACMG", "tsc:Nothing"], "rung skills"),
        (["crosswalk", "remove", "sfia:ACMG", "tsc:Nothing"], "rung crosswalk list"),
        (["restore", "missing.tar.gz"], "holds data already"),
    ],
)
def test_what_a_person_can_mend_is_said(built: Rung, args: list[str], says: str) -> None:
    done = built.run(*args)
    assert done.code == 2
    assert says.casefold() in done.err.casefold()
    assert "Traceback" not in done.err


def test_a_case_of_ones_own_is_tried(own: Rung) -> None:
    added = own.run("case", "add", *SAID, "--framework", "sfia", "--skill", "acmg", "--level", "5")
    assert "own-1" in added.out
    assert own.json("case", "list")[0]["skill"] == "ACMG"
    assert "own cases" in own.run("publish", "1").out


def test_backup_and_restore_give_the_same_answers(own: Rung, tmp_path: Path) -> None:
    file = tmp_path / "rung.tar.gz"
    assert own.run("backup", file).code == 0
    other = Rung(tmp_path / "other")
    back = other.run("restore", file)
    assert back.code == 0, back.err
    assert answers(other.home) == answers(own.home)
    assert other.json("suggest", *SAID) == own.json("suggest", *SAID)
    assert other.run("doctor").code == 0
    assert own.run("backup", own.home / "inside.tar.gz").code == 2


def test_a_home_is_closed_to_others_at_the_next_start(own: Rung, tmp_path: Path) -> None:
    for path in (own.home, *own.home.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    before = os.umask(0o022)
    try:
        assert own.process("build", "--no-publish").code == 0
        assert list(readable_by_others(own.home)) == []
        fresh = Rung(tmp_path / "fresh")
        assert fresh.process("prepare").code == 0
        assert list(readable_by_others(fresh.home)) == []
    finally:
        os.umask(before)


def test_a_backup_is_never_overwritten(own: Rung, tmp_path: Path) -> None:
    file = tmp_path / "rung.tar.gz"
    file.write_text("the last one")
    done = own.run("backup", file)
    assert done.code == 2 and "is there already" in done.err
    assert file.read_text() == "the last one"


@pytest.mark.parametrize("damage", ["cut", "nonsense", "empty", "changed"])
def test_a_damaged_backup_brings_nothing_back(own: Rung, tmp_path: Path, damage: str) -> None:
    file, other = tmp_path / "rung.tar.gz", Rung(tmp_path / "other")
    own.run("backup", file)
    whole = file.read_bytes()
    if damage == "changed":
        with tarfile.open(file) as archive:
            archive.extractall(tmp_path / "out", filter="data")
        (tmp_path / "out" / "catalogue.db").write_bytes(b"other")
        with tarfile.open(file, "w:gz") as archive:
            archive.add(tmp_path / "out", ".")
    else:
        file.write_bytes({"cut": whole[: len(whole) // 2], "nonsense": b"x" * 999, "empty": b""}[damage])
    done = other.run("restore", file)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
    assert not other.home.exists()


def test_doctor_names_what_is_broken(own: Rung) -> None:
    assert own.json("doctor")[0]["state"] == "ok"
    (own.home / "builds" / "1" / "texts.sqlite").write_bytes(b"")
    done = own.run("doctor")
    assert done.code == 2
    assert "build 1 is damaged (texts.sqlite not as written)" in done.out
    (own.home / "catalogue.db").write_bytes((own.home / "catalogue.db").read_bytes()[:5000])
    states = {each["what"]: each["state"] for each in json.loads(own.run("doctor", "--json").out)}
    assert (states["catalogue"], states["build 1"]) == ("broken", "broken")


@pytest.mark.parametrize("limit", [3_000, 30_000, 200_000])
def test_a_full_disk_is_said_and_the_live_build_stays(own: Rung, revised: Path, limit: int) -> None:
    """No file may grow beyond the limit: what a full disk does, without filling one."""
    own.run("add", revised)
    before = answers(own.home)
    environment = {**os.environ, "RUNG_HOME": str(own.home), "RUNG_MODEL": "hashing"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "build"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert answers(own.home) == before
    assert own.run("build").code == 0
    assert live_number(own.home) == 2


def test_a_few_kills_leave_a_build_that_answers(tmp_path: Path) -> None:
    """By hand: `python -m tests.killing 50`; of the build itself, tests/index kills at chosen moments."""
    outcome = kill_many(tmp_path, 2, ("publish", "rollback"))
    assert outcome.wrong == []
    assert outcome.kills >= 2
