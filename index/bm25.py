"""BM25 over the words of a build's texts, by SQLite's FTS5 (k1 1.2, b 0.75)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.encoder import WORD

MOST_WORDS = 120
"""Different words of one text that are looked up; a longer text is mostly repetition."""
SHORTEST_WORD = 3


def make_table(database: sqlite3.Connection, table: str, texts: Iterable[tuple[int, str]]) -> None:
    """Make an FTS5 table of numbered texts."""
    database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(text, tokenize = 'porter unicode61')")
    database.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", texts)


def score(
    database: sqlite3.Connection, table: str, text: str, only: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Score the texts of a table by the words they share with a text.

    Args:
        only: score no others than these numbers.

    Returns:
        Numbers of texts with a word in common, int64 (k,), ascending, and their BM25, float32 (k,): higher is
        closer.
    """
    wanted = query(text)
    if not wanted:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    sql = f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?"
    values = [wanted]
    if only is not None:
        # The plus keeps SQLite from matching once for each number.
        sql += " AND +rowid IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(only.tolist()))
    rows = database.execute(f"{sql} ORDER BY rowid", values).fetchall()
    numbers, scores = zip(*rows, strict=True) if rows else ((), ())
    return np.array(numbers, np.int64), np.array(scores, np.float32)


def query(text: str) -> str:
    """Return a text as an FTS5 query: any of its words, grammar left out; ``""`` where there are none."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = dict.fromkeys(word.group().casefold() for word in WORD.finditer(text))
    kept = [w for w in words if len(w) >= SHORTEST_WORD and w not in ENGLISH_STOP_WORDS]
    return " OR ".join(f'"{word}"' for word in kept[:MOST_WORDS])
