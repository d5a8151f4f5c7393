"""Each person's conversation: its state, the input it expects, the assessment under way, their menu."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import times
from bot.store.engine import ONE, Database
from bot.store.schema import chats, conversations, expected_inputs, members, people

EXPECTED_MINUTES = 60
"""Minutes that an input is expected: what is written much later is likely meant for something else."""

_LOAD = (
    select(
        conversations.c.state,
        conversations.c.build,
        chats.c.live,
        chats.c.assessment,
        expected_inputs.c.purpose,
        expected_inputs.c.at.label("asked_at"),
    )
    .select_from(people)
    .outerjoin(conversations, conversations.c.person == people.c.id)
    .outerjoin(chats, chats.c.person == people.c.id)
    .outerjoin(expected_inputs, expected_inputs.c.person == people.c.id)
    .where(people.c.id == ONE)
)
_CONVERSATION = insert(conversations)
_SAVE = _CONVERSATION.on_conflict_do_update(
    index_elements=[conversations.c.person],
    set_={name: _CONVERSATION.excluded[name] for name in ("state", "build", "at")},
)
_BUILDS = select(conversations.c.build).distinct().order_by(conversations.c.build)

_INPUT = insert(expected_inputs)
_EXPECT = _INPUT.on_conflict_do_update(
    index_elements=[expected_inputs.c.person],
    set_={"purpose": _INPUT.excluded.purpose, "at": _INPUT.excluded.at},
)
_FORGET_EXPECTED = delete(expected_inputs).where(expected_inputs.c.person == ONE)

_CHAT = insert(chats)
_ASSESSMENT = select(chats.c.assessment).where(chats.c.person == ONE)
_SET_ASSESSMENT = _CHAT.on_conflict_do_update(
    index_elements=[chats.c.person], set_={"assessment": _CHAT.excluded.assessment}
)
_END_ASSESSMENT = update(chats).where(chats.c.person == ONE).values(assessment=None)

_COACH = people.c.id.in_(select(members.c.person).where(members.c.role == "coach"))
_ROLE = case(
    ((people.c.admin == 1) & _COACH, "both"), (people.c.admin == 1, "admin"), (_COACH, "coach"), else_="staff"
)
_STALE_MENUS = (
    select(people.c.id, people.c.telegram, _ROLE.label("role"))
    .outerjoin(chats, chats.c.person == people.c.id)
    .where(people.c.blocked_at.is_(None), func.coalesce(chats.c.menu, "staff") != _ROLE)
    .order_by(people.c.id)
)
_SET_MENU = (
    insert(chats)
    .from_select(["person", "menu"], select(people.c.id, bindparam("listed")).where(people.c.id == ONE))
    .on_conflict_do_update(index_elements=[chats.c.person], set_={"menu": _CHAT.excluded.menu})
)
_RESET_MENUS = update(chats).where(chats.c.menu.is_not(None)).values(menu="")


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation as it was left, and what belongs to it.

    Args:
        state: JSON of `bot.conversation.State`; None before the first turn.
        live: the lasting message that shows what was understood so far.
        assessment: under way; None if the next suggestion begins one.
        purpose: of the input that is expected, JSON of the channel's own; None if none is.
    """

    state: str | None = None
    build: int | None = None
    live: int | None = None
    assessment: int | None = None
    purpose: str | None = None
    asked_at: str | None = None

    def expected(self, at: str) -> str | None:
        """Return what the input is for that the person writes now; None if none is expected."""
        if self.asked_at is None or times.later(self.asked_at, minutes=EXPECTED_MINUTES) <= at:
            return None
        return self.purpose


def load(database: Database, person: int) -> SavedConversation:
    """Return a person's conversation."""
    return SavedConversation(*(database.row(_LOAD, one=person) or ()))


def save(database: Database, person: int, state: str, build: int, at: str) -> None:
    """Save a person's conversation in place of what was saved before.

    Args:
        state: JSON of `bot.conversation.State`.

    Raises:
        sqlite3.IntegrityError: there is no such person.
    """
    database.execute(_SAVE, person=person, state=state, build=build, at=times.checked(at))


def builds(database: Database) -> tuple[int, ...]:
    """Return the builds that conversations use, ascending."""
    return tuple(row.build for row in database.rows(_BUILDS))


def expect(database: Database, person: int, purpose: str, at: str) -> None:
    """Expect that a person's next message is an input.

    Args:
        purpose: what it is for; JSON of the channel's own.
    """
    database.execute(_EXPECT, person=person, purpose=purpose, at=times.checked(at))


def forget_expected(database: Database, person: int) -> None:
    """Expect no input any more."""
    database.execute(_FORGET_EXPECTED, one=person)


def assessment(database: Database, person: int) -> int | None:
    """Return a person's assessment under way; None if the next suggestion begins one."""
    found: int | None = database.value(_ASSESSMENT, one=person)
    return found


def set_assessment(database: Database, person: int, assessment: int) -> None:
    """Make an assessment the one under way."""
    database.execute(_SET_ASSESSMENT, person=person, assessment=assessment)


def end_assessment(database: Database, person: int) -> None:
    """Let the next suggestion begin an assessment."""
    database.execute(_END_ASSESSMENT, one=person)


def stale_menus(database: Database) -> list[tuple[int, int, str]]:
    """Return whose menu does not list the commands of their role: the person, their chat and the role.

    The role is staff, coach, admin, or both for an admin who coaches.
    """
    return [(row.id, row.telegram, row.role) for row in database.rows(_STALE_MENUS)]


def set_menu(database: Database, person: int, role: str) -> None:
    """Note that a person's menu lists the commands of a role."""
    database.execute(_SET_MENU, one=person, listed=None if role == "staff" else role)


def reset_menus(database: Database) -> None:
    """Let all menus but those of staff be set anew: their commands may have changed."""
    database.execute(_RESET_MENUS)
