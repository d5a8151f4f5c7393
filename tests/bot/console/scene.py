"""A store with a console, and a browser to open it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
import sqlalchemy as sa

from bot.console import Links, console_app
from bot.guidance.lookup import Lookup
from bot.settings import Settings
from bot.store import Database, shares
from bot.store.people import Person
from bot.store.reviews import decisions
from bot.store.reviews.decisions import Review
from bot.store.shares import SharedFields
from bot.store.teams import Team
from knowledge.model import Descriptor, Framework, Knowledge, Level, Requirement, Role, Skill, Source
from tests.support.seeded_store import ALL, AT, SeededStore, after

PLACE = Source("park.csv", "row 3")


def skill(code: str, name: str) -> Skill:
    return Skill("park", name, code, sources=(PLACE,))


def knowledge() -> Knowledge:
    """Return a framework of three skills, and a role that asks for two of them."""
    return Knowledge(
        frameworks=(Framework("park", "Park", tuple(Level(n, f"Level {n}") for n in range(1, 6))),),
        skills=(skill("gard", "Gardening"), skill("bees", "Beekeeping"), skill("birds", "Bird keeping")),
        descriptors=tuple(
            Descriptor("park", "bees", level, "level", f"Keeps {level} hives.", sources=(PLACE,))
            for level in (2, 3)
        ),
        roles=(
            Role("Visitor"),
            Role(
                "=Head gardener",
                requirements=(Requirement("park", "gard", 4), Requirement("park", "bees", 2)),
            ),
        ),
    )


class Told:
    """Keeps what people would be told."""

    def __init__(self) -> None:
        self.decisions: list[Review] = []
        self.questions: list[str] = []

    def decided(self, review: Review) -> None:
        self.decisions.append(review)

    def asked(self, _: Review, text: str) -> None:
        self.questions.append(text)


class ConsoleScene(SeededStore):
    """A store with people and a console.

    Args:
        database: of the town.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.now, self.told = AT, Told()
        self.serve("http://testserver")
        self.park = self.team()
        self.coach = self.person("Coach", self.park, coach=True)
        self.second = self.person("Second", self.park, coach=True)

    def serve(self, address: str) -> None:
        """Put the console at an address."""
        self.links = Links("k" * 43, address)
        lookup = Lookup(knowledge())
        self.app = console_app(
            self.db,
            self.links,
            lambda: lookup,
            Settings(self.db.path.parent, console_url=address),
            self.told,
            lambda: self.now,
        )

    def browser(self, person: Person | None = None) -> Browser:
        """Return a browser in which somebody is signed in, or nobody."""
        browser = Browser(self)
        if person is not None:
            browser.sign_in(person)
        return browser

    def waiting(
        self, name: str = "Rosa", team: Team | None = None, ticked: SharedFields = ALL, **told: object
    ) -> int:
        """Let somebody new share an assessment, and return the id of its review."""
        one = self.person(name, team or self.park)
        run = self.assessment(one, **told)  # type: ignore[arg-type]
        shares.share(self.db, one.id, run.id, (team or self.park).id, ticked, self.now)
        return int(self.db.value(sa.text("select max(id) from reviews")))

    def review(self, number: int) -> Review:
        return decisions.get(self.db, number)


class Browser:
    """A browser with the console open; follows no redirects, so that tests see them.

    Everything runs in this thread, as the store's connection asks for; Starlette's own client would not.
    """

    def __init__(self, scene: ConsoleScene) -> None:
        self._stall = scene
        self._base = scene.links._address
        self.cookies = httpx.Cookies()

    def send(self, method: str, path: str, **told: Any) -> httpx.Response:
        """Make a request."""

        async def made() -> httpx.Response:
            transport = httpx.ASGITransport(self._stall.app)
            async with httpx.AsyncClient(
                transport=transport, base_url=self._base, cookies=self.cookies
            ) as client:
                response = await client.request(method, path, **told)
                self.cookies = client.cookies
                return response

        return asyncio.run(made())

    def sign_in(self, person: Person) -> None:
        now = self._stall.people.by_id(person.id)
        link = self._stall.links.sign_in_link(now or person, self._stall.now)
        assert link is not None, "neither coach nor admin"
        done = self.send("POST", link)
        assert done.status_code == 303, done.text

    def get(self, path: str, code: int = 200, **headers: Any) -> str:
        found = self.send("GET", path, headers=headers)
        assert found.status_code == code, (path, found.status_code, found.text[:2000])
        return found.text

    def post(self, path: str, code: int = 303, *, token: str | None = None, **form: object) -> str:
        """Send a form, and return where it leads, or the page."""
        token = self.token() if token is None else token
        found = self.send("POST", path, data={"token": token, **form})
        assert found.status_code == code, (path, found.status_code, found.text[:2000])
        return found.headers["location"] if code == 303 else found.text

    def token(self) -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.get("/agreement"))
        assert found is not None
        return found[1]

    def decide(self, review: int, verdict: str, code: int = 303, **form: Any) -> str:
        """Decide on a review as it is now."""
        version = form.pop("version", self._stall.review(review).version)
        return self.post(f"/reviews/{review}/decide", code, verdict=verdict, version=version, **form)


__all__ = ["ALL", "AT", "Browser", "ConsoleScene", "SharedFields", "after"]
