"""Builders for input files: each test writes what it reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest import find_sources, read_source
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

Read = Callable[..., tuple[list[RawPage], list[Problem]]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file below a folder of its own and returns its path."""

    def writer(name: str, data: bytes) -> Path:
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return writer


@pytest.fixture
def read() -> Read:
    """Reads all sources at a place: pages, and problems of sources without pages."""

    def reader(
        place: object, settings: IngestSettings | None = None
    ) -> tuple[list[RawPage], list[Problem]]:
        results = [
            result
            for source in find_sources(str(place))
            for result in read_source(source, settings or IngestSettings())
        ]
        pages = [result for result in results if isinstance(result, RawPage)]
        return pages, [result for result in results if isinstance(result, Problem)]

    return reader
