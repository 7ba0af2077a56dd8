"""Builders of small clean pages, and the tree of a page as lines to compare."""

from collections.abc import Callable, Sequence

import pytest

from pipeline.model.records import Block, CleanPage, Layout, RawPage, Section
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment

Line = str | tuple[str, str, Layout]
PAGE_ID = "a" * 24


def build(lines: Sequence[Line], title: str | None = None) -> CleanPage:
    """A page of lines; one with a tag and a layout stands for HTML."""
    blocks: list[Block] = []
    offset = 0
    for position, line in enumerate(lines):
        text, tag, layout = (line, "line", Layout()) if isinstance(line, str) else line
        blocks.append(
            Block(
                block_id=f"block{position}",
                page_id=PAGE_ID,
                position=position,
                tag=tag,
                xpath=None,
                line=position + 1,
                start=offset,
                end=offset + len(text),
                text=text,
                layout=layout,
            )
        )
        offset += len(text) + 1
    raw = RawPage(
        page_id=PAGE_ID,
        source="page.txt",
        source_index=0,
        url=None,
        site="local",
        fetched_at=None,
        content_sha256="0" * 64,
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="given",
        text="\n".join(block.text for block in blocks),
    )
    return CleanPage(raw, title, None, None, "en", tuple(blocks))


def outline_of(sections: Sequence[Section]) -> list[str]:
    """Each section as its number and heading."""
    return [f"{section.number} {section.heading}" for section in sections]


@pytest.fixture
def page() -> Callable[..., CleanPage]:
    """Builds a clean page from lines."""
    return build


@pytest.fixture
def tree() -> Callable[..., list[str]]:
    """The tree of a page of lines, each section as its number and heading."""

    def of(*lines: Line, title: str | None = None) -> list[str]:
        return outline_of(segment(build(lines, title), SegmentSettings()))

    return of
