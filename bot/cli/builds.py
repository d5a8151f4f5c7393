"""Commands for builds: build, prepare, diff, publish, rollback, builds, prune."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import (
    as_json,
    builds_in_use,
    catalogue,
    encoder,
    number,
    print_json,
    progress,
    settings,
    table,
)
from bot.cli.documents import add_one, starter_documents

if TYPE_CHECKING:
    from index.builder import BuildReport
    from index.gate import Verdict

NOTE = 60
"""Characters of a gate's note in a table; JSON has all of it."""
SHOWN = 20
"""Changed statements shown on a terminal; the HTML page has all."""


@click.command()
@click.option("--no-publish", is_flag=True, help="Only build: see what changes with rung diff first.")
@as_json
def build(no_publish: bool, as_json: bool) -> int:
    """Build an index of the catalogue; it goes live if it passes the gate.

    Only new texts are encoded. If nothing changed, nothing is built.
    """
    report = make(quiet=as_json)
    verdict, live = _publish_unless(report, no_publish)
    if as_json:
        print_json({**asdict(report), "live": live, "gate": verdict.rows() if verdict else []})
        return 2 if verdict is not None and not live else 0
    return _print_outcome(report, verdict, live)


@click.command()
def prepare() -> int:
    """Get ready for the first chat; does nothing if that is done.

    Adds the documents that ship with Rung if the catalogue is empty, and builds if there is no index.
    """
    from index.manifest import is_ready

    where = settings()
    if is_ready(where.home, where.model):
        return 0
    with catalogue() as opened:
        if not opened.documents():
            click.echo("Reading the documents that ship with Rung…")
            for path in starter_documents():
                add_one(path, opened)
    report = make()
    return _print_outcome(report, *_publish_unless(report, False))


@click.command()
@click.option("--from", "before", type=int, metavar="N", help="Compare with build N instead of the live one.")
@click.option("--to", "after", type=int, metavar="N", help="Show build N instead of building the catalogue.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page for a browser.")
@as_json
def diff(before: int | None, after: int | None, html: Path | None, as_json: bool) -> None:
    """Show what the next build would change, and for how many people.

    Documents, skills, statements word by word, and how many of the last 200 assessments would get another
    suggestion.
    Builds the catalogue if that has not been done; nothing goes live.
    """
    from bot.jobs.compare import compare, kept_suggestions, summary
    from bot.jobs.comparison_page import page
    from index.builds import live_number

    home = settings().home
    to = make(quiet=as_json).number if after is None else after
    was = live_number(home) if before is None else before
    found = compare(home, encoder(), was, to, kept_suggestions(home))
    if html:
        html.write_text(page(found), "utf-8")
    if as_json:
        print_json(found)
        return
    click.echo(f"Build {to}{f' compared with build {was}' if was else ''}:")
    for line in summary(found):
        click.echo(line)
    _print_changes(found)
    if html:
        click.echo(f"All of it, word by word: {html}")


@click.command()
@click.argument("number_", metavar="[N]", type=int, required=False)
@click.option("--force", is_flag=True, help="Publish despite a failed gate; needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log (see rung builds).")
@as_json
def publish(number_: int | None, force: bool, reason: str, as_json: bool) -> int:
    """Publish a build through the gate: build N, or the newest unpublished one.

    Running bots switch to it within seconds; assessments under way end on the build they began with.
    """
    from index.gate import candidate, publish_through_gate

    if force and not reason.strip():
        raise click.UsageError("--force needs a --reason: it is kept, so that others can judge it later.")
    where = settings()
    wanted = number_ if number_ is not None else candidate(where.home)
    if wanted is None:
        raise click.UsageError("No build is waiting to be published: make one with rung build --no-publish.")
    verdict, live = publish_through_gate(
        where.home,
        wanted,
        encoder(),
        where.catalogue,
        reason=reason,
        force=force,
        in_use=builds_in_use(),
    )
    if as_json:
        print_json({"number": wanted, "live": live, "gate": verdict.rows()})
    elif not live:
        print_refusal(verdict)
    else:
        _print_gate(verdict)
        click.echo(f"Build {wanted} is live{'' if verdict.passed else ', despite the failed gate'}.")
    return 0 if live else 2


@click.command()
@click.argument("number_", metavar="[N]", type=int, required=False)
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log.")
def rollback(number_: int | None, reason: str) -> None:
    """Roll back to the build that was live before, or to build N."""
    from index.publication import roll_back

    was, now = roll_back(settings().home, number_, reason=reason)
    click.echo(f"Build {now} is live again; build {was} was rolled back and is kept.")


