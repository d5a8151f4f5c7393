"""Two processes that build at once: the second says so, and a killed one leaves the way free."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.build import open_build
from index.builder import make_build
from index.encoder import HashingEncoder
from tests.index.test_build import newer

WAITING = """
import sys, time
from pathlib import Path
from index.builder import make_build
from index.encoder import HashingEncoder
from index.manifest import BuildError
from tests.index.conftest import orchard

class Slow(HashingEncoder):
    def encode(self, texts, progress=None):
        (home / "begun").touch()
        while not (home / "go on").exists():
            time.sleep(0.02)
        return super().encode(texts, progress)

home = Path(sys.argv[1])
try:
    make_build(home, orchard(), Slow() if sys.argv[2] == "slow" else HashingEncoder())
except BuildError as error:
    sys.exit(str(error))
"""


def _builder(home: Path, speed: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WAITING, str(home), speed]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)


def _begun(home: Path) -> None:
    until = time.monotonic() + 60
    while not (home / "begun").exists():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
def test_the_second_process_says_so_and_the_first_goes_on(tmp_path: Path) -> None:
    with _builder(tmp_path, "slow") as first:
        _begun(tmp_path)
        with _builder(tmp_path, "fast") as second:
            _, said = second.communicate(timeout=60)
        assert second.returncode == 1
        assert said.strip().endswith(
            "another build is being made right now: wait until it is done, then try again"
        )
        (tmp_path / "go on").touch()
        assert first.wait(60) == 0
    assert open_build(tmp_path).number == 1


@pytest.mark.slow
def test_a_killed_builder_leaves_the_way_free(tmp_path: Path) -> None:
    make_build(tmp_path, newer(), HashingEncoder())
    with _builder(tmp_path, "slow") as first:
        _begun(tmp_path)
        first.send_signal(signal.SIGKILL)
        first.wait(60)
    assert open_build(tmp_path).number == 1
    assert make_build(tmp_path, newer(2), HashingEncoder()).number == 2
    assert not list((tmp_path / "builds").glob(".making*"))
