"""Tables in which most cells are empty, and their products with a few columns.

A product is a sum over segments of a list: of the cells of each row, or, in another order, of each column. numpy has
that (`add.reduceat`) as fast as a library of sparse tables does it for a handful of columns, and loads three times
sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Ints

SMALL = 100_000  # cells, with the empty ones
AT_ONCE = 100_000  # cells times columns: what stays near the processor


@dataclass(frozen=True)
class Shape:
    """Which cells are filled, in order of rows. columns: of each [n]; starts: where each row begins, and the end
    [rows + 1]; n_columns: how many columns there are."""

    columns: NDArray[np.intp]
    starts: Ints
    n_columns: int

    @staticmethod
    def of(rows: NDArray[np.integer], columns: NDArray[np.integer], n_rows: int, n_columns: int) -> Shape:
        """rows, columns: of each cell [n], in order of rows."""
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n_rows))))
        return Shape(columns.astype(np.intp, copy=False), starts, n_columns)

    @cached_property
    def turned(self) -> tuple[Shape, NDArray[np.intp]]:
        """The same with rows and columns in each other's place, and where each of its cells stands in this one."""
        # Small whole numbers are sorted by counting them.
        small = self.columns.astype(np.uint16) if self.n_columns <= 2**16 else self.columns
        order = np.argsort(small, kind="stable")
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.columns, minlength=self.n_columns))))
        return Shape(rows[order], starts, len(self.starts) - 1), order

    @cached_property
    def filled(self) -> NDArray[np.intp]:
        """The rows with a cell in them."""
        return np.flatnonzero(np.diff(self.starts))

    def sums(self, of_cells: Floats) -> Floats:
        """Of each row [k, rows]; of_cells: [k, n]."""
        if len(self.filled) == len(self.starts) - 1 > 0:
            return np.asarray(np.add.reduceat(of_cells, self.starts[:-1], axis=1))
        found = np.zeros((len(of_cells), len(self.starts) - 1))
        if len(self.filled):
            found[:, self.filled] = np.add.reduceat(of_cells, self.starts[self.filled], axis=1)
        return found


@dataclass(frozen=True)
class Sparse:
    """values: of each filled cell [n], or None where all are one."""

    shape: Shape
    values: Floats | None = None

    def __matmul__(self, block: Floats) -> Floats:
        """Product with a column [columns] or some columns [columns, k]."""
        if block.ndim == 1:
            return np.asarray(self.times(block[None])[0])
        return self.times(np.ascontiguousarray(block.T)).T

    def times(self, block: Floats) -> Floats:
        """Product with some columns that stand in rows, as it does itself [k, rows]; block: [k, columns]."""
        at_once = max(AT_ONCE // max(len(self.shape.columns), 1), 1)
        parts = [self._times(block[k : k + at_once]) for k in range(0, len(block), at_once)]
        return parts[0] if len(parts) == 1 else np.vstack(parts)

    def _times(self, block: Floats) -> Floats:
        of_cells = block.take(self.shape.columns, axis=1)
        if self.values is not None:
            of_cells *= self.values
        return self.shape.sums(of_cells)

    @property
    def T(self) -> Sparse:  # noqa: N802  # as numpy calls it
        """Rows and columns in each other's place."""
        shape, order = self.shape.turned
        return Sparse(shape, None if self.values is None else self.values[order])

    def __getitem__(self, rows: NDArray[np.intp]) -> Sparse:
        """Only these rows, in this order."""
        lengths = np.diff(self.shape.starts)[rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        cells = np.repeat(self.shape.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        shape = Shape(self.shape.columns[cells], starts, self.shape.n_columns)
        return Sparse(shape, None if self.values is None else self.values[cells])

    def both_ways(self, n_blocks: int = 1) -> tuple[Sparse | Full, Sparse | Full]:
        """This table and the same turned, for products; n_blocks: as in `full`. Small ones are full: a sparse product
        costs more to ask for than to make."""
        if (len(self.shape.starts) - 1) * self.shape.n_columns > SMALL * n_blocks**2:
            return self, self.T
        full = self.full(n_blocks)
        return full, Full(np.ascontiguousarray(full.T.values))

    def full(self, n_blocks: int = 1) -> Full:
        """With its empty cells as zeros; n_blocks: so many equal blocks along the diagonal have all that is filled."""
        n_rows, n_columns = len(self.shape.starts) - 1, self.shape.n_columns // n_blocks
        found = np.zeros((n_rows, n_columns))
        rows = np.repeat(np.arange(n_rows), np.diff(self.shape.starts))
        columns = self.shape.columns % n_columns if n_blocks > 1 else self.shape.columns
        found[rows, columns] = 1.0 if self.values is None else self.values
        return Full(found.reshape(n_blocks, -1, n_columns))


@dataclass(frozen=True)
class Full:
    """A table with its empty cells, but for those outside the blocks along its diagonal. values: [blocks, rows of each,
    columns of each]."""

    values: Floats

    def __matmul__(self, block: Floats) -> Floats:
        """As of a sparse one."""
        n_blocks, n_rows, n_columns = self.values.shape
        found = self.values @ block.reshape(n_blocks, n_columns, -1)
        return np.asarray(found.reshape(n_blocks * n_rows, *block.shape[1:]))

    def times(self, block: Floats) -> Floats:
        """As of a sparse one."""
        if len(self.values) == 1:
            return np.asarray(block @ self.values[0].T)
        n_blocks, _, n_columns = self.values.shape
        found = block.reshape(-1, n_blocks, n_columns).swapaxes(0, 1) @ self.values.swapaxes(1, 2)
        return np.asarray(found.swapaxes(0, 1).reshape(len(block), -1))

    @property
    def T(self) -> Full:  # noqa: N802  # as numpy calls it
        """Rows and columns in each other's place."""
        return Full(self.values.swapaxes(1, 2))

    def __getitem__(self, rows: NDArray[np.intp]) -> Full:
        """Only these rows, in this order, of a table of one block."""
        return Full(self.values[:, rows])
