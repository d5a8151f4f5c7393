"""Words: BM25 over a build's texts, by SQLite's FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

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


def in_memory(statements: Iterable[tuple[int, str]], skills: Iterable[str]) -> sqlite3.Connection:
    """Return both tables filled, in a database of its own."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    make_tables(database)
    add(database, "statement_words", statements)
    add(database, "skill_words", enumerate(skills))
    return database


def stems(text: str) -> list[tuple[str, str]]:
    """Return the words of a text that `query` looks up, each with what the index files it under."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE asked USING fts5(text, tokenize = 'porter unicode61')")
        database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(asked, 'instance')")
        words = kept_words(text)
        add(database, "asked", enumerate(words))
        found = database.execute("SELECT doc, term FROM stems ORDER BY doc").fetchall()
        return [(words[number], stem) for number, stem in found]


def query(text: str) -> str:
    """Return a text as an FTS5 query: any of its words, grammar left out; ``""`` where there are none."""
    return " OR ".join(f'"{word}"' for word in kept_words(text))


def kept_words(text: str) -> list[str]:
    """Return the words of a text that are looked up, each once."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = dict.fromkeys(word.group().casefold() for word in WORD.finditer(text))
    kept = [w for w in words if len(w) >= SHORTEST_WORD and w not in ENGLISH_STOP_WORDS]
    return kept[:MOST_WORDS]
