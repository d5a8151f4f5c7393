"""The Bot API over HTTP: reads requests, meets faults, answers in Telegram's JSON."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from .calls import Call
from .desk import Desk
from .faults import Fault
from .media import DOCUMENT_LIMIT, DOWNLOAD_LIMIT, MEGABYTE, Upload
from .refusals import JSON, Refused, bad

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")
_TRANSPORTS: dict[tuple[str, int], asyncio.Transport] = {}


class Dropping(H11Protocol):
    """uvicorn's HTTP protocol, whose connections can be cut in the middle of a request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client:
            _TRANSPORTS[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client:
            _TRANSPORTS.pop(self.client, None)
        super().connection_lost(exc)


async def cut(request: Request) -> Response:
    """Cut the connection of a request without a word."""
    client = request.client
    transport = _TRANSPORTS.get((client.host, client.port)) if client else None
    if transport is not None:
        transport.abort()
    while True:
        if (await request.receive())["type"] == "http.disconnect":
            return Response()


def application(desk: Desk, more: list[BaseRoute]) -> Starlette:
    """Return the server's application: the Bot API, its files, and further routes."""
    wire = _Wire(desk)
    routes = [
        Route("/bot{token}/{method}", wire.method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", wire.file, methods=["GET"]),
        *more,
    ]
    return Starlette(routes=routes, exception_handlers={404: _not_found, 405: _not_found})


async def _not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return JSONResponse(Refused(404, "Not Found").body(), 404)


class _Wire:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def method(self, request: Request) -> Response:
        """Answer a call of a method."""
        call = Call(request.path_params["method"], at=time.monotonic())
        try:
            self._check_token(request.path_params["token"])
            await _read(request, call)
        except Refused as refused:
            return JSONResponse(refused.body(), refused.code)
        self.desk.arrived(call)
        fault = self.desk.faults.next(call.method, call.chat)
        if self.desk.latency:
            await asyncio.sleep(self.desk.latency)
        if fault and not fault.after:
            return await self._fail(request, call, fault)
        done = await self._do(request, call)
        if fault:
            return await self._fail(request, call, fault, done)
        return self._answer(call, *done)

    async def _do(self, request: Request, call: Call) -> tuple[int, JSON]:
        try:
            result, extra = await self.desk.do(call, lambda: _gone(request))
        except Refused as refused:
            return refused.code, refused.body()
        return 200, {"ok": True, "result": result, **extra}

    async def _fail(
        self, request: Request, call: Call, fault: Fault, done: tuple[int, JSON] | None = None
    ) -> Response:
        if fault.kind == "drop":
            self.desk.answered(call)
            return await cut(request)
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
            return self._answer(call, *(done or await self._do(request, call)))
        if fault.html:
            call.status = fault.code
            self.desk.answered(call)
            return HTMLResponse(f"<html><body><h1>{fault.code}</h1></body></html>", fault.code)
        retry_after = (fault.retry_after or 1) if fault.code == 429 else None
        if retry_after:
            self.desk.rates.close(call.chat, time.monotonic() + retry_after)
        return self._answer(call, fault.code, Refused(fault.code, fault.sentence, retry_after).body())

    def _answer(self, call: Call, status: int, answer: JSON) -> Response:
        call.status, call.answer = status, answer
        self.desk.answered(call)
        # Escaped, as at Telegram: JSON can spell half of a character, UTF-8 cannot.
        return Response(json.dumps(answer), status, media_type="application/json")

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise Refused(404, "Not Found")
        if token in self.desk.revoked:
            raise Refused(401, "Unauthorized")

    async def file(self, request: Request) -> Response:
        """Answer a download."""
        try:
            self._check_token(request.path_params["token"])
        except Refused as refused:
            return JSONResponse(refused.body(), refused.code)
        fault = self.desk.faults.next("file", None)
        if fault and fault.kind == "drop":
            return await cut(request)
        if fault and fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        elif fault:
            return JSONResponse(Refused(fault.code, fault.sentence).body(), fault.code)
        path = request.path_params["path"]
        files = self.desk.world.files.values()
        found = next((each for each in files if each.path == path), None)
        if found is None or len(found.data) > DOWNLOAD_LIMIT:
            return JSONResponse(Refused(404, "Not Found").body(), 404)
        return Response(found.data, media_type="application/octet-stream")


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _read(request: Request, call: Call) -> None:
    """Read the parameters of a request, however they are written."""
    call.params.update(request.query_params)
    if request.method == "GET":
        return
    if int(request.headers.get("content-length", "0")) > DOCUMENT_LIMIT + MEGABYTE:
        raise Refused(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        call.params.update(_object(await request.body()))
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        await _read_form(request, call)
    elif await request.body():
        raise bad(f"unsupported content type {kind or 'none'}")


def _object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        raise bad("can't parse request JSON object") from None
    if not isinstance(read, dict):
        raise bad("object expected as request")
    return read


async def _read_form(request: Request, call: Call) -> None:
    try:
        async with request.form(max_part_size=DOCUMENT_LIMIT) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    call.files[name] = Upload(value.filename or name, mime, await value.read())
                else:
                    call.params[name] = value
    except HTTPException:
        raise bad("can't parse the form") from None
