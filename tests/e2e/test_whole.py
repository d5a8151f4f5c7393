"""Full disks, folders that may not be written, damaged files, and a backup while people write."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import faiss
import pytest
import sqlalchemy as sa

from bot.store import Database
from index.builder import make_build
from index.builds import live_number
from index.encoder import HashingEncoder
from index.manifest import FORMAT
from knowledge.catalogue import Catalogue
from tests.e2e.running import Done, Rung
from tests.killing import answers
from tests.support.reports import conclusion

SAID = ("I call assigned clients by the sales plan", "I do their sales paperwork")
NOBODY = 65534
AT = "2026-05-04T09:00:00Z"
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount, and may become somebody else")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Rung:
    """Return a Rung with two builds, the second live."""
    rung = Rung(tmp_path_factory.mktemp("built") / "home")
    for name in ("sfia-account-management.txt", "tsc-account-management.txt"):
        assert rung.run("add", starter / name).code == 0
        assert rung.json("build")["live"]
    return rung


@pytest.fixture
def own(built: Rung, tmp_path: Path) -> Rung:
    shutil.copytree(built.home, tmp_path / "home")
    return Rung(tmp_path / "home")


def one_sentence(done: Done) -> str:
    """Return what was said of a command that could not do its work."""
    assert done.code == 2, done.out + done.err
    lines = done.err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: "), done.err
    return lines[0]


def as_somebody(rung: Rung, user: int, *args: str) -> Done:
    """Run a command as another user, in a child of this process: they may not be able to start Python."""
    inward, outward = os.pipe()
    child = os.fork()
    if child == 0:
        status = 70
        try:
            # OpenMP's threads do not live on in a fork: a search with several would wait for ever.
            faiss.omp_set_num_threads(1)
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
            done = rung.run(*args)
            os.write(outward, json.dumps([done.code, done.out, done.err]).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(outward)
    with os.fdopen(inward, "rb") as pipe:
        told = pipe.read()
    assert os.waitpid(child, 0)[1] == 0
    return Done(*json.loads(told))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@root_only
@pytest.mark.parametrize("left", [4_096, 100_000, 600_000])
def test_a_disk_that_is_full_is_said_and_the_live_build_serves(
    built: Rung, small_disk: Path, starter: Path, left: int
) -> None:
    rung = Rung(small_disk / "home")
    shutil.copytree(built.home, rung.home)
    before = answers(rung.home)
    assert rung.run("add", starter / "tsc-account-management-outline.txt").code == 0
    filler = small_disk / "filler"
    disk = os.statvfs(small_disk)
    filler.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - left)))
    assert re.search("could not be written|disk", one_sentence(rung.process("build")))
    assert answers(rung.home) == before
    assert rung.json("suggest", *SAID)["build"] == 2
    filler.unlink()
    assert rung.run("doctor").code == 0
    assert rung.json("build")["number"] == 3


def warm_up(rung: Rung, built: Rung, outline: str) -> None:
    """Run commands once, so that a child of this process need not read the files they import."""
    shutil.copytree(built.home, rung.home)
    for args in (["suggest", *SAID], ["add", outline], ["build"], ["rollback"]):
        assert rung.run(*args).code == 0
    assert rung.run("rollback", "99").code == 2


@root_only
def test_a_folder_that_may_not_be_written_is_said_and_its_build_serves(built: Rung, starter: Path) -> None:
    outline = str(starter / "tsc-account-management-outline.txt")
    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        rung = Rung(Path(folder) / "home")
        shutil.copytree(built.home, rung.home)
        for path in (rung.home, *rung.home.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        warm_up(Rung(Path(folder) / "warm"), built, outline)
        there = as_somebody(rung, NOBODY, "suggest", *SAID, "--json")
        assert there.code == 0, there.err
        assert json.loads(there.out)["build"] == 2
        for args in (["build"], ["add", outline], ["rollback"]):
            said = as_somebody(rung, NOBODY, *args)
            assert said.code == 2, (args, said.out + said.err)
            assert "Traceback" not in said.err
            assert said.err.strip()
        assert live_number(rung.home) == 2


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def other(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("vectors.faiss", "flipped", "build 2 is damaged (vectors.faiss"),
        ("vectors.faiss", "cut", "build 2 is damaged (vectors.faiss"),
        ("texts.sqlite", "cut", "build 2 is damaged (texts.sqlite"),
        ("knowledge.json", "flipped", "build 2 is damaged (knowledge.json"),
        ("manifest.json", "newer", "build 2 was made by a newer version of Rung"),
        ("manifest.json", "cut", "build 2 is damaged (manifest.json cannot be read)"),
    ],
)
def test_a_build_that_cannot_be_used_is_said_and_the_one_before_serves(
    own: Rung, name: str, damage: str, says: str
) -> None:
    path = own.home / "builds" / "2" / name
    match damage:
        case "flipped":
            flipped(path)
        case "cut":
            cut(path)
        case "newer":
            other(path, format=FORMAT + 1)
    done = own.process("suggest", *SAID, "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["build"] == 1
    (line,) = done.err.strip().splitlines()
    assert says in line
    assert "build 1 serves" in line
    told = own.run("doctor").out
    assert "build 2" in told
    assert own.json("build")["live"]
    after = own.process("suggest", *SAID)
    assert (after.code, after.err) == (0, "")


def test_a_build_of_another_model_is_said_and_the_one_before_serves(own: Rung) -> None:
    with Catalogue(own.home / "catalogue.db") as catalogue:
        known = catalogue.knowledge()
    assert make_build(own.home, known, HashingEncoder(64)).number == 3
    done = own.process("suggest", *SAID, "--json")
    assert (done.code, json.loads(done.out)["build"]) == (0, 2)
    assert "build 3 was made with the model hashing-64-1, not with hashing-256-1" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_truncated_catalogue_is_said_and_the_build_serves(own: Rung) -> None:
    for path in own.home.glob("catalogue.db*"):
        cut(path)
    assert "catalogue" in one_sentence(own.process("build"))
    assert own.json("suggest", *SAID)["build"] == 2


WRITER = """
import json, sys
from pathlib import Path
from bot.store import Database, assessments
from bot.store.people import People
told = json.loads(sys.argv[2])
with Database(Path(sys.argv[1])) as database:
    person = People(database).agree(7, "Mei", told["at"]).id
    while True:
        run = assessments.record(database, person, None, **told)
        print(run.id, flush=True)
