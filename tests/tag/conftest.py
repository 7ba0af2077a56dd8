"""Builders of small cleaned pages with sections: tests of tagging need no other step."""

from collections.abc import Callable

import pytest

from pipeline.model.records import Block, CleanPage, Kind, RawPage, Section, Tags
from pipeline.model.settings import TagSettings
from pipeline.tag import model, tag
from pipeline.tag.condition import condition_named
from pipeline.tag.passages import Passage, passages
from pipeline.tag.vocabulary import vocabulary

PAGE_ID = "0" * 24
Outline = list[tuple[str, str, str]]  # line, number, kind


def clean_page(lines: list[str], title: str | None = None) -> CleanPage:
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
        text="\n".join(lines),
    )
    blocks = []
    start = 0
    for position, line in enumerate(lines):
        end = start + len(line)
        blocks.append(
            Block(
                block_id=f"b{position}",
                page_id=PAGE_ID,
                position=position,
                tag="line",
                xpath=None,
                line=position + 1,
                start=start,
                end=end,
                text=line,
            )
        )
        start = end + 1
    return CleanPage(raw, title, None, None, "en", tuple(blocks))


def outline(page: CleanPage, rows: Outline) -> tuple[Section, ...]:
    """Sections from lines of the page: ("1. Causes", "1", "causes")."""
    starts = {block.text: (start, block.block_id) for block, start, _ in page.kept_spans()}
    bounds = [starts[line][0] for line, _, _ in rows] + [len(page.text) + 1]
    sections = []
    for position, (line, number, kind) in enumerate(rows):
        start, end = bounds[position], bounds[position + 1] - 1
        marker, dot, heading = line.partition(". ")
        sections.append(
            Section(
                section_id=f"s{number}",
                page_id=PAGE_ID,
                parent_id=f"s{number.rpartition('.')[0]}" if "." in number else None,
                block_id=starts[line][1],
                position=position,
                number=number,
                level=number.count(".") + 1,
                marker=f"{marker}." if dot else None,
                heading=heading or marker,
                kind=Kind(kind),
                kind_score=1.0,
                start=start,
                end=end,
                text=page.text[start:end],
            )
        )
    return tuple(sections)


@pytest.fixture(scope="session")
def build() -> Callable[..., CleanPage]:
    """Builds a cleaned page from lines and a title."""
    return clean_page


@pytest.fixture(scope="session")
def sections_of() -> Callable[[CleanPage, Outline], tuple[Section, ...]]:
    """Builds the sections of a page from rows of line, number and kind."""
    return outline


@pytest.fixture(scope="session")
def tag_lines() -> Callable[..., Tags]:
    """Tags lines with an outline."""

    def run(
        lines: list[str],
        rows: Outline | None = None,
        title: str | None = "Lumbar cramps",
        settings: TagSettings | None = None,
    ) -> Tags:
        page = clean_page(lines, title)
        return tag(page, outline(page, rows or []), settings or TagSettings())

    return run


@pytest.fixture(scope="session")
def tag_sentence(tag_lines: Callable[..., Tags]) -> Callable[[str, str], Tags]:
    """Tags one sentence in a section of a kind, on a page about lumbar cramps."""

    def run(sentence: str, kind: str = "overview") -> Tags:
        return tag_lines(["Heading", sentence], [("Heading", "1", kind)])

    return run


Matched = list[tuple[str, bool, str]]  # text, whether it is negated, rule


@pytest.fixture(scope="session")
def match_sentence() -> Callable[[str, str], Matched]:
    """What the patterns alone find in a sentence, on a page about lumbar cramps."""
    nlp = model.build(TagSettings())
    condition = condition_named("lumbar cramps", vocabulary())

    def run(sentence: str, kind: str = "overview") -> Matched:
        page = clean_page(["Heading", sentence], "Lumbar cramps")
        sections = outline(page, [("Heading", "1", kind)])
        doc = model.doc_of(nlp, list(passages(page, sections, Kind.OTHER)), condition)
        doc = nlp.get_pipe("health_vocabulary")(doc)
        doc.user_data["inputs"] = model.inputs_of(doc)
        model.set_mentions(doc, [])
        rows = sorted(
            model.found_in(model.health_patterns(doc)),
            key=lambda row: (-row[3].score, row[1] - row[2]),
        )
        kept: list[tuple[int, int, Matched]] = []
        for passage, start, end, one in rows:
            if not any(start < other[1] and other[0] < end for other in kept):
                text = passage.text[start:end]
                kept.append((start, end, [(text, one.cue is not None, one.rule)]))
        return [found for _, _, group in sorted(kept) for found in group]

    return run


@pytest.fixture(scope="session")
def passages_of() -> Callable[[list[str]], list[Passage]]:
    """The passages of lines of which the first is the heading of a section on causes."""

    def run(lines: list[str]) -> list[Passage]:
        page = clean_page(lines)
        return list(passages(page, outline(page, [(lines[0], "1", "causes")]), Kind.OTHER))

    return run
