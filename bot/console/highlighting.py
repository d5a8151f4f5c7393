"""Which words a person's text and a statement have in common, so that both can show them."""

from __future__ import annotations

from typing import NamedTuple

from index.encoder import WORD
from index.word_lists import is_grammar, plain

_ENDINGS = """
s es ed d e ing er ers or ors r rs ment ments ion ions ation ations al als ally ly y ies ied
ning ned ner ting ted ance ence able ive ity
"""
ENDINGS = frozenset(["", *_ENDINGS.split()])
"""What may follow the part that two forms of a word share."""
LEAST = 4
"""Letters of that part; shorter words match whole."""


class Piece(NamedTuple):
    """A piece of text, marked or not."""

    text: str
    marked: bool


def both(own: str, statement: str, cited: str = "") -> tuple[list[Piece], list[Piece]]:
    """Mark the words that a person's text and a statement share, in both.

    Args:
        own: the person's text.
        statement: of a framework.
        cited: words of the person's text that carried the match; they are marked there too.

    Returns:
        the pieces of each; put together they are the texts as they were.
    """
    ours, theirs = _words(own), _words(statement)
    said = {plain(word) for word in WORD.findall(cited) if not is_grammar(word)}
    own_marked = {word for word in ours if word in said or any(_same(word, other) for other in theirs)}
    return _pieces(own, own_marked), _pieces(
        statement, {word for word in theirs if any(_same(word, other) for other in ours)}
    )


def _words(text: str) -> set[str]:
    return {plain(word) for word in WORD.findall(text) if not is_grammar(word)}


def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one: *approves* and *approval*, not *content* and *contest*."""
    if one == other:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    length = min(len(one), len(other)) if shared is None else shared
    return length >= LEAST and one[length:] in ENDINGS and other[length:] in ENDINGS


def _pieces(text: str, marked: set[str]) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for found in WORD.finditer(text):
        if plain(found.group()) in marked:
            if found.start() > end:
                pieces.append(Piece(text[end : found.start()], False))
            pieces.append(Piece(found.group(), True))
            end = found.end()
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return pieces
