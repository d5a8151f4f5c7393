"""Sentences for admins about documents and builds, on Telegram and in the console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.text import documents as say
from bot.text.markup import Marked

FRAMEWORK, JOB, LEAVE = "Framework document", "My job description", "Leave it"
SEE, PUBLISH, UNDO, AGAIN = "See what changes", "Publish", "Take it back", "Try again"
YES_PUBLISH, YES_UNDO, YES_REMOVE, ANYWAY = (
    "Yes, publish it",
    "Yes, roll it back",
    "Yes, remove it",
    "Publish anyway…",
)
TAKE_MAPPING, NO_COLUMN, ORDER = "Read it like this", "None of them", "Order of the levels"
DONE = "✓ Done."
NOTHING_DONE = "Nothing has changed."
NO_DOCUMENTS = "There are no documents in the catalogue yet. Send me one as a file."
NO_BUILDS = "There is no build yet."
NOTHING_WAITS = "There is no unpublished build. /diff makes one from the current documents."
NONE_BEFORE = "No build was live before this one, so there is nothing to roll back to."
WAITS = "Another job is running; this one is next."
GOING_ON = "I was interrupted. Nothing was left half-done, and I'm continuing now."
GONE = "That is too long ago, so I no longer have it. Please send or request it again."
READING_NOW = "I'm reading it."
OLD_BUTTON = "That was already decided, so nothing has changed."
WHY_ANYWAY = (
    "Reason for publishing despite the failed gate? Send it as a message; it is kept in the build log."
    " /cancel changes nothing."
)
EMPTY_REASON = "Please send a reason of a few words, or /cancel."
ALL_IN_FILE = "The file below has all changes, word by word."
ALL_PROBLEMS = "The file below lists all of them."
MOST_SHOWN = 5
"""Most statements, problems and people in a message; files list all."""
SHORTEST_REASON = 8


def what_is_it(name: str) -> list[Marked]:
    """Ask what a file sent by an admin is."""
    return [
        Marked(name, "b"),
        Marked("\nIs this a framework document for everyone, or your own job description?"),
    ]


def taken_as(name: str, label: str) -> list[Marked]:
    """Show how a file was taken."""
    return [Marked(name, "b"), Marked(f"\n✓ {label}")]


def added(result: Mapping[str, Any]) -> list[Marked]:
    """Report the outcome of adding a document: contents and problems."""
    pieces = [
        Marked(str(result["document"]), "b"),
        Marked(f" is {say.outcome(result)}.\n{result['kind']}: {say.counts(result['counts'])}."),
    ]
    pieces += _problems(result["problems"])
    if result["outcome"] == "refused":
        pieces.append(Marked("\n\nNothing was added. Please correct the file and send it again."))
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
    """Show how the columns of a table would be read.

    Args:
        result: with ``document`` and ``mapping``.
    """
    found = result["mapping"]
    pieces = [
        Marked(str(result["document"]), "b"),
        Marked(" is not a kind of document I know. I would read its table like this:"),
    ]
    for what, label in say.MAPPED_AS.items():
        if what in ("level", "text") and found["level_columns"]:
            continue
        pieces.append(Marked(f"\n{label}: "))
        pieces.append(Marked(found["columns"].get(what) or "–", "b"))
    for column, level in found["level_columns"].items():
        pieces += [Marked(f"\nLevel {level or '?'}: "), Marked(column, "b")]
    if found["levels"]:
        named = ", ".join(f"{level or '?'} {name}" for name, level in found["levels"].items())
        pieces += [Marked("\nLevels: "), Marked(named, "b")]
    return [*pieces, Marked("\n\nPress what is wrong, or confirm. I'll remember this for the next edition.")]


def which_column(what: str) -> str:
    """Ask for a column."""
    return f"{say.MAPPED_AS[what]}: which column is it?"


def which_order(ordered: Sequence[str]) -> str:
    """Ask for the order of the levels."""
    so_far = f"\nSo far: {', '.join(ordered)}" if ordered else ""
    return f"Press the levels in order, from lowest to highest.{so_far}"


def lacking(missing: Sequence[str]) -> str:
    """Name the columns that are still missing."""
    return f"Still missing: {', '.join(say.MAPPED_AS[each].lower() for each in missing)}."


def unordered(names: Sequence[str]) -> str:
    """Name the levels whose order is not known."""
    return f"The order of these levels is not known: {', '.join(names)}. Press “{ORDER}”."


def documents(rows: Sequence[tuple[str, str, int, str]]) -> list[Marked]:
    """List documents with kind, revision and counts."""
    pieces = [Marked("Documents", "b")]
    for place, (name, kind, revision, counts) in enumerate(rows, 1):
        again = f", revision {revision}" if revision > 1 else ""
        pieces += [Marked(f"\n\n{place}. "), Marked(name, "b"), Marked(f"\n{kind}{again}: {counts}")]
    return [*pieces, Marked("\n\nSend me a file to add a document or its next edition.")]


def sure_remove(name: str) -> str:
    """Ask to confirm removing a document."""
    return (
        f"Really remove {name}, with all its revisions? Staff see no difference until a build without it is"
        " published."
    )


def removed(name: str, known: bool) -> str:
    """Confirm that a document is removed."""
    return f"{name} is removed." if known else f"{name} was already gone."


def difference(
    result: Mapping[str, Any], found: Mapping[str, Any] | None, lines: Sequence[str]
) -> list[Marked]:
    """Summarise what a build would change.

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
    """Ask to confirm publishing a build."""
    instead = f", instead of build {live}," if live else ""
    return (
        f"Publish build {number}? It must pass the gate first. If it does, everybody's next message is"
        f" answered from it{instead} within seconds; assessments in progress end on the build they began"
        " with."
    )


def published(result: Mapping[str, Any]) -> list[Marked]:
    """Report the gate's checks, and whether the build is live."""
    number, checks = result["number"], result["checks"]
    if result.get("already"):
        return [Marked(f"Build {number} is live.", "b")]
    table = [Marked(f"\n{say.check(row)}") for row in checks]
    if result["live"]:
        forced = ", though the gate refused" if result.get("forced") else ""
        return [Marked(f"Build {number} is live{forced}.", "b"), *table]
    stays = f"build {result['against']} stays live" if result["against"] else "no build is live"
    head = f"Build {number} is not published: {say.failed(checks)}; {stays}."
    return [Marked(head, "b"), *table]


def sure_anyway(number: int, reason: str) -> list[Marked]:
    """Ask to confirm publishing despite the failed gate."""
    return [
        Marked(
            f"Publish build {number} despite the failed gate? Everybody's next message will be answered"
            " from it.\n\n"
        ),
        Marked("Your reason, which is stored: "),
        Marked(reason, "i"),
    ]


def sure_undo(number: int, now: int) -> str:
    """Ask to confirm a rollback."""
    return (
        f"Roll back build {now}? Build {number} will answer everybody's next message again; build {now} is"
        " kept and can be published again."
    )


def taken_back(result: Mapping[str, Any]) -> str:
    """Report the outcome of a rollback."""
    if not result["live"]:
        return (
            f"Build {result['instead']} went live in the meantime, so I changed nothing. Try /rollback again."
        )
    return f"Build {result['number']} is live again; build {result['was']} was rolled back and is kept."


def builds(rows: Sequence[Mapping[str, Any]], who: Mapping[str, str]) -> list[Marked]:
    """List builds, the newest first.

    Args:
        rows: of `bot.jobs.builds.listed`, ascending.
        who: names by the number in the log.
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
