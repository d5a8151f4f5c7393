"""Measure how long the console's pages take with 1,000 and with 10,000 assessments and 200 coaches.

Real requests over HTTP to real consoles in processes of their own, each page by many coaches in turn, both
sizes side by side. Prints p50, p95 and the ratio of both sizes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import httpx
import numpy as np
import sqlalchemy as sa

from bot import times
from bot.console.auth import open_links
from bot.store import Database, shares
from bot.store.people import People, Person
from bot.store.reviews import decisions
from index.build import open_build
from knowledge.model import Skill
from tests.support.seeded_store import ADMIN, ALL, SeededStore

TEAMS, COACHES, SKILLS = 40, 200, 60
PORT = 18_181
LONG = (
    "I plan the roster for the two teams and settle with the supplier what arrives when; my manager signs"
    " what costs more than a few thousand, and I answer for the rest. "
)


@dataclass(frozen=True, slots=True)
class Row:
    """One page: milliseconds."""

    page: str
    assessments: int
    p50: float
    p95: float
    most: float


@click.command(help=__doc__)
@click.option("--assessments", "sizes", type=int, multiple=True, default=(1_000, 10_000), show_default=True)
@click.option("--requests", default=100, show_default=True, help="Of each page.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(sizes: tuple[int, ...], requests: int, as_json: bool) -> None:
    """Seed, ask, print."""
    found = measure(sizes, requests)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in found], indent=1))
        return
    click.echo(f"{'page':<18}{'assessments':>12}{'p50 ms':>9}{'p95 ms':>9}{'most ms':>9}")
    for row in found:
        click.echo(f"{row.page:<18}{row.assessments:>12,}{row.p50:>9.1f}{row.p95:>9.1f}{row.most:>9.1f}")
    for page in dict.fromkeys(row.page for row in found):
        medians = [row.p50 for row in found if row.page == page]
        click.echo(
            f"{page}: median with the largest store to that with the smallest: {medians[-1] / medians[0]:.2f}"
        )


def measure(sizes: Sequence[int], requests: int) -> list[Row]:
    """Fill stores and ask for pages of each in turn, so that a busy machine slows all alike."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        settings = {**os.environ, "RUNG_HOME": str(folder / "0"), "RUNG_MODEL": "hashing"}
        subprocess.run(
            [sys.executable, "-m", "bot", "prepare"], env=settings, check=True, capture_output=True
        )
        consoles = []
        for number, size in enumerate(sizes, 1):
            home = folder / str(number)
            shutil.copytree(folder / "0", home)
            with Database(home / "rung.db") as database:
                fill(database, skills_of(home), size)
            consoles.append(opened.enter_context(_served(home, PORT + number)))
        spent: dict[tuple[str, int], list[float]] = {}
        for turn in range(requests):
            for size, console in zip(sizes, consoles, strict=True):
                for page, milliseconds in console.asked(turn):
                    spent.setdefault((page, size), []).append(milliseconds)
    return [
        Row(page, size, float(np.quantile(each, 0.5)), float(np.quantile(each, 0.95)), max(each))
        for (page, size), each in sorted(spent.items())
    ]


def skills_of(home: Path) -> list[Skill]:
    """Return skills of the live build, so that pages show their statements."""
    return [skill for skill in open_build(home).knowledge.skills if skill.kind == "skill"][:SKILLS]


def fill(database: Database, skills: Sequence[Skill], assessments: int) -> None:
    """Fill a store: every third review is decided, people have two assessments on average."""
    chance, began = random.Random(0), datetime.now(UTC) - timedelta(days=300)
    with database.transaction():
        town = SeededStore(database)
        teams = [town.team(f"Team {n}") for n in range(TEAMS)]
        coaches = [town.person(f"Coach {n}", teams[n % TEAMS], coach=True) for n in range(COACHES)]
        people = [town.person(f"Person {n}", teams[n % TEAMS]) for n in range(max(1, assessments // 2))]
    for number in range(assessments):
        at = times.stamp(began + timedelta(minutes=40 * number))
        place, skill = number % len(people), skills[number % len(skills)]
        with database.transaction():
            run = town.assessment(people[place], (LONG,) * 3, skill.key, chance.randint(2, 4), at)
            shares.share(database, people[place].id, run.id, teams[place % TEAMS].id, ALL, at)
            if number % 3 == 0:
                review = decisions.get(database, int(database.value(sa.text("select max(id) from reviews"))))
                coach = coaches[place % TEAMS + TEAMS * chance.randrange(COACHES // TEAMS)]
                decisions.decide(
                    database, coach.id, review.id, review.version, decisions.Decision("agree"), at
                )


class ConsoleProcess:
    """A console in a process of its own, and the coaches who ask it.

    Args:
        home: that it serves; `address` is where.
    """

    def __init__(self, home: Path, address: str) -> None:
        self._home, self._address, self._links = home, address, open_links(home, address)

    def asked(self, turn: int) -> Iterator[tuple[str, float]]:
        """Yield pages and the milliseconds they took, for the coach whose turn it is."""
        with Database(self._home / "rung.db") as database:
            first = int(database.value(sa.text("select min(person) from members where role = 'coach'")))
            coach = People(database).by_id(first + turn * 7 % COACHES)
            admin = People(database).by_telegram(ADMIN)
            assert coach is not None and admin is not None
            team = coach.teams[0].team
            waits = database.rows(
                sa.text("select id, person from reviews where team = :p0 and status = 'waiting' order by id"),
                p0=team,
            )
        review = waits[turn * 13 % len(waits)]
        pages = {
            "queue": "/queue",
            "queue, filtered": f"/queue?team={team}&sure=low",
            "review": f"/reviews/{review.id}",
            "person": f"/people/{review.person}",
            "team": f"/teams/{team}",
            "agreement, coach": "/agreement",
        }
        yield from self._pages(coach, pages)
        if turn % 5 == 0:
            yield from self._pages(admin, {"agreement, admin": "/agreement"})

    def _pages(self, person: Person, pages: dict[str, str]) -> Iterator[tuple[str, float]]:
        link = self._links.sign_in_link(person, times.stamp(datetime.now(UTC)))
        assert link is not None
        with httpx.Client(base_url=self._address, timeout=60) as browser:
            assert browser.post(link).status_code == 303
            for page, path in pages.items():
                began = time.perf_counter()
                found = browser.get(path)
                yield page, (time.perf_counter() - began) * 1000
                assert found.status_code == 200, (path, found.status_code)


@contextmanager
def _served(home: Path, port: int) -> Iterator[ConsoleProcess]:
    address = f"http://127.0.0.1:{port}"
    settings = {"RUNG_HOME": str(home), "RUNG_CONSOLE_URL": address, "RUNG_CONSOLE_PORT": str(port)}
    console = subprocess.Popen(
        [sys.executable, "-m", "bot", "console"],
        env={**os.environ, **settings, "RUNG_MODEL": "hashing"},
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/queue", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield ConsoleProcess(home, address)
    finally:
        console.terminate()
        console.wait(20)
