"""Sources go through an engine in batches, except those whose results are cached."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from kg.build.cache import ExtractionResult, RecordStore, digest_of
from kg.build.parallel.pools import LOST
from kg.model import Source

BATCH = 40  # sources analysed together: enough to fill the network's passes
Engine = Callable[[Iterable[Sequence[Source]]], Iterator[list[ExtractionResult]]]
Key = Callable[[Source], bytes]
Lookup = tuple[bytes, Source, ExtractionResult | None]  # a source's digest, the source, and its cached result


def map_sources(
    sources: Iterable[Source], engine: Engine, store: RecordStore | None = None, key: Key = digest_of
) -> Iterator[list[tuple[bytes, ExtractionResult]]]:
    """Yield the digest and the result of each source, a batch at a time, in the order of the sources.

    Results of the engine are cached at once, so that the next build continues after an interrupted one; a source that was lost
    with its workers is tried again. `key` returns the digest of all that the records of a source depend on, in the engine's setup.
    """
    waiting: deque[list[Lookup]] = deque()
    for results in engine(_new(_batches(sources), store, waiting, key)):
        yield _complete(waiting.popleft(), iter(results), store)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    iterator = iter(sources)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _new(
    batches: Iterable[list[Source]], store: RecordStore | None, waiting: deque[list[Lookup]], key: Key
) -> Iterator[list[Source]]:
    """Yield the sources of each batch without a cached result (perhaps none), and add the whole batch to `waiting`."""
    for batch in batches:
        found = [(d, s, store.get(d) if store else None) for s, d in ((s, key(s)) for s in batch)]
        waiting.append(found)
        yield [s for _, s, cached in found if cached is None]


def _complete(
    found: list[Lookup], results: Iterator[ExtractionResult], store: RecordStore | None
) -> list[tuple[bytes, ExtractionResult]]:
    """Return the results of a batch, cached and new ones, and cache the new ones."""
    batch = [(digest, cached if cached is not None else next(results)) for digest, _, cached in found]
    if store:
        new = (item for item, (_, _, cached) in zip(batch, found, strict=True) if cached is None)
        store.put((digest, result) for digest, result in new if all(p.slug != LOST for p in result.problems))
    return batch
