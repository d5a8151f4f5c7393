"""An admin hands in a document, sees what changes, publishes it and takes it back, all from a phone."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.jobs.job import JobFolder
from bot.text import admin, conversation, membership, staff, suggestions
from bot.text.mapping import IDENTITY
from index import builds
from tests.e2e.running import Rung
from tests.e2e.telegram_bot import WAIT_S, TelegramBot, agreed
from tests.support.telegram import Message, Person, TelegramServer

NAME = "tsc-account-management.txt"
BEFORE, AFTER = (
    "Watch over the sales results of a set of accounts",
    "Watch over the sales figures of a set of accounts",
)
NEW = "Draw up the carbon report of each account with the sustainability officer of the customer"
SAID = "I draw up the carbon report of each account with the sustainability officer of the customer."
SELLS = b"I call assigned clients by the sales plan. I do their sales paperwork."
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def bot(telegram_server: TelegramServer, small: Path, tmp_path: Path) -> Iterator[Callable[..., TelegramBot]]:
    """Start a bot whose admin is somebody given."""
    bots: list[TelegramBot] = []

    def begin(person: Person) -> TelegramBot:
        shutil.copytree(small, tmp_path / "home")
        bots.append(TelegramBot(telegram_server, tmp_path / "home", RUNG_ADMINS=str(person.id)))
        return bots[-1].start()

    yield begin
    for each in bots:
        each.__exit__()


def revised(starter: Path) -> bytes:
    """Return next year's edition: one statement of a level reworded, and a new one."""
    text = (starter / NAME).read_text("utf-8")
    assert BEFORE in text
    return text.replace(BEFORE, f"{AFTER} • {NEW}").encode()


def handed_in(person: Person, data: bytes, name: str) -> Message:
    """Send a file as a framework document; return what came of it."""
    person.sends_document(data, name, "application/octet-stream")
    asked = person.wait_for("framework document for everyone", WAIT_S)
    assert asked.labels == [admin.FRAMEWORK, admin.JOB, admin.LEAVE]
    person.taps(admin.FRAMEWORK, asked)
    return person.wait_for(ended, WAIT_S)


def ended(message: Message) -> bool:
    """Whether a message tells what came of a piece of work, and not how far it is."""
    return (
        bool(message.text)
        and not message.text.endswith(("…", admin.FRAMEWORK))
        and "Reading st" not in message.text
    )


def offers(message: Message, label: str) -> bool:
    """Whether a message has a button."""
    return label in message.labels


def asks(person: Person) -> str:
    """Begin afresh with what only the new text answers; return the suggestion."""
    person.says("/start")
    person.wait_for(conversation.ASK_ACTIVITIES[:40], WAIT_S)
    person.says(SAID)
    return to_the_end(person, person.wait_for("Two more things", WAIT_S))


def to_the_end(person: Person, asked: Message) -> str:
    """Answer what is asked until there is a suggestion; return it."""
    for _ in range(12):
        wanted = suggestions.HELP if suggestions.HELP in asked.labels else asked.labels[0]
        person.taps(wanted, asked)
        asked = person.wait_for(lambda m: bool(m.buttons), WAIT_S)
        if "My suggestion for" in asked.text:
            return asked.text
    raise AssertionError(person.transcript())


def published(person: Person, number: int) -> Message:
    """Let a build go live; return what is said then."""
    person.wait_for(f"Publish build {number}?", WAIT_S)
    person.taps(admin.YES_PUBLISH)
    return person.wait_for("✓ documents readable", WAIT_S)


