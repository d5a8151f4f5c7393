"""What Rung says on a messenger, where it knows people and keeps what they told, in English."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.model import Conclusion, Suggestion
from bot.text import suggestions as suggestion_text
from bot.text.markup import Marked

AGREE = "I agree, let's begin"
WHY, NOT_ME, SHARE, PDF = "Why?", "Not me", "Share with a coach", "PDF report"
MAKE_GOAL, GOALS, DONE, LEAVE_OUT = "Make it a goal", "Goals", "Done", "Leave it"
IN_MONTHS = ((1, "In 1 month"), (3, "In 3 months"), (6, "In 6 months"))
ALL_OF_IT, KEEP_IT, YES_FORGET = "Everything", "Keep it all", "Yes, forget it"

WELCOME = "Good to have you."
FRESH_START = "A fresh start. What I suggested before is in /profile."
ALREADY_AGREED = "You agreed already; we can go on."
WORDS_OR_FILE = (
    "I can read text and files (PDF, DOCX or TXT) only, so I've left that out. What it was about, in a"
    " sentence?"
)
EDITED = "I keep to what a message said at first. Send me the new words as a message of their own, please."
PRIVATE_ONLY = "I talk about people's work in private only: write to me directly, please."
OLD_OR_GONE = "That isn't there any more, so nothing has changed."
COULD_NOT_MAKE = "Sorry, I couldn't draw that up. Please try it again later."
SAVED_GOAL = "That is a goal of yours now: /goals."
NO_GOALS = "You have no goals yet. Work out a skill with me, and I'll offer its next level as a goal."
NOTHING_YET = "Nothing worked out yet. Tell me what you do at work, and that changes in five minutes."
NOT_ME_NOTED = "Thank you. I've noted that this one isn't you."
WHAT_TO_FORGET = "What shall I forget? It can't be undone."
FORGOTTEN_ONE = "It is forgotten, with everything that hung on it."
FORGOTTEN_ALL = (
    "It is forgotten: everything you told me, all suggestions, files and your name. /start begins again"
    " whenever"
    " you like."
)
KEPT = "Nothing has changed."
READING = "I've got your file and am reading it…"
EXPORT = "Everything I hold about you: as data, and as a report to read."
CANNOT_EXPORT_YET = "Nothing is there to export yet."
NO_REMINDER = "No reminder, then."
NO_TEAM = (
    "You are in no team yet, so there is no coach to share with. Ask whoever looks after Rung for your"
    " team's link."
)
UNKNOWN_COMMAND = "I don't know that command. /help shows those I know."

COULD_NOT_FETCH = "I couldn't get that file from Telegram. Please send it again, or its main parts as text."
NOTHING_IN_FILE = "I found no words in that file. Is it a picture of a page? Its main parts as text will do."
SHARE_WITH_WHOM = "Which coach shall see it? Next you tick what they see."
TICKS = (
    ("activities", "What I do, in my words"),
    ("level", "The level and why"),
    ("next_steps", "My next steps"),
    ("name", "My name"),
    ("examples", "Rung may learn from my words"),
)
SHARE_NOW, TAKE_BACK = "Share it", "Take it back"
TICK_MORE = "Tick your words or the level: without one of them there is nothing to look at."
NO_HIGHER = "That is the highest level I know for this skill, so there is no next one to aim for."
WELL_DONE = "Well done!"
SURE_ALL = (
    "Really everything: what you told me, all suggestions, goals, reminders, what you shared, and your name?"
)
SURE_ONE = "Really forget this assessment, with its suggestions, reviews and reports?"

_COACHING = (("queue", "What waits for you to look at"),)
_CONSOLE = ("console", "A link to the console, for once")
_COMMANDS: dict[str, tuple[tuple[str, str], ...]] = {
    "staff": (
        ("start", "Begin, or begin afresh"),
        ("profile", "All your skills so far, and how they changed"),
        ("goals", "Your goals, and reminders"),
        ("history", "What was worked out, and who looked at it"),
        ("back", "One question back"),
        ("skip", "Leave this question out"),
        ("cancel", "Stop here"),
        ("export", "Everything Rung holds about you"),
        ("forget", "Let Rung forget one assessment or everything"),
        ("privacy", "What is kept, where and for how long"),
        ("leave", "Leave a team"),
        ("help", "What you can type"),
    ),
    "coach": (*_COACHING, ("team", "The link that brings people into your team"), _CONSOLE),
    "admin": (
        ("team", "The links of all teams; with a name, a new team"),
        ("teams", "Who is in which team; renew a team's link"),
        ("people", "Who may do what, and change it; with a name, search"),
        ("invite", "A link that makes somebody a team's coach"),
        ("documents", "The documents there are; send a file to add one"),
        ("diff", "What a build of the documents as they are would change"),
        ("publish", "Let a build go live, through the gate"),
        ("rollback", "Take the live build back"),
        ("builds", "All builds: when each went live, by whom and why"),
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
    """Say what Rung does and keeps, before anything is kept."""
    return [
        Marked("Hello, I'm Rung.", "b"),
        Marked(
            " Tell me what you do at work, and I'll say which skill that is, which level you stand on and"
            " what the"
            " next one asks.\n\n"
        ),
        *_kept(keep_days),
        Marked("\n\nNothing is kept until you agree."),
    ]


def privacy(keep_days: int) -> list[Marked]:
    """Say again what is kept, where and for how long."""
    return [
        Marked("Your privacy\n\n", "b"),
        *_kept(keep_days),
        Marked("\n\n/export gives you all of it, /forget deletes it, at once and for good."),
    ]


def _kept(keep_days: int) -> list[Marked]:
    return [
        Marked("What I keep: ", "b"),
        Marked(
            "your name on Telegram, what you tell me about your work, your answers, what I suggested, and"
            " your"
            " goals. It stays on your organisation's own machine: no cloud model reads it, only Telegram"
            " carries it.\n"
        ),
        Marked("For how long: ", "b"),
        Marked(f"until {_days(keep_days)} after you last wrote, or until you say /forget.\n"),
        Marked("Who sees it: ", "b"),
        Marked("you; a coach only where you share it. What Rung suggests is advice, not a verdict on you."),
    ]


def _days(days: int) -> str:
    return f"{days // 365} years" if days % 365 == 0 and days > 365 else f"{days} days"


def help_text(role: str) -> list[Marked]:
    """Say what can be typed."""
    pieces = [
        Marked(
            "Tell me what you really do, in your own words: what, for whom, who decides, who checks. Several"
            " messages are fine, and so is your job description as a file (PDF, DOCX, TXT).\n"
            "A button can be pressed, or answered by typing its words or its number. “Ask me again in 3"
            " months”"
            " sets a reminder.\n"
        )
    ]
    pieces += [Marked(f"\n/{name}: {what}") for name, what in commands(role)]
    return pieces


def answered(text: str, label: str) -> list[Marked]:
    """Show a question with the answer it got."""
    return [Marked(f"{text}\n"), Marked(f"✓ {label}", "b")]


def suggestion(summary: str, shown: Sequence[Conclusion]) -> list[Marked]:
    """Tell a suggestion in short: levels, own words beside their statement, the missing fact, next steps.

    Args:
        summary: names the levels in every framework.
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
    # What speaks for the level itself comes first: of several statements only few are shown.
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
    # The missing fact stands above already.
    steps = [step for step in suggestion["next_steps"] if step["text"] not in missing]
    steps = (steps or suggestion["next_steps"])[:MOST_STEPS]
    if not steps:
        return []
    lines = "".join(f"\n• {grammar.shorten(step['text'], 200)}" for step in steps)
    return [Marked("\n\n"), Marked("Next steps", "b"), Marked(lines)]


