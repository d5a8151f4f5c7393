"""What a message is taken for, on phrasings by people whose phrasings trained nothing."""

from __future__ import annotations

import pytest

from bot.conversation import Read, State, Text, step
from bot.conversation.activities import care_reply
from bot.turn import perform, undone
from index.encoder import HashingEncoder, SentenceEncoder
from scripts.evaluation.messages import CASES, OTHERS, measure, read, vectors
from scripts.training.messages import PHRASINGS
from tests.bot.fakes import FakeGuide

COLLECTING = State(stage="collecting", number=1, activities=("I plan the roster",))


def test_phrasings_when_frozen_are_by_other_writers_and_in_other_words() -> None:
    frozen, trained = read(CASES), read(PHRASINGS)
    others = read(OTHERS)
    assert not {one["writer"] for one in others} & {one["writer"] for one in (*frozen, *trained)}
    assert not {one["text"].casefold() for one in others} & {one["text"].casefold() for one in trained}
    assert not {one["writer"] for one in frozen} & {one["writer"] for one in trained}
    assert not {one["text"].casefold() for one in frozen} & {one["text"].casefold() for one in trained}
    counts = {kind: sum(one["kind"] == kind for one in frozen) for kind in {one["kind"] for one in frozen}}
    assert min(counts.values()) >= 100
    assert len(counts) == 11


def test_messages_without_a_model_are_told_apart_by_words() -> None:
    found = measure(cases := read(), vectors(cases, HashingEncoder()))
    assert found["all"][0] >= 0.63
    assert max(lost[0] for lost in found["work lost"].values()) <= 0.06


@pytest.mark.model
def test_messages_with_the_model_are_taken_for_what_they_are() -> None:
    found = measure(cases := read(), vectors(cases, SentenceEncoder()))
    assert found["all"][0] >= 0.9
    assert found["class"]["care"][0] >= 0.9
    assert found["care where there is none"][0] <= 0.01
    assert max(lost[0] for lost in found["work lost"].values()) <= 0.06


@pytest.mark.model
def test_messages_by_writers_who_never_saw_rung_are_taken_for_what_they_are() -> None:
    found = measure(cases := read(OTHERS), vectors(cases, SentenceEncoder()))
    assert found["all"][0] >= 0.8
    assert found["care where there is none"][0] <= 0.01
    assert max(lost[0] for lost in found["work lost"].values()) <= 0.04


@pytest.mark.parametrize("said", ["delete number 1", "/help", "That's all", "🎉", "thanks"])
def test_message_when_rules_are_certain_needs_no_vectors(said: str) -> None:
    assert not isinstance(step(COLLECTING, Text(said)).work, Read)


def test_message_when_rules_are_not_certain_is_read_with_its_pieces() -> None:
    said = Text("I plan the roster.\nwho gets to see that")
    work = step(COLLECTING, said).work
    assert isinstance(work, Read)
    assert "who gets to see that" in work.texts
    assert perform(work, FakeGuide()) == undone(work) == Text(said.text, vectors={})


def test_help_lines_when_set_are_given_in_a_crisis_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNG_HELP_LINES", "the night desk, extension 9")
    assert "the night desk, extension 9" in care_reply("crisis")
    assert "night desk" not in care_reply("burnout")
