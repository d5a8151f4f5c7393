"""The vectors of a large build: which of a million are nearest, without looking at all of them."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import build_files
from index.build_files import faiss

ROWS = "vectors.f16"
"""Float16 rows as they are, for memory maps; `index.build_files.VECTORS` is the FAISS index over them."""
EXACT = 20_000
"""Rows up to which all are compared: 10 ms, and nothing is missed."""
PROBED = 96
"""Lists that a search looks into: of 4,096 lists with a million rows 64 find 0.989 of the ten nearest, 128
find 0.997 (docs/speed.md)."""
SAMPLE = 120_000
"""Rows that the lists are learnt from."""
CHUNK = 50_000

Floats = NDArray[np.float32]
Rows = NDArray[np.float16]


def lists_for(rows: int) -> int:
    """Return how many lists an index of so many rows has: the power of two nearest to four times the root.

    Source: FAISS's guidelines, 4 to 16 times the root.
    """
    return int(2 ** round(np.log2(4.0 * max(1, rows) ** 0.5)))


def write_index(folder: Path, rows: Rows) -> None:
    """Write the FAISS index of float16 (u, d) unit rows: inverted lists, 16 bits a dimension.

    Raises:
        OSError: the disk refuses.
    """
    index = make_index(rows)
    try:
        faiss().write_index(index, str(folder / build_files.VECTORS))
    except RuntimeError:
        raise OSError(
            errno.ENOSPC, f"{build_files.VECTORS} could not be written; is the disk full?"
        ) from None


def make_index(rows: Rows) -> Any:
    """Return a trained and filled FAISS index of float16 (u, d) unit rows, which are read in chunks."""
    count, size = rows.shape
    lists = lists_for(count)
    index = faiss().index_factory(size, f"IVF{lists},SQfp16", faiss().METRIC_INNER_PRODUCT)
    # Too few are said on the terminal by FAISS itself; how well it finds is measured, not guessed from that.
    index.cp.min_points_per_centroid = 1
    chosen = np.random.default_rng(0).choice(count, min(count, max(SAMPLE, 30 * lists)), replace=False)
    index.train(rows[np.sort(chosen)].astype(np.float32))
    for start in range(0, count, CHUNK):
        index.add(rows[start : start + CHUNK].astype(np.float32))
    return index


@dataclass(frozen=True, eq=False)
class Nearest:
    """The open vectors of a large build; the system reads in what is looked at.

    Args:
        rows: float16 (u, d), a memory map.
        index: FAISS index over them, a memory map.
    """

    rows: Rows
    index: Any

    @classmethod
    def read(cls, folder: Path, size: int) -> Nearest:
        """Open the vectors of a build's folder, of length ``size``.

        Raises:
            RuntimeError, OSError, ValueError: they are not whole.
        """
        rows = np.memmap(folder / ROWS, np.float16, "r").reshape(-1, size)
        index = faiss().read_index(str(folder / build_files.VECTORS), faiss().IO_FLAG_MMAP)
        if index.ntotal != len(rows):
            raise ValueError(f"{build_files.VECTORS} and {ROWS} do not go together")
        index.nprobe = min(PROBED, index.nlist)
        return cls(rows, index)

    def search(
        self, asked: Floats, count: int, start: int = 0, stop: int | None = None
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Return the nearest rows of ``rows[start:stop]``.

        Args:
            asked: float32 (n, d), unit rows.
            count: how many for each of them.

        Returns:
            Cosines float32 (n, k), descending, and rows int64 (n, k), k at most ``count``; -1: there are no
            more.
        """
        end = len(self.rows) if stop is None else stop
        if end - start <= EXACT:
            return self._exactly(asked, count, start, end)
        if (start, end) == (0, len(self.rows)):
            found: tuple[Floats, NDArray[np.int64]] = self.index.search(asked, count)
            return found
        only = faiss().SearchParametersIVF(sel=faiss().IDSelectorRange(start, end), nprobe=self.index.nprobe)
        within: tuple[Floats, NDArray[np.int64]] = self.index.search(asked, count, params=only)
        return within

    def _exactly(self, asked: Floats, count: int, start: int, stop: int) -> tuple[Floats, NDArray[np.int64]]:
        near = asked @ self.rows[start:stop].astype(np.float32).T
        best = np.argsort(-near, axis=1, kind="stable")[:, :count]
        return np.take_along_axis(near, best, axis=1), best + start
