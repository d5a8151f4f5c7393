"""Functions in a limited process: results, errors, limits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.model import DocumentError, Source
from knowledge.sandbox import StoppedError, limited


def sourced(document: str, location: str) -> tuple[Source, ...]:
    sys.stdout.write("this goes nowhere")
    return (Source(document, location),)


def refuse() -> None:
    raise DocumentError("a.pdf", "it is locked.", remedy="Unlock it.")


def fail() -> None:
    raise KeyError("no such thing")


def hang() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def fill() -> int:
    return len(bytearray(2**31))


def pour() -> bytes:
    return b"x" * (65 * 2**20)


def die() -> None:
    os.abort()


def forge() -> object:
    return Path("elsewhere")


def look_around() -> set[str]:
    return set(os.environ)


def test_a_result_comes_back_whole() -> None:
    assert limited(sourced, "a.pdf", "page 2") == (Source("a.pdf", "page 2"),)


def test_our_own_errors_come_back_as_they_were() -> None:
    with pytest.raises(DocumentError, match="locked") as caught:
        limited(refuse)
    assert (caught.value.document, caught.value.remedy) == ("a.pdf", "Unlock it.")


@pytest.mark.parametrize(
    ("function", "reason"),
    [(fail, "error"), (hang, "time"), (fill, "memory"), (pour, "memory"), (die, "crash"), (forge, "crash")],
)
def test_whatever_happens_is_told(function: Callable[[], object], reason: str) -> None:
    with pytest.raises(StoppedError) as caught:
        limited(function, seconds=3 if function is hang else 30)
    assert caught.value.reason == reason


def test_a_busy_process_is_ended() -> None:
    begun = time.monotonic()
    with pytest.raises(StoppedError) as caught:
        limited(spin, seconds=2)
    assert caught.value.reason == "time"
    assert time.monotonic() - begun < 10


def test_no_secrets_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNG_TELEGRAM_TOKEN", "1:secret")
    assert "RUNG_TELEGRAM_TOKEN" not in limited(look_around)
