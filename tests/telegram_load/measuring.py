"""The figures of `scripts.load`."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.support.telegram import Person, TelegramServer
from tests.telegram_load.bots import COMMANDS, Kind, Running, Way, agree, prepare
from tests.telegram_load.crowd import Crowd
from tests.telegram_load.staff import Staff, Turn
from tests.telegram_load.visitors import Visitors

WAYS: tuple[Way, ...] = ("polling", "webhook")
WARM_UP = 0.1
"""Share of the updates sent before the clock starts."""
AT_ONCE = 64
"""People who wait for an answer at any time."""
LATENCY_S = 0.05
UNLIMITED = {"RUNG_TELEGRAM_RATE": "100000"}
"""As on a Bot API server of one's own: else Telegram's 30 a second would be measured."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    Args:
        updates: of one run.
        rounds: runs of each bot, by turns.
        people: who write these updates.
        staff: in conversation at once.
        pause_s: between an answer and what they do next, on average.
        few, many: updates after which memory is read.
        suggested: people who get suggestions while others ask for /help.
        hurry_s: their pauses, on average: little time to read.
    """

    updates: int = 1000
    rounds: int = 3
    people: int = 1000
    staff: int = 200
    pause_s: float = 20.0
    few: int = 2000
    many: int = 20_000
    suggested: int = 20
    hurry_s: float = 2.0


QUICK = Sizes(
    updates=200, rounds=1, people=100, staff=5, pause_s=0.5, few=200, many=600, suggested=3, hurry_s=0.5
)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of updates.

    Args:
        kind: the bot.
        way: how it got them.
        per_s: updates answered in a second.
        cpu_ms: processor time of the bot for each.
        fake_ms: processor time of the fake Bot API for each.
    """

    kind: Kind
    way: Way
    per_s: float
    cpu_ms: float
    fake_ms: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Args:
        name: what was measured.
        value: how much of it; the median where there were several runs.
        unit: of the value.
        wanted: the bound that the issue sets, or ``""``.
    """

    name: str
    value: float
    unit: str
    wanted: str = ""


def measured(sizes: Sizes, only: str | None = None, model: str = "hashing") -> Iterator[Figure]:
    """Measure; yield each figure when it is known.

    Args:
        sizes: how much.
        only: one of them: ``updates``, ``memory``, ``staff``, ``help``.
        model: RUNG_MODEL of the conversations.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        if only in (None, "updates"):
            for way in WAYS:
                yield from _updates(place, sizes, way)
        if only in (None, "memory"):
            yield from _memory(place, sizes)
        if only in (None, "staff"):
            yield from _staff(place, sizes, model)
        if only in (None, "help"):
            yield from _help(place, sizes, model)


