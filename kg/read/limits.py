"""Limits of what is read, against files that would take all memory or time."""

from __future__ import annotations

LONGEST = 2_000_000  # characters of one article
LARGEST = 4 * LONGEST + 4  # bytes of one article's file: at most four per character, and a BOM
LONGEST_LINE = 8 * LONGEST  # bytes of one record: six per character escaped in JSON, and other fields
LARGEST_DOCUMENT = 256 * 2**20  # bytes of a file of many articles that has to be in memory as a whole
MAX_RATIO = 200  # of decompressed to compressed size; texts have 3 to 20
MIN_EXPANDED = 2**26  # bytes that a compressed file may always expand to
MIN_LINE = 4  # bytes of a file per line, after the first million lines; the shortest record has 12
MAX_PROBLEMS = 100_000  # of one file that are reported one by one; the others are counted
MAX_DEPTH = 4  # of containers inside containers
MAX_MEMBERS = 200_000  # files of one container
HEAD = 2**16  # bytes by which the format of a file is recognised


def max_expanded(size: int) -> int:
    """Return how many bytes a compressed file may expand to: far more than a text, far less than a decompression bomb."""
    return MAX_RATIO * size + MIN_EXPANDED


def max_lines(size: int) -> int:
    """Return how many lines a file of a size may have, compressed or not: real lines are longer than that."""
    return size // MIN_LINE + 2**20
