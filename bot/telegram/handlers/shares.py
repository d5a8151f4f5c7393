"""Shares: what a person lets the coaches of a team see of an assessment, and how they take it back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store import assessments, shares
from bot.store.assessments import Assessment, SavedSuggestion
from bot.store.engine import RefusedError
from bot.store.shares import SharedFields
from bot.store.teams import Teams
from bot.telegram.handlers import STAFF, App, press
from bot.telegram.keyboards import KEEP, OfShare, Row
from bot.telegram.notifications import Notifications
from bot.telegram.records import Records
from bot.telegram.render import Draft, answer_press, say_text, toast
from bot.telegram.turn import Turn
from bot.text import reviews, staff
from bot.times import now

LISTED = 8
"""Shares offered to be taken back; keyboards longer than that cannot be read on a phone."""
TICKED_AT_FIRST = 0b0111
"""Words, level and next steps, and not the name."""


class ShareHandlers:
    """Handles shares."""

    def __init__(self, records: Records, notifications: Notifications) -> None:
        self._records, self._db = records, records.database
        self._teams, self._notifications = Teams(records.database), notifications

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        app.add_handler(press(OfShare, self._press), STAFF)

    def ask_with_whom(self, turn: Turn, one: SavedSuggestion) -> Sequence[Draft]:
        """Ask which team may see a suggestion."""
        teams = self.teams_with_coach(turn.person)
        if not teams:
            return [*toast(turn.query), *say_text(staff.NO_TEAM)]
        rows: list[Row] = [
            ((staff.which_share(name), str(OfShare(one.id, team, "t", TICKED_AT_FIRST))),)
            for team, name in teams.items()
        ]
        return [*toast(turn.query), *say_text(staff.SHARE_WITH_WHOM, [*rows, ((staff.KEEP_IT, KEEP),)])]

    def buttons_to_take_back(self, person: int) -> list[Row]:
        """Offer to take back what is shared."""
        shown: list[Row] = []
        for each in shares.shares_of(self._db, person):
            run = assessments.one(self._db, person, each.assessment)
            if each.taken_back_at is None and run and run.suggestions:
                data = str(OfShare(run.suggestions[0].id, each.team, "b"))
                shown.append(((reviews.taking_back(_skills(run), each.team_name), data),))
        return shown[-LISTED:]

    def _press(self, turn: Turn, pressed: OfShare) -> Sequence[Draft]:
        """Let the person tick what the coach may see, share it when they say so, and take it back."""
        found = self._records.suggestion(turn.person, pressed.suggestion)
        if found is None:
            return toast(turn.query, staff.OLD_OR_GONE)
        if pressed.action == "b":
            name = self._take_back(turn.person, found.assessment, pressed.team)
            return (
                answer_press(turn, staff.taken_back(name)) if name else toast(turn.query, staff.OLD_OR_GONE)
            )
        name = self.teams_with_coach(turn.person).get(pressed.team)
        if name is None:
            return toast(turn.query, staff.OLD_OR_GONE)
        if pressed.action == "t":
            return answer_press(turn, staff.share_what(name), _ticks(pressed))
        ticked = SharedFields(
            **{field: bool(pressed.ticked >> place & 1) for place, (field, _) in enumerate(staff.TICKS)}
        )
        if not self._share(turn.person, found.assessment, pressed.team, ticked):
            return toast(turn.query, staff.TICK_MORE)
        rows = [((staff.TAKE_BACK, str(OfShare(found.id, pressed.team, "b"))),)]
        return answer_press(turn, staff.shared_with(name), rows)

    def _share(self, person: int, assessment: int, team: int, ticked: SharedFields) -> bool:
        """Share an assessment, and tell coaches for whom nothing waited that something does."""
        idle = self._notifications.idle(team)
        try:
            shares.share(self._db, person, assessment, team, ticked, now())
        except RefusedError:
            return False
        self._notifications.waits(idle)
        return True

    def _take_back(self, person: int, assessment: int, team: int) -> str | None:
        """Take back what was shared with a team; return its name, None where nothing is."""
        shared = shares.shares_of(self._db, person, assessment)
        names = [each.team_name for each in shared if each.team == team and each.taken_back_at is None]
        shares.take_back(self._db, person, now(), assessment=assessment, team=team)
        return names[0] if names else None

    def teams_with_coach(self, person: int) -> dict[int, str]:
        """Return the names of a person's teams that have a coach other than them."""
        own = self._records.person(person).teams
        return {each.team: each.name for each in own if set(self._teams.coaches(each.team)) - {person}}


def _skills(run: Assessment) -> str:
    named = [one.conclusion["ladder"]["skill"] for one in run.suggestions if one.suggested]
    return ", ".join({name.casefold(): name for name in named}.values())


def _ticks(pressed: OfShare) -> list[Row]:
    """Lay out what a coach may see, each with a tick to put or to take away."""
    rows: list[Row] = []
    for place, (_, label) in enumerate(staff.TICKS):
        tick = "☑" if pressed.ticked >> place & 1 else "☐"
        changed = OfShare(pressed.suggestion, pressed.team, "t", pressed.ticked ^ 1 << place)
        rows.append(((f"{tick} {label}", str(changed)),))
    share = str(OfShare(pressed.suggestion, pressed.team, "s", pressed.ticked))
    return [*rows, ((staff.SHARE_NOW, share), (staff.KEEP_IT, KEEP))]
