"""Sentences about people, their roles and their teams, for admins and for the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.text.markup import Marked

if TYPE_CHECKING:
    from bot.store.engine import Reason
    from bot.store.people import Membership, Person
    from bot.store.teams import Member, Team

MAKE_COACH, MAKE_STAFF, REMOVE = "Make coach", "Make staff", "Remove"
MAKE_ADMIN, UNMAKE_ADMIN, SIGN_OUT = "Make admin", "Remove as admin", "Sign out of the console"
RENEW_LINK, TO_PEOPLE, TO_TEAMS, MORE = "Renew the link", "All people", "All teams", "More"
LEAVE_TEAM, YES, NO = "Leave", "Yes", "No, leave it"

NO_TEAMS = "There are no teams yet. To create one, add its name: /team Key accounts"
NOT_AN_ADMIN = "Only admins can do that, and you are not one at the moment. Nothing has changed."
ALREADY_SO = "That is so already. Nothing has changed."
IN_NO_TEAM = "You are in no team, so there is none to leave."
LEFT_ALREADY = "You are not in that team any more."
WRONG_LINK = (
    "That link isn't good any more: it was used, it is too old, or the team's link was renewed. Everything"
    " else works as always. Ask your coach or an admin for a new one."
)

REFUSED: dict[Reason, str] = {
    "last-admin": "That is the last admin, so nothing has changed: make somebody else an admin first.",
    "not-allowed": NOT_AN_ADMIN,
    "not-there": "That person or team is not there any more. Nothing has changed.",
}
"""Why a change is not made, by the store's reason."""


def no_people(text: str) -> str:
    """Say that a search finds nobody."""
    return (
        f"Nobody's name holds “{text}”, and nobody has that Telegram id." if text else "Nobody is here yet."
    )


def no_team(name: str, teams: Sequence[str]) -> str:
    """Say that there is no team of a name, and which there are."""
    there = f"the teams are {', '.join(teams)}" if teams else "there is none yet"
    return f"There is no team “{name}”; {there}."


def not_in_team(name: str, team: str) -> str:
    """Say that a person is not in a team."""
    return f"{name} is not in {team}, so nothing has changed."


def people(count: int, first: int, shown: int, text: str = "") -> list[Marked]:
    """Head a list of people.

    Args:
        count: of all that were found.
        first: place of the first one shown, from 0.
        shown: how many are.
        text: that was searched for.
    """
    head = f"People found for “{text}”" if text else "People"
    part = "" if shown == count else f", {first + 1} to {first + shown}"
    return [Marked(head, "b"), Marked(f": {count}{part}. Tap one to see or change what they may do.")]


def teams(count: int, first: int, shown: int) -> list[Marked]:
    """Head a list of teams."""
    part = "" if shown == count else f", {first + 1} to {first + shown}"
    return [Marked("Teams", "b"), Marked(f": {count}{part}. Tap one to see who is in it.")]


def person(one: Person) -> list[Marked]:
    """Show a person to an admin: what they may do, and where."""
    seen = f"Telegram id {one.telegram}. Here since {_day(one.consented_at)}, last seen {_day(one.seen_at)}."
    role = "Admin of this Rung. " if one.role == "admin" else ""
    listed = ", ".join(f"{each.name} ({each.role})" for each in one.teams) or "none"
    return [Marked(one.name, "b"), Marked(f"\n{role}{seen}\nTeams: {listed}.")]


def team(one: Team, members: Sequence[Member], link: str, first: int, shown: int) -> list[Marked]:
    """Show a team to an admin."""
    coaches = sum(each.role == "coach" for each in members)
    part = "" if shown == len(members) else f" Shown: {first + 1} to {first + shown}."
    count = f"Members: {len(members)}, of them coaches: {coaches}.{part}"
    warning = "" if coaches else "\nIt has no coach, so nobody sees what is shared with it."
    return [Marked(one.name, "b"), Marked(f"\n{count}{warning}\nThe link that brings people in:\n{link}")]


def person_label(one: Person) -> str:
    """Label the button of a person."""
    return one.name if one.role == "staff" else f"{one.name} ({one.role})"


def member_label(one: Member) -> str:
    """Label the button of a member."""
    return one.name if one.role == "staff" else f"{one.name} ({one.role})"