class Place:
    """Where homes are made.

    Args:
        folder: to be thrown away after.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, 0

    def home(self, people: list[Person], model: str = "hashing") -> Path:
        """Return a home in which these people have agreed."""
        prepared = self._folder / "prepared" / model.replace("/", "_")
        if not prepared.exists():
            prepare(prepared, model)
        self._made += 1
        home = self._folder / str(self._made) / "home"
        shutil.copytree(prepared, home)
        agree(home, (each.id for each in people))
        return home


def _updates(place: Place, sizes: Sizes, way: Way) -> Iterator[Figure]:
    rounds = [{kind: _run(place, sizes, kind, way) for kind in COMMANDS} for _ in range(sizes.rounds)]
    for kind in COMMANDS:
        wanted = "at least 200" if kind == "rung" else ""
        yield Figure(f"{way}: {kind}", _median(r[kind].per_s for r in rounds), "updates/s", wanted)
        yield Figure(f"{way}: {kind}, processor", _median(r[kind].cpu_ms for r in rounds), "ms/update")
        yield Figure(f"{way}: {kind}, fake Bot API", _median(r[kind].fake_ms for r in rounds), "ms/update")
    for other in ("bare", "light"):
        speed = _median(r["rung"].per_s / r[other].per_s for r in rounds)
        wanted = "at least 0.60" if other == "bare" else ""
        yield Figure(f"{way}: updates/s, rung to {other}", speed, "x", wanted)
        work = _median(r[other].cpu_ms / r["rung"].cpu_ms for r in rounds)
        yield Figure(f"{way}: updates a processor second, rung to {other}", work, "x")


def _run(place: Place, sizes: Sizes, kind: Kind, way: Way) -> Ran:
    with TelegramServer(strict=False, keep=100) as server:
        people = [server.person() for _ in range(sizes.people)]
        with Running(kind, way, server, place.home(people), UNLIMITED) as bot:
            crowd = Crowd(server, people, AT_ONCE)
            crowd.say(int(WARM_UP * sizes.updates))
            before, own_before = bot.taken(), time.process_time()
            seconds = crowd.say(sizes.updates)
            each = 1000 / sizes.updates
            cpu, own = bot.taken().cpu - before.cpu, time.process_time() - own_before
            return Ran(kind, way, sizes.updates / seconds, cpu * each, own * each)


def _memory(place: Place, sizes: Sizes) -> Iterator[Figure]:
    with TelegramServer(strict=False, keep=100) as server:
        people = [server.person() for _ in range(sizes.people)]
        with Running("rung", "polling", server, place.home(people), UNLIMITED) as bot:
            crowd = Crowd(server, people, AT_ONCE)
            crowd.say(sizes.few)
            few = bot.taken().memory
            yield Figure(f"memory after {sizes.few} updates", few, "MB")
            half = (sizes.many - sizes.few) // 2
            crowd.say(half)
            yield Figure(f"memory after {sizes.few + half} updates", bot.taken().memory, "MB")
            crowd.say(sizes.many - sizes.few - half)
            many = bot.taken().memory
            yield Figure(f"memory after {sizes.many} updates", many, "MB")
            yield Figure("memory, grown", 100 * (many / few - 1), "%", "flat")


def _staff(place: Place, sizes: Sizes, model: str) -> Iterator[Figure]:
    with TelegramServer(strict=False, keep=100) as server:
        people = [server.person() for _ in range(sizes.staff)]
        more: Mapping[str, str] = {"RUNG_MODEL": model}
        with Running("rung", "polling", server, place.home(people, model), more) as bot:
            server.slow(LATENCY_S)
            before, began = bot.taken(), time.perf_counter()
            turns = Staff(server, people, sizes.pause_s).talk()
            seconds, after = time.perf_counter() - began, bot.taken()
    yield Figure(f"{sizes.staff} staff: turns", len(turns) / seconds, "turns/s")
    yield Figure(f"{sizes.staff} staff: processor in use", 100 * (after.cpu - before.cpu) / seconds, "%")
    for kind, wanted in (("plain", 1.0), ("suggestion", 3.0)):
        taken = [turn.seconds for turn in turns if turn.kind == kind]
        yield Figure(f"{sizes.staff} staff: {kind}, turns", len(taken), "")
        yield Figure(f"{sizes.staff} staff: {kind}, p50", float(np.percentile(taken, 50)), "s")
        yield Figure(
            f"{sizes.staff} staff: {kind}, p95", float(np.percentile(taken, 95)), "s", f"under {wanted:g}"
        )


def _help(place: Place, sizes: Sizes, model: str) -> Iterator[Figure]:
    with TelegramServer(strict=False, keep=100) as server:
        people = [server.person() for _ in range(sizes.suggested)]
        guests = [server.person() for _ in range(sizes.suggested)]
        home = place.home([*people, *guests], model)
        with Running("rung", "polling", server, home, {"RUNG_MODEL": model}):
            talks: list[Turn] = []
            with Visitors(server, guests) as visitors:
                for _ in range(sizes.rounds):
                    talks += Staff(server, people, sizes.hurry_s).talk()
            taken = visitors.waited()
    name = f"/help while {sizes.suggested} get suggestions"
    yield Figure(f"{name}: suggestions", sum(turn.kind == "suggestion" for turn in talks), "")
    yield Figure(f"{name}: asked", len(taken), "times")
    for percent in (50, 95):
        wanted = "at most 0.20" if percent == 95 else ""
        yield Figure(f"{name}: p{percent}", float(np.percentile(taken, percent)), "s", wanted)


def _median(values: Iterator[float]) -> float:
    return statistics.median(values)
