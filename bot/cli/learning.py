"""The command that learns from coaches' decisions: learn."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, builds_in_use, number, print_json, settings, table
from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.learning.refitting import Lesson, Reviews
    from bot.store import Database
    from index.training.holdout import Figures


@click.command()
@click.option("--phrases", is_flag=True, help="List confirmed words that may be taken, names removed.")
@click.option("--take", default="", metavar="IDS", help="Take these words (12.1,14.2) as examples.")
@click.option("--leave", default="", metavar="IDS", help="Leave these words out: they are not listed again.")
@click.option("--no-publish", is_flag=True, help="Only make the build: see rung diff, then rung publish.")
@as_json
def learn(phrases: bool, take: str, leave: str, no_publish: bool, as_json: bool) -> int:
    """Learn from what coaches decided; goes live through the gate.

    Refits how sure and how high levels are, on reviewed suggestions only, and shows how much truer that is
    for people whose reviews were held back. Words become examples of their skill only where their person
    ticked that, and after you looked at each: --phrases, then --take or --leave. rung rollback undoes it all.
    """
    from bot.store import Database

    with Database(settings().store) as database:
        if phrases or take or leave:
            _phrases(database, take, leave, as_json)
            return 0
        return _learn(database, no_publish, as_json)


COMMANDS = (learn,)


def _phrases(database: Database, take: str, leave: str, as_json: bool) -> None:
    from bot import times
    from bot.learning.phrases import by_label, offered
    from bot.store.reviews import examples
    from index.publishing import account

    at = times.stamp(datetime.now(UTC))
    try:
        judged = [(each, True) for each in by_label(database, take)]
        judged += [(each, False) for each in by_label(database, leave)]
    except ValueError as error:
        raise click.UsageError(
            f"No words are offered as {error}: rung learn --phrases lists those that are."
        ) from None
    for each, taken in judged:
        examples.examine(database, each.decision, each.activity, each.text, taken=taken, by=account(), at=at)
    left = offered(database)
    if as_json:
        rows = [{"id": each.label, **_named(each.framework, each.skill), "text": each.text} for each in left]
        print_json({"offered": rows, "taken": [phrase.id for phrase in examples.accepted(database)]})
        return
    for each, taken in judged:
        click.echo(
            f"{'Taken' if taken else 'Left out'}: {each.label} {each.framework} {each.skill}: {each.text}"
        )
    if judged:
        click.echo(
            f"{number(len(examples.accepted(database)), 'phrase')} taken; rung learn makes a build with them."
        )
    for each in left:
        click.echo(f"{each.label}  {each.framework} {each.skill}\n    {each.text}")
    if not left:
        click.echo("No words wait to be looked at.")


def _named(framework: str, skill: str) -> dict[str, str]:
    return {"framework": framework, "skill": skill}


def _learn(database: Database, no_publish: bool, as_json: bool) -> int:
    from bot.guidance.guide import Guide
    from bot.learning import refitting
    from index.builder import carried
    from index.encoder import open_encoder

    where = settings()
    encoder = open_encoder(where.model, where.encodings)
    guide = Guide(where.home, encoder)
    with progress(as_json) as tell:
        reviews = refitting.gather(database, guide, tell)
    if reviews.too_early:
        _say(refitting.told(reviews), _too_early(reviews), as_json)
        return 0
    lesson = refitting.learn(database, guide, reviews, carried(where.home, encoder.model), encoder)
    if not as_json:
        _show(lesson)
    if not lesson.new:
        _say(
            {**lesson.told(), "build": None, "live": False},
            "Nothing new is learnt: no build is made.",
            as_json,
        )
        return 0
    with progress(as_json) as tell:
        made = refitting.make(where.home, guide.shelf.knowledge, encoder, lesson, tell).number
    return _publish(made, lesson, no_publish, as_json)


def _publish(made: int, lesson: Lesson, no_publish: bool, as_json: bool) -> int:
    from bot.cli.builds import refused, show
    from index.encoder import open_encoder
    from index.gate import publish_through_gate
    from index.publishing import was_taken_back

    where, verdict, live = settings(), None, False
    taken_back = was_taken_back(where.home, made)
    if not no_publish and not taken_back:
        verdict, live = publish_through_gate(
            where.home,
            made,
            open_encoder(where.model, where.encodings),
            where.catalogue,
            reason=f"learnt from {number(len(lesson.reviews.levelled), 'review')}",
            in_use=builds_in_use(),
        )
    rows = verdict.rows() if verdict else []
    if as_json:
        print_json({**lesson.told(), "build": made, "live": live, "gate": rows})
    elif taken_back:
        click.echo(
            f"Build {made} says all this, but it was taken back: rung publish {made} lets it go live again."
        )
    elif verdict is None:
        click.echo(
            f"Build {made} is made, not live: rung diff --to {made} shows what changes, rung publish {made}."
        )
    elif live:
        click.echo(f"Build {made} is live; rung rollback takes it back.")
    else:
        show(verdict)
        click.echo(refused(verdict), err=True)
    return 2 if verdict is not None and not live else 0


def _say(told: dict[str, Any], sentence: str, as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        click.echo(sentence)


def _too_early(reviews: Reviews) -> str:
    from bot.learning.refitting import NEEDED, NEEDED_PEOPLE

    count = len(reviews.levelled)
    gave = f"{number(count, 'review')} by coaches {'gives' if count == 1 else 'give'} a level"
    return (
        f"Too early to learn: {gave}, of {number(reviews.people, 'person', 'people')};"
        f" at least {NEEDED}, of at least {NEEDED_PEOPLE} people, are needed."
    )


def _show(lesson: Lesson) -> None:
    reviews, held = lesson.reviews, lesson.held_back
    right, count = reviews.skill
    click.echo(f"{number(count, 'review')} that stand; the skill was confirmed in {right}.")
    lost = f" {reviews.lost} more are of skills or levels the live build lacks." if reviews.lost else ""
    click.echo(
        f"{number(len(reviews.levelled), 'review')} of {number(reviews.people, 'person', 'people')} give a"
        f" level.{lost}"
    )
    how = "held back once" if held.folds == 1 else f"each held back in turn, {held.folds} parts"
    click.echo(
        f"\n{number(held.reviews, 'review')} of {held.people} people, {how}, never one person on both sides:"
    )
    rows = (("nothing learnt", held.without), ("live build", held.live), ("learnt anew", held.learnt))
    table(
        [(name, *_figures(each)) for name, each in rows],
        ("", "exact", "within one", "log loss", "calibration error"),
    )
    moves = "falls" if held.gain >= 0 else "rises"
    ends = sorted((abs(held.gain_low), abs(held.gain_high))) if held.gain_low * held.gain_high > 0 else None
    between = f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else "or stays: no more than noise"
    click.echo(f"The log loss {moves} by {abs(held.gain):.3f} ({between}).\n")
    for name, tilt in (("all frameworks", lesson.fitted.common), *sorted(lesson.fitted.families.items())):
        click.echo(f"{name}: log-odds times {tilt.stretch:.2f}, {tilt.shift:+.2f} a level")
    if not lesson.helps:
        click.echo("That is no more than noise: levels stay calibrated as they are.")
    click.echo(f"{number(len(lesson.learnt.examples.ids), 'phrase')} as examples.")


def _figures(each: Figures) -> tuple[str, ...]:
    return tuple(f"{value:.3f}" for value in (each.exact, each.within_one, each.log_loss, each.ece))
