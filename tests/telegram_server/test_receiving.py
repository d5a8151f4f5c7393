"""Updates reach the bot by polling and by webhook as Telegram delivers them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from telegram import Bot, Update

from . import TelegramServer
from .asking import ask, done, keyboard, refusal, with_bot
from .refusals import JSON


def poll(server: TelegramServer, **params: Any) -> list[JSON]:
    updates: list[JSON] = done(server, "getUpdates", **params)
    return updates


def test_updates_stay_until_they_are_confirmed(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    sent = [person.says(word) for word in ("one", "two", "three")]
    ids = [each.update_id for each in sent]
    assert [each["update_id"] for each in poll(telegram_server)] == ids
    assert [each["update_id"] for each in poll(telegram_server, limit=2)] == ids[:2]
    assert [each["message"]["text"] for each in poll(telegram_server, offset=ids[1])] == ["two", "three"]
    assert [each["message"]["text"] for each in poll(telegram_server, offset=-1)] == ["three"]
    assert len(poll(telegram_server)) == 1
    assert poll(telegram_server, offset=(ids[2] or 0) + 1) == []
    assert poll(telegram_server) == []
    assert ids[2] == (ids[0] or 0) + 2


def test_a_long_poll_ends_when_something_comes(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    timer = threading.Timer(0.3, person.says, ["hello"])
    timer.start()
    begun = time.monotonic()
    assert poll(telegram_server, timeout=10)[0]["message"]["text"] == "hello"
    assert time.monotonic() - begun < 8
    timer.join()
    begun = time.monotonic()
    assert poll(telegram_server, timeout=1, offset=10**9) == []
    assert time.monotonic() - begun >= 1


def test_two_polls_conflict(telegram_server: TelegramServer) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ask, telegram_server, "getUpdates", timeout=15)
        telegram_server.wait_until(lambda: len(telegram_server.calls) == 1)
        second = pool.submit(ask, telegram_server, "getUpdates", timeout=5)
        assert first.result()["error_code"] == 409
        assert first.result()["description"].startswith("Conflict: terminated by other getUpdates request")
        telegram_server.person().starts()
        assert len(second.result()["result"]) == 1


def test_a_poll_whose_bot_is_gone_bothers_nobody(telegram_server: TelegramServer) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{telegram_server.base_url}{telegram_server.token}/getUpdates?timeout=30", timeout=0.3)
    telegram_server.person().starts()
    assert len(poll(telegram_server, timeout=5)) == 1


def test_allowed_updates_are_remembered(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    first = person.says("one")
    assert person.reacts(first.message, "\U0001f44d") is None
    assert len(poll(telegram_server, allowed_updates=["message_reaction"])) == 1
    assert person.says("two").update_id is None
    assert person.reacts(first.message, "\U0001f525") is not None
    assert list(poll(telegram_server)[-1]) == ["update_id", "message_reaction"]
    poll(telegram_server, allowed_updates=[])
    assert person.says("three").update_id is not None


def test_updates_come_again_in_batches_and_late(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    sent = person.says("one")
    after = (sent.update_id or 0) + 1
    poll(telegram_server)
    assert poll(telegram_server, offset=after) == []
    telegram_server.redeliver(sent.update_id)
    assert [each["update_id"] for each in poll(telegram_server, offset=after)] == [sent.update_id]
    assert poll(telegram_server, offset=after) == []
    with telegram_server.batched():
        person.says("two")
        person.says("three")
        assert poll(telegram_server, offset=after) == []
    assert len(poll(telegram_server, offset=after)) == 2


def test_every_kind_of_update_is_read_by_python_telegram_bot(telegram_server: TelegramServer) -> None:
    server = telegram_server
    server.world.reads_groups = True
    person, group, channel = server.person(username="somebody"), server.group(), server.channel()
    start = person.starts("team-7")
    done(server, "sendMessage", chat_id=person.id, text="a", reply_markup=keyboard("x"))
    person.taps("x")
    person.edits(person.says("one"), "two")
    person.sends_document(b"x", caption="see https://example.org")
    person.sends_photo(caption="me", group_id="5")
    person.sticker()
    person.voice()
    person.contact()
    person.location()
    person.forwards("I lead a team")
    person.says("hello all", group=group)
    person.says("@rung_test_bot hello", group=server.group(supergroup=True))
    channel.posts("news")
    person.blocks()
    person.unblocks()

    async def work(bot: Bot) -> None:
        updates = await bot.get_updates()
        assert len(updates) == 18
        assert {each.effective_chat.type for each in updates if each.effective_chat} == {
            "private", "group", "supergroup", "channel"
        }  # fmt: skip
        assert all(isinstance(each, Update) and each.to_dict() for each in updates)

    with_bot(server, work)
    assert start.message.body["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_groups_keep_to_privacy_mode(telegram_server: TelegramServer) -> None:
    person, group = telegram_server.person(), telegram_server.group()
    assert person.says("hello all", group=group).update_id is None
    assert person.says("/help", group=group).update_id is not None
    done(telegram_server, "sendMessage", chat_id=group.id, text="a")
    assert person.says("yes", reply_to=group.last, group=group).update_id is not None


def test_people_cannot_do_what_apps_do_not_let_them(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    for text in ("", " ", "x" * 4097):
        with pytest.raises(ValueError, match="1 to 4096"):
            person.says(text)
    with pytest.raises(LookupError, match="nothing"):
        _ = person.last
    person.starts()
    person.blocks()
    with pytest.raises(ValueError, match="unblocks"):
        person.says("x")
    with pytest.raises(LookupError):
        telegram_server.redeliver(5)


class Hook:
    """A bot's own server, which notes what it gets and answers as told."""

    def __init__(self) -> None:
        self.got: list[tuple[JSON, str | None]] = []
        self.answers: list[int] = []
        self.body: JSON | None = None
        self.busy: dict[int, int] = {}
        self.overlaps = 0
        self.pause = 0.0
        self.url = ""

    def take(self, update: JSON, secret: str | None) -> int:
        chat = update["message"]["chat"]["id"]
        self.busy[chat] = self.busy.get(chat, 0) + 1
        self.overlaps += self.busy[chat] > 1
        time.sleep(self.pause)
        self.busy[chat] -= 1
        self.got.append((update, secret))
        return self.answers.pop(0) if self.answers else 200

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update, _ in self.got]


