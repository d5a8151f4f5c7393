"""The emulator driven from outside: over HTTP, and by hand on a terminal."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from . import TelegramServer
from .asking import done, keyboard, picture
from .refusals import JSON


@pytest.fixture
def http(telegram_server: TelegramServer) -> Iterator[httpx.Client]:
    # The first question for violations imports aiogram, which takes seconds of a busy machine.
    with httpx.Client(base_url=f"{telegram_server.url}/control", timeout=200) as client:
        yield client


def post(http: httpx.Client, path: str, **body: Any) -> JSON:
    answer = http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    read: JSON = answer.json()
    return read


def test_another_process_can_drive_it(telegram_server: TelegramServer, http: httpx.Client) -> None:
    me = post(http, "/people", id=77, name="Kim", language="ms")["id"]
    said = post(http, "/people/77/says", text="I keep the books")
    done(telegram_server, "sendMessage", chat_id=me, text="Which one?", reply_markup=keyboard("q1:a"))
    assert http.get("/chats/77/wait", params={"text": "Which"}).json()["html"] == "Which one?"
    tap = post(http, "/people/77/taps", button="q1:a")
    done(telegram_server, "answerCallbackQuery", callback_query_id=tap["query"])
    post(http, "/people/77/edits", message=said["message"], text="I balance the books")
    post(http, "/people/77/sends_document", name="a.txt", data=base64.b64encode(b"words").decode())
    post(http, "/people/77/sends_photo")
    post(http, "/people/77/sticker")
    chat = http.get("/chats/77").json()
    assert [each["text"] for each in chat["messages"]][:2] == ["I balance the books", "Which one?"]
    assert chat["messages"][1]["buttons"] == [[{"label": "q1:a", "data": "q1:a", "url": None}]]
    assert http.get("/chats/77", params={"since": chat["event"]}).json()["messages"] == []
    file = chat["messages"][2]["file"]
    assert http.get(f"/files/{file['id']}").content == b"words"
    assert "Kim: (edited) I balance the books" in http.get("/chats/77/transcript").text
    assert [each["method"] for each in http.get("/calls").json()] == ["sendMessage", "answerCallbackQuery"]
    assert http.get("/state").json()["waiting"] == 6
    assert http.get("/violations").json() == {"calls": [], "rates": []}


def test_updates_faults_and_rooms_over_http(telegram_server: TelegramServer, http: httpx.Client) -> None:
    post(http, "/people", id=77)
    said = post(http, "/people/77/says", text="x")
    post(http, "/hold")
    post(http, "/people/77/says", text="y")
    assert len(done(telegram_server, "getUpdates")) == 1
    post(http, "/release")
    post(http, "/redeliver", update=said["update"])
    assert len(done(telegram_server, "getUpdates")) == 3
    post(http, "/faults", kind="error", method="getMe", code=502)
    assert httpx.get(f"{telegram_server.base_url}{telegram_server.token}/getMe").status_code == 502
    post(http, "/faults", times=None)
    assert http.delete("/faults").status_code == 200
    post(http, "/latency", seconds=0)
    group = post(http, "/groups", title="Team")
    post(http, "/people/77/says", text="/help", group=group["id"])
    channel = post(http, "/channels", title="News")
    post(http, f"/channels/{channel['id']}/posts", text="news")
    post(http, "/people/77/blocks")
    post(http, "/revoke")
    assert httpx.get(f"{telegram_server.base_url}{telegram_server.token}/getMe").status_code == 401


def test_mistakes_are_answered_with_a_sentence(telegram_server: TelegramServer, http: httpx.Client) -> None:
    telegram_server.person(77)
    for path, body, sentence in (
        ("/people/77/sings", {}, "people can: "),
        ("/people/78/says", {"text": "x"}, "78 is missing or unknown"),
        ("/people/77/says", {}, "text is missing or unknown"),
        ("/people/77/taps", {"button": "x"}, "no button 'x'"),
        ("/people/77/edits", {"message": 5, "text": "x"}, "no message 5"),
        ("/people/77/sends_photo", {"data": "eA=="}, "IMAGE_PROCESS_FAILED"),
        ("/faults", {"kind": "explode"}, "a fault is one of"),
    ):
        answer = http.post(path, json=body)
        assert answer.status_code == 400
        assert sentence in answer.json()["error"]
    assert http.post("/revoke", content="{}").status_code == 400
    assert http.get("/chats/77/wait", params={"timeout": 0.05}).status_code == 400


def test_the_page_is_served(telegram_server: TelegramServer) -> None:
    page = httpx.get(f"{telegram_server.url}/")
    assert page.headers["content-type"].startswith("text/html")
    assert "/control/" in page.text


RUN = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " runpy.run_module('tests.telegram_server', run_name='__main__', alter_sys=True)"
)
"""``python -m tests.telegram_server`` that hears Ctrl-C, also where the tests run in the background."""


class Terminal:
    """``python -m tests.telegram_server`` as a process, its output read as it comes."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, "--port", "0", "--files", str(folder), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        )
        self.out = ""
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            with self._more:
                self.out += line
                self._more.notify_all()

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, pattern: str) -> re.Match[str]:
        with self._more:
            assert self._more.wait_for(lambda: re.search(pattern, self.out), 60), self.out
        found = re.search(pattern, self.out)
        assert found is not None
        return found

    def end(self) -> int:
        code = self.process.wait(30)
        self._reader.join(10)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        return code


def test_the_terminal_chat(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "files")
    try:
        token, url = terminal.wait_for(
            r"RUNG_TELEGRAM_TOKEN=(\S+) RUNG_TELEGRAM_API_URL=(\S+) rung telegram"
        ).groups()
        api = f"{url}/bot{token}"
        terminal.type("I keep the books")
        update = httpx.get(f"{api}/getUpdates?timeout=30", timeout=60).json()["result"][0]
        chat = update["message"]["chat"]["id"]
        asked = {"chat_id": chat, "text": "How?", "reply_markup": keyboard("On my own", "With help")}
        number = httpx.post(f"{api}/sendMessage", json=asked).json()["result"]["message_id"]
        terminal.wait_for(r"Rung: How\?\n  \[1 On my own\]  \[2 With help\]")
        terminal.type("/tap 3")
        terminal.wait_for(r"there are buttons 1 to 2")
        terminal.type("/tap 2")
        params = {"offset": update["update_id"] + 1, "timeout": 30}
        tap = httpx.get(f"{api}/getUpdates", params=params, timeout=60).json()["result"][0]["callback_query"]
        assert tap["data"] == "With help"
        httpx.post(f"{api}/answerCallbackQuery", json={"callback_query_id": tap["id"], "text": "Kept"})
        terminal.wait_for(r"\(Kept\)")
        edit = {"chat_id": chat, "message_id": number, "text": "Thanks"}
        httpx.post(f"{api}/editMessageText", json=edit)
        terminal.wait_for(r"Rung: \(edited\) Thanks")
        httpx.post(f"{api}/sendPhoto", data={"chat_id": chat}, files={"photo": ("ladder.png", picture())})
        path = Path(terminal.wait_for(r"  (\S+ladder\.png)\n")[1])
        assert path.read_bytes() == picture()
        terminal.type("/file nothing.pdf")
        terminal.wait_for(r"No such file")
        terminal.type("/quit")
        assert terminal.end() == 0
        assert "Traceback" not in terminal.out
    finally:
        terminal.process.kill()


def test_the_page_alone_runs_until_it_is_stopped(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "--no-chat")
    try:
        terminal.wait_for(r"in a browser at http")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 0
        assert "Traceback" not in terminal.out
    finally:
        terminal.process.kill()
