"""Measure whether who somebody is changes their level: names, gender, age, nationality, spelling, particles.

Each case is asked again with one of these swapped, added or left out; everything else stays. Figures are
shares of pairs with 95 % bootstrap intervals. ``level``: the level of the case's own skill changed;
``first``: another skill comes first; ``suggested``: the same skill comes first, at another level;
``moved``: mean distance between the two distributions over levels (total variation).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.settings import Settings
from index.build import Build, open_build
from index.encoder import Encoder, open_encoder
from index.levels import level_distribution
from index.search import search
from index.training.labelled_cases import Case
from index.training.ranker_trainer import known
from scripts.evaluation import figures
from scripts.evaluation.case_files import labelled
from scripts.evaluation.counterfactuals import Messages, Swapper

Levels = dict[int, float]


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@figures.as_json
@click.option("--changed", is_flag=True, help="List the pairs whose level changed.")
def main(files: tuple[Path, ...], as_json: bool, changed: bool) -> None:
    """Measure and print."""
    settings = Settings.from_environment()
    build = open_build(settings.home)
    encoder = open_encoder(settings.model, settings.encodings)
    cases = known(build, labelled(files))
    swapper = Swapper([message for case in cases for message in case.messages])
    pairs: dict[str, list[dict[str, float]]] = {}
    for case in cases:
        before = _told(build, encoder, case, case.messages)
        for kind, messages in swapper.variants(case.id, case.messages):
            after = _told(build, encoder, case, messages)
            pairs.setdefault(kind, []).append(_compared(before, after))
            if changed and _likeliest(before[0]) != _likeliest(after[0]):
                click.echo(f"{case.id} {kind} {before[0]} -> {after[0]}: {' | '.join(messages)}", err=True)
    result = {kind: _shares(some) for kind, some in pairs.items()}
    result["all"] = _shares([pair for some in pairs.values() for pair in some])
    figures.show(result, as_json)


def _told(build: Build, encoder: Encoder, case: Case, messages: Messages) -> tuple[Levels, str, Levels]:
    """Return the levels of the case's own skill, the skill that comes first, and its levels."""
    found = search(build, encoder, messages, [(case.framework, case.skill)])
    first = next(s.skill for s in found.of(case.framework) if build.levels_of(case.framework, s.skill))
    own = level_distribution(found, case.framework, case.skill)
    return own, first, level_distribution(found, case.framework, first)


def _compared(before: tuple[Levels, str, Levels], after: tuple[Levels, str, Levels]) -> dict[str, float]:
    same = before[1] == after[1]
    return {
        "level": float(_likeliest(before[0]) != _likeliest(after[0])),
        "first": float(not same),
        "suggested": float(same and _likeliest(before[2]) != _likeliest(after[2])),
        "moved": sum(abs(before[0][level] - after[0][level]) for level in before[0]) / 2,
    }


def _likeliest(levels: Levels) -> int:
    return max(levels, key=lambda level: (levels[level], -level))


def _shares(pairs: Sequence[dict[str, float]]) -> dict[str, Any]:
    named = ("level", "first", "suggested", "moved")
    return {"n": len(pairs), **{name: figures.mean([pair[name] for pair in pairs]) for name in named}}