def sure(action: str, name: str, team: str) -> str:
    """Ask an admin before something is changed.

    Args:
        action: of `bot.telegram.administration.Action`.
        name: of the person, empty where it is about a team alone.
        team: its name, empty where it is about none.
    """
    return {
        "coach": f"Make {name} a coach of {team}? They see what people share with that team.",
        "staff": f"Make {name} staff of {team}? They see nothing of what is shared with it any more.",
        "remove": f"Remove {name} from {team}? What they shared with it is taken back, and what they see of"
        " it as coach goes from their chat at once.",
        "admin": f"Make {name} an admin? They can change documents, builds, teams and what people may do.",
        "unadmin": f"Remove {name} as admin? They are signed out of the console at once.",
        "signout": f"Sign {name} out of the console on every device? They can get a new link with /console.",
        "renew": f"Renew the link of {team}? The old link and the team's open invitations stop working; its"
        " members stay.",
    }[action]


def done(action: str, name: str, team: str, link: str = "") -> str:
    """Confirm a change to whoever made it; arguments as of `sure`, ``link`` the team's new one."""
    return {
        "coach": f"{name} is a coach of {team} now.",
        "staff": f"{name} is staff of {team} now.",
        "remove": f"{name} is not in {team} any more.",
        "admin": f"{name} is an admin now.",
        "unadmin": f"{name} is not an admin any more.",
        "signout": f"{name} is signed out of the console on every device.",
        "renew": f"The link of {team} is renewed; the old one does not work any more. The new one:\n{link}",
    }[action]


def told(action: str, team: str) -> str:
    """Tell a person what was changed for them; empty where there is nothing to tell.

    Args:
        action: as of `sure`.
        team: its name, empty where it is about none.
    """
    return {
        "coach": f"You are a coach of the team {team} now. /queue shows what waits for you.",
        "staff": f"You are not a coach of the team {team} any more; you are still in it.",
        "remove": f"You are not in the team {team} any more. What you shared with it is taken back: its"
        " coaches see nothing of it now.",
        "admin": "You are an admin of this Rung now. /help shows what you can do.",
        "unadmin": "You are not an admin of this Rung any more. Everything else works as always.",
        "signout": "You were signed out of the console on every device. /console gives you a new link.",
        "renew": f"The link of the team {team} was renewed: the old one brings nobody in any more. /team"
        " shows the new one.",
    }[action]


def settings_decide(admin: bool, named: bool) -> str:
    """Warn where RUNG_ADMINS will undo a change at the next start; empty where it agrees.

    Args:
        admin: what the person is made.
        named: whether RUNG_ADMINS names them.
    """
    if admin and not named:
        return "RUNG_ADMINS does not name them, so this holds until the bot's next start. Add their id there."
    if named and not admin:
        return (
            "RUNG_ADMINS still names them, so they are an admin again at the next start. Take their id out."
        )
    return ""


def admins_settled(made: int, unmade: int) -> str:
    """Say what RUNG_ADMINS changed at a start; empty for nothing."""
    parts = []
    if made:
        parts.append(f"{made} made admin")
    if unmade:
        parts.append(f"{unmade} no longer admin")
    return f"RUNG_ADMINS decides: {', '.join(parts)}." if parts else ""


def admins_left(count: int) -> str:
    """Say that RUNG_ADMINS is not set, so that admins stay who they were; empty where there is none."""
    who = "1 person stays an admin" if count == 1 else f"{count} people stay admins"
    return f"RUNG_ADMINS is not set here: {who} (see rung people list)." if count else ""


def which_to_leave(teams: Sequence[Membership]) -> str:
    """Offer a person to leave their teams."""
    listed = "\n".join(f"• {each.name}{' (you coach it)' if each.role == 'coach' else ''}" for each in teams)
    return f"Your teams:\n{listed}\nYou can leave one; what you share with it is then taken back."


def leave_label(team: str) -> str:
    """Label the button that leaves a team."""
    return f"{LEAVE_TEAM} {team}"


def sure_to_leave(team: str, coach: bool) -> str:
    """Ask before a person leaves a team."""
    also = " You are no longer its coach then." if coach else ""
    return (
        f"Leave the team {team}? What you share with it is taken back, and its coaches see nothing of it"
        f" any more.{also} You need the team's link to come back."
    )


def left(team: str) -> str:
    """Confirm that a person left a team."""
    return f"You have left the team {team}. What you shared with it is taken back."


def _day(at: str) -> str:
    when = datetime.fromisoformat(at)
    return f"{when.day} {when:%b %Y}"
