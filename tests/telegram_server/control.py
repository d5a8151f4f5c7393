"""The same control over HTTP under ``/control/``, for other processes, and the page to chat in a browser.

Everything is JSON; what cannot be done is answered with 400 and ``{"error": sentence}``. Bodies must say that
they are ``application/json``, which keeps pages of other sites from driving the emulator through a browser.

======  ==================================  ===========================================================
GET     /control/state                      token, url, last event, people, updates that wait
POST    /control/people                     id, name, language, username: a person, made where unknown
POST    /control/people/{id}/{action}       see ``_ACTIONS``: says, starts, taps, edits, sends_document ...
POST    /control/groups                     title, supergroup
POST    /control/channels                   title
POST    /control/channels/{id}/posts        text
GET     /control/chats/{id}                 messages as they stand, those changed after ``?since=event``
GET     /control/chats/{id}/transcript      the chat as text
GET     /control/chats/{id}/wait            the message of the bot with ``?text=`` within ``?timeout=`` s
GET     /control/files/{file_id}            a picture or document
GET     /control/calls                      calls of the bot, those of ``?method=``, from ``?since=`` on
GET     /control/violations                 what aiogram refuses, and messages sent too fast
POST    /control/faults                     the fields of ``Fault``
DELETE  /control/faults                     take all faults away
POST    /control/latency                    seconds that every call but polls takes longer
POST    /control/redeliver                  update: deliver it once more
POST    /control/updates                    update: deliver it as it is, malformed ones too
POST    /control/hold, /control/release     keep updates back, deliver them at once
POST    /control/revoke                     token: it is unauthorized from now on
======  ==================================  ===========================================================
"""

from __future__ import annotations

import asyncio
import base64
import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from .faults import Fault
from .messages import Message
from .people import Channel, Group, Person, Room, Sent, Tap
from .refusals import JSON, Refused

if TYPE_CHECKING:
    from .server import TelegramServer

Answer = Callable[[Request], Awaitable[Response]]


def routes(server: TelegramServer) -> list[BaseRoute]:
    """Return the routes of the control API and the page."""
    desk = _Control(server)
    table: list[tuple[str, str, Answer]] = [
        ("GET", "/", _page),
        ("GET", "/control/state", desk.state),
        ("POST", "/control/people", desk.people),
        ("POST", "/control/people/{id:int}/{action}", desk.acts),
        ("POST", "/control/groups", desk.groups),
        ("POST", "/control/channels", desk.channels),
        ("POST", "/control/channels/{id}/posts", desk.posts),
        ("GET", "/control/chats/{id}", desk.chat),
        ("GET", "/control/chats/{id}/transcript", desk.transcript),
        ("GET", "/control/chats/{id}/wait", desk.wait),
        ("GET", "/control/files/{file_id}", desk.file),
        ("GET", "/control/calls", desk.calls),
        ("GET", "/control/violations", desk.violations),
        ("POST", "/control/faults", desk.faults),
        ("DELETE", "/control/faults", desk.heal),
        ("POST", "/control/latency", desk.latency),
        ("POST", "/control/redeliver", desk.redeliver),
        ("POST", "/control/updates", desk.updates),
        ("POST", "/control/hold", desk.hold),
        ("POST", "/control/release", desk.release),
        ("POST", "/control/revoke", desk.revoke),
    ]
    return [Route(path, _kindly(answer), methods=[method]) for method, path, answer in table]


def _kindly(answer: Answer) -> Answer:
    """Answer mistakes of the caller with a sentence."""

    @functools.wraps(answer)
    async def wrapped(request: Request) -> Response:
        try:
            return await answer(request)
        except KeyError as error:
            return JSONResponse({"error": f"{error.args[0]} is missing or unknown"}, 400)
        except (LookupError, ValueError, TypeError, AssertionError) as error:
            return JSONResponse({"error": str(error)}, 400)
        except Refused as refused:
            return JSONResponse({"error": refused.description}, 400)

    return wrapped


async def _page(request: Request) -> Response:  # noqa: ARG001
    return HTMLResponse((Path(__file__).parent / "page.html").read_text("utf-8"))


async def _body(request: Request) -> JSON:
    raw = await request.body()
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise ValueError("send Content-Type: application/json")
    body = await request.json() if raw else {}
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body


