"""The console in Chromium: sign in by link, review ten, with keys alone, without scripts, on a phone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from selenium.webdriver.support.expected_conditions import staleness_of, url_contains
from selenium.webdriver.support.wait import WebDriverWait

from bot.jobs.permissions import readable_by_others
from bot.reviews.frameworks import FrameworkLookup, LiveShelf
from bot.store import Database
from bot.store.people import OPERATOR, People
from bot.store.reviews import decisions
from bot.store.reviews.decisions import Decision
from bot.store.teams import Teams
from bot.text import console as say
from bot.text.reviews import ANSWERS
from bot.times import now
from tests.e2e.running import Rung
from tests.support.review_team import COACH, ReviewTeam
from tests.support.seeded_store import ADMIN

AXE = Path(__file__).parent / "vendored" / "axe.min.js"
WIDE, PHONE = (1280, 900), (390, 844)


class Console:
    """``rung console`` as a process, on a home with a team whose reviews wait.

    Args:
        home: RUNG_HOME.
    """

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.rung, self.address = Rung(home), f"http://127.0.0.1:{port}/console"
        self.environment = {
            "RUNG_CONSOLE_URL": self.address,
            "RUNG_CONSOLE_PORT": str(port),
            "RUNG_ADMINS": str(ADMIN),
        }
        self.log = home.parent / "console.log"
        environment = {**os.environ, **self.environment, "RUNG_HOME": str(home), "RUNG_MODEL": "hashing"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "console"], env=environment, stdout=log, stderr=log
            )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/sign-in", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def link(self, telegram: int) -> str:
        """Return what ``rung console --link`` prints."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            done = self.rung.run("console", "--link", str(telegram))
        assert done.code == 0, done.err
        return done.out.strip()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(20) in (0, -15), self.log.read_text()


