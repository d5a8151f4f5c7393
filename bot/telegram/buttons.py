"""Buttons that are not the conversation's: under suggestions, goals, and before something is forgotten.

Each carries the id of what it is about, so it is good for as long as that is there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

from bot.conversation import Again
from bot.conversation.prompts import prompt
from bot.conversation.results import details_of
from bot.guidance.editions import Editions
from bot.store.assessments import SavedSuggestion
from bot.store.shares import SharedFields
from bot.telegram.calls import Call, Row
from bot.telegram.clock import day, now
from bot.telegram.dealings import Dealings
from bot.telegram.drafts import Draft, Finish, change, say, say_text, toast
from bot.telegram.incoming import Incoming
from bot.telegram.memory import Memory
from bot.telegram.personal import goal_buttons, reminder_buttons
from bot.telegram.talking import Talking
from bot.text import conversation, membership, profile, staff
from bot.text.markup import Marked

_SHAPE = re.compile(r"(?P<kind>[sgrfht])(?P<ids>[0-9.]{0,48}):(?P<what>[a-z0-9:]{1,32})")

ALL_TICKED = 0b0111
"""What is ticked at first: words, level and next steps, and not the name."""


class Buttons:
    """Takes presses.

    Args:
        memory: what is known of people.
        dealings: their goals, teams and shares.
        talking: takes turns of the conversation.
        editions: carries levels of older editions to the newest.
    """

    def __init__(self, memory: Memory, dealings: Dealings, talking: Talking, editions: Editions) -> None:
        self._memory, self._dealings, self._talking = memory, dealings, talking
        self._editions = editions

    async def press(self, person: int, incoming: Incoming) -> Finish | None:
        """Take a press; None for a button nobody knows."""
        shape = _SHAPE.fullmatch(incoming.text)
        if shape is None:
            return None
        ids = [int(each) for each in shape["ids"].split(".") if each]
        what = shape["what"]
        if shape["kind"] == "f":
            return await self._forgetting(person, incoming, what)
        if (shape["kind"], what) == ("s", "again"):
            return await self._again(person, incoming, ids)
        takers: dict[str, Callable[[int, Incoming, list[int], str], Sequence[Draft]]] = {
            "s": self._suggestion,
            "g": self._goal,
            "r": self._reminder,
            "h": self._share,
            "t": self._team,
        }
        return lambda: takers[shape["kind"]](person, incoming, ids, what)

    async def _again(self, person: int, incoming: Incoming, ids: list[int]) -> Finish:
        """Ask again about a level of an older edition, under the newest."""
        held = next((each for each in self._memory.held(person) if each.suggestion in ids), None)
        choice = await asyncio.to_thread(self._editions.choice, held) if held else None
        one = self._memory.suggested(person, held.suggestion) if held else None
        if one is None or choice is None:
            return lambda: toast(incoming.query, staff.OLD_OR_GONE)
        return await self._talking.ask_again(person, incoming, Again(one.activities, choice))

    def _suggestion(self, person: int, incoming: Incoming, ids: list[int], what: str) -> Sequence[Draft]:
        kept = [one for each in ids if (one := self._memory.suggested(person, each))]
        # Buttons of earlier versions name what was not suggested, too.
        found = [one for one in kept if one.suggested]
        if not found:
            return toast(incoming.query, staff.OLD_OR_GONE)
        makers: dict[str, Callable[[int, Incoming, list[SavedSuggestion]], Sequence[Draft]]] = {
            "why": _why,
            "notme": self._not_me,
            "share": self._whom,
            "pdf": _pdf,
            "goal": self._new_goal,
        }
        maker = makers.get(what)
        return maker(person, incoming, found) if maker else toast(incoming.query, conversation.UNKNOWN_BUTTON)

    def _not_me(self, person: int, incoming: Incoming, found: list[SavedSuggestion]) -> Sequence[Draft]:
        if not self._memory.decline(person, [one.id for one in found], now()):
            return toast(incoming.query, staff.NOT_ME_NOTED)
        drafts = [*toast(incoming.query), *say_text(staff.NOT_ME_NOTED)]
        state = self._memory.state(person)
        if state.stage != "suggested":
            return drafts
        question = prompt(state)
        rows = [tuple((button["label"], button["id"]) for button in question.buttons)]
        return [*drafts, *say_text(question.text, rows)]

    def _whom(self, person: int, incoming: Incoming, found: list[SavedSuggestion]) -> Sequence[Draft]:
        teams = self._dealings.teams(person)
        if not teams:
            return [*toast(incoming.query), *say_text(staff.NO_TEAM)]
        rows = [((staff.which_share(name), f"h{found[0].id}:{team}:t{ALL_TICKED}"),) for team, name in teams]
        return [*toast(incoming.query), *say_text(staff.SHARE_WITH_WHOM, [*rows, ((staff.KEEP_IT, "f:no"),)])]

    def _share(self, person: int, incoming: Incoming, ids: list[int], what: str) -> Sequence[Draft]:
        """Let the person tick what the coach may see, share it when they say so, and take it back."""
        found = self._memory.suggested(person, ids[0]) if ids else None
        shape = re.fullmatch(r"(\d{1,18}):([tsb])(\d{1,2})", what)
        if found is None or shape is None:
            return toast(incoming.query, staff.OLD_OR_GONE)
        names, team, mask = dict(self._dealings.teams(person)), int(shape[1]), int(shape[3])
        if shape[2] == "b" and (name := self._dealings.take_back(person, found.assessment, team, now())):
            return [*toast(incoming.query), *_changed(incoming, staff.taken_back(name))]
        if shape[2] == "b" or team not in names:
            return toast(incoming.query, staff.OLD_OR_GONE)
        if shape[2] == "t":
            rows = _ticks(found.id, team, mask)
            return [*toast(incoming.query), *_changed(incoming, staff.share_what(names[team]), rows)]
        ticked = SharedFields(
            **{name: bool(mask >> place & 1) for place, (name, _) in enumerate(staff.TICKS)}
        )
        if not self._dealings.share(person, found.assessment, team, ticked, now()):
            return toast(incoming.query, staff.TICK_MORE)
        rows = [((staff.TAKE_BACK, f"h{found.id}:{team}:b0"),)]
        return [*toast(incoming.query), *_changed(incoming, staff.shared_with(names[team]), rows)]

    def _team(self, person: int, incoming: Incoming, ids: list[int], what: str) -> Sequence[Draft]:
        """Leave a team, after a question."""
        own = next((each for each in self._dealings.own_teams(person) if each.team in ids), None)
        if own is None:
            return toast(incoming.query, membership.LEFT_ALREADY)
        if what == "leave":
            rows = (((membership.YES, f"t{own.team}:yes"), (membership.NO, "f:no")),)
            sure = membership.sure_to_leave(own.name, own.role == "coach")
            return [*toast(incoming.query), *_changed(incoming, sure, rows)]
        if what != "yes":
            return toast(incoming.query, conversation.UNKNOWN_BUTTON)
        self._dealings.leave(person, own.team, now())
        return [*toast(incoming.query), *_changed(incoming, membership.left(own.name))]

    def _new_goal(self, person: int, incoming: Incoming, found: list[SavedSuggestion]) -> Sequence[Draft]:
        goal = self._dealings.add_goal(person, found[0], now())
        if goal is None:
            return toast(incoming.query, staff.NO_HIGHER)
        return [*toast(incoming.query), *say_text(staff.SAVED_GOAL, (reminder_buttons(goal),))]

    def _goal(self, person: int, incoming: Incoming, ids: list[int], what: str) -> Sequence[Draft]:
        if not ids or not self._dealings.end_goal(person, ids[0], what == "done", now()):
            return toast(incoming.query, staff.OLD_OR_GONE)
        goals = self._dealings.goals(person)
        drafts = toast(incoming.query, staff.WELL_DONE if what == "done" else "")
        if not goals:
            return [*drafts, *_changed(incoming, staff.NO_GOALS)]
        return [*drafts, *change(incoming.message, profile.goals(goals), goal_buttons(goals))]

    def _reminder(self, person: int, incoming: Incoming, ids: list[int], what: str) -> Sequence[Draft]:
        if not what.isdecimal() or not 0 < int(what) <= 3 * 365:
            return toast(incoming.query, conversation.UNKNOWN_BUTTON)
        due = now(int(what))
        if not self._dealings.remind(person, ids[0] if ids and ids[0] else None, due, now()):
            return toast(incoming.query, staff.OLD_OR_GONE)
        return [*toast(incoming.query), *_changed(incoming, staff.reminder_set(day(due)))]

    async def _forgetting(self, person: int, incoming: Incoming, what: str) -> Finish:
        """Ask whether it is meant, and forget when it is."""
        if what == "yes:all":
            # The goodbye goes first: once all is forgotten, nobody knows whom to send it to.
            await self._talking.goodbye(incoming)
            return lambda: self._forget_all(person)
        if found := re.fullmatch(r"yes:a(\d{1,18})", what):
            return lambda: self._forget_one(person, incoming, int(found[1]))
        if re.fullmatch(r"all|a\d{1,18}", what):
            rows = (((staff.YES_FORGET, f"f:yes:{what}"),), ((staff.KEEP_IT, "f:no"),))
            sure = staff.SURE_ALL if what == "all" else staff.SURE_ONE
            return lambda: [*toast(incoming.query), *_changed(incoming, sure, rows)]
        return lambda: [*toast(incoming.query), *_changed(incoming, staff.KEPT)]

    def _forget_all(self, person: int) -> Sequence[Draft]:
        self._dealings.forget(person)
        return []

    def _forget_one(self, person: int, incoming: Incoming, assessment: int) -> Sequence[Draft]:
        known = self._dealings.forget_assessment(person, assessment, now())
        told = staff.FORGOTTEN_ONE if known else staff.OLD_OR_GONE
        return [*toast(incoming.query), *_changed(incoming, told)]


def without_buttons(incoming: Incoming) -> list[Draft]:
    """Take the buttons off the message that was pressed on."""
    return [Draft(Call("buttons", message=incoming.message))] if incoming.message else []


def _changed(incoming: Incoming, text: str, rows: Sequence[tuple[tuple[str, str], ...]] = ()) -> list[Draft]:
    return change(incoming.message, [Marked(text)], rows)


def _why(_: int, incoming: Incoming, found: list[SavedSuggestion]) -> Sequence[Draft]:
    drafts = toast(incoming.query)
    for one in found:
        drafts += say(staff.reasons(one.conclusion, details_of(one.conclusion, one.given)))
    return drafts


def _pdf(_: int, incoming: Incoming, found: list[SavedSuggestion]) -> Sequence[Draft]:
    call = Call("document", made={"suggestion": found[0].id})
    return [*toast(incoming.query), Draft(call)]


def _ticks(suggestion: int, team: int, mask: int) -> list[Row]:
    """Lay out what a coach may see, each with a tick to put or to take away."""
    rows: list[Row] = [
        (
            (
                f"{'☑' if mask >> place & 1 else '☐'} {label}",
                f"h{suggestion}:{team}:t{mask ^ 1 << place}",
            ),
        )
        for place, (_, label) in enumerate(staff.TICKS)
    ]
    return [*rows, ((staff.SHARE_NOW, f"h{suggestion}:{team}:s{mask}"), (staff.KEEP_IT, "f:no"))]
