"""How long the console's pages take with 1,000 and with 10,000 assessments and 200 coaches.

Real requests over HTTP to real consoles in processes of their own, each page by many coaches in turn, both
sizes side by side. Prints p50, p95 and the ratio of both sizes:

    python -m scripts.benchmark_console [--assessments 1000 10000] [--requests 100] [--json]
"""

from __future__ import annotations

import argparse
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

import httpx
import numpy as np

from bot import times
from bot.console.signing import open_links
from bot.guidance.model import Conclusion, Evidence, Given
from bot.store import Database
from bot.store.people import People, Person
from bot.store.teams import Teams
from index.builder import open_build
from knowledge.model import Skill

TEAMS, COACHES, SKILLS = 40, 200, 60
PORT = 18_181
ADMIN = 1
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


def main(args: Sequence[str] | None = None) -> None:
    """Seed, ask, print."""
    told = _arguments().parse_args(args)
    found = measure(told.assessments, told.requests)
    if told.json:
        print(json.dumps([asdict(row) for row in found], indent=1))
        return
    print(f"{'page':<18}{'assessments':>12}{'p50 ms':>9}{'p95 ms':>9}{'most ms':>9}")
    for row in found:
        print(f"{row.page:<18}{row.assessments:>12,}{row.p50:>9.1f}{row.p95:>9.1f}{row.most:>9.1f}")
    for page in dict.fromkeys(row.page for row in found):
        medians = [row.p50 for row in found if row.page == page]
        print(
            f"{page}: the largest store takes {medians[-1] / medians[0]:.2f} times the smallest one's median"
        )