@contextmanager
def hooked() -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code = hook.take(update, self.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            body = json.dumps(hook.body).encode() if hook.body else b""
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hook.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def wait(done: Any, timeout: float = 20.0) -> None:
    end = time.monotonic() + timeout
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_webhook_gets_updates_with_its_secret(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    with hooked() as hook:
        person.says("before")
        done(telegram_server, "setWebhook", url=hook.url, secret_token="s-1")
        person.says("after")
        wait(lambda: len(hook.got) == 2)
        assert hook.texts == ["before", "after"]
        assert {secret for _, secret in hook.got} == {"s-1"}
        assert refusal(telegram_server, "getUpdates").startswith("409 Conflict: can't use getUpdates")
        wait(lambda: done(telegram_server, "getWebhookInfo")["pending_update_count"] == 0)
        answer = ask(telegram_server, "deleteWebhook")
        assert answer["description"] == "Webhook was deleted"
        person.says("later")
        assert len(poll(telegram_server)) == 1
        assert hook.texts == ["before", "after"]


def test_a_webhook_is_tried_until_it_takes(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    telegram_server.desk.webhook.pause = 0.02
    with hooked() as hook:
        hook.answers = [500, 403]
        done(telegram_server, "setWebhook", url=hook.url)
        sent = person.says("one")
        person.says("two")
        wait(lambda: len(hook.got) == 4)
        # The second waits until the first is taken.
        assert hook.texts == ["one", "one", "one", "two"]
        info = done(telegram_server, "getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
        telegram_server.redeliver(sent.update_id)
        wait(lambda: len(hook.got) == 5)
        assert hook.texts[-1] == "one"
    person.says("three")
    wait(lambda: done(telegram_server, "getWebhookInfo").get("last_error_message") == "Connection refused")


def test_a_webhook_gets_one_update_of_a_chat_at_a_time(telegram_server: TelegramServer) -> None:
    people = [telegram_server.person() for _ in range(3)]
    with hooked() as hook:
        hook.pause = 0.05
        done(telegram_server, "setWebhook", url=hook.url, max_connections=2)
        with telegram_server.batched():
            for number in range(4):
                for person in people:
                    person.says(str(number))
        wait(lambda: len(hook.got) == 12)
        assert hook.overlaps == 0
        for person in people:
            assert [t["message"]["text"] for t, _ in hook.got if t["message"]["chat"]["id"] == person.id] == [
                "0", "1", "2", "3"
            ]  # fmt: skip


def test_a_webhook_can_answer_with_a_call(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    with hooked() as hook:
        hook.body = {"method": "sendMessage", "chat_id": person.id, "text": "at once"}
        done(telegram_server, "setWebhook", url=hook.url)
        person.starts()
        assert person.wait_for("at once").outgoing


def test_a_webhook_has_rules(telegram_server: TelegramServer) -> None:
    def why(**params: Any) -> str:
        return refusal(telegram_server, "setWebhook", **params)

    assert "An HTTPS URL must be provided" in why(url="http://example.org/hook")
    assert "only on ports 80, 88, 443 or 8443" in why(url="https://example.org:9000/hook")
    assert "unallowed characters" in why(url="https://example.org/hook", secret_token="a b")
    assert "too long" in why(url="https://example.org/hook", secret_token="a" * 257)
    telegram_server.person().starts()
    with hooked() as hook:
        telegram_server.desk.webhook.gateways = {"https://example.org": hook.url.removesuffix("/hook")}
        done(telegram_server, "setWebhook", url="https://example.org/hook", drop_pending_updates=True)
        telegram_server.person().says("through the gateway")
        wait(lambda: len(hook.got) == 1)
        assert hook.texts == ["through the gateway"]
        assert ask(telegram_server, "setWebhook", url="")["description"] == "Webhook was deleted"
        assert ask(telegram_server, "deleteWebhook")["description"] == "Webhook is already deleted"