def reasons(conclusion: Conclusion, details: str) -> list[Marked]:
    """Tell why a level was suggested, in full."""
    ladder, suggestion = conclusion["ladder"], conclusion["suggestion"]
    head = f"{ladder['skill']}, {ladder['framework']}: {suggestion_text.level_name(suggestion)}"
    return [Marked(f"{head}\n", "b"), Marked(f"{suggestion_text.confidence(suggestion)}\n\n{details}")]


def reminder_set(day: str) -> str:
    """Say when a person will be asked again."""
    return f"I'll ask you again on {day}. /goals shows it."


def reminder_due(goals: Sequence[str]) -> list[Marked]:
    """Ask again, as the person wished."""
    pieces = [Marked("You asked me to ask again. "), Marked("What have you been doing at work lately?", "b")]
    if goals:
        pieces += [Marked("\n\nYour goals:"), *(Marked(f"\n• {goal}") for goal in goals)]
    return [*pieces, Marked("\n\nTell me, and I'll look whether you stand higher now.")]


def joined(team: str) -> str:
    """Say which team a link brought somebody into."""
    return (
        f"You are in the team {team} now. What you tell me stays yours: the team's coach sees only what you"
        " share."
    )


NO_TEAM_YET = "There is no team yet. /team and a name makes one: /team Key accounts"
HOW_TO_INVITE = "/invite coach and a team's name: /invite coach Key accounts. /team shows the teams."


def team_made(team: str, link: str) -> str:
    """Say that a team is there, and how people and a coach come into it."""
    return (
        f"The team {team} is there. This link brings people into it:\n{link}\n\n"
        f"/invite coach {team} gives a link for its coach."
    )


def team_taken(team: str) -> str:
    """Say that there is such a team already."""
    return f"There is a team {team} already. /team shows the links of all teams."


def coach_invited(team: str, link: str, days: int) -> str:
    """Give the link that makes one person a coach."""
    return f"Whoever opens this link first becomes coach of {team}. It works once, for {days} days:\n{link}"


def team_link(team: str, link: str) -> str:
    """Give the link that brings people into a team."""
    return f"{team}: {link}"


def too_big(megabytes: int) -> str:
    """Say that a file is larger than can be fetched."""
    return (
        f"That file is larger than {megabytes} MB, which is more than I can fetch. A shorter one, or the"
        " main parts as text?"
    )


def share_what(team: str) -> str:
    """Ask what of an assessment a team's coach may see."""
    return (
        f"What may the coach of {team} see? You can take it back whenever you like. The last tick is for"
        " others: once the coach has confirmed the skill, my admin may let your words help me understand"
        " other people, without names."
    )


def shared_with(team: str) -> str:
    """Say that a team's coach can see it now."""
    return f"Shared with the coach of {team}. You'll hear from me when they have looked."


def taken_back(team: str) -> str:
    """Say that a team's coach sees it no longer."""
    return f"Taken back: the coach of {team} sees nothing of it any more."


def which_share(team: str) -> str:
    """Label the button that shares with a team's coach."""
    return f"With {team}"