@click.command()
@as_json
def builds(as_json: bool) -> None:
    """List the builds: when each was made and published, by whom and why."""
    from bot.jobs.builds import listed

    rows = listed(settings().home)
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo("There is no build yet: run rung build.")
    else:
        table([_cells(row) for row in rows], ("build", "made", "published", "by", "reason"))


@click.command()
@click.option("--keep", default=5, show_default=True, type=click.IntRange(1), help="How many of the newest.")
def prune(keep: int) -> None:
    """Remove old builds.

    Keeps the newest, the live one, the one before it, and those that assessments were begun or made with.
    """
    from index.publication import prune as prune_builds

    removed = prune_builds(settings().home, keep, builds_in_use())
    listed = ", ".join(map(str, removed))
    click.echo(
        f"Removed {number(len(removed), 'build')}: {listed}." if removed else "There is no build to remove."
    )


COMMANDS = (build, prepare, diff, publish, rollback, builds, prune)


def make(quiet: bool = False) -> BuildReport:
    """Build the catalogue; the build is not live before it passed the gate.

    Raises:
        BuildError: it cannot be built.
    """
    from bot.jobs import builds

    with progress(quiet) as tell:
        return builds.make(settings(), encoder(), tell)


def print_refusal(verdict: Verdict) -> None:
    """Print why the gate refused a build, and what to do."""
    _print_gate(verdict)
    failed = ", ".join(each.name for each in verdict.checks if not each.passed)
    stays = f"build {verdict.against} stays live" if verdict.against else "no build is live"
    click.echo(
        f"Build {verdict.number} does not go live ({failed}); {stays}. Correct the documents and build again,"
        f" or publish despite the failed gate: rung publish {verdict.number} --force --reason TEXT.",
        err=True,
    )


def _publish_unless(report: BuildReport, no_publish: bool) -> tuple[Verdict | None, bool]:
    """Return what the gate said, None where it was not asked, and whether the build is live."""
    from index.gate import publish_through_gate
    from index.publication import was_taken_back

    where = settings()
    if report.live or no_publish or was_taken_back(where.home, report.number):
        return None, report.live
    in_use = builds_in_use()
    return publish_through_gate(where.home, report.number, encoder(), where.catalogue, in_use=in_use)


def _print_outcome(report: BuildReport, verdict: Verdict | None, live: bool) -> int:
    """Print what a build did; return the exit status."""
    if verdict is not None and not live:
        print_refusal(verdict)
        return 2
    click.echo(_describe(report, live))
    return 0


def _describe(report: BuildReport, live: bool) -> str:
    what = f"{number(report.skills, 'skill')}, {number(report.descriptors, 'statement')}"
    if not report.changed and report.live:
        return f"Nothing changed: build {report.number} stays live ({what})."
    if not report.changed and not live:
        return f"Build {report.number} has all of this already ({what}), but {_why_not_live(report.number)}"
    made = f"{what}; {number(report.encoded, 'text')} newly encoded, {report.seconds:.1f} s."
    if live:
        return f"Build {report.number} is live: {made}"
    return f"Build {report.number} is made, not live: {made}\n{_what_next(report.number)}"


def _why_not_live(number_: int) -> str:
    from index.publication import was_taken_back

    if was_taken_back(settings().home, number_):
        return f"it was rolled back: rung publish {number_} publishes it again."
    return f"it is not live: {_what_next(number_)}"


def _what_next(number_: int) -> str:
    return f"rung diff shows what would change, rung publish {number_} publishes it."


def _print_gate(verdict: Verdict) -> None:
    rows = [
        ("ok" if each.passed else "NO", each.name, each.found, each.limit, each.note[:NOTE])
        for each in verdict.checks
    ]
    table(rows, ("", "check", f"build {verdict.number}", "required", ""))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    live, forced = " (live)" if row["live"] else "", "FORCED: " if row["forced"] else ""
    made = row["made_at"] or row["problem"]
    return f"{row['number']}{live}", made, row["published_at"], row["who"], f"{forced}{row['reason']}"


def _print_changes(found: dict[str, Any]) -> None:
    from bot.text.documents import place

    for each in found["changed"][:SHOWN]:
        moved = f" → {each['level_after']}" if each["level_after"] != each["level_before"] else ""
        click.echo(f"\n{each['skill']}, {each['framework']}, {place(each['level_before'])}{moved}")
        click.echo("  " + "".join(_mark(kind, text) for kind, text in each["pieces"]))
    if len(found["changed"]) > SHOWN:
        click.echo(f"\n… and {len(found['changed']) - SHOWN} more: --html FILE shows all.")


def _mark(kind: str, text: str) -> str:
    if kind == "same":
        return text
    marked = f"[-{text}-]" if kind == "gone" else f"{{+{text}+}}"
    return click.style(marked, fg="red" if kind == "gone" else "green")
