"""How often a message is taken for what it is, by class and stage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

import click

from bot.conversation import State
from bot.conversation.intents import decide, sentences
from bot.conversation.message import Message
from bot.conversation.state import Stage, Vectors
from bot.guidance.model import Asked, Choice
from bot.settings import Settings
from index.encoder import Encoder, open_encoder
from scripts.evaluation import figures

CASES = Path(__file__).parents[2] / "tests" / "cases" / "messages.jsonl"
OTHERS = CASES.with_name("messages-others.jsonl")
"""By writers who never saw Rung."""
TOLD = ("I plan the roster for 12 nurses", "I check the stock every Friday", "I teach the new joiners Excel")
STAGES: tuple[Stage, ...] = ("collecting", "choosing", "asking", "suggested")
LIKE_ANSWERS = ("done", "end", "more", "skip")
"""Commands that are buttons too."""


@click.command(help=__doc__)
@click.argument("file", default=CASES, type=click.Path(path_type=Path, exists=True))
@click.option("--words", is_flag=True, help="By words alone, as where no model is.")
@click.option("--wrong", is_flag=True, help="List what is taken for something else.")
def main(file: Path, words: bool, wrong: bool) -> None:
    """Measure and print."""
    settings, cases = Settings.from_environment(), read(file)
    known = {} if words else vectors(cases, open_encoder(settings.model, settings.encodings))
    click.echo(figures.table(measure(cases, known)))
    for case in cases if wrong else ():
        taken = _taken(case, known)
        if not is_right(case, taken):
            click.echo(f"{case['kind']:>13} taken for {taken.kind:13} {case['text']}")


class Phrasing(TypedDict, total=False):
    """A phrasing and what it is."""

    kind: str
    what: str
    text: str
    writer: str


def read(path: Path = CASES) -> list[Phrasing]:
    """Return the phrasings of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def vectors(cases: Sequence[Phrasing], encoder: Encoder) -> Vectors:
    """Return the vectors of phrasings; none where the encoder has none for messages."""
    texts = list(dict.fromkeys(text for case in cases for text in (case["text"], *sentences(case["text"]))))
    found = encoder.read_message(texts)
    return {} if found is None else dict(zip(texts, found.tolist(), strict=True))


def measure(cases: Sequence[Phrasing], known: Vectors) -> dict[str, Any]:
    """Return the share of phrasings that are taken for what they are.

    Answers are said at a question, all others while activities are collected; work is tried at every stage.
    """
    taken = [(case, _taken(case, known)) for case in cases]
    by_class: dict[str, list[bool]] = {}
    by_what: dict[str, list[bool]] = {}
    for case, message in taken:
        by_class.setdefault(case["kind"], []).append(is_right(case, message))
        if "what" in case:
            by_what.setdefault(case["kind"], []).append(
                message.what == case["what"] and is_right(case, message)
            )
    work = [case for case in cases if case["kind"] == "work"]
    others = [message for case, message in taken if case["kind"] == "work"]
    return {
        "all": figures.mean([right for each in by_class.values() for right in each]),
        "class": {kind: figures.mean(each) for kind, each in sorted(by_class.items())},
        "what it is of it": {kind: figures.mean(each) for kind, each in sorted(by_what.items())},
        "care where there is none": figures.mean([each.kind == "care" for each in others]),
        "work lost": {
            stage: figures.mean([not is_right(case, decide(case["text"], at(stage, known))) for case in work])
            for stage in STAGES
        },
    }


def is_right(case: Phrasing, message: Message) -> bool:
    """Whether a message is taken for its class."""
    button = message.kind == "answer" and case["kind"] == "command" and case.get("what") in LIKE_ANSWERS
    return message.kind == case["kind"] or (button and message.what == case.get("what"))


def at(stage: Stage, known: Vectors) -> State:
    """Return where a conversation stands at a stage."""
    skill: Choice = {
        "label": "Gardening",
        "skills": [{"framework": "f", "framework_name": "F", "skill": "GARD", "name": "Gardening"}],
    }
    asked: Asked = {
        "framework": "f", "skill": "GARD", "level": 3, "kind": "level",
        "descriptor": "Plans the beds.", "fact": "Plans the beds.",
    }  # fmt: skip
    state = State(stage=stage, number=3, activities=TOLD, choices=(skill,), vectors=known)
    if stage == "asking":
        return state.but(choice=skill, question=asked)
    return (
        state.but(choice=skill, given=({"question": asked, "choice": "own"},))
        if stage == "suggested"
        else state
    )


def _taken(case: Phrasing, known: Vectors) -> Message:
    return decide(case["text"], at("asking" if case["kind"] == "answer" else "collecting", known))
