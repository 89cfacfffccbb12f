"""Rows of numbers between -1 and 1 in a byte each: the examples' vectors in a quarter of the memory, and no answer changes by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    Bytes = np.ndarray[Any, np.dtype[np.int8]]

_LARGEST = 127
_BLOCK = 512  #: rows that are unpacked at a time


@dataclass(frozen=True, slots=True)
class Packed:
    """Whole numbers from -127 to 127, and what one of them is worth in each row."""

    numbers: Bytes  #: (n, width)
    worth: Floats  #: (n,)

    @classmethod
    def of(cls, rows: Floats) -> Packed:
        import numpy as np  # noqa: PLC0415  only a process that loads the model needs it, and only when it loads

        worth = (np.maximum(np.abs(rows).max(axis=1), 1e-9) / _LARGEST).astype(np.float32)
        return cls(np.rint(rows / worth[:, None]).astype(np.int8), worth)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def width(self) -> int:
        return int(self.numbers.shape[1])

    def columns(self, start: int, end: int) -> Packed:
        """Some of the numbers of each row, without a copy."""
        return Packed(self.numbers[:, start:end], self.worth)

    def __matmul__(self, other: Floats) -> Floats:
        """The product of every row with a column or several."""
        import numpy as np  # noqa: PLC0415  as in of

        result = np.empty((len(self), *other.shape[1:]), dtype=np.float32)
        room = np.empty((_BLOCK, self.width), dtype=np.float32)  # fresh memory for each block would cost more than the product
        for first in range(0, len(self), _BLOCK):
            numbers = self.numbers[first : first + _BLOCK]
            np.copyto(room[: len(numbers)], numbers)
            np.matmul(room[: len(numbers)], other, out=result[first : first + _BLOCK])
        result *= self.worth.reshape(-1, *[1] * (result.ndim - 1))
        return result