"""


@contextmanager
def somebody_writes(home: Path) -> Iterator[Callable[[], int]]:
    """Run a process that keeps assessments as fast as it can; give what returns the number of the next."""
    told = {"build": 2, "activities": list(SAID), "choice": {"label": "Selling", "skills": []}, "given": []}
    told |= {"conclusions": [conclusion("Selling", 4)], "at": AT}
    arguments = [sys.executable, "-c", WRITER, str(home / "rung.db"), json.dumps(told)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline
        try:
            yield lambda: int(line())
        finally:
            process.kill()


def test_a_backup_taken_while_somebody_writes_is_whole(own: Rung, tmp_path: Path) -> None:
    with somebody_writes(own.home) as number:
        before = 0
        while before < 20:
            before = number()
        assert own.run("backup", tmp_path / "rung.tar.gz").code == 0
        with closing(sqlite3.connect(own.home / "rung.db")) as database:
            assert database.execute("select max(id) from assessments").fetchone()[0] > before
    there = Rung(tmp_path / "there")
    assert there.run("restore", tmp_path / "rung.tar.gz").code == 0
    assert answers(there.home) == answers(own.home)
    assert there.json("suggest", *SAID) == own.json("suggest", *SAID)
    assert there.run("doctor").code == 0
    with closing(sqlite3.connect(there.home / "rung.db")) as database:
        runs = database.execute("select count(*), max(id) from assessments").fetchone()
        loose = database.execute(
            "select count(*) from assessments where id not in (select assessment from suggestions)"
        ).fetchone()
    assert runs[0] == runs[1] >= before
    assert loose == (0,)
    with Database(there.home / "rung.db") as opened:
        assert opened.value(sa.text("pragma integrity_check")) == "ok"
