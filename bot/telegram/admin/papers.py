"""Files for an admin, written when they are sent, like all files (`bot.telegram.making`)."""

from __future__ import annotations

import asyncio

from bot.jobs.job import Works
from bot.telegram.calls import Call
from bot.telegram.making import Made
from bot.telegram.sending import Maker


class Papers:
    """Makes what admins are sent, and leaves the rest to who makes it for all.

    Args:
        others: makes everything else.
        works: of the home.
    """

    def __init__(self, others: Maker, works: Works) -> None:
        self._others, self._works = others, works

    async def make(self, person: int, call: Call) -> Made | None:
        """Return the bytes and the name of what a call sends, None where it is there no more."""
        made = call.made or {}
        if "difference" in made:
            return await asyncio.to_thread(self._difference, str(made["difference"]))
        if "problems" in made:
            return await asyncio.to_thread(self._problems, str(made["problems"]))
        return await self._others.make(person, call)

    def _difference(self, id_: str) -> Made | None:
        from bot.jobs.comparison_page import page

        found = self._works.difference(id_)
        return (page(found).encode(), f"build-{found['after']}-changes.html") if found else None

    def _problems(self, id_: str) -> Made | None:
        from bot.text.documents import problems_file

        work = self._works.get(id_)
        return (problems_file(work.result).encode(), "problems.txt") if work else None
