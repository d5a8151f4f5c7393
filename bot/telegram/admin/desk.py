"""Answers what admins ask of documents and builds, and leaves the rest, and everybody else, to the desk."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram.error import TelegramError

from bot.jobs.documents import safe_name
from bot.jobs.job import Kind, Work, Works
from bot.store.people import People
from bot.telegram import working
from bot.telegram.admin import library
from bot.telegram.admin.following import CHANNEL, Follower
from bot.telegram.admin.maps import Maps
from bot.telegram.admin.people import PeopleDesk
from bot.telegram.buttons import without_buttons
from bot.telegram.calls import Call
from bot.telegram.drafts import Draft, Finish, change, say, say_text, toast
from bot.telegram.files import MOST, Files
from bot.telegram.incoming import File, Incoming
from bot.telegram.sending import Post
from bot.telegram.talking import Talking
from bot.text import admin, conversation, membership, staff

PEOPLE_COMMANDS = ("people", "teams")
COMMANDS = ("documents", "diff", "publish", "rollback", "builds")
ASKED_S = 3600.0
"""Seconds that a reason is waited for; later words are a conversation again."""
ANSWER_S = 5.0
_SHAPE = re.compile(r"a:(?P<verb>[a-z]+)(?P<rest>(?::[a-z0-9]{1,32}){0,3})")
Answer = Callable[[int, Incoming, list[str]], Awaitable[Finish]]


class AdminDesk:
    """The desk of admins.

    Args:
        home: RUNG_HOME.
        desk: answers everybody.
        people: of the store.
        files: fetches what was sent.
        talking: shows that something takes its time.
        follower: follows works.
        post: ends presses at once.
        people_desk: answers what is asked of people and teams.
    """

    def __init__(
        self,
        home: Path,
        desk: working.Desk,
        people: People,
        files: Files,
        talking: Talking,
        follower: Follower,
        post: Post,
        people_desk: PeopleDesk,
    ) -> None:
        self._home, self._desk, self._people = home, desk, people
        self._files, self._talking, self._follower, self._post = files, talking, follower, post
        self._works, self._people_desk = Works(home), people_desk
        self._maps = Maps(self._works, self._begin)
        self._presses: dict[str, Answer] = {
            "doc": self._framework,
            "job": self._job,
            "no": self._leave,
            "see": self._see,
            "pub": self._ask_publish,
            "go": self._publish,
            "why": self._ask_reason,
            "force": self._force,
            "back": self._ask_back,
            "undo": self._undo,
            "rm": self._ask_remove,
            "del": self._remove,
            "again": self._again,
            **self._maps.presses,
            **people_desk.presses,
        }

    async def answer(self, person: int, incoming: Incoming) -> Finish:
        """Do what is slow, and return what writes the turn down and tells what to say."""
        if not self._is_admin(person):
            if incoming.kind == "press" and _SHAPE.fullmatch(incoming.text):
                return lambda: self._old(incoming, membership.NOT_AN_ADMIN)
            return await self._desk.answer(person, incoming)
        taken = await self._taken(person, incoming)
        if taken is None:
            return await self._desk.answer(person, incoming)
        finish = taken
        # Whoever is an admin no longer once the slow part is done changes nothing.
        return lambda: finish() if self._is_admin(person) else self._old(incoming, membership.NOT_AN_ADMIN)

    def _is_admin(self, person: int) -> bool:
        known = self._people.by_id(person)
        return known is not None and known.role == "admin"

    async def _taken(self, person: int, incoming: Incoming) -> Finish | None:
        if incoming.kind == "file" and incoming.file:
            return self._ask_what(person, incoming, incoming.file)
        if incoming.kind == "press":
            return await self._press(person, incoming)
        if incoming.kind == "text":
            return self._reason(person, incoming) or await self._command(person, incoming)
        return None

    async def _press(self, person: int, incoming: Incoming) -> Finish | None:
        shape = _SHAPE.fullmatch(incoming.text)
        if shape is None:
            return None
        taker = self._presses.get(shape["verb"])
        said = shape["rest"].split(":")[1:]
        try:
            return await taker(person, incoming, said) if taker else None
        except (IndexError, ValueError):
            return lambda: toast(incoming.query, conversation.UNKNOWN_BUTTON)

    async def _command(self, person: int, incoming: Incoming) -> Finish | None:
        if incoming.command in PEOPLE_COMMANDS:
            return lambda: self._people_desk.command(incoming, person) or []
        if incoming.command not in COMMANDS:
            return None
        argument = incoming.argument
        number = int(argument) if re.fullmatch(r"[0-9]{1,9}", argument) else None
        if incoming.command == "diff":
            return lambda: self._begin(incoming, "compare", person, {})
        lists: dict[str, Callable[[], list[Draft]]] = {
            "documents": lambda: library.documents(self._home),
            "builds": lambda: library.builds(self._home, names),
            "publish": lambda: library.publishing(self._home, number),
            "rollback": lambda: library.taking_back(self._home, number),
        }
        names = self._names()
        drafts = await asyncio.to_thread(lists[incoming.command])
        return lambda: drafts

    def _names(self) -> dict[str, str]:
        """Return the names of admins by how the log of builds calls them."""
        admins = {work.person for work in self._works.all()}
        known = [found for each in admins if (found := self._people.by_id(each))]
        return {f"admin {each.id}": each.name for each in known}

    # A file: for everyone, or the admin's own?

    def _ask_what(self, person: int, incoming: Incoming, file: File) -> Finish:
        if (file.size or 0) > MOST:
            return lambda: say_text(staff.too_big(MOST // 1_000_000))
        id_ = f"{CHANNEL}{incoming.update}"
        rows = (
            ((admin.FRAMEWORK, f"a:doc:{id_}"),),
            ((admin.JOB, f"a:job:{id_}"),),
            ((admin.LEAVE, f"a:no:{id_}"),),
        )
        task: dict[str, Any] = {
            "upload": id_,
            "name": safe_name(file.name),
            "file": {"id": file.id, "name": file.name, "size": file.size},
            "message": incoming.message,
        }

        def finish() -> Sequence[Draft]:
            self._works.begin(id_, "add", person, task, "asked")
            return say(admin.what_is_it(task["name"]), rows)

        return finish

    async def _framework(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        work = self._asked(person, said[0])
        if work is None:
            return lambda: self._old(incoming)
        await self._answer_now(incoming, admin.READING_NOW)
        async with self._talking.shown_typing(incoming):
            data = await self._files.fetch(_file(work))
        if data is None:
            return lambda: say_text(staff.COULD_NOT_FETCH)
        if len(data) > MOST:
            return lambda: say_text(staff.too_big(MOST // 1_000_000))
        name = str(work.task["name"])
        await asyncio.to_thread((self._works.folder(work.id) / name).write_bytes, data)

        def finish() -> Sequence[Draft]:
            self._works.keep(replace(work, state="waiting", at=time.time()))
            self._follower.begun()
            return change(incoming.message, admin.taken_as(name, admin.FRAMEWORK))

        return finish

    async def _job(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        work = self._asked(person, said[0])
        if work is None:
            return lambda: self._old(incoming)
        await self._answer_now(incoming, admin.READING_NOW)
        sent = replace(incoming, kind="file", file=_file(work), message=work.task["message"], query=None)
        taken = await self._desk.answer(person, sent)

        def finish() -> Sequence[Draft]:
            self._works.forget(work.id)
            label = admin.taken_as(str(work.task["name"]), admin.JOB)
            return [*change(incoming.message, label), *taken()]

        return finish

    async def _leave(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        def finish() -> Sequence[Draft]:
            if said and (work := self._works.get(said[0])) and work.person == person:
                self._works.forget(work.id)
            return [
                *toast(incoming.query, admin.NOTHING_DONE),
                *without_buttons(incoming),
            ]

        return finish

    def _asked(self, person: int, id_: str) -> Work | None:
        work = self._works.get(id_)
        return work if work and work.person == person and work.state == "asked" else None

    # Builds: what changes, publish, take back.

    async def _see(self, person: int, incoming: Incoming, _: list[str]) -> Finish:
        return lambda: self._begin(incoming, "compare", person, {})

    async def _ask_publish(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        number = int(said[0])
        return await self._offered(incoming, lambda: library.publishing(self._home, number))

    async def _ask_back(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        number = int(said[0])
        return await self._offered(incoming, lambda: library.taking_back(self._home, number))

    async def _offered(self, incoming: Incoming, offer: Callable[[], list[Draft]]) -> Finish:
        drafts = await asyncio.to_thread(offer)
        return lambda: [*toast(incoming.query), *drafts]

    async def _publish(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        task = {"number": int(said[0])}
        return lambda: self._begin(incoming, "publish", person, task)

    async def _undo(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        task = {"number": int(said[0]), "now": int(said[1])}
        return lambda: self._begin(incoming, "roll back", person, task)

    # Against the gate: with a reason in words.

    async def _ask_reason(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        number = int(said[0])

        def finish() -> Sequence[Draft]:
            self._works.forget(_reason_of(person))
            self._works.begin(_reason_of(person), "publish", person, {"number": number}, "asked")
            return [*toast(incoming.query), *without_buttons(incoming), *say_text(admin.WHY_ANYWAY)]

        return finish

    def _reason(self, person: int, incoming: Incoming) -> Finish | None:
        """Take words as the reason that was asked for; a command is none, and ends the asking."""
        work = self._works.get(_reason_of(person))
        if work is None or "reason" in work.task:
            return None
        if incoming.command or time.time() - work.at > ASKED_S:
            self._works.forget(work.id)
            cancelled = incoming.command == "cancel"
            return (lambda: say_text(admin.NOTHING_DONE)) if cancelled else None
        reason = " ".join(incoming.text.split())[:1000]
        if len(reason) < admin.SHORTEST_REASON:
            return lambda: say_text(admin.EMPTY_REASON)
        number = int(work.task["number"])

        def finish() -> Sequence[Draft]:
            self._works.keep(replace(work, task={"number": number, "reason": reason}))
            rows = (
                ((admin.YES_PUBLISH, f"a:force:{number}"),),
                ((admin.LEAVE, f"a:no:{work.id}"),),
            )
            return say(admin.sure_anyway(number, reason), rows)

        return finish

    async def _force(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        asked = self._works.get(_reason_of(person))
        if asked is None or asked.task.get("number") != int(said[0]) or "reason" not in asked.task:
            return lambda: self._old(incoming)
        task = dict(asked.task)

        def finish() -> Sequence[Draft]:
            drafts = self._begin(incoming, "publish", person, task)
            self._works.forget(asked.id)
            return drafts

        return finish

    # Documents that go.

    async def _ask_remove(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        name = await asyncio.to_thread(library.named, self._home, said[0])
        if name is None:
            return lambda: self._old(incoming)
        rows = (((admin.YES_REMOVE, f"a:del:{said[0]}"),), ((admin.LEAVE, "a:no"),))
        return lambda: [*toast(incoming.query), *say_text(admin.sure_remove(name), rows)]

    async def _remove(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        name = await asyncio.to_thread(library.named, self._home, said[0])
        if name is None:
            return lambda: self._old(incoming)
        return lambda: self._begin(incoming, "remove", person, {"name": name})

    async def _again(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        work = self._works.get(said[0])
        if work is None or work.state != "failed":
            return lambda: self._old(incoming, admin.GONE)
        return lambda: self._begin(incoming, work.kind, person, work.task)

    def _begin(self, incoming: Incoming, kind: Kind, person: int, task: Any) -> Sequence[Draft]:
        """Begin a piece of work; the update it came by is its id, so that it is begun once."""
        self._works.begin(f"{CHANNEL}{incoming.update}", kind, person, task)
        self._follower.begun()
        return [*toast(incoming.query), *(without_buttons(incoming) if incoming.query else [])]

    def _old(self, incoming: Incoming, text: str = admin.OLD_BUTTON) -> Sequence[Draft]:
        return [*toast(incoming.query, text), *without_buttons(incoming)]

    async def _answer_now(self, incoming: Incoming, text: str) -> None:
        """End a press at once: Telegram shows a clock on the button for as long as it is not ended."""
        with suppress(TimeoutError, TelegramError):
            async with asyncio.timeout(ANSWER_S):
                await self._post.make(incoming.chat, Call("answer", text, query=incoming.query))


def _reason_of(person: int) -> str:
    return f"r{person}"


def _file(work: Work) -> File:
    return File(**work.task["file"])
