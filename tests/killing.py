"""Kills commands with SIGKILL at random moments, and looks whether the live build is as before or after.

Run by hand for many: ``python -m tests.killing 50``. Tests run a few.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index import builds
from index.encoder import HashingEncoder
from index.search import search
from tests.e2e.running import Rung

SAID = ("I call assigned clients by the sales plan", "I do their sales paperwork")
STARTER = Path(__file__).parents[1] / "knowledge" / "data" / "documents"
MOST_TRIES = 4
COMMANDS = ("add", "build", "publish", "rollback")


@dataclass
class Outcome:
    """What kills did: how many hit a command at work, and what was wrong afterwards."""

    kills: int = 0
    hit: int = 0
    wrong: list[str] = field(default_factory=list)


def answers(home: Path) -> tuple[int | None, str]:
    """Return the live build's number and what it finds."""
    from index.build import open_build

    build = open_build(home)
    found = search(build, HashingEncoder(), SAID)
    return build.number, repr([(s.framework, s.skill, round(s.score, 6)) for s in found.skills[:20]])


def prepared(home: Path) -> Rung:
    """Return a Rung with two builds, the second live, and small documents: kills are to be many."""
    rung = Rung(home)
    for names in (("sfia-account-management.txt",), ("tsc-account-management.txt",)):
        done = rung.run("add", *(STARTER / name for name in names))
        assert done.code == 0, done.err
        done = rung.run("build")
        assert done.code == 0, done.err + done.out
    return rung


def kill_many(base: Path, kills: int, commands: Sequence[str] = COMMANDS, seed: int = 0) -> Outcome:
    """Kill commands, each in a copy of a prepared home.

    Args:
        base: an empty folder to work in.
        kills: how many have to hit a command at work; one that was done already does not count.
        commands: which, in turn.
        seed: of the moments.
    """
    rung = prepared(base / "prepared")
    # The document that is on its way in every run, read and added but for `add` itself.
    candidate = Rung(base / "candidate")
    shutil.copytree(rung.home, candidate.home)
    assert candidate.run("add", STARTER / "tsc-account-management-outline.txt").code == 0
    waiting = Rung(base / "waiting")
    shutil.copytree(candidate.home, waiting.home)
    assert waiting.run("build", "--no-publish").code == 0
    homes = {"add": rung, "build": candidate, "publish": waiting, "rollback": rung}
    chance = random.Random(seed)
    outcome = Outcome()
    lasts = {command: _time(homes[command], command, base) for command in commands}
    number = 0
    while outcome.hit < kills and number < MOST_TRIES * kills:
        number += 1
        command = commands[number % len(commands)]
        home = base / f"run-{number}"
        shutil.copytree(homes[command].home, home)
        _kill(Rung(home), command, chance.uniform(0.1, 0.9) * lasts[command], outcome)
        _judge(Rung(home), homes[command].home, command, outcome)
        shutil.rmtree(home)
    return outcome


def _arguments(command: str) -> list[str]:
    more = {"add": [str(STARTER / "tsc-account-management-outline.txt")]}
    return [sys.executable, "-m", "bot", command, *more.get(command, [])]


def _start(rung: Rung, command: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "RUNG_HOME": str(rung.home), "RUNG_MODEL": rung.model}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(_arguments(command), env=environment, stdout=quiet, stderr=quiet)


def _time(rung: Rung, command: str, base: Path) -> float:
    home = base / "timed"
    shutil.copytree(rung.home, home)
    began = time.monotonic()
    code = _start(Rung(home), command).wait(timeout=240)
    took = time.monotonic() - began
    shutil.rmtree(home)
    assert code == 0, f"rung {command} ended with {code}"
    return took


def _kill(rung: Rung, command: str, after: float, outcome: Outcome) -> None:
    process = _start(rung, command)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
    outcome.kills += 1
    outcome.hit += process.returncode == -signal.SIGKILL


def _judge(rung: Rung, original: Path, command: str, outcome: Outcome) -> None:
    """As before or as after, nothing broken, and the next run needs no cleaning by hand."""
    now, before = answers(rung.home), answers(original)
    expected = {"publish": {2, 3}, "build": {2, 3}, "rollback": {1, 2}}.get(command, {2})
    if now[0] not in expected or (now[0] == before[0] and now != before):
        outcome.wrong.append(f"after {command}: build {now[0]} answers otherwise")
    doctor = rung.run("doctor")
    if doctor.code != 0:
        outcome.wrong.append(f"after {command}: {doctor.out}")
    again = rung.run("build")
    if again.code != 0 or list(builds.builds_of(rung.home).glob(f"{builds.MAKING}*")):
        outcome.wrong.append(f"after {command}, rung build: {again.err}{again.out}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        result = kill_many(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 50)
    print(f"{result.kills} kills, {result.hit} of them at work; wrong: {result.wrong or 'nothing'}")  # noqa: T201
    sys.exit(bool(result.wrong))
