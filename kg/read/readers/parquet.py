"""Parquet: one article per row; needs PyArrow (extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Problem
from kg.read.document import Document, Found, Reader, ReadOptions
from kg.read.fields import Records, columns_of
from kg.read.readers.delimited import no_text_column

ROWS = 256  # read at a time


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each row with its metadata; the locator is the row's id, or its number."""
    from pyarrow import ArrowException, parquet

    records = Records(options)
    number = 0
    try:
        with document.seekable() as data:
            table = parquet.ParquetFile(data)
            names = list(table.schema_arrow.names)
            if problem := no_text_column(document.name, names, options):
                yield problem
                return
            wanted = [*columns_of(names, options).names.values()]
            for batch in table.iter_batches(
                ROWS, columns=[n for n in names if n in wanted or n in {w.partition(".")[0] for w in wanted}]
            ):
                for row in batch.to_pylist():
                    number += 1
                    fields = {n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in row.items()}
                    yield from records.item(fields, f"{document.name}#{number}", str(number))
    except (ArrowException, OSError, ValueError) as e:
        message = f"cannot be read to its end: {str(e)[:120]}; the part before is kept"
        yield Problem(document.name, "read", "unreadable", message)


READER = Reader(
    "Parquet", (".parquet", ".pq"), read, lambda document: document.head.startswith(b"PAR1"), True, "parquet"
)
