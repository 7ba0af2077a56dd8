"""Rows of an older part, page by page, to be carried into a new one."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.store.parquet import read_plain

BATCH_ROWS = 20_000  # rows of a part that are read at once; some 10 MB


class Carrier:
    """Gives the rows of one page after another out of a part that is sorted by `page_id`."""

    def __init__(self, path: Path) -> None:
        self._runs = _runs(path)
        self._next = next(self._runs, None)

    def take(self, page_id: str) -> list[pa.RecordBatch]:
        """The rows of this page as slices; rows of pages before it are passed over."""
        taken = []
        while self._next is not None and self._next[0] <= page_id:
            if self._next[0] == page_id:
                taken.append(self._next[1])
            self._next = next(self._runs, None)
        return taken


def _runs(path: Path) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Rows in a row that belong to one page, with its id; a batch may end within a page."""
    for batch in read_plain(path, BATCH_ROWS):
        encoded = pc.run_end_encode(batch.column("page_id"))
        start = 0
        ends = encoded.run_ends.to_pylist()
        for page_id, end in zip(encoded.values.to_pylist(), ends, strict=True):
            yield page_id, batch.slice(start, end - start)
            start = end


class Texts:
    """The texts of all blocks of a part, by page, held in memory as one column."""

    def __init__(self, path: Path) -> None:
        table = pq.read_table(path, columns=["page_id", "text"])
        self._texts = table["text"]
        encoded = pc.run_end_encode(table["page_id"].combine_chunks())
        ends = encoded.run_ends.to_pylist()
        places = zip([0, *ends][: len(ends)], ends, strict=True)
        self._places = dict(zip(encoded.values.to_pylist(), places, strict=True))

    def of(self, page_id: str) -> list[str]:
        """The texts of the page's blocks in their order."""
        start, end = self._places.get(page_id, (0, 0))
        texts: list[str] = self._texts.slice(start, end - start).to_pylist()
        return texts
