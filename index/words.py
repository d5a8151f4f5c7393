"""Words: BM25 over a build's texts, by SQLite's FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.encoder import WORD

MOST_WORDS = 120
"""Different words of one query that are looked up; a longer text is mostly repetition."""
SHORTEST_WORD = 3


def make_tables(database: sqlite3.Connection) -> None:
    """Make the empty tables: ``statement_words`` by entry, ``skill_words`` by group."""
    for table in ("statement_words", "skill_words"):
        database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(text, tokenize = 'porter unicode61')")


def add(database: sqlite3.Connection, table: str, texts: Iterable[tuple[int, str]]) -> None:
    """Index texts under their numbers."""
    database.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", texts)


def score(database: sqlite3.Connection, table: str, text: str, size: int) -> NDArray[np.float32]:
    """Score a text against every indexed one.

    Args:
        size: how many numbers there are.

    Returns:
        float32 (size,), 0 where no word is shared; BM25 (k1 1.2, b 0.75: FTS5's) elsewhere, higher is closer.
    """
    scores = np.zeros(size, np.float32)
    wanted = query(text)
    if wanted:
        sql = f"SELECT rowid, bm25({table}) FROM {table} WHERE {table} MATCH ?"
        for number, value in database.execute(sql, (wanted,)):
            scores[number] = -value
    return scores


def query(text: str) -> str:
    """Return a text as an FTS5 query: any of its words, grammar left out; ``""`` where there are none."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = dict.fromkeys(word.group().casefold() for word in WORD.finditer(text))
    kept = [w for w in words if len(w) >= SHORTEST_WORD and w not in ENGLISH_STOP_WORDS]
    return " OR ".join(f'"{word}"' for word in kept[:MOST_WORDS])
