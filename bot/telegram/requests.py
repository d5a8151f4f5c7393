"""Calls of the Bot API over aiohttp, in place of python-telegram-bot's own client.

Sending is most of what a bot does, and httpx, which the library uses unless told otherwise, took more than
half of the processor time of an answered update: at every call it looks over its whole pool, all in Python.
With aiohttp an update takes half as much in all (`python -m scripts.load`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.telegram.incoming import update_id

RAW = "raw"
UNNUMBERED_S = 1.0
"""Seconds between two polls while all updates that wait lack an id."""
CONNECT_S = 5.0
IDLE_S = 3.0
"""Seconds a connection is kept for the next call. A server that hangs up first (many do after five) breaks
the call that comes just then, and nobody can tell whether it was done."""
WRITE_S = 20.0
"""Seconds to hand a call over; a picture on a slow line takes longer than words."""


class Requests(BaseRequest):
    """Makes calls.

    Args:
        connections: open at once; a call more waits for one of them.
        read_s: seconds to wait for an answer.
        wait_s: seconds to wait for a connection.
    """

    def __init__(self, connections: int, read_s: float, wait_s: float = 30.0) -> None:
        self._connections, self._read_s, self._wait_s = connections, read_s, wait_s
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._read_s

    async def initialize(self) -> None:
        """Make connections possible."""
        if self._session is None:
            # The certificates that httpx trusts: a slim container has none of its own.
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=IDLE_S, ssl=httpx.create_ssl_context()
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call; see `telegram.request.BaseRequest.do_request`.

        Raises:
            TimedOut: it took too long.
            NetworkError: the connection cannot be made, or broke. The address is not named: it has the token.
        """
        if self._session is None:
            raise RuntimeError("the client is not initialized")
        read, write = _seconds(read_timeout, self._read_s), _seconds(write_timeout, WRITE_S)
        connect, wait = _seconds(connect_timeout, CONNECT_S), _seconds(pool_timeout, self._wait_s)
        where = URL(url, encoded=True)
        timeout = aiohttp.ClientTimeout(
            total=wait + connect + write + read, connect=wait + connect, sock_connect=connect, sock_read=read
        )
        try:
            async with self._session.request(
                method,
                where,
                proxy=_proxy(where.scheme, where.host or ""),
                data=_body(request_data),
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"aiohttp: {type(error).__name__}") from None


class UpdateRequests(Requests):
    """Asks for updates and leaves them unparsed: in `Update.api_kwargs`, under `RAW`.

    python-telegram-bot parses a batch as a whole. One update that it cannot parse would end every poll, and
    it would log the words and names of the whole batch.
    """

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a call; see `telegram.request.BaseRequest.do_request`."""
        status, payload = await super().do_request(url, method, *args, **kwargs)
        if status != HTTPStatus.OK:
            return status, payload
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            raise NetworkError("the answer is not JSON") from None
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
            return status, payload
        data: RequestData | None = kwargs.get("request_data")
        offset = data.parameters.get("offset") if data else None
        numbered = numbered_updates(
            answer["result"], offset if isinstance(offset, int) and offset > 0 else None
        )
        if numbered and not any(update_id(raw) for raw in answer["result"]):
            # Nothing in it tells how far to confirm: ask again, but not at once.
            await asyncio.sleep(UNNUMBERED_S)
        return status, json.dumps(answer | {"result": numbered}).encode()


def numbered_updates(updates: Sequence[object], offset: int | None) -> list[dict[str, Any]]:
    """Wrap updates so that each has an id to confirm it by and nothing else to parse.

    Args:
        updates: as Telegram sent them, in ascending order of their ids.
        offset: they were asked for with; their ids are not smaller.

    Returns:
        ``update_id`` and `RAW` of each. An update without an id gets the lowest it can have: to confirm
        that never confirms another one. Without an offset the first ones have no such id and are left out.
    """
    wrapped = []
    lowest = offset
    for raw in updates:
        number = update_id(raw) or lowest
        if number is not None:
            wrapped.append({"update_id": number, RAW: raw})
            lowest = number + 1
    return wrapped


@cache
def _proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names; aiohttp would look anew, on a thread, at every call."""
    named = getproxies()
    return None if proxy_bypass(host) else named.get(scheme, named.get("all"))


def _seconds(said: float | object, usual: float) -> float:
    """Return a time, the usual one where none was said."""
    return said if isinstance(said, (int, float)) else usual


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
