"""Commands for builds: build, prepare, publish, rollback, builds, prune."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, builds_in_use, catalogue, number, print_json, settings, table
from bot.cli.documents import add_one, starter_documents
from bot.cli.progress import progress

if TYPE_CHECKING:
    from index.builder import BuildReport
    from index.encoder import CachedEncoder
    from index.gate import Verdict

SHORT = 60
"""Characters of a note that a table shows; JSON has it whole."""


@click.command()
@click.option("--no-publish", is_flag=True, help="Only make it: see what changes with rung diff first.")
@as_json
def build(no_publish: bool, as_json: bool) -> int:
    """Make an index of the catalogue; it goes live when it passes the gate.

    Only texts that are new are encoded. When nothing changed, nothing is made.
    """
    report = make(quiet=as_json)
    verdict, live = _through_the_gate(report, no_publish)
    if as_json:
        print_json({**asdict(report), "live": live, "gate": verdict.rows() if verdict else []})
    elif verdict is not None and not live:
        show(verdict)
        click.echo(refused(verdict), err=True)
    else:
        click.echo(told(report, live))
    return 2 if verdict is not None and not live else 0


@click.command()
def prepare() -> int:
    """Make ready for the first chat; do nothing when that was done.

    Adds the documents that ship with Rung when the catalogue is empty, and builds when there is no index.
    """
    from index.ready import is_ready

    where = settings()
    if is_ready(where.home, where.model):
        return 0
    with catalogue() as opened:
        if not opened.documents():
            click.echo("Reading the documents that ship with Rung…")
            for path in starter_documents():
                add_one(path, opened)
    report = make()
    verdict, live = _through_the_gate(report, False)
    if verdict is not None and not live:
        show(verdict)
        click.echo(refused(verdict), err=True)
        return 2
    click.echo(told(report, live))
    return 0


@click.command()
@click.argument("number_", metavar="[N]", type=int, required=False)
@click.option("--force", is_flag=True, help="Let it go live though the gate refuses; needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log (rung builds shows it).")
@as_json
def publish(number_: int | None, force: bool, reason: str, as_json: bool) -> int:
    """Let a build go live through the gate: the newest that never was, or build N.

    Running bots take it up within seconds; assessments under way end on the build they began with.
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
        _encoder(),
        where.catalogue,
        reason=reason,
        force=force,
        in_use=builds_in_use(),
    )
    if as_json:
        print_json({"number": wanted, "live": live, "gate": verdict.rows()})
        return 0 if live else 2
    show(verdict)
    if not live:
        click.echo(refused(verdict), err=True)
        return 2
    against = "" if verdict.passed else ", though the gate refused"
    click.echo(f"Build {wanted} is live{against}.")
    return 0


@click.command()
@click.argument("number_", metavar="[N]", type=int, required=False)
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log.")
def rollback(number_: int | None, reason: str) -> None:
    """Take the live build back: the one before it, or build N, is live again."""
    from index.publishing import roll_back

    was, now = roll_back(settings().home, number_, reason=reason)
    click.echo(f"Build {now} is live again; build {was} was taken back and is kept.")


@click.command()
@as_json
def builds(as_json: bool) -> None:
    """List the builds there are: when each was made, went live, and why."""
    from bot.keeping.candidates import listed

    rows = listed(settings().home)
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo("There is no build yet: run rung build.")
        return
    table(
        [
            (
                f"{row['number']}{' (live)' if row['live'] else ''}",
                row["made_at"] or row["problem"],
                row["published_at"],
                row["who"],
                f"{'FORCED: ' if row['forced'] else ''}{row['reason']}",
            )
            for row in rows
        ],
        ("build", "made", "went live", "by", "reason"),
    )


@click.command()
@click.option("--keep", default=5, show_default=True, type=click.IntRange(1), help="How many of the newest.")
def prune(keep: int) -> None:
    """Remove old builds.

    The newest stay, the live one, the one before it, and those that assessments were begun or made with.
    """
    from index.publishing import prune as prune_builds

    gone = prune_builds(settings().home, keep, builds_in_use())
    listed = ", ".join(map(str, gone))
    click.echo(f"Removed {number(len(gone), 'build')}: {listed}." if gone else "No build is too old to keep.")


COMMANDS = (build, prepare, publish, rollback, builds, prune)


def make(quiet: bool = False) -> BuildReport:
    """Make a build of the catalogue, which is not live before it passed the gate.

    Args:
        quiet: show no progress.

    Raises:
        BuildError: it cannot be made.
    """
    from bot.keeping import candidates

    with progress(quiet) as tell:
        return candidates.make(settings(), _encoder(), tell)


def told(report: BuildReport, live: bool) -> str:
    """Say what a build did."""
    what = f"{number(report.skills, 'skill')}, {number(report.descriptors, 'statement')}"
    if not report.changed:
        if report.live:
            return f"Nothing changed: build {report.number} stays live ({what})."
        if not live:
            return f"Build {report.number} says all this already ({what}), but {_waits(report.number)}"
    encoded = number(report.encoded, "text")
    made = f"{what}; {encoded} newly encoded, {report.seconds:.1f} s."
    if live:
        return f"Build {report.number} is live: {made}"
    return f"Build {report.number} is made, not live: {made}\n{_what_next(report.number)}"


def _waits(number_: int) -> str:
    from index.publishing import was_taken_back

    if was_taken_back(settings().home, number_):
        return f"it was taken back: rung publish {number_} lets it go live again."
    return f"it is not live: {_what_next(number_)}"


def _what_next(number_: int) -> str:
    return f"rung diff shows what would change, rung publish {number_} lets it go live."


def _through_the_gate(report: BuildReport, no_publish: bool) -> tuple[Verdict | None, bool]:
    """Return what the gate said, where it was asked, and whether the build is live."""
    from index.gate import publish_through_gate
    from index.publishing import was_taken_back

    where = settings()
    if report.live or no_publish or was_taken_back(where.home, report.number):
        return None, report.live
    return publish_through_gate(
        where.home, report.number, _encoder(), where.catalogue, in_use=builds_in_use()
    )


def _encoder() -> CachedEncoder:
    from index.encoder import open_encoder

    where = settings()
    return open_encoder(where.model, where.encodings)


def show(verdict: Verdict) -> None:
    """Print the gate's table."""
    rows: list[tuple[str, ...]] = [
        ("ok" if each.passed else "NO", each.name, each.found, each.limit, each.note[:SHORT])
        for each in verdict.checks
    ]
    table(rows, ("", "check", f"build {verdict.number}", "asked for", ""))


def refused(verdict: Verdict) -> str:
    """Say that the gate refused a build, and what to do."""
    failed = ", ".join(each.name for each in verdict.checks if not each.passed)
    stays = f"build {verdict.against} stays live" if verdict.against else "no build is live"
    return (
        f"Build {verdict.number} does not go live ({failed}); {stays}. Mend the documents and build again, or"
        f" overrule the gate: rung publish {verdict.number} --force --reason TEXT."
    )
