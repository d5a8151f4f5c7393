"""Sentences for staff on Telegram."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.model import Conclusion, Suggestion
from bot.text import suggestions as suggestion_text
from bot.text.courses import LEARN
from bot.text.levels import only_level, suggested_levels
from bot.text.markup import Marked

AGREE = "I agree, let's begin"
WHY, NOT_ME, SHARE, PDF = "Why?", "Not me", "Share with a coach", "PDF report"
MAKE_GOAL, GOALS, DONE, LEAVE_OUT = "Make it a goal", "Goals", "Done", "Leave it"
IN_MONTHS = ((1, "In 1 month"), (3, "In 3 months"), (6, "In 6 months"))
ALL_OF_IT, KEEP_IT, YES_FORGET = "Everything", "Keep it all", "Yes, delete it"

WELCOME = "Welcome!"
FRESH_START = "Starting over. My earlier suggestions are in /profile."
ALREADY_AGREED = "You have already agreed, so we can carry on."
WORDS_OR_FILE = (
    "I can only read text and files (PDF, DOCX or TXT), so I skipped that. What was it about, in a sentence?"
)
PRIVATE_ONLY = "I only talk about people's work in private: please write to me directly."
OLD_OR_GONE = "That is no longer there, so nothing has changed."
COULD_NOT_MAKE = "Sorry, I couldn't prepare that. Please try again later."
SHEET = "For your yearly conversation: what you did, where you stand, what you want. It is yours to give."
SAVED_GOAL = "Saved as a goal: /goals."
REMIND_WHEN = "When should I ask again? Press one, or say “remind me next Friday” or “in 6 weeks”."
REMIND_TOO_FAR = "That is too far away: I can remind you within three years. When should I ask again?"
NO_GOALS = "You have no goals yet. Work out a skill with me, and I'll offer its next level as a goal."
NOTHING_YET = "Nothing here yet. Tell me what you do at work, and in five minutes there will be."
WHAT_TO_FORGET = "What should I delete? This can't be undone."
FORGOTTEN_ONE = "Deleted, with everything that belonged to it."
FORGOTTEN_ALL = (
    "Deleted: everything you told me, all suggestions, files and your name. /start begins again whenever"
    " you like."
)
KEPT = "Nothing has changed."
READING = "I've got your file and am reading it…"
EXPORT = "Everything I hold about you: as data, and as a report to read."
CANNOT_EXPORT_YET = "There is nothing to export yet."
NO_REMINDER = "OK, no reminder."
NO_TEAM = (
    "You are not in a team yet, so there is no coach to share with. Ask the person who runs Rung for your"
    " team's link."
)
UNKNOWN_COMMAND = "I don't know that command. /help shows those I know."

COULD_NOT_FETCH = (
    "I couldn't download that file from Telegram. Please send it again, or paste the main parts."
)
NOTHING_IN_FILE = (
    "I found no text in that file. Is it a picture of a page? Please send the main parts as text."
)
SHARE_WITH_WHOM = "Which coach should see it? In the next step you choose what they see."
TICKS = (
    ("activities", "What I do, in my words"),
    ("level", "The level and why"),
    ("next_steps", "My next steps"),
    ("name", "My name"),
    ("examples", "Rung may learn from my words"),
)
SHARE_NOW, TAKE_BACK = "Share it", "Take it back"
TICK_MORE = "Tick your words or the level: without either there is nothing for a coach to look at."
NO_HIGHER = "That is the highest level of this skill, so there is no next one to aim for."
WELL_DONE = "Well done!"
SURE_ALL = (
    "Really delete everything: what you told me, all suggestions, goals, reminders, what you shared, and"
    " your name?"
)
SURE_ONE = "Really delete this assessment, with its suggestions, reviews and reports?"

_COACHING = (("queue", "Reviews waiting for you"), ("plans", "Plans shared with you, to comment on"))
_CONSOLE = ("console", "A one-time link to the console")
_COMMANDS: dict[str, tuple[tuple[str, str], ...]] = {
    "staff": (
        ("start", "Start, or start over"),
        ("profile", "All your skills so far, and how they changed"),
        ("roles", "Roles that fit you, what they ask for, and a plan"),
        ("goals", "Your goals, and reminders"),
        ("plan", "Your plan towards a role, and how far you are"),
        ("sheet", "A PDF for your yearly conversation"),
        ("history", "Your past assessments, and who looked at them"),
        ("back", "Go back one question"),
        ("skip", "Skip this question"),
        ("cancel", "Stop here"),
        ("export", "Everything Rung holds about you"),
        ("forget", "Delete one assessment or everything"),
        ("privacy", "What is kept, where and for how long"),
        ("leave", "Leave a team"),
        ("help", "What you can type"),
    ),
    "coach": (*_COACHING, ("team", "The invitation link of your team"), _CONSOLE),
    "admin": (
        ("team", "All team links; with a name: create a team"),
        ("teams", "Team members; renew a team's link"),
        ("people", "People and their roles; with a name: search"),
        ("invite", "A link that makes somebody a coach"),
        ("documents", "All documents; send a file to add one"),
        ("diff", "What a new build would change"),
        ("publish", "Publish a build, if it passes the gate"),
        ("rollback", "Roll back the live build"),
        ("builds", "All builds, with who published them and why"),
        _CONSOLE,
    ),
}


def commands(role: str) -> tuple[tuple[str, str], ...]:
    """Return the commands of a role with what they do; coaches and admins are staff too.

    Args:
        role: staff, coach, admin, or both for an admin who coaches.
    """
    if role == "both":
        return _COMMANDS["staff"] + _COACHING + _COMMANDS["admin"]
    return _COMMANDS["staff"] + (_COMMANDS.get(role, ()) if role != "staff" else ())


def first_contact(keep_days: int) -> list[Marked]:
    """Return what Rung does and stores, shown before anything is stored."""
    return [
        Marked("Hello, I'm Rung.", "b"),
        Marked(
            " Tell me what you do at work, and I'll suggest which skill it shows, at which level, and what"
            f" the next level asks.\n\n{suggestion_text.A_PROGRAM} {suggestion_text.TO_CONTEST}\n\n"
        ),
        *_kept(keep_days),
        Marked("\n\nNothing is kept until you agree."),
    ]


def privacy(keep_days: int) -> list[Marked]:
    """Return what is stored, where and for how long."""
    return [
        Marked("Your privacy\n\n", "b"),
        Marked(f"{suggestion_text.A_PROGRAM} {suggestion_text.TO_CONTEST}\n\n"),
        *_kept(keep_days),
        Marked("\n\n/export gives you a copy of everything; /forget deletes it immediately and for good."),
    ]


def _kept(keep_days: int) -> list[Marked]:
    return [
        Marked("What I keep: ", "b"),
        Marked(
            "your name on Telegram, what you tell me about your work, your answers, what I suggested, and"
            " your goals. It stays on your organisation's own machine. No cloud model reads it; only"
            " Telegram carries it.\n"
        ),
        Marked("For how long: ", "b"),
        Marked(f"until {_days(keep_days)} after your last message, or until you use /forget.\n"),
        Marked("Who sees it: ", "b"),
        Marked("you; a coach only where you share it."),
    ]


def _days(days: int) -> str:
    return f"{days // 365} years" if days % 365 == 0 and days > 365 else f"{days} days"


def help_text(role: str) -> list[Marked]:
    """List what can be typed."""
    pieces = [
        Marked(
            "Tell me what you really do, in your own words: what, for whom, who decides, who checks."
            " Several messages are fine, and so is your job description as a file (PDF, DOCX, TXT).\n"
            "A button can be pressed, or answered by typing its words or its number. “Ask me again in 3"
            " months” sets a reminder.\n"
        )
    ]
    pieces += [Marked(f"\n/{name}: {what}") for name, what in commands(role)]
    return pieces


def answered(text: str, label: str) -> list[Marked]:
    """Show a question with the answer it got."""
    return [Marked(f"{text}\n"), Marked(f"✓ {label}", "b")]


def suggestion(summary: str, shown: Sequence[Conclusion]) -> list[Marked]:
    """Summarise a suggestion: levels, evidence, the missing fact, next steps.

    Args:
        summary: the levels in every framework.
        shown: the conclusions drawn, the likeliest first.
    """
    head, _, rest = summary.partition("\n")
    pieces = [Marked(f"{head}\n", "b"), Marked("\n".join(line.strip() for line in rest.split("\n")))]
    if shown:
        main = shown[0]["suggestion"]
        pieces += _beside(main)
        if missing := suggestion_text.missing(main):
            pieces += [Marked("\n\n"), Marked(missing, "b")]
        pieces += _steps(main)
    return pieces


MOST_BESIDE, MOST_STEPS = 2, 3


def _beside(suggestion: Suggestion) -> list[Marked]:
    pieces: list[Marked] = []
    # Statements of the suggested level come first; only a few are shown.
    nearest = sorted(
        suggestion["evidence"], key=lambda item: abs(item["descriptor_level"] - suggestion["level"])
    )
    for item in nearest[:MOST_BESIDE]:
        pieces += [
            Marked("\n\nYou: "),
            Marked(suggestion_text.quoted(item), "i"),
            Marked(f"\nLevel {item['descriptor_level']}: {grammar.shorten(item['descriptor'], 160)}"),
        ]
    return pieces


def _steps(suggestion: Suggestion) -> list[Marked]:
    missing = suggestion_text.missing(suggestion)
    # The missing fact is already shown above.
    courses = [step for step in suggestion["next_steps"] if step["kind"] == "course"]
    others = [step for step in suggestion["next_steps"] if step["kind"] != "course"]
    steps = ([step for step in others if step["text"] not in missing] or others)[:MOST_STEPS]
    if not steps and not courses:
        return []
    lines = [suggestion_text.step_text(step) for step in steps]
    lines += [f"{LEARN}: {suggestion_text.step_text(step)}" for step in courses]
    return [Marked("\n\n"), Marked("Next steps", "b"), Marked("".join(f"\n• {line}" for line in lines))]


def reasons(conclusion: Conclusion, details: str) -> list[Marked]:
    """Explain in full why a level was suggested."""
    ladder, suggestion = conclusion["ladder"], conclusion["suggestion"]
    head = f"{ladder['skill']}, {ladder['framework']}: {suggested_levels(suggestion)}"
    caution = only_level(suggestion)
    return [Marked(f"{head}\n", "b"), Marked(f"{caution}\n\n{details}" if caution else f"\n{details}")]


def reminder_set(day: str) -> str:
    """Confirm the date of a reminder."""
    return f"I'll ask you again on {day}. See /goals."


def reminder_due(goals: Sequence[str]) -> list[Marked]:
    """Return the reminder somebody asked for."""
    pieces = [Marked("You asked me to remind you. "), Marked("What have you been doing at work lately?", "b")]
    if goals:
        pieces += [Marked("\n\nYour goals:"), *(Marked(f"\n• {goal}") for goal in goals)]
    return [*pieces, Marked("\n\nTell me, and I'll check whether your level has changed.")]


def joined(team: str) -> str:
    """Confirm that somebody joined a team."""
    return (
        f"You have joined the team {team}. What you tell me stays private: the team's coach sees only what"
        " you share."
    )


NO_TEAM_YET = "There are no teams yet. To create one, add its name: /team Key accounts"
HOW_TO_INVITE = "Add the team's name: /invite coach Key accounts. /team lists the teams."


def team_made(team: str, link: str) -> str:
    """Confirm a new team and explain how people join it."""
    return (
        f"Team {team} created. People join with this link:\n{link}\n\n"
        f"/invite coach {team} makes a link for its coach."
    )


def team_taken(team: str) -> str:
    """Say that a team of this name exists."""
    return f"Team {team} already exists. /team lists all team links."


def coach_invited(team: str, link: str, days: int) -> str:
    """Return the link that makes one person a coach."""
    return (
        f"The first person to open this link becomes coach of {team}. It works once, within {days}"
        f" days:\n{link}"
    )


def team_link(team: str, link: str) -> str:
    """Return a team's invitation link."""
    return f"{team}: {link}"


def too_big(megabytes: int) -> str:
    """Say that a file is too large to download."""
    return (
        f"That file is larger than {megabytes} MB, the most I can download. Please send a shorter one, or"
        " paste the main parts."
    )


def share_what(team: str) -> str:
    """Ask what a team's coach may see of an assessment."""
    return (
        f"What may the coach of {team} see? You can withdraw it at any time. The last tick helps others:"
        " once the coach has confirmed the skill, my admin may use your words, without names, to improve"
        " how I understand people."
    )


def shared_with(team: str) -> str:
    """Confirm that a team's coach can see it."""
    return f"Shared with the coach of {team}. I'll tell you when they have looked at it."


def taken_back(team: str) -> str:
    """Confirm that a team's coach no longer sees it."""
    return f"Withdrawn: the coach of {team} can no longer see it."


def which_share(team: str) -> str:
    """Label of the button that shares with a team's coach."""
    return f"With {team}"
