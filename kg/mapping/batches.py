"""Sources in batches through an engine; what a store holds is not made again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from kg.mapping.pools import LOST
from kg.model import Source
from kg.records import Made, RecordStore, digest_of

BATCH = 40  # sources analysed together: enough to fill the network's passes
Engine = Callable[[Iterable[Sequence[Source]]], Iterator[list[Made]]]
Kept = tuple[bytes, Source, Made | None]  # a source's digest, the source, and what the store holds of it


def map_sources(
    sources: Iterable[Source], engine: Engine, store: RecordStore | None = None, made_by: bytes = b""
) -> Iterator[list[tuple[bytes, Made]]]:
    """Yield what each source gives, with the source's digest, a batch at a time, in the order of the sources.

    What the engine makes is put into the store at once, so that an interrupted build goes on from there; a source
    that was lost with its workers is tried again. `made_by` tells a model that is no part of the code.
    """
    waiting: deque[list[Kept]] = deque()
    for made in engine(_new(_batches(sources), store, waiting, made_by)):
        yield _finished(waiting.popleft(), iter(made), store)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    iterator = iter(sources)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _new(
    batches: Iterable[list[Source]], store: RecordStore | None, waiting: deque[list[Kept]], made_by: bytes
) -> Iterator[list[Source]]:
    """Yield of each batch what the store does not hold (it may be nothing), and note the whole batch as waiting."""
    for batch in batches:
        kept = [(d, s, store.get(d) if store else None) for s, d in ((s, digest_of(s, made_by)) for s in batch)]
        waiting.append(kept)
        yield [s for _, s, old in kept if old is None]


def _finished(kept: list[Kept], made: Iterator[Made], store: RecordStore | None) -> list[tuple[bytes, Made]]:
    whole = [(digest, old if old is not None else next(made)) for digest, _, old in kept]
    if store:
        new = ((digest, m) for (digest, m), (_, _, old) in zip(whole, kept, strict=True) if old is None)
        store.put((digest, m) for digest, m in new if all(p.slug != LOST for p in m.problems))
    return whole
