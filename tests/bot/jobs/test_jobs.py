"""Work that admins ask for: one at a time, begun again where it was broken off; the names of uploads."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.documents import LONGEST_NAME, add, documents_of, safe_name
from bot.jobs.job import KEPT, KEPT_S, TRIES, Job, JobFolder
from bot.jobs.runner import JobRunner
from bot.jobs.tasks import BROKEN

pytestmark = pytest.mark.slow

WAIT_S = 90.0


def ended(job_folder: JobFolder, runner: JobRunner, id_: str) -> Job:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        work = job_folder.get(id_)
        assert work is not None
        if work.finished and not runner.running():
            return work
        time.sleep(0.05)
    raise AssertionError(job_folder.get(id_))


def test_one_waits_for_another_and_is_done_after_it(tmp_path: Path) -> None:
    job_folder, runner = JobFolder(tmp_path), JobRunner(tmp_path)
    work = job_folder.begin("t1", "remove", 1, {"name": "x.csv"})
    with job_folder.exclusive():
        runner.ensure_running(work)
        time.sleep(2)
        assert job_folder.busy() and not job_folder.interrupted("t1")
        waiting = job_folder.get("t1")
        assert waiting is not None and waiting.state == "waiting"
    assert ended(job_folder, runner, "t1").result == {"removed": False}
    assert job_folder.begin("t1", "compare", 2, {}).kind == "remove"


def test_what_was_broken_off_is_begun_again_and_given_up_in_the_end(tmp_path: Path) -> None:
    job_folder, runner = JobFolder(tmp_path), JobRunner(tmp_path)
    work = job_folder.begin("t1", "remove", 1, {"name": "x.csv"})
    job_folder.save(replace(work, state="running", tries=1))
    assert job_folder.interrupted("t1")
    runner.ensure_running(work)
    done = ended(job_folder, runner, "t1")
    assert (done.state, done.tries) == ("done", 2)
    assert not job_folder.interrupted("t1")
    job_folder.save(replace(work, id="t1", state="waiting", tries=TRIES))
    runner.ensure_running(work)
    assert ended(job_folder, runner, "t1").problem == BROKEN


def test_what_a_person_can_mend_is_said_in_a_sentence(tmp_path: Path) -> None:
    job_folder, runner = JobFolder(tmp_path), JobRunner(tmp_path)
    runner.ensure_running(job_folder.begin("t1", "roll back", 1, {"number": 1, "now": 2}))
    assert ended(job_folder, runner, "t1").result == {"number": 1, "live": False, "instead": None}
    runner.ensure_running(job_folder.begin("t2", "compare", 1, {}))
    failed = ended(job_folder, runner, "t2")
    assert failed.state == "failed" and "nothing to build" in failed.problem


def test_what_is_old_is_cleared_away_and_damaged_notes_are_none(tmp_path: Path) -> None:
    job_folder = JobFolder(tmp_path)
    for number in range(KEPT + 2):
        job_folder.save(
            replace(job_folder.begin(f"t{number}", "compare", 1, {}), state="done", at=float(number))
        )
    job_folder.sweep(KEPT_S + 100)
    assert len(job_folder.all()) == KEPT
    (job_folder.folder("t5") / "work.json").write_text("{", "utf-8")
    (job_folder.folder("t5") / "notes.json").write_text("[]", "utf-8")
    assert job_folder.get("t5") is None and job_folder.notes("t5") == {}
    job_folder.note("t6", told=True)
    job_folder.note("t6", letter=3)
    assert job_folder.notes("t6") == {"told": True, "letter": 3}
    for bad in ("", "..", "../x", "T1", "t/1", "t" * 40):
        assert job_folder.get(bad) is None
        with pytest.raises(ValueError, match="no id"):
            job_folder.folder(bad)


@given(st.text(max_size=300))
def test_any_name_is_kept_safely(said: str) -> None:
    name = safe_name(said)
    assert name and len(name.encode()) <= LONGEST_NAME
    assert not name.startswith(".") and not set(name) & set("/\\\0\n:")
    assert not name.endswith(".rung.yaml")
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\skills 2027.xlsx", "skills 2027.xlsx"),
        (".bashrc", "bashrc"),
        ("x.csv.rung.yaml", "x.csv.yaml"),
        ("CON.txt", "_CON.txt"),
        ("", "document"),
        ("…", "_"),
    ],
)
def test_names_that_lead_elsewhere_do_not(said: str, name: str) -> None:
    assert safe_name(said) == name


def test_a_document_of_another_kind_under_a_known_name_leaves_the_first_as_it_was(
    tmp_path: Path, starter: Path
) -> None:
    name = "tsc-account-management.txt"
    for number, source in enumerate((name, "sfia-account-management.txt")):
        folder = tmp_path / "works" / f"t{number}"
        folder.mkdir(parents=True)
        shutil.copy(starter / source, folder / name)
    assert add(tmp_path, tmp_path / "works" / "t0" / name)["outcome"] == "added"
    with pytest.raises(Exception, match="of another kind"):
        add(tmp_path, tmp_path / "works" / "t1" / name)
    assert (documents_of(tmp_path) / name).read_bytes() == (starter / name).read_bytes()
