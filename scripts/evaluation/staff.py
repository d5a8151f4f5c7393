"""Simulated staff: they tell a case's messages, choose their skill, answer questions, sometimes wrongly."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Event, Press, Reply, State, Text
from bot.conversation.prompts import ANSWERS
from bot.guidance.model import GuideLike
from bot.turn import take_turn
from index.levels import CHOICES, Choice
from index.training.labelled_cases import Case
from knowledge.editions import family

MISREAD = 0.1
"""One question in ten is misread: any other answer is given instead."""
MOST_TURNS = 40
ROUNDS = 3
"""How often a person who does not see their skill says "None of these" before giving up."""


@dataclass(frozen=True, slots=True)
class Played:
    """How a conversation went.

    Args:
        confirmed: the right skill was shown and chosen.
        level: suggested in the case's framework, or None.
        questions: statements asked about.
        rounds: how often skills were shown.
    """

    confirmed: bool
    level: int | None
    questions: int
    rounds: int


def staff_answer(above: int, chance: random.Random) -> Choice:
    """Return what somebody says of a statement so many levels above theirs: sometimes anything else."""
    answer: Choice = "own" if above <= 0 else "help" if above == 1 else "no"
    if chance.random() < MISREAD:
        return chance.choice([choice for choice in CHOICES if choice != answer])
    return answer


class Staff:
    """One member of staff in conversation with Rung."""

    def __init__(self, case: Case, guide: GuideLike, names: Sequence[str], chance: random.Random) -> None:
        self.case, self.guide, self.chance = case, guide, chance
        self.names = {name.casefold() for name in names}
        self.state = State()
        self.replies: tuple[Reply, ...] = ()
        self.questions = self.rounds = 0
        self.confirmed = False

    def play(self) -> Played:
        """Talk until there is a suggestion, or until it is clear that there will be none."""
        self._happen(Text("/start"))
        for message in self.case.messages:
            if self.state.stage == "collecting":
                self._happen(Text(message))
        for _ in range(MOST_TURNS):
            if self.state.stage == "suggested":
                break
            event = self._answer()
            if event is None:
                break
            self._happen(event)
        level = next(
            (
                conclusion["suggestion"]["level"]
                for conclusion in self.state.conclusions
                if conclusion["suggestion"]["framework"] == self.case.framework
            ),
            None,
        )
        return Played(self.confirmed, level, self.questions, self.rounds)

    def _happen(self, event: Event) -> None:
        self.state, self.replies = take_turn(self.state, event, self.guide)

    def _answer(self) -> Event | None:
        if self.state.stage == "asking":
            return self._about_statement()
        if self.state.stage == "choosing":
            return self._choose()
        done = self._button("that's all", "that’s all")
        if done is not None:
            return done
        # Asked for one more sentence: a case has no more to tell, so the person says one thing again.
        again = self.case.messages[self.rounds % len(self.case.messages)]
        return Text(again) if self.rounds < ROUNDS else None

    def _choose(self) -> Event | None:
        self.rounds += 1
        for button in (button for reply in self.replies for button in reply.buttons):
            label = re.sub(r"\s*[(\[].*$", "", button["label"]).casefold()
            if label in self.names:
                self.confirmed = True
                return Press(button["id"])
        return self._button("none of these") if self.rounds <= ROUNDS else None

    def _about_statement(self) -> Event:
        asks = next(reply.asks for reply in reversed(self.replies) if reply.asks)
        self.questions += 1
        if family(asks["framework"]) != family(self.case.framework):
            return Text(ANSWERS[-1][1])
        answer = dict(ANSWERS)[staff_answer(asks["level"] - self.case.level, self.chance)]
        return self._button(answer.casefold()) or Text(answer)

    def _button(self, *labels: str) -> Event | None:
        for button in (button for reply in self.replies for button in reply.buttons):
            if button["label"].casefold() in labels:
                return Press(button["id"])
        return None
