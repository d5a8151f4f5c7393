"""Who answers what: an update goes to the conversation, to a command of the person's own, or to a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation.phrases import days_until
from bot.conversation.prompts import prompt
from bot.guidance.editions import Editions
from bot.telegram import buttons
from bot.telegram.clock import now
from bot.telegram.dealings import Dealings
from bot.telegram.drafts import Draft, Finish, say_text, toast
from bot.telegram.files import Files
from bot.telegram.incoming import Incoming
from bot.telegram.memory import Memory
from bot.telegram.personal import Personal
from bot.telegram.rendering import asked
from bot.telegram.strangers import AGREE
from bot.telegram.talking import Talking
from bot.text import conversation, membership, staff

CONVERSATION = ("start", "back", "skip", "cancel", "help")
"""Commands that the conversation takes."""


class Desk:
    """Answers updates of people who agreed.

    Args:
        memory: what is known of people.
        dealings: their goals, teams and shares.
        talking: takes turns of the conversation.
        files: reads job descriptions.
        own: the person's own commands.
        editions: carries levels of older editions to the newest.
    """

    def __init__(
        self,
        memory: Memory,
        dealings: Dealings,
        talking: Talking,
        files: Files,
        own: Personal,
        editions: Editions,
    ) -> None:
        self._memory, self._dealings, self._talking = memory, dealings, talking
        self._files, self._own = files, own
        self._buttons = buttons.Buttons(memory, dealings, talking, editions)

    async def answer(self, person: int, incoming: Incoming) -> Finish:
        """Do what is slow, and return what writes the turn down and tells what to say."""
        match incoming.kind:
            case "text":
                return await self._text(person, incoming)
            case "press":
                return await self._press(person, incoming)
            case "file":
                return await self._file(person, incoming)
            case "left":
                return self._noted(lambda: self._memory.left(person, now()))
            case "back" | "nothing" | "elsewhere":
                return self._noted(lambda: self._memory.seen(person, now()))
            case "edited":
                return lambda: say_text(staff.EDITED)
            case "other":
                return lambda: [*say_text(staff.WORDS_OR_FILE), *self._where_we_stand(person)]

    async def _text(self, person: int, incoming: Incoming) -> Finish:
        command = incoming.command
        if command == "start" and incoming.argument:
            return lambda: self._linked(person, incoming.argument)
        if command == "profile":
            return await self._own.profile(person)
        if command and command not in CONVERSATION:
            return lambda: self._own.command(person, incoming)
        if (days := days_until(incoming.text)) is not None:
            return lambda: self._own.remind(person, days)
        return await self._talking.take(person, incoming)

    async def _press(self, person: int, incoming: Incoming) -> Finish:
        what = incoming.text
        if what.partition(":")[0] == AGREE:
            return lambda: self._agreed(person, incoming)
        if what.startswith("q"):
            return await self._talking.take(person, incoming)
        finish = await self._buttons.press(person, incoming)
        return finish or (lambda: toast(incoming.query, conversation.UNKNOWN_BUTTON))

    async def _file(self, person: int, incoming: Incoming) -> Finish:
        assert incoming.file is not None
        async with self._talking.shown_typing(incoming):
            read = await self._files.read(incoming.file)
        if read.problem:
            problem = read.problem
            return lambda: [*say_text(problem), *self._where_we_stand(person)]
        return await self._talking.take(person, incoming, read.text)

    def _agreed(self, person: int, incoming: Incoming) -> Sequence[Draft]:
        """Begin with somebody who has just agreed; a second tap changes nothing."""
        if self._memory.began(person):
            return toast(incoming.query, staff.ALREADY_AGREED)
        state = self._talking.begin(person)
        code = incoming.text.partition(":")[2]
        drafts = [*toast(incoming.query), *buttons.without_buttons(incoming)]
        drafts += self._joined(person, code) if code else []
        return [*drafts, *say_text(f"{staff.WELCOME}\n\n{prompt(state).text}")]

    def _linked(self, person: int, code: str) -> Sequence[Draft]:
        """Take a link that brings somebody into a team; the conversation stands where it stood."""
        return [*self._joined(person, code), *self._where_we_stand(person)]

    def _joined(self, person: int, code: str) -> Sequence[Draft]:
        team = self._dealings.join(person, code, now())
        return say_text(staff.joined(team) if team else membership.WRONG_LINK)

    def _where_we_stand(self, person: int) -> Sequence[Draft]:
        """Ask the present question again."""
        state = self._memory.state(person)
        if state.stage == "new":
            return []
        return asked(prompt(state), self._memory.has_live(person))

    def _noted(self, note: Callable[[], object]) -> Finish:
        def finish() -> Sequence[Draft]:
            note()
            return []

        return finish
