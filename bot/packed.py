"""Rows of numbers between -1 and 1 in two bytes each: the examples' vectors in half the memory, and no answer changes by it.

One byte each was measured too coarse: what thousands of examples add up to moved by more than a threshold leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    Whole = np.ndarray[Any, np.dtype[np.int16]]

_LARGEST = 32_767
_BLOCK = 512  #: rows that are unpacked at a time


@dataclass(frozen=True, slots=True)
class Packed:
    """Whole numbers, and what one of them is worth in each row."""

    numbers: Whole  #: (n, width)
    worth: Floats  #: (n,)

    @classmethod
    def of(cls, rows: Floats) -> Packed:
        import numpy as np  # noqa: PLC0415  only a process that loads the model needs it, and only when it loads

        worth = np.array([max(float(np.abs(row).max()), 1e-9) / _LARGEST for row in rows], dtype=np.float32)
        numbers = np.empty(rows.shape, dtype=np.int16)
        for first in range(0, len(rows), _BLOCK):
            block = slice(first, first + _BLOCK)
            numbers[block] = np.rint(rows[block] / worth[block, None])
        return cls(numbers, worth)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and numbers in each, as an array has it."""
        rows, width = self.numbers.shape
        return rows, width

    def __getitem__(self, key: tuple[slice, slice]) -> Packed:
        """Some rows, some of their numbers, without a copy."""
        return Packed(self.numbers[key], self.worth[key[0]])

    def __matmul__(self, other: Floats) -> Floats:
        """The product of every row with a column or several."""
        import numpy as np  # noqa: PLC0415  as in of

        result = np.empty((len(self), *other.shape[1:]), dtype=np.float32)
        room = np.empty((_BLOCK, self.shape[1]), dtype=np.float32)  # fresh memory for each block would cost more than the product
        for first in range(0, len(self), _BLOCK):
            numbers = self.numbers[first : first + _BLOCK]
            np.copyto(room[: len(numbers)], numbers)
            np.matmul(room[: len(numbers)], other, out=result[first : first + _BLOCK])
        result *= self.worth.reshape(-1, *[1] * (result.ndim - 1))
        return result
