"""Components beside each other: each near the middle, where its own outline fits beside those that already stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Ints = NDArray[np.intp]

_ASPECT = 1.7  # width to height of the whole
_TRIED = 1024  # spots tested at once
_LOOKED_AT = 12  # cells of a shape that are tested first


def pack(blocks: Sequence[_Floats], cell: tuple[float, float]) -> list[_Floats]:
    """Return how far each block of places is moved, the largest given first, so that the least coordinates of all are nought.

    A block takes the cells, as wide and high as a node's room, from its first to its last place in each row and column, and those
    behind them (polyomino packing, Freivalds, Dogrusoz and Kikusts, 2001). The first stands in the middle, each other at the free spot
    that is nearest to it, by ellipses.
    """
    if not blocks:
        return []
    size = np.array(cell)
    shapes = [_cells(block, size) for block in blocks]
    extent = int(max(np.abs(s).max() for s in shapes)) + 1
    field = _Field(extent + 2 * int(np.sqrt(sum(map(len, shapes)))) + 2, extent, size)
    moves = []
    for block, shape in zip(blocks, shapes, strict=True):
        moves.append((field.take(shape) - _middle(block, size)) * size)
    corner = np.min([block.min(axis=0) + move for block, move in zip(blocks, moves, strict=True)], axis=0)
    return [move - corner for move in moves]


class _Field:
    """The cells that are taken, and the spots where a block may stand, the nearest to the middle first."""

    def __init__(self, reach: int, margin: int, size: _Floats) -> None:
        self.nought = reach + margin
        self.taken = np.zeros((2 * self.nought + 1, 2 * self.nought + 1), dtype=bool)
        line = np.arange(-reach, reach + 1)
        spots = np.stack([np.repeat(line, len(line)), np.tile(line, len(line))], axis=1)
        far = (spots[:, 0] * size[0]) ** 2 + (spots[:, 1] * size[1] * _ASPECT) ** 2
        self.spots = spots[np.argsort(far, kind="stable")]
        self.tried: dict[bytes, int] = {}  # of each form, the first spots, which are known to be taken

    def take(self, shape: _Ints) -> _Ints:
        """Return the first spot where a shape meets nothing, and let it stand there."""
        form = shape.tobytes()
        at = next(self._free(shape + self.nought, self.tried.get(form, 0)))
        self.tried[form] = at  # what does not fit now does not fit later
        spot: _Ints = self.spots[at]
        x, y = (shape + self.nought + spot).T
        self.taken[x, y] = True
        return spot

    def _free(self, shape: _Ints, start: int) -> Iterator[int]:
        """Yield the free spots; most are ruled out by a few of the shape's cells."""
        few = shape[:: max(1, len(shape) // _LOOKED_AT)]
        for first in range(start, len(self.spots), _TRIED):
            tested = few[None, :, :] + self.spots[first : first + _TRIED, None, :]
            for spot in first + np.nonzero(~self.taken[tested[:, :, 0], tested[:, :, 1]].any(axis=1))[0]:
                x, y = (shape + self.spots[spot]).T
                if not self.taken[x, y].any():
                    yield int(spot)


def _middle(block: _Floats, size: _Floats) -> _Ints:
    middle: _Ints = np.floor((block.min(axis=0) + block.max(axis=0)) / 2 / size).astype(np.intp)
    return middle


def _cells(block: _Floats, size: _Floats) -> _Ints:
    """Return the cells of a block without its dents, and those to their right and below; the middle one is nought."""
    own = np.floor(block / size).astype(np.intp)
    first = own.min(axis=0)
    field = np.zeros(own.max(axis=0) - first + 2, dtype=bool)
    field[tuple((own - first).T)] = True
    for axis in (0, 1, 0, 1):
        field |= np.logical_or.accumulate(field, axis) & np.flip(
            np.logical_or.accumulate(np.flip(field, axis), axis), axis
        )
    for axis in (0, 1):
        field |= np.roll(field, 1, axis)
    cells: _Ints = np.argwhere(field) + first - _middle(block, size)
    return cells
