"""Whatever people write, what Telegram gets is well formed and within its limits."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.html import MARKS, TEXT, clean, html_of, length, messages, seen, shortened
from bot.text.markup import Marked

styles = st.sampled_from(["", "b", "i", "blockquote"])
pieces = st.lists(st.builds(Marked, st.text(max_size=300), styles), max_size=8)


class Reader(HTMLParser):
    """Reads HTML strictly: every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.marks = "", list[str](), 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("b", "i", "blockquote")
        assert attrs == []
        self.open.append(tag)
        self.marks += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


@given(pieces)
def test_what_people_write_is_shown_as_they_wrote_it(marked: list[Marked]) -> None:
    assert read(html_of(marked)).text == clean("".join(piece.text for piece in marked))


@given(pieces, st.integers(min_value=8, max_value=120))
def test_messages_keep_to_the_limit_and_lose_nothing(marked: list[Marked], limit: int) -> None:
    parts = messages(marked, limit)
    for part in parts:
        told = read(part)
        assert 0 < length(told.text) <= limit
        assert told.marks <= MARKS
        assert seen(told.text)
    kept = "".join(letter for part in parts for letter in read(part).text if seen(letter))
    every = clean("".join(piece.text for piece in marked))
    assert kept == "".join(letter for letter in every if seen(letter))


@given(st.text(max_size=200), st.integers(min_value=2, max_value=80))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert length(shortened(text, limit)) <= limit
    shortened(text, limit).encode("utf-8")


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u2066", "\u3164", "\u2800", "\0"])
def test_what_shows_nothing_is_no_message(text: str) -> None:
    assert messages([Marked(text, "b")]) == []


def test_emoji_count_twice_as_telegram_counts() -> None:
    assert [length(read(part).text) for part in messages([Marked("🙂" * TEXT)])] == [TEXT, TEXT]


def test_a_long_text_breaks_at_its_lines() -> None:
    parts = messages([Marked("a" * 3000 + "\n" + "b" * 3000)])
    assert [part[0] for part in parts] == ["a", "b"]


def test_more_marks_than_telegram_shows_go_into_the_next_message() -> None:
    assert len(messages([Marked("x", "b")] * (MARKS + 1))) == 2
