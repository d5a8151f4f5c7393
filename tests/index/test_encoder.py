from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import CachedEncoder, HashingEncoder, SentenceEncoder, open_encoder
from index.sentence_model import EncoderError


@given(st.lists(st.text(max_size=60), max_size=5))
def test_vectors_are_unit_rows_or_zero_where_nothing_is_said(texts: list[str]) -> None:
    vectors = HashingEncoder(64).encode(texts)
    assert vectors.shape == (len(texts), 64)
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))


@given(st.text(max_size=60))
def test_the_words_of_a_text_share_out_its_vector(text: str) -> None:
    encoded = HashingEncoder(64).encode_words([text])[0]
    assert len(encoded.parts) == len(encoded.spans)
    assert np.allclose(encoded.parts.sum(axis=0), encoded.vector, atol=1e-5)


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    cached = CachedEncoder(HashingEncoder(), tmp_path / "cache.db")
    first = cached.encode(["hive", "bridge", "hive"])
    assert cached.encoded == 2
    again = CachedEncoder(HashingEncoder(), tmp_path / "cache.db")
    assert np.array_equal(again.encode(["hive", "bridge", "hive"]), first)
    assert again.encoded == 0


def test_two_models_do_not_share_vectors(tmp_path: Path) -> None:
    CachedEncoder(HashingEncoder(64), tmp_path / "cache.db").encode(["hive"])
    other = CachedEncoder(HashingEncoder(32), tmp_path / "cache.db")
    assert other.encode(["hive"]).shape == (1, 32)
    assert other.encoded == 1


def test_what_a_person_says_is_not_kept(tmp_path: Path) -> None:
    cached = CachedEncoder(HashingEncoder(), tmp_path / "cache.db")
    cached.encode(["hive"])
    cached.encode_words(["my secret hive"])
    with sqlite3.connect(tmp_path / "cache.db") as database:
        assert database.execute("SELECT count(*) FROM vectors").fetchone() == (1,)
    database.close()


def test_progress_ends_with_all_texts(tmp_path: Path) -> None:
    told: list[int] = []
    CachedEncoder(HashingEncoder(), tmp_path / "cache.db").encode(["a hive", "b hive", "c hive"], told.append)
    assert told == [1, 2, 3]


def test_a_damaged_cache_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 50)
    cached = CachedEncoder(HashingEncoder(), path)
    assert cached.encode(["hive"]).shape == (1, 256)
    assert cached.encoded == 1


def test_no_texts_give_no_vectors(tmp_path: Path) -> None:
    assert CachedEncoder(HashingEncoder(), tmp_path / "cache.db").encode([]).shape[0] == 0


def test_an_unknown_model_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no model 'no-such-model' on this machine"):
        open_encoder("no-such-model", tmp_path / "cache.db")


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("index.encoder.model_folder", lambda _name: tmp_path)
    with pytest.raises(EncoderError, match="not the expected ones"):
        SentenceEncoder()


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no weights"):
        open_encoder(str(tmp_path), tmp_path / "cache.db")
