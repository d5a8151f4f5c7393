"""The same path in the console, in Chromium: hand in, see what changes, publish, take back; with axe-core."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.jobs.job import JobFolder
from bot.store import Database
from bot.store.people import People
from bot.times import now
from index import builds
from knowledge.catalogue import Catalogue
from tests.e2e.test_console import PHONE, WIDE, Browser, Console, pictures
from tests.e2e.test_documents_by_phone import NAME, NEW, bomb, revised
from tests.support.seeded_store import ADMIN

__all__ = ["pictures"]
WAIT_S = 120.0
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def office(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Serve the console on a home with one small build and an admin."""
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(small, home)
    with Database(home / "rung.db") as database:
        People(database, (ADMIN,)).agree(ADMIN, "Ada", now())
    running = Console(home)
    yield running
    running.stop()


class Caller:
    """An admin without a browser, who sends what no form would."""

    def __init__(self, office: Console) -> None:
        self.office = office
        self.http = httpx.Client(follow_redirects=True, timeout=60)
        page = self.http.post(office.link(ADMIN))
        self.token = page.text.partition('name="token" value="')[2].partition('"')[0]

    def hands_in(self, data: bytes, name: str, token: str | None = None) -> httpx.Response:
        """Hand a file in; return the page that says what came of it."""
        sent = self.http.post(
            f"{self.office.address}/documents",
            data={"token": self.token if token is None else token},
            files={"file": (name, data, "application/octet-stream")},
        )
        return self.ends(sent)

    def ends(self, sent: httpx.Response) -> httpx.Response:
        """Return the page of a job once it has ended."""
        end = time.monotonic() + WAIT_S
        while "updates by itself" in sent.text and time.monotonic() < end:
            time.sleep(0.2)
            sent = self.http.get(sent.url)
        return sent

    def remove(self, name: str) -> None:
        """Remove a document, for the tests after."""
        self.ends(
            self.http.post(
                f"{self.office.address}/documents/remove", data={"token": self.token, "name": name}
            )
        )


@pytest.fixture
def caller(office: Console) -> Iterator[Caller]:
    called = Caller(office)
    yield called
    called.http.close()


def wait_for(browser: Browser, words: str) -> None:
    """Wait until the page says something, as it updates by itself."""
    from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException

    said, end = "", time.monotonic() + WAIT_S
    while words not in said:
        assert time.monotonic() < end, said
        time.sleep(0.2)
        with suppress(NoSuchElementException, StaleElementReferenceException):
            said = browser.text


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_the_file_to_taking_it_back(
    office: Console, starter: Path, pictures: Path, tmp_path: Path, scripts: bool
) -> None:
    for needed in ("chromium", "chromedriver"):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed: apt-get install chromium chromium-driver")
    document = tmp_path / NAME
    document.write_bytes(revised(starter) + (b"" if scripts else b"\n"))
    browser = Browser(pictures, scripts).open(office.link(ADMIN))
    browser.driver.implicitly_wait(20)
    found: list[str] = []
    wide: list[str] = []

    def looked_at(name: str) -> None:
        if scripts:
            for size in (WIDE, PHONE):
                browser.resize(size)
                browser.picture(f"documents-{name}-{size[0]}")
                found.extend(browser.found_by_axe())
                wide.extend([name] if browser.overflows() else [])
            browser.resize(WIDE)

    try:
        browser.click("main button")
        browser.find("input[type=file]").send_keys(str(document))
        looked_at("hand-in")
        browser.click(".hand-in button")
        looked_at("under-way")
        wait_for(browser, "is added as revision")
        looked_at("added")
        browser.click("#job button.main")
        if scripts:
            wait_for(browser, NEW)
            assert [each.text for each in browser.driver.find_elements("css selector", "del")] == ["results"]
            looked_at("changes")
        else:
            wait_for(browser, "compared with build")
        number = max(builds.numbers(office.rung.home))
        browser.click(f"a[href$='/builds/{number}/publish']")
        looked_at("sure")
        browser.click("button.main")
        wait_for(browser, f"Build {number} is live.")
        looked_at("published")
        assert builds.live_number(office.rung.home) == number
        browser.click("a[href$='/back']")
        browser.click("button.main")
        wait_for(browser, "is live again")
        browser.click(".crumbs a")
        assert "Build 1 is live" in browser.text and "Ada" in browser.text
        looked_at("documents")
    finally:
        browser.driver.quit()
    assert (found, wide) == ([], [])
    assert builds.live_number(office.rung.home) == 1


