"""Mark the words that a person's text and a framework statement share."""

from __future__ import annotations

from typing import NamedTuple

from index.encoder import WORD
from index.word_lists import is_grammar, plain

_ENDINGS = """
s es ed d e ing er ers or ors r rs ment ments ion ions ation ations al als ally ly y ies ied
ning ned ner ting ted ance ence able ive ity
"""
ENDINGS = frozenset(["", *_ENDINGS.split()])
"""What may follow the shared stem of two forms of a word."""
MIN_STEM = 4
"""Letters of a shared stem; shorter words match whole."""


class Piece(NamedTuple):
    """A piece of text, marked or not."""

    text: str
    marked: bool


def highlight(own: str, statement: str, cited: str = "") -> tuple[list[Piece], list[Piece]]:
    """Mark the words that a person's text and a statement share, in both.

    Returns:
        the pieces of each text; joined, they are the text.
    """
    ours, theirs = _words(own), _words(statement)
    said = _words(cited)
    own_marked = {word for word in ours if word in said or any(_same(word, other) for other in theirs)}
    statement_marked = {word for word in theirs if any(_same(word, other) for other in ours)}
    return _pieces(own, own_marked), _pieces(statement, statement_marked)


def _words(text: str) -> set[str]:
    return {plain(word) for word in WORD.findall(text) if not is_grammar(word)}


def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one: *approves* and *approval*, not *content* and *contest*."""
    if one == other:
        return True
    differs = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    stem = min(len(one), len(other)) if differs is None else differs
    return stem >= MIN_STEM and one[stem:] in ENDINGS and other[stem:] in ENDINGS


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
