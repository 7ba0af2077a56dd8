"""Bytes to `RawPage`s: find the input files, read their pages, decode each.

    find_sources(folder) -> [Source]      read_source(source) -> RawPage | Problem ...

What can't be read becomes a `Problem`, and reading goes on. Nothing here raises for bad input.
"""

from pipeline.ingest.pages import decode_page
from pipeline.ingest.read import read_source
from pipeline.ingest.sources import Source, check_input, find_sources

__all__ = ["Source", "check_input", "decode_page", "find_sources", "read_source"]
