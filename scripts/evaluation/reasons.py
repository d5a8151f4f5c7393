"""Measure whether the words a suggestion cites are its reasons.

A case's messages are asked about in its framework, and the suggestion that comes first is taken. Then they
are asked about again without the words its evidence cites, and without as many other words of the same
person, drawn at random: of any kind, and only such as say something (no grammar).

A suggestion is *changed* when another skill comes first, or it has another level, or none is given. It is
*lowered* when it stays but its stated confidence falls by at least 0.10. Figures are shares of cases with
95 % bootstrap intervals.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.guidance.guide import Guide
from bot.guidance.model import Suggestion
from bot.settings import Settings
from index.encoder import WORD, open_encoder
from index.training.labelled_cases import Case
from index.word_lists import is_grammar
from scripts.evaluation import figures
from scripts.evaluation.case_files import labelled

LOWERED = 0.10
Place = tuple[int, int, int]
"""A word: its activity, and where it begins and ends."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of leaving words out.

    Args:
        skill, level, lowered: another skill comes first (or none), another level, or less confidence.
    """

    skill: bool
    level: bool
    lowered: bool

    @property
    def differs(self) -> bool:
        """Whether the person would be told something else, or with less confidence."""
        return self.skill or self.level or self.lowered


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--draws", default=2, show_default=True, help="Random draws of other words for each case.")
@click.option("--every", default=1, show_default=True, help="Take only every n-th case.")
@figures.as_json
def main(files: tuple[Path, ...], draws: int, every: int, as_json: bool) -> None:
    """Measure and print."""
    settings = Settings.from_environment()
    guide = Guide(settings.home, open_encoder(settings.model, settings.encodings))
    tried: dict[str, list[Tried]] = {"cited": [], "other": [], "other_telling": []}
    shares: list[float] = []
    counts: list[float] = []
    for case in labelled(files)[::every]:
        before = _first(guide, case, case.messages)
        if before is None:
            continue
        cited, others = _places(case.messages, before)
        chance = random.Random(case.id)
        telling = [(n, at, end) for n, at, end in others if not is_grammar(case.messages[n][at:end])]
        tried["cited"].append(_try(guide, case, before, cited))
        for name, pool in (("other", others), ("other_telling", telling)):
            for _ in range(draws):
                gone = chance.sample(pool, min(len(cited), len(pool)))
                tried[name].append(_try(guide, case, before, gone))
        counts.append(len(cited))
        shares.append(len(cited) / max(1, len(cited) + len(others)))
    result: dict[str, Any] = {name: _shares(some) for name, some in tried.items()}
    result["cases"] = len(counts)
    result["words_cited"] = figures.mean(counts)
    result["share_of_words_cited"] = figures.mean(shares)
    figures.show(result, as_json)


def _first(guide: Guide, case: Case, messages: Sequence[str]) -> Suggestion | None:
    suggestions = guide.suggest(messages, case.framework)["suggestions"]
    return suggestions[0] if suggestions else None


def _places(messages: Sequence[str], suggestion: Suggestion) -> tuple[list[Place], list[Place]]:
    """Return where the cited words stand, every time they are said in their activity, and all other words."""
    said: dict[int, set[str]] = {}
    for item in suggestion["evidence"]:
        said.setdefault(item["activity"], set()).update(w.casefold() for w in WORD.findall(item["words"]))
    cited: list[Place] = []
    others: list[Place] = []
    for n, message in enumerate(messages):
        for match in WORD.finditer(message):
            mine = match.group().casefold() in said.get(n, ())
            (cited if mine else others).append((n, *match.span()))
    return cited, others


def _try(guide: Guide, case: Case, before: Suggestion, gone: Sequence[Place]) -> Tried:
    messages = list(case.messages)
    for n, start, end in sorted(gone, reverse=True):
        messages[n] = messages[n][:start] + messages[n][end:]
    left = tuple(re.sub(r"\s{2,}", " ", message).strip() for message in messages)
    after = _first(guide, case, left) if any(left) else None
    if after is None or after["skill"] != before["skill"]:
        return Tried(True, False, False)
    if after["level"] != before["level"]:
        return Tried(False, True, False)
    return Tried(False, False, before["confidence"] - after["confidence"] >= LOWERED)


def _shares(tried: Sequence[Tried]) -> dict[str, figures.Figure]:
    named = ("differs", "skill", "level", "lowered")
    return {name: figures.mean([float(getattr(one, name)) for one in tried]) for name in named}