class Browser:
    """Chromium, without a window.

    Args:
        scripts: whether pages may run any.
        pictures: folder for screenshots.
    """

    def __init__(self, pictures: Path, scripts: bool = True) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(each)
        options.binary_location = shutil.which("chromium") or ""
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not scripts:
            options.add_experimental_option(
                "prefs", {"profile.managed_default_content_settings.javascript": 2}
            )
        self.driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        self.pictures = pictures
        self.resize(WIDE)

    def resize(self, size: tuple[int, int]) -> None:
        told = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", told)

    def open(self, address: str) -> Browser:
        self.driver.get(address)
        return self

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def click(self, selector: str) -> None:
        """Press what leads to another page, and wait for it."""
        before = self.find("html")
        self.find(selector).click()
        WebDriverWait(self.driver, 20).until(staleness_of(before))

    def keys(self, *keys: str) -> None:
        """Type, to wherever the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def keys_lead_on(self, *keys: str) -> None:
        """Type what leads to another page, and wait for it."""
        before = self.find("html")
        self.keys(*keys)
        WebDriverWait(self.driver, 20).until(staleness_of(before))

    def wait_for_address(self, part: str) -> None:
        WebDriverWait(self.driver, 20).until(url_contains(part))

    @property
    def text(self) -> str:
        return str(self.find("main").text)

    def picture(self, name: str) -> None:
        """Keep the whole page as a picture."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        size = self.driver.execute_script("return [innerWidth, innerHeight]")
        self.resize((size[0], max(size[1], min(height, 2600))))
        (self.pictures / f"{name}.png").write_bytes(self.driver.get_screenshot_as_png())
        self.resize(tuple(size))

    def found_by_axe(self) -> list[str]:
        """Return what axe-core finds serious on the page that is open."""
        self.driver.execute_script(AXE.read_text("utf-8"))
        told = self.driver.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
        return [
            f"{self.driver.current_url}: {each['id']} {[node['target'] for node in each['nodes']]}"
            for each in told["violations"]
            if each["impact"] in ("serious", "critical")
        ]

    def overflows(self) -> bool:
        """Whether the page is wider than the screen."""
        return bool(self.driver.execute_script("return document.documentElement.scrollWidth > innerWidth"))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where screenshots go: RUNG_SCREENSHOTS, or a folder that nobody keeps."""
    named = os.environ.get("RUNG_SCREENSHOTS")
    return Path(named) if named else tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def console(prepared: Rung, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    for needed in ("chromium", "chromedriver"):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed: apt-get install chromium chromium-driver")
    home = tmp_path_factory.mktemp("console") / "home"
    shutil.copytree(prepared.home, home)
    with Database(home / "rung.db") as database:
        ReviewTeam(database)
    running = Console(home)
    yield running
    assert list(readable_by_others(home)) == []
    running.stop()


@pytest.fixture
def store(console: Console) -> Iterator[Database]:
    with Database(console.rung.home / "rung.db") as database:
        yield database


def signed_in(console: Console, pictures: Path, telegram: int = COACH, scripts: bool = True) -> Browser:
    browser = Browser(pictures, scripts).open(console.link(telegram))
    browser.click("main button")
    return browser


def decided(store: Database) -> list[Decision | None]:
    rows = store.rows(sa.text("select id from reviews where status = 'decided' order by decided_at, id"))
    return [decisions.get(store, row.id).decision for row in rows]


def test_a_coach_reviews_ten_by_keys_alone(console: Console, store: Database, pictures: Path) -> None:
    browser = signed_in(console, pictures)
    try:
        assert "Reviews waiting for you" in browser.text and "Amina" in browser.text
        browser.keys("j", "j", "k")
        browser.keys_lead_on("\ue007")
        for _ in range(8):
            browser.keys("a")
            browser.keys_lead_on("\ue007")
            assert "Decided. Here is the next one." in browser.text
        browser.keys("c", "3", "\ue004")
        browser.find("#reason").send_keys("The plan was <b>given</b>")
        browser.picture("console-change")
        browser.click("#send")
        browser.find("#unclear").click()
        browser.click("#send")
        assert "Decided" in browser.text
        found = decided(store)
        assert len(found) == 10 and found.count(Decision("agree")) == 8
        assert Decision("change", 3, reason="The plan was <b>given</b>") in found
        assert not [line for line in browser.driver.get_log("browser") if line["level"] == "SEVERE"]
    finally:
        browser.driver.quit()


def test_every_page_reads_well_on_a_screen_and_on_a_phone(console: Console, pictures: Path) -> None:
    browser = signed_in(console, pictures)
    found: list[str] = []
    wide: list[str] = []
    try:
        for name, path in pages_of_a_coach(console):
            for size in (WIDE, PHONE):
                browser.resize(size)
                browser.open(f"{console.address}{path}")
                browser.picture(f"console-{name}-{size[0]}")
                found += browser.found_by_axe()
                wide += [name] if browser.overflows() else []
        found += of_an_admin(browser, console)
        assert not [line for line in browser.driver.get_log("browser") if "Security" in line["message"]]
    finally:
        browser.driver.quit()
    assert (found, wide) == ([], [])


def pages_of_a_coach(console: Console) -> list[tuple[str, str]]:
    """Return the pages there are, by name."""
    with Database(console.rung.home / "rung.db") as store:
        waiting = store.value(sa.text("select min(id) from reviews where status = 'waiting'"))
        done = store.value(sa.text("select min(id) from reviews where decision = 'change'")) or waiting
        person = store.value(sa.text("select person from reviews order by id limit 1"))
    role = FrameworkLookup(LiveShelf(console.rung.home)).roles()[0].id
    return [
        ("queue", "/queue"),
        ("review", f"/reviews/{waiting}"),
        ("decided", f"/reviews/{done}"),
        ("person", f"/people/{person}"),
        ("team", f"/teams/1?role={role}"),
        ("agreement", "/agreement"),
        ("sign-in", "/sign-in"),
        ("problem", "/nowhere"),
    ]


def test_every_kind_of_answer_can_be_read(console: Console, pictures: Path) -> None:
    browser = signed_in(console, pictures)
    try:
        _, path = pages_of_a_coach(console)[1]
        for size in (WIDE, PHONE):
            browser.resize(size)
            browser.open(f"{console.address}{path}")
            browser.picture(f"console-answers-{size[0]}")
            cells = browser.driver.find_elements("css selector", ".answer")
            shown = {each.get_attribute("data-answer"): each for each in cells}
            assert {kind: each.text for kind, each in shown.items()} == ANSWERS
            for each in shown.values():
                box = each.rect
                assert each.is_displayed() and box["x"] >= 0 and box["width"] > 10 and box["height"] > 10
                assert box["x"] + box["width"] <= size[0]
    finally:
        browser.driver.quit()


def test_open_page_when_the_share_is_withdrawn_then_it_goes(
    console: Console, store: Database, pictures: Path
) -> None:
    row = store.row(
        sa.text(
            "select r.id, r.person, r.team, p.name from reviews r join people p on p.id = r.person"
            " where r.status = 'waiting' order by r.id desc limit 1"
        )
    )
    assert row is not None
    browser = signed_in(console, pictures)
    try:
        browser.open(f"{console.address}/reviews/{row.id}")
        assert row.name in browser.text
        Teams(store).leave(row.person, row.team, now())
        before = browser.find("html")
        browser.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
        WebDriverWait(browser.driver, 20).until(staleness_of(before))
        assert say.NOT_THERE in browser.text and row.name not in browser.text
        coach = People(store).by_telegram(COACH)
        assert coach is not None
        browser.open(f"{console.address}/queue")
        People(store).sign_out(coach.id, OPERATOR, now())
        before = browser.find("html")
        browser.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
        WebDriverWait(browser.driver, 20).until(staleness_of(before))
        browser.wait_for_address("/sign-in")
    finally:
        browser.driver.quit()


def of_an_admin(browser: Browser, console: Console) -> list[str]:
    """Look at the documents as an admin; return what axe-core finds."""
    browser.resize(WIDE)
    browser.open(console.link(ADMIN))
    found = browser.found_by_axe()
    browser.click("main button")
    assert "Documents and builds" in browser.text and "is live" in browser.text
    browser.picture("console-documents-1280")
    return found + browser.found_by_axe()


def test_without_scripts_a_coach_can_decide(console: Console, store: Database, pictures: Path) -> None:
    before = len(decided(store))
    browser = signed_in(console, pictures, scripts=False)
    try:
        browser.click("a.line")
        browser.find("#agree").click()
        browser.click("#send")
        browser.wait_for_address("told=")
        assert len(decided(store)) == before + 1
    finally:
        browser.driver.quit()