def test_from_the_file_to_taking_it_back(
    bot: Callable[..., TelegramBot], telegram_server: TelegramServer, starter: Path
) -> None:
    person, other = telegram_server.person(), telegram_server.person()
    running = bot(person)
    agreed(person), agreed(other)
    other.says(SAID)
    under_way = other.wait_for("Two more things", WAIT_S)
    told = handed_in(person, revised(starter), NAME)
    assert "is added as revision 2" in told.text and "1 skill, 4 level texts, 56 statements" in told.text
    person.taps(admin.SEE, told)
    told = person.wait_for("What build 2 changes against build 1", WAIT_S)
    assert NEW in told.text and "1 new, 1 reworded" in told.text
    report = person.wait_for(lambda m: m.document is not None, WAIT_S).data or b""
    assert b"<del>results</del><ins>figures</ins>" in report
    assert builds.live_number(running.home) == 1
    person.taps(admin.PUBLISH, told)
    assert "Build 2 is live." in published(person, 2).text
    moved = time.monotonic()
    telegram_server.wait_until(lambda: '"build":2' in running.get("/healthz").replace(" ", ""), 5)
    assert time.monotonic() - moved < 5
    assert NEW in asks(person)
    assert NEW not in to_the_end(other, under_way)
    with running.store as store:
        assert [row.build for row in store.rows(sa.text("select build from suggestions order by id"))] == [
            2,
            1,
        ]
    person.taps(admin.UNDO)
    person.wait_for("Roll back build 2?", WAIT_S)
    person.taps(admin.YES_UNDO)
    person.wait_for("Build 1 is live again", WAIT_S)
    assert NEW not in asks(person)
    person.says("/builds")
    listed = person.wait_for("Build 2", WAIT_S)
    assert "Build 1 (live)" in listed.text and f"by {person.user['first_name']}" in listed.text
    assert telegram_server.refused() == []


def test_nobody_else_can_do_any_of_it(
    bot: Callable[..., TelegramBot], telegram_server: TelegramServer, starter: Path
) -> None:
    person, other = telegram_server.person(), telegram_server.person()
    running = bot(person)
    agreed(person), agreed(other)
    for command in ("/documents", "/diff", "/publish", "/publish 1", "/rollback", "/builds"):
        other.says(command)
        other.wait_for(staff.UNKNOWN_COMMAND, WAIT_S)
    person.sends_document(revised(starter), NAME, "text/plain")
    asked = person.wait_for("framework document for everyone", WAIT_S)
    message = other.last
    for data in (asked.button(admin.FRAMEWORK).data or "", "a:see", "a:go:1", "a:undo:1:2", "a:del:abc"):
        tap = other.taps(data, message, stale=True)
        assert tap.wait_for_answer(WAIT_S) == membership.NOT_AN_ADMIN
    assert [work.state for work in JobFolder(running.home).all()] == ["asked"]
    other.sends_document(SELLS, "me.txt", "text/plain")
    other.wait_for("Added: ", WAIT_S)
    person.sends_document(SELLS, "me.txt", "text/plain")
    person.taps(admin.JOB, person.wait_for("me.txt", WAIT_S))
    person.wait_for("Added: ", WAIT_S)
    for data in ("a:doc", "a:undo:x:y", "a:set:t1:skill:99", "a:doc:../../x", "a:nothing"):
        assert person.taps(data, asked, stale=True).wait_for_answer(WAIT_S)


def test_against_the_gate_with_a_reason_that_is_kept(
    bot: Callable[..., TelegramBot], telegram_server: TelegramServer, starter: Path
) -> None:
    person = telegram_server.person()
    running = bot(person)
    said = [
        BEFORE,
        "Draw up an action plan for each kind of customer account",
        "Fit the service plan to a client",
    ]
    skill = ["--framework", "tsc", "--skill", "Account Management", "--level", "4"]
    assert Rung(running.home).run("case", "add", *said, *skill).code == 0
    agreed(person)
    text = (
        (starter / NAME).read_text("utf-8").replace("TSC Title\tAccount Management", "TSC Title\tBeekeeping")
    )
    person.taps(admin.SEE, handed_in(person, text.encode(), NAME))
    person.taps(admin.PUBLISH, person.wait_for("What build 2 changes", WAIT_S))
    told = published(person, 2)
    assert "is not published: own cases; build 1 stays live." in told.text
    person.taps(admin.ANYWAY, told)
    person.wait_for(admin.WHY_ANYWAY, WAIT_S)
    person.says("so")
    person.wait_for(admin.EMPTY_REASON, WAIT_S)
    person.says("The <b>bees</b> need us now")
    asked = person.wait_for("despite the failed gate?", WAIT_S)
    data = asked.button(admin.YES_PUBLISH).data or ""
    assert builds.live_number(running.home) == 1
    person.taps(data, asked)
    assert "Build 2 is live, though the gate refused." in person.wait_for("✗ own cases", WAIT_S).text
    event = builds.log(running.home)[-1]
    assert (event.forced, event.reason) == (True, "The <b>bees</b> need us now")
    person.says("/builds")
    assert "Against the gate: The <b>bees</b> need us now" in person.wait_for("Build 2 (live)", WAIT_S).text
    assert person.taps(data, asked, stale=True).wait_for_answer(WAIT_S) == admin.OLD_BUTTON


