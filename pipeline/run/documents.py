"""What the first pass over a bucket read of its pages, left on disk for the second.

Reading a page, from markup to lines, takes longer than most of what follows. What was read is
small, an eighth of real markup when compressed, and keeping and loading it takes a fifth of the
time of reading it again.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from pipeline.clean.document import Document
from pipeline.model.records import RawPage

_CODEC = "lz4"
# All but the page itself, which the second pass has.
_KEPT = attrgetter(*(field.name for field in fields(Document) if field.name != "raw"))


class Documents:
    """Pages as they were read, by id: written in any order, each taken at most once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._end = 0
        self._places: dict[str, tuple[int, int, int]] = {}  # start, bytes, bytes uncompressed

    def add(self, document: Document) -> None:
        """Keep what was read of a page."""
        content = pickle.dumps(_KEPT(document), pickle.HIGHEST_PROTOCOL)
        packed = pa.compress(content, codec=_CODEC, asbytes=True)
        self._places[document.raw.page_id] = (self._end, len(packed), len(content))
        self._file.seek(self._end)
        self._end += self._file.write(packed)

    def take(self, raw: RawPage) -> Document | None:
        """What was read of the page, if it was kept."""
        place = self._places.pop(raw.page_id, None)
        if place is None:
            return None
        start, size, whole = place
        self._file.seek(start)
        content = pa.decompress(self._file.read(size), whole, codec=_CODEC, asbytes=True)
        return Document(raw, *pickle.loads(content))  # noqa: S301  this process wrote it


@contextmanager
def documents_at(path: Path) -> Iterator[Documents]:
    """Documents in a file that is there while the block runs."""
    with path.open("w+b") as file:
        try:
            yield Documents(file)
        finally:
            path.unlink()
