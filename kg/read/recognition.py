"""Text of a picture by RapidOCR (extra `ocr`), whose Chinese models come in its wheel and run on ONNX Runtime.

Lines are detected first; a line that runs over the gutter between two columns is split there, so that columns do not merge; then
each piece is recognised. The result is what `kg.read.page_layout` takes, with a confidence for each line.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.read.page_layout import Box, TextLine
from kg.read.recognised import RecognisedPages

DPI = 200  # pixels an inch of a page that is drawn to be recognised
STRIP = 1280  # rows of pixels in which lines are detected at a time
GUTTER = 1.15  # width of a gap between columns, in heights of a line
INK = 60  # how much darker than its surroundings printed pixels are
LEAST = 0.5  # confidence of a line that is kept
SAME_SIZE = 0.14  # sizes of lines that differ less are one
Pixels = npt.NDArray[np.uint8]
Rectangle = tuple[int, int, int, int]  # left, top, right, bottom in pixels


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    settings = {
        "Global.log_level": "critical",
        "Global.max_side_len": 1 << 16,  # a page is not made smaller
        "Global.use_vertical_padding": False,
        "Det.limit_side_len": 32,
        "Det.limit_type": "min",
    }
    return RapidOCR(params=settings)


def recognise(pixels: Pixels, points_per_pixel: float, known: RecognisedPages | None = None) -> list[TextLine]:
    """Return the lines of a picture (rows, columns, red green blue), in points from the lower left corner.

    Lines that are `known` are not recognised again. Raises ImportError where RapidOCR is not installed.
    """
    if known is None:
        return _lines_of(pixels, points_per_pixel)
    digest = hashlib.sha256(f"{_version()} {pixels.shape} {points_per_pixel}".encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return known.lines(digest.digest(), lambda: _lines_of(pixels, points_per_pixel))


@cache
def _version() -> str:
    """Return what the lines depend on besides the picture: the library with its models, and this module."""
    try:
        library = version("rapidocr")
    except PackageNotFoundError as e:
        raise ImportError(f"{e}", name="rapidocr") from e
    return f"{library} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"


def _lines_of(pixels: Pixels, points_per_pixel: float) -> list[TextLine]:
    try:
        engine = _engine()
    except ImportError as e:
        raise ImportError(f"{e}", name="rapidocr") from e
    ink = _ink(pixels)
    boxes = [piece for box in _detected(engine, pixels, ink) for piece in _split(ink, box)]
    lines = [one for box in boxes if (one := _recognised(engine, pixels, box, points_per_pixel))]
    return _with_common_sizes(lines)


def _recognised(engine: Any, pixels: Pixels, box: Rectangle, points_per_pixel: float) -> TextLine | None:
    x0, y0, x1, y1 = box
    crop = np.ascontiguousarray(pixels[y0:y1, x0:x1, ::-1])
    read = engine(crop, use_det=False, use_cls=False, use_rec=True)
    text, score = (read.txts or ("",))[0], float((read.scores or (0.0,))[0])
    if not text.strip() or score < LEAST:
        return None
    return replace(_line(text, box, pixels.shape[0], points_per_pixel), confidence=round(score, 3))


def _ink(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Return which pixels are printed: clearly darker than most of the page."""
    grey = pixels.mean(axis=2)
    return np.asarray(grey < np.percentile(grey, 90) - INK)


def _detected(engine: Any, pixels: Pixels, ink: npt.NDArray[np.bool_]) -> Iterator[Rectangle]:
    """Yield the rectangles of lines: left, top, right, bottom in pixels."""
    for top, bottom in _strips(ink):
        strip = np.ascontiguousarray(pixels[top:bottom, :, ::-1])
        found = engine(strip, use_det=True, use_cls=False, use_rec=False)
        for corners in () if found.boxes is None else found.boxes:
            xs, ys = [p[0] for p in corners], [p[1] for p in corners]
            x0, y0 = max(int(min(xs)), 0), max(int(min(ys)) + top, 0)
            x1, y1 = min(int(max(xs)) + 1, pixels.shape[1]), min(int(max(ys)) + 1 + top, pixels.shape[0])
            if x1 - x0 > 3 and y1 - y0 > 3:
                yield x0, y0, x1, y1


def _strips(ink: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield rows to detect lines in, cut where the least is printed."""
    rows, top = ink.sum(axis=1), 0
    while top < len(rows):
        bottom = min(top + STRIP, len(rows))
        if bottom < len(rows):
            window = rows[top + STRIP // 2 : bottom]
            bottom = top + STRIP // 2 + int(len(window) - 1 - window[::-1].argmin()) + 1
        yield top, bottom
        top = bottom


def _split(ink: npt.NDArray[np.bool_], box: Rectangle) -> Iterator[Rectangle]:
    """Yield the parts of a line between gaps as wide as a gutter."""
    x0, y0, x1, y1 = box
    inside = ink[y0:y1, x0:x1]
    rows = np.flatnonzero(inside.any(axis=1))
    columns = np.flatnonzero(inside.any(axis=0))
    if not len(columns):
        return
    height = int(rows[-1] - rows[0] + 1)
    cuts = np.flatnonzero(np.diff(columns) > GUTTER * height)
    for part in np.split(columns, cuts + 1):
        pad = max(2, height // 8)
        yield max(x0 + int(part[0]) - pad, 0), y0, min(x0 + int(part[-1]) + 1 + pad, ink.shape[1]), y1


def _line(text: str, box: Rectangle, height: int, points: float) -> TextLine:
    """Return a line in points; its size is the width of a character, which is steadier than its height."""
    x0, y0, x1, y1 = (v * points for v in box)
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text.strip())
    high = (y1 - y0) * 0.8
    size = min(max((x1 - x0) / wide, 0.7 * high), 1.3 * high) if wide >= 3 else high
    middle = height * points - (y0 + y1) / 2
    return TextLine(text.strip(), Box(x0, middle - size / 2, x1, middle + size / 2), size)


def _with_common_sizes(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines whose sizes are those of their groups: measured ones vary from line to line."""
    groups: list[list[TextLine]] = []
    for one in sorted(lines, key=lambda x: x.size):
        if groups and one.size <= groups[-1][0].size * (1 + 2 * SAME_SIZE):
            groups[-1].append(one)
        else:
            groups.append([one])
    found = {id(x): median(y.size for y in group) for group in groups for x in group}
    return [_resized(x, found[id(x)]) for x in lines]


def _resized(line: TextLine, size: float) -> TextLine:
    middle = (line.box.bottom + line.box.top) / 2
    box = Box(line.box.left, middle - size / 2, line.box.right, middle + size / 2)
    return replace(line, box=box, size=size)
