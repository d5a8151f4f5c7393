"""The Bot API over HTTP: read a call, meet faults, answer in Telegram's JSON."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .calls import Call
from .chats import UPLOAD_LIMIT
from .faults import Fault
from .methods import METHODS
from .refusals import JSON, Refused, bad

if TYPE_CHECKING:
    from .server import TelegramServer

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")


class Wire:
    """The routes of the Bot API."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server
        updates = server.updates
        self._receiving = {
            "getUpdates": updates.get_updates,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
        }

    def routes(self) -> list[web.RouteDef]:
        """Return them."""
        return [
            web.route("*", "/bot{token}/{method}", self.method),
            web.get("/file/bot{token}/{path:.*}", self.file),
        ]

    async def method(self, request: web.Request) -> web.StreamResponse:
        """Answer a call."""
        call = Call(request.match_info["method"], at=time.monotonic())
        try:
            self._check_token(request)
            await _read(request, call)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        self._arrived(call)
        try:
            return await self._answer(request, call)
        finally:
            self._ended(call)

    async def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        fault = self._fault(call.method, call.chat)
        if self.server.latency and call.method != "getUpdates":
            await asyncio.sleep(self.server.latency)
        if fault is None or fault.after:
            call.status, call.answer = await self._do(call)
        if fault is None:
            return web.json_response(call.answer, status=call.status)
        if fault.kind == "drop":
            return _cut(request, call)
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
            if not fault.after:
                call.status, call.answer = await self._do(call)
        else:
            call.status, call.answer = fault.code, fault.refusal.body
            if fault.code == 429:
                self.server.rates.closed[call.chat] = time.monotonic() + (fault.retry_after or 1)
        return web.json_response(call.answer, status=call.status)

    async def _do(self, call: Call) -> tuple[int, JSON]:
        try:
            return 200, {"ok": True, "result": await self._result(call)}
        except Refused as refused:
            return refused.code, refused.body

    async def _result(self, call: Call) -> Any:
        if receive := self._receiving.get(call.method):
            return await receive(call)
        if call.method not in METHODS:
            raise Refused(404, "Not Found: method not found")
        with self.server.chats.lock:
            return METHODS[call.method](self.server.chats, call)

    def _arrived(self, call: Call) -> None:
        server = self.server
        with server.chats.changed:
            server.record.append(call)
            server.busy += call.method != "getUpdates"
            server.rates.count(call.method, call.chat, call.at)
            if server.strict:
                known = call.method in METHODS or call.method in self._receiving
                server.violations += (
                    call.problems() if known else [f"{call.method}: the fake has no such method"]
                )
            server.chats.changed.notify_all()

    def _ended(self, call: Call) -> None:
        with self.server.chats.changed:
            self.server.busy -= call.method != "getUpdates"
            self.server.moved = time.monotonic()
            self.server.chats.changed.notify_all()

    def _fault(self, method: str, chat: int | None) -> Fault | None:
        faults = self.server.faults
        found = next((each for each in faults if each.hits(method, chat)), None)
        faults[:] = [each for each in faults if each.times > 0]
        return found

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            raise Refused(404, "Not Found")
        if token in self.server.revoked:
            raise Refused(401, "Unauthorized")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Answer a download."""
        try:
            self._check_token(request)
            if fault := self._fault("file", None):
                if fault.kind == "drop":
                    return _cut(request, Call("file"))
                raise fault.refusal
            files = self.server.chats.files.values()
            found = next((each for each in files if each.path == request.match_info["path"]), None)
            if found is None:
                raise Refused(404, "Not Found")
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        return web.Response(body=found.data, content_type="application/octet-stream")


def _cut(request: web.Request, call: Call) -> web.StreamResponse:
    """Cut the connection without an answer."""
    call.status, call.answer = 0, {}
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read(request: web.Request, call: Call) -> None:
    """Read the parameters of a call, from a form or from JSON."""
    call.params.update(request.query)
    if (request.content_length or 0) > UPLOAD_LIMIT + 2**20:
        raise Refused(413, "Request Entity Too Large")
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad("can't parse request JSON object") from None
        call.params.update({name: v if isinstance(v, str) else json.dumps(v) for name, v in body.items()})
        return
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            call.files[name] = value.filename, value.content_type, value.file.read()
        else:
            call.params[name] = value if isinstance(value, str) else bytes(value).decode()
