"""Whatever happens, in whatever order: the conversation stays whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import (
    Again,
    Concluded,
    Event,
    Failed,
    FindRoles,
    InputEnded,
    Picked,
    Press,
    ReadRole,
    RoleRead,
    RolesFound,
    State,
    Text,
    Understood,
    step,
)
from bot.conversation.events import Purpose
from bot.guidance.model import HeldLevel
from bot.turn import take_turn
from tests.bot.fakes import BEEKEEPING, GARDENING, STATEMENTS, FakeGuide, ladder, suggestion

COMMANDS = [
    "/start",
    "/cancel",
    "/back",
    "/help",
    "/skip",
    "/start team",
    "/BACK@RungBot",
    "/roles",
    "/nonsense",
    "/",
]
WORDS = [
    "I water the plants in the park",
    "I plan the beds. I order the seeds; I train two helpers",
    "yes",
    "no",
    "not yet",
    "with help",
    "skip",
    "1",
    "2",
    "9",
    "none of these",
    "that's all",
    "another",
    "thanks",
    "hello",
    "I cook noodles",
    "meetings la",
    "I'm burnt out",
    "gardening",
    "which job could I do next",
    "head gardener",
    "ask me about what is open",
    "plan it",
    "I'm a gardener",
    "I want to be an astronaut",
    "keep this plan",
    "in a year",
    "",
    "\0",
]
texts = st.one_of(st.sampled_from(COMMANDS), st.sampled_from(WORDS), st.text(max_size=200))
presses = st.one_of(
    st.builds(
        "q{}:{}".format,
        st.integers(0, 12),
        st.sampled_from(
            [
                *("own", "help", "no", "skip", "none", "s0", "s1", "s9", "done", "more", "end", "sx", ""),
                *("roles", "r0", "r1", "r9", "ask", "plan", "others", "mine", "m12", "d0", "keep", "back"),
            ]
        ),
    ),
    st.text(max_size=80),
)
said: st.SearchStrategy[Event] = st.one_of(
    st.builds(Text, texts),
    st.builds(Press, presses),
    st.builds(InputEnded),
    st.builds(Again, st.just(("I water the plants",)), st.sampled_from([GARDENING, BEEKEEPING])),
)
asked = st.builds(
    lambda n, kind: {
        "framework": "sfia-9",
        "skill": "GARD",
        "level": n + 1,
        "descriptor": STATEMENTS[n],
        "kind": kind,
        "fact": STATEMENTS[n],
    },
    st.integers(0, 2),
    st.sampled_from(["level", "ability", "knowledge"]),
)
HELD: HeldLevel = {
    "framework": "sfia-9",
    "skill": "GARD",
    "name": "Gardening",
    "level": 4,
    "words": "I water the plants",
    "confirmed": False,
}


def roles_found(held: tuple[HeldLevel, ...]) -> RolesFound:
    return RolesFound(FindRoles(held, "", ()), FakeGuide().next_roles(held, "", ()))


def role_read(held: tuple[HeldLevel, ...], name: str, purpose: Purpose) -> RoleRead:
    asked = ReadRole(name, held, ("I water the plants",), (), purpose, name)
    return RoleRead(asked, FakeGuide().role_gap(name, held, asked.activities, ()))


reference = GARDENING["skills"][0]
conclusions = st.sampled_from(
    [(), ({"suggestion": suggestion(reference, ["I water"]), "ladder": ladder(reference)},)]
)
results: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        Understood,
        st.fixed_dictionaries(
            {
                "reason": st.sampled_from([None, None, "too-vague", "out-of-scope"]),
                "choices": st.sampled_from([[], [BEEKEEPING], [GARDENING, BEEKEEPING]]),
                "outside": st.sampled_from([[], [0], [1, 2]]),
                "thin": st.booleans(),
            }
        ),
    ),
    st.builds(Picked, st.one_of(st.none(), asked)),
    st.builds(Concluded, conclusions),
    st.builds(roles_found, st.sampled_from([(), (HELD,)])),
    st.builds(
        role_read,
        st.sampled_from([(), (HELD,)]),
        st.sampled_from(["Gardener", "Head gardener", "Astronaut"]),
        st.sampled_from(["show", "ask", "plan"]),
    ),
    st.builds(Failed),
)


def check_state(state: State) -> None:
    text = state.to_json()
    assert State.from_json(text).to_json() == text
    assert json.loads(text)["stage"] == state.stage


@settings(max_examples=120, deadline=None)
@given(st.lists(said, max_size=14), st.booleans())
def test_a_person_always_gets_a_reply_and_keeps_their_activities(events: list[Event], broken: bool) -> None:
    state, guide = State(), FakeGuide(broken)
    for event in events:
        before = state
        state, replies = take_turn(state, event, guide)
        check_state(state)
        assert replies
        assert all(reply.text.strip() for reply in replies)
        ids = [button["id"] for button in replies[-1].buttons]
        assert all(len(identifier.encode()) <= 64 for identifier in ids)
        assert len(set(ids)) == len(ids)
        if isinstance(event, Text) and event.text.startswith("/back"):
            assert state.activities == before.activities
        if isinstance(event, Text) and event.text == "/cancel":
            assert state.stage == "ended"
            assert not state.activities


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(said, results), max_size=14))
def test_results_out_of_turn_break_nothing(events: list[Event]) -> None:
    state = State()
    for event in events:
        taken = step(state, event)
        state = taken.state
        check_state(state)
        assert taken.replies or taken.work


@settings(max_examples=100, deadline=None)
@given(st.lists(said, max_size=10))
def test_a_tap_on_an_old_keyboard_changes_nothing(events: list[Event]) -> None:
    state, guide = State(), FakeGuide()
    seen: list[str] = []
    for event in events:
        state, replies = take_turn(state, event, guide)
        now = {button["id"] for button in replies[-1].buttons}
        for old in seen:
            if old not in now and state.stage != "new" and not old.startswith(f"q{state.number}:"):
                assert take_turn(state, Press(old), guide)[0] == state
        seen.extend(now)


@settings(max_examples=100, deadline=None)
@given(st.lists(said, max_size=10))
def test_the_same_events_give_the_same_conversation(events: list[Event]) -> None:
    def run() -> list[str]:
        state, told = State(), []
        for event in events:
            state, replies = take_turn(state, event, FakeGuide())
            told.append(state.to_json() + repr(replies))
        return told

    assert run() == run()
