"""What Rung says to an admin about documents and builds, in English; the console says some of it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.text import documents as say
from bot.text.markup import Marked

FRAMEWORK, JOB, LEAVE = "Framework document", "My job description", "Leave it"
SEE, PUBLISH, UNDO, AGAIN = "See what changes", "Publish", "Take it back", "Try again"
YES_PUBLISH, YES_UNDO, YES_REMOVE, ANYWAY = (
    "Yes, publish it",
    "Yes, take it back",
    "Yes, remove it",
    "Publish anyway…",
)
TAKE_MAPPING, NO_COLUMN, ORDER = "Read it so", "None of them", "Order of the levels"
DONE = "✓ Done."
NOTHING_DONE = "Nothing has changed."
NO_DOCUMENTS = "No document is in the catalogue yet. Send me one as a file."
NO_BUILDS = "There is no build yet."
NOTHING_WAITS = "No build is waiting to be published. /diff makes one of the documents as they are now."
NONE_BEFORE = "No build was live before this one, so there is none to go back to."
WAITS = "Another piece of work is under way; this one comes next."
GOING_ON = "I was stopped in the middle of it. Nothing was changed by half, and I go on with it now."
GONE = "That is too long ago: I don't have it any more. Send or ask for it anew."
READING_NOW = "I'm reading it."
OLD_BUTTON = "That was settled already, so nothing has changed."
WHY_ANYWAY = (
    "Why shall it go live though the gate refuses? Write the reason in a message: it is kept in the log of"
    " builds, for others to judge. /cancel leaves everything as it is."
)
EMPTY_REASON = "A reason has a few words: write it in a message, or /cancel."
ALL_IN_FILE = "All of it, word by word, is in the file below."
ALL_PROBLEMS = "All of them are in the file below."
MOST_SHOWN = 5
"""Statements, problems and people shown in a message; files have all."""
SHORTEST_REASON = 8


def what_is_it(name: str) -> list[Marked]:
    """Ask what a file of an admin is."""
    return [
        Marked(name, "b"),
        Marked("\nIs this a framework document for everyone, or your own job description?"),
    ]


def taken_as(name: str, label: str) -> list[Marked]:
    """Show what a file was taken as."""
    return [Marked(name, "b"), Marked(f"\n✓ {label}")]


def added(result: Mapping[str, Any]) -> list[Marked]:
    """Say what came of a document: what is in it, and what is wrong with it."""
    pieces = [
        Marked(str(result["document"]), "b"),
        Marked(f" is {say.outcome(result)}.\n{result['kind']}: {say.counts(result['counts'])}."),
    ]
    pieces += _problems(result["problems"])
    if result["outcome"] == "refused":
        pieces.append(Marked("\n\nNothing was added. Correct it and send it again."))
    elif result["outcome"] == "added":
        pieces.append(Marked("\n\nStaff see nothing of it yet."))
    return pieces


def _problems(problems: Sequence[Mapping[str, Any]]) -> list[Marked]:
    if not problems:
        return [Marked("\nNo problems found.")]
    ranks = {"error": 0, "warning": 1}
    first = sorted(problems, key=lambda each: ranks.get(each["severity"], 2))[:MOST_SHOWN]
    pieces = [Marked(f"\n• {say.problem(each)}") for each in first]
    if len(problems) > MOST_SHOWN:
        pieces.append(Marked(f"\n… and {len(problems) - MOST_SHOWN} more. {ALL_PROBLEMS}"))
    return pieces


def mapping(result: Mapping[str, Any]) -> list[Marked]:
    """Say how the columns of a table would be read.

    Args:
        result: with ``document`` and ``mapping``.
    """
    found = result["mapping"]
    pieces = [
        Marked(str(result["document"]), "b"),
        Marked(" is no kind of document I know. I'd read its table so:"),
    ]
    for what, label in say.MAPPED_AS.items():
        if what in ("level", "text") and found["level_columns"]:
            continue
        pieces.append(Marked(f"\n{label}: "))
        pieces.append(Marked(found["columns"].get(what) or "–", "b"))
    for column, level in found["level_columns"].items():
        pieces += [Marked(f"\nLevel {level}: "), Marked(column, "b")]
    if found["levels"]:
        named = ", ".join(f"{level} {name}" for name, level in found["levels"].items())
        pieces += [Marked("\nLevels: "), Marked(named, "b")]
    return [*pieces, Marked("\n\nPress what is wrong, or read it so. I keep it for next year's edition.")]


def which_column(what: str) -> str:
    """Ask for a column."""
    return f"{say.MAPPED_AS[what]}: which column is it?"


def which_order(ordered: Sequence[str]) -> str:
    """Ask for the levels from the lowest to the highest."""
    so_far = f"\nSo far: {', '.join(ordered)}" if ordered else ""
    return f"Press the levels from the lowest to the highest.{so_far}"


def lacking(missing: Sequence[str]) -> str:
    """Say what a table cannot be read without."""
    return f"Still missing: {', '.join(say.MAPPED_AS[each].lower() for each in missing)}."


def documents(rows: Sequence[tuple[str, str, int, str]]) -> list[Marked]:
    """List the documents: name, kind, revision and counts of each."""
    pieces = [Marked("Documents", "b")]
    for place, (name, kind, revision, counts) in enumerate(rows, 1):
        again = f", revision {revision}" if revision > 1 else ""
        pieces += [Marked(f"\n\n{place}. "), Marked(name, "b"), Marked(f"\n{kind}{again}: {counts}")]
    return [*pieces, Marked("\n\nSend me a file to add one, or its next edition.")]


def sure_remove(name: str) -> str:
    """Ask whether a document is to be removed."""
    return (
        f"Really remove {name}, with all its revisions? Staff see no difference before a build without it"
        " is published."
    )


def removed(name: str, known: bool) -> str:
    """Say that a document is removed."""
    return f"{name} is removed." if known else f"{name} was not there any more."


def difference(
    result: Mapping[str, Any], found: Mapping[str, Any] | None, lines: Sequence[str]
) -> list[Marked]:
    """Say what a build would change.

    Args:
        result: of the work that made it.
        found: the whole of it (`bot.jobs.compare.compare`).
        lines: its summary.
    """
    against = f" against build {result['before']}" if result["before"] else ""
    pieces = [Marked(f"What build {result['number']} changes{against}\n", "b")]
    pieces.append(Marked("\n".join(lines)))
    if found is None:
        return pieces
    for row in found["changed"][:MOST_SHOWN]:
        moved = f" → {row['level_after']}" if row["level_after"] != row["level_before"] else ""
        pieces.append(Marked(f"\n\n{row['skill']}, {say.place(row['level_before'])}{moved}\n", "i"))
        pieces += [Marked(text, _STYLES[kind]) for kind, text in row["pieces"]]
    for title in ("new", "gone"):
        for row in found["statements"][title][:MOST_SHOWN]:
            pieces.append(Marked(f"\n\n{row['skill']}, {say.place(row['level'])}, {title}\n", "i"))
            pieces.append(Marked(row["text"], "s" if title == "gone" else "b"))
    return [*pieces, Marked(f"\n\n{ALL_IN_FILE}")] if not found["nothing"] else pieces


_STYLES: dict[str, Any] = {"same": "", "gone": "s", "new": "b"}


def sure_publish(number: int, live: int | None) -> str:
    """Ask whether a build is to go live."""
    instead = f", instead of build {live}," if live else ""
    return (
        f"Publish build {number}? It goes through the gate first. Where it passes, everybody's next message"
        f" is answered from it{instead} within seconds; assessments under way end on the build they began"
        " with."
    )


def published(result: Mapping[str, Any]) -> list[Marked]:
    """Say what the gate found, and whether a build is live now."""
    number, checks = result["number"], result["checks"]
    if result.get("already"):
        return [Marked(f"Build {number} is live.", "b")]
    table = [Marked(f"\n{say.check(row)}") for row in checks]
    if result["live"]:
        forced = ", though the gate refused" if result.get("forced") else ""
        return [Marked(f"Build {number} is live{forced}.", "b"), *table]
    stays = f"build {result['against']} stays live" if result["against"] else "no build is live"
    head = f"Build {number} does not go live: {say.failed(checks)}. Now {stays}."
    return [Marked(head, "b"), *table]


def sure_anyway(number: int, reason: str) -> list[Marked]:
    """Ask a last time before the gate is overruled."""
    return [
        Marked(
            f"Publish build {number} though the gate refuses? Everybody's next message is answered from"
            " it.\n\n"
        ),
        Marked("Your reason, which is kept: "),
        Marked(reason, "i"),
    ]


def sure_undo(number: int, now: int) -> str:
    """Ask whether the live build is to be taken back."""
    return (
        f"Take build {now} back? Build {number} answers everybody's next message again; build {now} is kept"
        " and can be published again."
    )


def taken_back(result: Mapping[str, Any]) -> str:
    """Say that a build was taken back, or why not."""
    if not result["live"]:
        return f"Meanwhile build {result['instead']} went live, so I left it. /rollback looks anew."
    return f"Build {result['number']} is live again; build {result['was']} was taken back and is kept."


def builds(rows: Sequence[Mapping[str, Any]], who: Mapping[str, str]) -> list[Marked]:
    """List builds, the newest first.

    Args:
        rows: of `bot.jobs.builds.listed`, ascending.
        who: names of those whom the log has by number.
    """
    pieces = [Marked("Builds", "b")]
    for row in reversed(rows):
        live = " (live)" if row["live"] else ""
        pieces += [Marked(f"\n\nBuild {row['number']}{live}", "b")]
        pieces.append(
            Marked(f"\nmade {_minute(row['made_at'])}" if row["made_at"] else f"\n{row['problem']}")
        )
        if row["published_at"]:
            by = who.get(row["who"], row["who"])
            pieces.append(Marked(f"; live from {_minute(row['published_at'])}, by {by}"))
        if row["reason"]:
            pieces.append(Marked(f"\n{'Against the gate: ' if row['forced'] else ''}{row['reason']}"))
    return pieces


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")
