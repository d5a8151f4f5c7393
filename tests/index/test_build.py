from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import build_files
from index.build import Build, open_build
from index.builder import make_build
from index.encoder import CachedEncoder, HashingEncoder, Vectors
from index.manifest import BuildError, checksum, is_ready
from index.search import search
from knowledge.model import Knowledge
from tests.index.conftest import PAINTER, orchard


@pytest.fixture
def copied(home: Path, tmp_path: Path) -> Path:
    """Return a RUNG_HOME of one's own, with build 1 of the orchard."""
    shutil.copytree(home, tmp_path / "home")
    return tmp_path / "home"


def newer(number: int = 1) -> Knowledge:
    known = orchard()
    return replace(known, documents=(*known.documents, (f"new-{number}.csv", "1" * 64)))


def test_a_build_gives_back_what_it_was_made_from(build: Build) -> None:
    assert build.number == 1
    assert build.knowledge == orchard()
    assert build.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(build.vectors, axis=1), 1, atol=1e-5)
    assert len(build.vectors) == len(build.entries)
    assert build.levels_of("tsc", "Beekeeping") == (1, 2, 3, 4, 5)
    with pytest.raises(KeyError):
        build.entries_of("tsc", "Falconry")


def test_nothing_changed_means_no_new_build_and_no_encoding(tmp_path: Path) -> None:
    encoder = CachedEncoder(HashingEncoder(), tmp_path / "cache.db")
    first = make_build(tmp_path, orchard(), encoder)
    again = make_build(tmp_path, orchard(), encoder)
    assert (first.number, first.changed, again.number, again.changed) == (1, True, 1, False)
    assert first.encoded > 0 == again.encoded
    assert (first.skills, first.descriptors) == (7, 35)


def test_a_new_model_or_document_makes_a_new_build(copied: Path) -> None:
    assert make_build(copied, orchard(), HashingEncoder(64)).number == 2
    assert make_build(copied, newer(), HashingEncoder(64)).number == 3


def test_the_last_five_builds_are_kept(copied: Path) -> None:
    for number in range(6):
        make_build(copied, newer(number), HashingEncoder())
    kept = sorted(int(path.name) for path in (copied / "builds").iterdir() if path.name.isdecimal())
    assert kept == [3, 4, 5, 6, 7]
    assert open_build(copied, 3).number == 3
    with pytest.raises(BuildError, match="build 2 is not there any more"):
        open_build(copied, 2)


def test_an_open_build_outlives_its_files(copied: Path) -> None:
    held = open_build(copied)
    before = search(held, HashingEncoder(), PAINTER)
    shutil.rmtree(copied / "builds" / "1")
    assert search(held, HashingEncoder(), PAINTER).skills == before.skills


def test_without_a_build_or_knowledge_one_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="run `rung build`"):
        open_build(tmp_path)
    with pytest.raises(BuildError, match="rung add"):
        make_build(tmp_path, Knowledge(), HashingEncoder())
    assert not is_ready(tmp_path, HashingEncoder().model)


@pytest.mark.parametrize("name", ["vectors.faiss", "texts.sqlite", "columns.npz", "knowledge.json"])
def test_a_damaged_file_is_named_and_the_next_build_heals_it(copied: Path, name: str) -> None:
    file = copied / "builds" / "1" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    with pytest.raises(BuildError, match=rf"build 1 is damaged \({name} not as written\)"):
        open_build(copied)
    assert make_build(copied, orchard(), HashingEncoder()).number == 2
    assert open_build(copied).number == 2


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"format": 0, "files": {}}'])
def test_a_manifest_that_says_nothing_is_refused(copied: Path, content: str) -> None:
    (copied / "builds" / "1" / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(BuildError, match="run `rung build`"):
        open_build(copied)


def test_files_that_lie_in_the_manifest_too_are_refused(copied: Path) -> None:
    """A whole-looking build of nonsense is an error in one sentence, not a traceback."""
    folder = copied / "builds" / "1"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in manifest["files"]:
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(b"nonsense")
        sums = {**manifest["files"], name: checksum(folder / name)}
        (folder / "manifest.json").write_text(json.dumps({**manifest, "files": sums}), "utf-8")
        with pytest.raises(BuildError, match="build 1 is damaged"):
            _ = open_build(copied).knowledge
        (folder / name).write_bytes(kept)


def test_an_unreadable_pointer_is_healed(copied: Path) -> None:
    (copied / "builds" / "live").write_text("seven", "ascii")
    with pytest.raises(BuildError, match="run `rung build` again"):
        open_build(copied)
    report = make_build(copied, orchard(), HashingEncoder())
    assert (report.changed, report.live) == (False, True)
    assert open_build(copied).number == 1


def test_a_full_disk_leaves_the_old_build_live(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build_files, "write", full)
    with pytest.raises(BuildError, match="No space left on device"):
        make_build(copied, newer(), HashingEncoder())
    assert open_build(copied).number == 1


class Slow(HashingEncoder):
    """Waits in the middle of its work until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.begun.set()
        assert self.go_on.wait(60)
        return super().encode(texts, progress)


def test_of_two_builders_the_second_says_so(copied: Path) -> None:
    slow = Slow()
    first = threading.Thread(target=make_build, args=(copied, newer(), slow))
    first.start()
    assert slow.begun.wait(60)
    with pytest.raises(BuildError, match="another build is being made right now"):
        make_build(copied, newer(2), HashingEncoder())
    assert open_build(copied).number == 1
    slow.go_on.set()
    first.join()
    assert open_build(copied).number == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("event", "fragment", "count"),
    [
        ("encode", "", 1),
        ("sqlite3.connect", "texts.sqlite", 1),
        ("open", "columns.npz", 1),
        ("open", "manifest.json", 3),
        ("os.rename", ".making-", 1),
        ("os.rename", ".making-live", 1),
    ],
)
def test_kill_9_leaves_the_old_build_live(copied: Path, event: str, fragment: str, count: int) -> None:
    before = search(open_build(copied), HashingEncoder(), PAINTER)
    command = [sys.executable, "-m", "tests.index.killed", str(copied), event, fragment, str(count)]
    root = Path(__file__).parents[2]
    killed = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert killed.returncode == -9, killed.stdout + killed.stderr
    after = open_build(copied)
    assert after.number == 1
    assert search(after, HashingEncoder(), PAINTER).skills == before.skills
    report = make_build(copied, newer(), HashingEncoder())
    assert open_build(copied).number == report.number > 1
    assert not list((copied / "builds").glob(".making-*"))


def test_a_build_made_by_another_version_is_refused(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.manifest.FORMAT", 99)
    with pytest.raises(BuildError, match="another version of Rung"):
        open_build(copied)