def bomb() -> bytes:
    """Return a Word file that would unpack to 200 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 200_000_000)
    return file.getvalue()


def test_files_that_are_made_to_harm(
    bot: Callable[..., TelegramBot], telegram_server: TelegramServer
) -> None:
    person = telegram_server.person()
    running = bot(person)
    agreed(person)
    before = sorted(path.name for path in running.home.iterdir())
    for data, name in (
        (bomb(), "bomb.docx"),
        (b"MZ" + bytes(range(256)) * 40, "setup.exe"),
        (b"no table", "../../../etc/cron.d/rung"),
        (b"a: b", "..\\x\\catalogue.db.rung.yaml"),
    ):
        told = handed_in(person, data, name)
        assert told.labels == [admin.AGAIN], told.text
        assert "Traceback" not in told.text and len(told.text) < 600
    person.sends_document(b" " * 25_000_000, "large.pdf")
    assert person.wait_for("larger than 20 MB", WAIT_S).labels == []
    assert sorted(path.name for path in running.home.iterdir()) == sorted([*before, "works"])
    kept = {path.name for path in (running.home / "works").rglob("*") if path.is_file()}
    assert kept <= {".lock", "work.json", "notes.json", "bomb.docx", "setup.exe", "rung", "catalogue.db.yaml"}
    assert running.get("/healthz")


def test_a_table_of_an_unknown_kind_is_mapped_once(
    bot: Callable[..., TelegramBot], telegram_server: TelegramServer
) -> None:
    person = telegram_server.person()
    running = bot(person)
    agreed(person)
    rows = ["Thing,Stand,Behaviour", "Beekeeping,Keeper,Looks after the hives of a garden in summer"]
    rows += ["Beekeeping,Helper,Carries frames and smoke for whoever keeps the bees"]
    told = handed_in(person, "\n".join(rows).encode(), "bees.csv")
    assert "not a kind of document I know" in told.text and "The statement: Behaviour" in told.text
    person.taps("Its level", told)
    person.taps(admin.NO_COLUMN, person.wait_for("which column", WAIT_S))
    person.wait_for("Still missing: its level", WAIT_S)
    person.taps("Its level", told)
    person.taps("Stand", person.wait_for("which column", WAIT_S))
    shown = person.wait_for("order of these levels is not known: keeper, helper", WAIT_S)
    assert not offers(shown, label=admin.TAKE_MAPPING)
    person.taps(admin.ORDER, told)
    for name in ("helper", "keeper"):
        person.taps(name, person.wait_for(partial(offers, label=name), WAIT_S))
    assert "1 helper, 2 keeper" in person.wait_for("Levels:", WAIT_S).text
    person.taps(admin.TAKE_MAPPING, told)
    assert "1 skill" in person.wait_for("bees.csv is added", WAIT_S).text
    rows += ["Beekeeping,Keeper,Counts the mites and treats the hives in winter"]
    asked = handed_in(person, "\n".join(rows).encode(), "bees.csv")
    person.taps(IDENTITY["edition"].format(name="bees"), asked)
    person.wait_for("as revision 2", WAIT_S)
    asked = handed_in(person, "\n".join([*rows[:2], rows[3]]).encode(), "bees-2027.csv")
    assert "a framework of this name already" in asked.text
    person.taps(IDENTITY["part"].format(name="bees"), asked)
    person.wait_for("bees-2027.csv is added", WAIT_S)
    assert {path.name for path in (running.home / "documents").iterdir()} == {
        *("bees.csv", "bees.csv.rung.yaml", "bees-2027.csv")
    }
    person.says("/documents")
    listed = person.wait_for("bees-2027.csv", WAIT_S)
    person.taps("Remove 2", listed)
    person.taps(admin.YES_REMOVE, person.wait_for("Really remove bees.csv", WAIT_S))
    person.wait_for("bees.csv is removed", WAIT_S)


def test_a_killed_bot_tells_what_came_of_it(
    bot: Callable[..., TelegramBot], telegram_server: TelegramServer
) -> None:
    person = telegram_server.person()
    running = bot(person)
    agreed(person)
    person.says("/diff")
    person.wait_for("Getting ready", WAIT_S)
    running.kill()
    running.start()
    assert "Nothing would change" in person.wait_for("What build 1 changes", WAIT_S).text
    telegram_server.settle()
    assert sum("What build 1 changes" in each.text for each in person.replies) == 1