def test_what_is_made_to_harm_is_answered_in_a_sentence(office: Console, caller: Caller) -> None:
    home = office.rung.home
    before = sorted(path.name for path in home.iterdir() if path.name not in ("works", "documents"))
    for data, name in (
        (bomb(), "bomb.docx"),
        (b"MZ\x00\x01" * 900, "x.exe"),
        (b"words", "../../../evil.txt"),
    ):
        answer = caller.hands_in(data, name)
        assert 'class="problem"' in answer.text and "Traceback" not in answer.text
    assert caller.hands_in(b" " * 25_000_000, "large.pdf").status_code == 413
    assert caller.hands_in(b"", "empty.csv").status_code == 400
    assert caller.hands_in(b"a,b", "a.csv", token="no").status_code == 403
    plain = caller.http.post(f"{office.address}/documents", data={"token": caller.token, "file": "x"})
    assert plain.status_code == 403
    assert caller.http.get(f"{office.address}/jobs/..%2f..%2fbuilds").status_code == 404
    assert sorted(p.name for p in home.iterdir() if p.name not in ("works", "documents")) == before
    assert not list(home.rglob("evil.txt")) or all("works" in path.parts for path in home.rglob("evil.txt"))


BEES = """Thing,Stand,Behaviour
Beekeeping,Keeper,Looks after the hives in summer
Beekeeping,Helper,Carries frames for whoever keeps the bees
"""


def test_an_unknown_table_is_shown_put_right_and_previewed_before_it_is_kept(
    office: Console, caller: Caller
) -> None:
    page = caller.hands_in(BEES.encode(), "bees.csv")
    assert (
        str(page.url).endswith("/map") and "order of these levels is not known: Keeper, Helper" in page.text
    )
    form = {"token": caller.token, "name": "Bees", "use-0": "skill", "use-1": "", "use-2": "text"}
    lacking = caller.http.post(page.url, data=form | {"do": "keep"})
    assert lacking.status_code == 422 and "none of them is the level yet" in lacking.text
    named = caller.http.post(page.url, data=form | {"use-1": "level"})
    assert 'name="level-1"' in named.text
    ordered = caller.http.post(page.url, data=form | {"use-1": "level", "level-0": "2", "level-1": "1"})
    assert "1 skill, 2 levels, 2 statements. Look at 2 of them" in ordered.text
    assert "Beekeeping, level 1 (Helper): Carries frames" in ordered.text
    assert not (office.rung.home / "documents" / "bees.csv").exists()
    taken = caller.ends(caller.http.post(page.url, data=form | {"use-1": "level", "do": "keep"}))
    assert "bees.csv is added" in taken.text
    kept = (office.rung.home / "documents" / "bees.csv.rung.yaml").read_text("utf-8")
    assert "helper: 1" in kept and "keeper: 2" in kept
    caller.remove("bees.csv")


def test_an_edition_asks_which_framework_it_is_and_a_mapping_is_put_right_anew(
    office: Console, caller: Caller
) -> None:
    ladder = "Skill,Junior,Senior\nWeaving,Winds the yarn as told.,Plans the cloth.\n"
    asked = caller.hands_in(ladder.encode(), "weavers.csv")
    assert "Nothing is kept yet" in asked.text and "1 skill, 2 levels, 2 statements" in asked.text
    settle = f"{str(asked.url).partition('?')[0]}/identity"
    named = {"token": caller.token, "name": "The weavers", "identity": "new"}
    assert "weavers.csv is added" in caller.ends(caller.http.post(settle, data=named)).text
    later = caller.hands_in(ladder.replace("cloth", "cloths").encode(), "weavers-27.csv")
    assert "“The weavers” (weavers.csv) has 1 skill of the same title" in later.text
    settle = f"{later.url}/identity"
    assert caller.http.post(settle, data={"token": caller.token, "name": "x"}).status_code == 400
    edition = {"token": caller.token, "name": "The weavers", "identity": "edition"}
    assert "weavers-27.csv is added" in caller.ends(caller.http.post(settle, data=edition)).text
    with Catalogue(office.rung.home / "catalogue.db") as catalogue:
        mine = [each for each in catalogue.readings() if "weavers" in each.document]
    assert [(each.document, each.frameworks[0].id) for each in mine] == [("weavers-27.csv", "the-weavers")]
    anew = caller.http.post(
        f"{office.address}/documents/map", data={"token": caller.token, "name": "weavers-27.csv"}
    )
    swapped = {"token": caller.token, "level-0": "2", "level-1": "1", "do": "keep"}
    again = caller.ends(caller.http.post(anew.url, data=swapped))
    assert "weavers-27.csv is added as revision 2" in again.text
    caller.remove("weavers-27.csv")


