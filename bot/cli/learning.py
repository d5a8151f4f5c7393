"""The command that learns from coaches' decisions: learn."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import (
    as_json,
    builds_in_use,
    encoder,
    number,
    print_json,
    progress,
    settings,
    store,
    table,
)

if TYPE_CHECKING:
    from bot.reviews.learning import LearningResult, ReviewSet
    from bot.store import Database


@click.command()
@click.option("--phrases", is_flag=True, help="List confirmed phrases that may be used, names removed.")
@click.option("--take", default="", metavar="IDS", help="Use these phrases (12.1,14.2) as examples.")
@click.option(
    "--leave", default="", metavar="IDS", help="Do not use these phrases; they are not listed again."
)
@click.option("--no-publish", is_flag=True, help="Only build: see rung diff, then rung publish.")
@as_json
def learn(phrases: bool, take: str, leave: str, no_publish: bool, as_json: bool) -> int:
    """Learn from coaches' decisions; the result goes live through the gate.

    Refits levels and their confidence on reviewed suggestions only, and shows how much more accurate that is
    for people whose reviews were held back. A phrase becomes an example of its skill only if the person
    ticked that, and after you looked at it: --phrases, then --take or --leave. rung rollback undoes it all.
    """
    with store() as database:
        if phrases or take or leave:
            _phrases(database, take, leave, as_json)
            return 0
        return _learn(database, no_publish, as_json)


COMMANDS = (learn,)


def _phrases(database: Database, take: str, leave: str, as_json: bool) -> None:
    from bot import times
    from bot.reviews.examples import by_label, offered
    from bot.store.reviews import examples
    from index.publication import account

    at = times.stamp(datetime.now(UTC))
    try:
        judged = [(each, True) for each in by_label(database, take)]
        judged += [(each, False) for each in by_label(database, leave)]
    except ValueError as error:
        raise click.UsageError(
            f"There is no phrase {error}: rung learn --phrases lists those that wait."
        ) from None
    for each, taken in judged:
        examples.examine(database, each.decision, each.activity, each.text, taken=taken, by=account(), at=at)
    left = offered(database)
    if as_json:
        keys = ("framework", "skill", "text")
        rows = [{"id": each.label, **{key: getattr(each, key) for key in keys}} for each in left]
        print_json({"offered": rows, "taken": [phrase.id for phrase in examples.accepted(database)]})
        return
    for each, taken in judged:
        click.echo(
            f"{'Used' if taken else 'Not used'}: {each.label} {each.framework} {each.skill}: {each.text}"
        )
    if judged:
        click.echo(
            f"{number(len(examples.accepted(database)), 'phrase')} in use; rung learn builds with them."
        )
    for each in left:
        click.echo(f"{each.label}  {each.framework} {each.skill}\n    {each.text}")
    if not left:
        click.echo("No phrases wait to be looked at.")


def _learn(database: Database, no_publish: bool, as_json: bool) -> int:
    from bot.guidance.guide import Guide
    from bot.reviews import learning
    from index.builder import carried

    where, encode = settings(), encoder()
    guide = Guide(where.home, encode)
    with progress(as_json) as tell:
        reviews = learning.gather(database, guide, tell)
    if reviews.too_early:
        _say(learning.told(reviews), _too_early(reviews), as_json)
        return 0
    lesson = learning.learn(database, guide, reviews, carried(where.home, encode.model), encode)
    if not as_json:
        _show(lesson)
    if not lesson.new:
        _say(
            {**lesson.told(), "build": None, "live": False},
            "There is nothing new to learn: no build is made.",
            as_json,
        )
        return 0
    with progress(as_json) as tell:
        made = learning.make(where.home, guide.lookup.knowledge, encode, lesson, tell).number
    return _publish(made, lesson, no_publish, as_json)


def _publish(made: int, lesson: LearningResult, no_publish: bool, as_json: bool) -> int:
    from bot.cli.builds import print_refusal
    from index.gate import publish_through_gate
    from index.publication import was_taken_back

    where, verdict, live = settings(), None, False
    taken_back = was_taken_back(where.home, made)
    if not no_publish and not taken_back:
        verdict, live = publish_through_gate(
            where.home,
            made,
            encoder(),
            where.catalogue,
            reason=f"learnt from {number(len(lesson.reviews.levelled), 'review')}",
            in_use=builds_in_use(),
        )
    rows = verdict.rows() if verdict else []
    if as_json:
        print_json({**lesson.told(), "build": made, "live": live, "gate": rows})
    elif taken_back:
        click.echo(
            f"Build {made} has all of this, but it was rolled back: rung publish {made} publishes it again."
        )
    elif verdict is None:
        click.echo(
            f"Build {made} is made, not live: rung diff --to {made} shows what changes, rung publish {made}."
        )
    elif live:
        click.echo(f"Build {made} is live; rung rollback goes back to the one before.")
    else:
        print_refusal(verdict)
    return 2 if verdict is not None and not live else 0


def _say(told: dict[str, Any], sentence: str, as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        click.echo(sentence)


def _too_early(reviews: ReviewSet) -> str:
    from bot.reviews.learning import NEEDED, NEEDED_PEOPLE

    count = len(reviews.levelled)
    gave = f"{number(count, 'review')} by coaches {'gives' if count == 1 else 'give'} a level"
    return (
        f"Too early to learn: {gave}, of {number(reviews.people, 'person', 'people')};"
        f" at least {NEEDED} are needed, of at least {NEEDED_PEOPLE} people."
    )


def _show(lesson: LearningResult) -> None:
    reviews, held = lesson.reviews, lesson.held_back
    right, count = reviews.skill
    click.echo(f"{number(count, 'final review')}; the skill was confirmed in {right}.")
    lost = (
        f" {reviews.lost} more are about skills or levels that the live build does not have."
        if reviews.lost
        else ""
    )
    click.echo(
        f"{number(len(reviews.levelled), 'review')} of {number(reviews.people, 'person', 'people')} give a"
        f" level.{lost}"
    )
    how = "held back once" if held.folds == 1 else f"each held back in turn, {held.folds} parts"
    click.echo(
        f"\n{number(held.reviews, 'review')} of {held.people} people, {how}, never one person on both sides:"
    )
    rows = (("without learning", held.without), ("live build", held.live), ("learnt now", held.learnt))
    heads = ("", "exact", "within one", "log loss", "calibration error")
    cells = [
        (name, *(f"{value:.3f}" for value in (each.exact, each.within_one, each.log_loss, each.ece)))
        for name, each in rows
    ]
    table(cells, heads)
    moves = "falls" if held.gain >= 0 else "rises"
    ends = sorted((abs(held.gain_low), abs(held.gain_high))) if held.gain_low * held.gain_high > 0 else None
    between = f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else "not more than noise"
    click.echo(f"The log loss {moves} by {abs(held.gain):.3f} ({between}).\n")
    for name, tilt in (("all frameworks", lesson.fitted.common), *sorted(lesson.fitted.families.items())):
        click.echo(f"{name}: log-odds times {tilt.stretch:.2f}, {tilt.shift:+.2f} a level")
    if not lesson.helps:
        click.echo("That is not more than noise: the calibration of levels stays as it is.")
    click.echo(f"{number(len(lesson.learnt.examples.ids), 'phrase')} as examples.")