class _Control:
    def __init__(self, server: TelegramServer) -> None:
        self.server = server

    async def state(self, request: Request) -> Response:  # noqa: ARG002
        server = self.server
        with server.world.lock:
            state = {
                "token": server.token,
                "url": server.url,
                "event": len(server.world.events),
                "people": [each.user for each in server.rooms.values() if isinstance(each, Person)],
                "waiting": len(server.world.queue.waiting),
                "commands": server.commands(),
            }
        return JSONResponse(state)

    async def people(self, request: Request) -> Response:
        return JSONResponse(self.server.person(**await _body(request)).user)

    async def groups(self, request: Request) -> Response:
        return JSONResponse(self.server.group(**await _body(request)).chat.body)

    async def channels(self, request: Request) -> Response:
        return JSONResponse(self.server.channel(**await _body(request)).chat.body)

    async def posts(self, request: Request) -> Response:
        channel, body = self._room(request), await _body(request)
        if not isinstance(channel, Channel):
            raise LookupError("this is no channel")
        return JSONResponse(_shown(channel.posts(body["text"])))

    async def acts(self, request: Request) -> Response:
        person = self._room(request)
        action = _ACTIONS.get(request.path_params["action"])
        if not isinstance(person, Person) or action is None:
            raise LookupError(f"people can: {', '.join(_ACTIONS)}")
        return JSONResponse(_shown(action(self, person, await _body(request))))

    async def chat(self, request: Request) -> Response:
        room, since = self._room(request), int(request.query_params.get("since", 0))
        with self.server.world.lock:
            messages = [each.as_json() for each in room.chat.messages if each.history > since]
            event = len(self.server.world.events)
            actions = [{"at": at, "action": action} for at, action in room.chat.actions[-5:]]
        body = {"event": event, "messages": messages, "actions": actions, "keyboard": room.chat.keyboard}
        return JSONResponse(body)

    async def transcript(self, request: Request) -> Response:
        return PlainTextResponse(self._room(request).transcript())

    async def wait(self, request: Request) -> Response:
        room, wanted = self._room(request), request.query_params.get("text") or None
        timeout = float(request.query_params.get("timeout", 10))
        message = await asyncio.to_thread(room.wait_for, wanted, timeout)
        return JSONResponse(message.as_json())

    async def file(self, request: Request) -> Response:
        file = self.server.world.files[request.path_params["file_id"]]
        # Shown as what it is only where it is a picture: a document could be a page with a script.
        kind = "image/png" if file.kind == "photo" else "application/octet-stream"
        return Response(file.data, media_type=kind)

    async def calls(self, request: Request) -> Response:
        since = int(request.query_params.get("since", 0))
        method = request.query_params.get("method")
        calls = [each for each in self.server.calls[since:] if method in (None, each.method)]
        return JSONResponse([each.as_json() for each in calls])

    async def violations(self, request: Request) -> Response:  # noqa: ARG002
        judged = await asyncio.to_thread(lambda: self.server.violations)
        return JSONResponse({"calls": judged, "rates": self.server.rate_violations})

    async def faults(self, request: Request) -> Response:
        return JSONResponse(vars(self.server.desk.faults.add(Fault(**await _body(request)))))

    async def heal(self, request: Request) -> Response:  # noqa: ARG002
        self.server.heal()
        return JSONResponse({})

    async def latency(self, request: Request) -> Response:
        self.server.slow(float((await _body(request))["seconds"]))
        return JSONResponse({})

    async def redeliver(self, request: Request) -> Response:
        self.server.redeliver((await _body(request))["update"])
        return JSONResponse({})

    async def updates(self, request: Request) -> Response:
        return JSONResponse({"update": self.server.raw((await _body(request))["update"])})

    async def hold(self, request: Request) -> Response:
        await _body(request)
        self.server.world.queue.holding = True
        return JSONResponse({})

    async def release(self, request: Request) -> Response:
        await _body(request)
        self.server.world.queue.release()
        return JSONResponse({})

    async def revoke(self, request: Request) -> Response:
        self.server.revoke((await _body(request)).get("token"))
        return JSONResponse({})

    def _room(self, request: Request) -> Room:
        return self.server.rooms[int(request.path_params["id"])]

    def message(self, room: Room, body: JSON, name: str = "message") -> Message | None:
        """Return the message that a body names by its number, or None where it names none."""
        number = body.get(name)
        if number is None:
            return None
        found = self.server.world.message(room.chat, int(number))
        if found is None:
            raise LookupError(f"no message {number} in chat {room.id}")
        return found

    def needed(self, room: Room, body: JSON) -> Message:
        """Return the message that a body must name."""
        found = self.message(room, body)
        if found is None:
            raise LookupError("message is missing")
        return found

    def group(self, body: JSON) -> Group | None:
        """Return the group that a body names, or None where it names none."""
        group = self.server.rooms[body["group"]] if "group" in body else None
        return group if isinstance(group, Group) else None


def _shown(done: Sent | int | None) -> JSON:
    if not isinstance(done, Sent):
        return {"update": done}
    shown: JSON = {"update": done.update_id, "message": done.message.id}
    return shown | {"query": done.query.id} if isinstance(done, Tap) else shown


def _says(control: _Control, person: Person, body: JSON) -> Sent:
    replied = control.message(person, body, "reply_to")
    return person.says(str(body["text"]), replied, control.group(body))


def _taps(control: _Control, person: Person, body: JSON) -> Tap:
    room: Room = control.group(body) or person
    return person.taps(body["button"], control.message(room, body), bool(body.get("stale")))


def _document(control: _Control, person: Person, body: JSON) -> Sent:  # noqa: ARG001
    data = base64.b64decode(body["data"])
    mime = body.get("mime") or "application/octet-stream"
    return person.sends_document(data, body["name"], mime, body.get("caption", ""))


def _photo(control: _Control, person: Person, body: JSON) -> Sent:  # noqa: ARG001
    return person.sends_photo(base64.b64decode(body.get("data", "")), body.get("caption", ""))


def _plain(name: str) -> _Action:
    """Return what a person does without saying more."""
    return lambda _, person, __: getattr(person, name)()


# What people do and the fields it takes; files are base64 in ``data``.
_PLAIN = ("sticker", "voice", "contact", "location", "blocks", "unblocks")
_Action = Callable[[_Control, Person, JSON], Sent | int | None]
_ACTIONS: dict[str, _Action] = {
    **{name: _plain(name) for name in _PLAIN},
    "says": _says,
    "starts": lambda _, person, body: person.starts(body.get("payload", "")),
    "taps": _taps,
    "presses": lambda _, person, body: person.presses(body["label"]),
    "edits": lambda control, person, body: person.edits(control.needed(person, body), body["text"]),
    "sends_document": _document,
    "sends_photo": _photo,
    "forwards": lambda _, person, body: person.forwards(body["text"]),
    "reacts": lambda control, person, body: person.reacts(control.needed(person, body), body["emoji"]),
}