def test_skills_of_a_new_framework_are_proposed_with_their_words_and_decided(
    office: Console, caller: Caller
) -> None:
    ends = {"start": ["house", "Client care"], "end": ["tsc", "Account Management"]}
    names, said = ["Client care", "Account Management"], ["Keeps clients.", "Keeps accounts."]
    proposed = [ends | {"names": names, "score": 0.8, "words": ["clients"], "said": said}]
    result = {"number": 1, "before": 1, "live": True, "nothing": False, "proposals": proposed}
    jobs = JobFolder(office.rung.home)
    jobs.save(replace(jobs.begin("cproposed", "compare", 1, {}), state="done", result=result))
    page = f"{office.address}/jobs/cproposed"
    assert (
        "<strong>Client care</strong> (house), <strong>Account Management</strong>"
        in caller.http.get(page).text
    )
    link = {"token": caller.token, "place": "0", "do": "same"}
    assert "<strong>Client care</strong>" not in caller.http.post(f"{page}/links", data=link).text
    kept = office.rung.home / "crosswalk.csv"
    assert "house,Client care,tsc,Account Management,confirmed by admin" in kept.read_text("utf-8")
    assert caller.http.post(f"{page}/links", data=link | {"place": "9"}).status_code == 400
    kept.unlink()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_page_of_a_mapping_works_with_the_keyboard_on_a_phone_and_without_scripts(
    office: Console, pictures: Path, tmp_path: Path, scripts: bool
) -> None:
    for needed in ("chromium", "chromedriver"):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed: apt-get install chromium chromium-driver")
    document = tmp_path / f"hives-{scripts}.csv"
    document.write_text(BEES if scripts else BEES.replace("Stand", "Post").replace("Beekeeping", "Hives"))
    browser = Browser(pictures, scripts).open(office.link(ADMIN))
    browser.driver.implicitly_wait(20)
    found: list[str] = []
    try:
        browser.click("main button")
        browser.find("input[type=file]").send_keys(str(document))
        browser.click(".hand-in button")
        wait_for(browser, "order of these levels is not known")
        for size in (WIDE, PHONE):
            browser.resize(size)
            browser.picture(f"mapping-{size[0]}")
            if scripts:
                found += browser.found_by_axe()
                assert not browser.overflows()
        for n, level in enumerate(("2", "1")):
            browser.find(f"#level-{n}").send_keys(level)
            if scripts:
                wait_for_level(browser, n, level)
        if not scripts:
            browser.find("button[value=show]").send_keys("\n")
        wait_for(browser, "1 skill, 2 levels, 2 statements")
        found += browser.found_by_axe() if scripts else []
        browser.picture(f"mapping-ready-{PHONE[0]}")
        browser.find("button[value=keep]").send_keys("\n")
        wait_for(browser, "is added")
    finally:
        browser.driver.quit()
    assert found == []


def wait_for_level(browser: Browser, place: int, level: str) -> None:
    """Wait until the page has taken a level."""
    from selenium.common.exceptions import StaleElementReferenceException

    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        with suppress(StaleElementReferenceException):
            chosen = browser.find(f"#level-{place} option[selected]")
            if chosen.get_attribute("textContent") == level:
                return
        time.sleep(0.1)
    raise AssertionError(browser.text)