def measure(sizes: Sequence[int], requests: int) -> list[Row]:
    """Fill stores and ask for pages of each in turn, so that a busy machine slows all alike.

    Args:
        sizes: assessments of each store, shared and reviewed or waiting.
        requests: how many of each page.
    """
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
    """Fill a store by SQL: every third review is decided, people have two assessments on average.

    Args:
        database: empty.
        skills: what people are told about, in turn.
        assessments: how many.
    """
    chance, began = random.Random(0), datetime.now(UTC) - timedelta(days=300)
    at = times.stamp(began)
    admin = People(database, {ADMIN}).agree(ADMIN, "Ada", at)
    teams = [Teams(database).make(f"Team {n}", admin.id, at).id for n in range(TEAMS)]
    with database.transaction():
        coaches = [_person(database, f"Coach {n}", teams[n % TEAMS], "coach", at) for n in range(COACHES)]
        people = [
            (_person(database, f"Person {n}", teams[n % TEAMS], "staff", at), teams[n % TEAMS])
            for n in range(max(1, assessments // 2))
        ]
        for number in range(assessments):
            person, team = people[number % len(people)]
            when = times.stamp(began + timedelta(minutes=40 * number))
            coach = coaches[TEAMS * chance.randrange(COACHES // TEAMS) + teams.index(team)]
            decides = coach if number % 3 == 0 else None
            _shared(database, (person, team, decides), skills[number % len(skills)], when, chance)


def _person(database: Database, name: str, team: int, role: str, at: str) -> int:
    number = int(database.value("select max(telegram) from people") or 0) + 1
    row = {"telegram": number, "name": name, "consented_at": at, "seen_at": at}
    person = database.insert("people", row)
    database.execute(
        "insert into members (person, team, role, since) values (?, ?, ?, ?)", (person, team, role, at)
    )
    return person


def _shared(
    database: Database, who: tuple[int, int, int | None], skill: Skill, at: str, chance: random.Random
) -> None:
    person, team, coach = who
    level = chance.randint(2, 5)
    told = _conclusion(skill, level)
    known = {"framework": skill.framework, "skill": skill.key, "skill_name": skill.name, "level": level}
    known["confidence"] = told["suggestion"]["confidence"]
    words = json.dumps([LONG, LONG, LONG])
    run = database.insert("assessments", {"person": person, "started_at": at, "at": at, "activities": words})
    suggestion = database.insert(
        "suggestions",
        {
            "assessment": run,
            **known,
            "level_name": f"Level {level}",
            "build": 1,
            "at": at,
            "activities": words,
            "choice": json.dumps({"label": skill.name, "skills": []}),
            "given": json.dumps(_given(skill)),
            "conclusion": json.dumps(told),
        },
    )
    share: dict[str, object] = {"assessment": run, "person": person, "team": team, "shared_at": at}
    shared = database.insert("shares", {**share, "activities": 1, "level": 1, "next_steps": 1, "name": 1})
    decided: dict[str, object] = {"status": "waiting"}
    if coach is not None:
        changed = chance.random() < 0.3
        decided = {"status": "decided", "coach": coach, "decided_at": at, "reason": "seen at work"}
        decided |= {"decision": "change", "decided_level": level - 1} if changed else {"decision": "agree"}
    review: dict[str, object] = {"share": shared, "suggestion": suggestion, "person": person, "team": team}
    made = database.insert("reviews", {**review, **known, "waiting_since": at, **decided})
    for action in ("shared", "looked"):
        line: dict[str, object] = {
            "at": at,
            "actor": coach,
            "person": person,
            "assessment": run,
            "review": made,
        }
        database.insert("audit", {**line, "action": action})


def _conclusion(skill: Skill, level: int) -> Conclusion:
    levels = {str(each): 0.7 if each == level else 0.06 for each in range(1, 7)}
    evidence: list[Evidence] = [
        {
            "activity": place,
            "words": "plan roster supplier manager signs",
            "descriptor": "Plans the work of a team and agrees with suppliers what is delivered.",
            "descriptor_level": level,
            "kind": "level",
            "score": 0.7,
            "source": {"document": "park.csv", "location": f"row {place}"},
        }
        for place in (0, 1, 2, 0, 1)
    ]
    return {
        "suggestion": {
            "framework": skill.framework,
            "skill": {"code": skill.key, "name": skill.name},
            "level": level,
            "level_name": f"Level {level}",
            "levels": levels,
            "confidence": levels[str(level)],
            "evidence": evidence,
            "why_not_higher": {"level": level + 1, "missing": ["Answers for the budget of a department."]},
            "next_steps": [],
        },
        "ladder": {
            "framework": skill.framework,
            "skill": skill.name,
            "rungs": [
                {"level": each, "name": f"Level {each}", "probability": levels.get(str(each))}
                for each in range(1, 8)
            ],
            "suggested": level,
        },
    }


def _given(skill: Skill) -> list[Given]:
    return [
        {
            "question": {
                "framework": skill.framework,
                "skill": skill.key,
                "level": level,
                "descriptor": "Plans the work of a team.",
                "kind": "level",
                "fact": "plan the work of a team",
            },
            "choice": "own",
        }
        for level in (3, 4, 5)
    ]


class Console:
    """A console in a process of its own, and the coaches who ask it.

    Args:
        home: that it serves; `address` is where.
    """

    def __init__(self, home: Path, address: str) -> None:
        self._home, self._address, self._links = home, address, open_links(home, address)

    def asked(self, turn: int) -> Iterator[tuple[str, float]]:
        """Yield pages and the milliseconds they took, for the coach whose turn it is."""
        with Database(self._home / "rung.db") as database:
            first = int(database.value("select min(person) from members where role = 'coach'"))
            coach = People(database).by_id(first + turn * 7 % COACHES)
            admin = People(database).by_telegram(ADMIN)
            assert coach is not None and admin is not None
            team = coach.teams[0].team
            waits = database.rows(
                "select id, person from reviews where team = ? and status = 'waiting' order by id", (team,)
            )
        review = waits[turn * 13 % len(waits)]
        pages = {
            "queue": "/queue",
            "queue, filtered": f"/queue?team={team}&sure=low",
            "review": f"/reviews/{review['id']}",
            "person": f"/people/{review['person']}",
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
def _served(home: Path, port: int) -> Iterator[Console]:
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
        yield Console(home, address)
    finally:
        console.terminate()
        console.wait(20)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--assessments", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--requests", type=int, default=100, help="of each page")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    main()
