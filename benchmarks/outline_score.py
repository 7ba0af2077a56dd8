"""How a tree is scored: heading F1 (same block, same text), path accuracy, kind accuracy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.records import Block, CleanPage, Layout, RawPage, Section


class Expected(NamedTuple):
    """A heading that a reader sees."""

    line: int  # of the kept lines
    heading: str
    path: str
    kind: str = ""


@dataclass
class Score:
    """Counts over pages."""

    pages: int = 0
    perfect_pages: int = 0
    expected: int = 0
    found: int = 0
    right: int = 0
    paths: int = 0
    kinds: int = 0
    kinds_known: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall of headings."""
        return 2 * self.right / (self.expected + self.found) if self.expected + self.found else 1.0

    @property
    def path_accuracy(self) -> float:
        """Share of the right headings that have the right path."""
        return self.paths / self.right if self.right else 1.0

    @property
    def kind_accuracy(self) -> float:
        """Share of the right headings with a known kind that have it."""
        return self.kinds / self.kinds_known if self.kinds_known else 1.0

    @property
    def perfect(self) -> bool:
        """Whether all headings and paths are right."""
        return self.right == self.expected == self.found == self.paths

    def add(self, other: "Score") -> None:
        """Adds the counts of another score."""
        self.pages += 1
        self.perfect_pages += other.perfect
        for name in ("expected", "found", "right", "paths", "kinds", "kinds_known"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        return (
            f"pages {self.pages:5}  heading F1 {self.f1:.4f}  path {self.path_accuracy:.4f}"
            f"  kind {self.kind_accuracy:.4f}"
            f"  whole trees {self.perfect_pages / max(1, self.pages):.3f}"
        )


def measure(page: CleanPage, sections: Sequence[Section], expected: Sequence[Expected]) -> Score:
    """The score of one page, with its differences as lines to read."""
    line_of = {block.block_id: index for index, block in enumerate(page.kept)}
    found = {(line_of[s.block_id], _normal(s.heading)): s for s in sections}
    wanted = {(item.line, _normal(item.heading)): item for item in expected}
    both = found.keys() & wanted.keys()
    known = [key for key in both if wanted[key].kind]
    score = Score(
        expected=len(wanted),
        found=len(found),
        right=len(both),
        paths=sum(found[key].number == wanted[key].path for key in both),
        kinds=sum(found[key].kind.value == wanted[key].kind for key in known),
        kinds_known=len(known),
    )
    for key in sorted(found.keys() | wanted.keys()):
        one = f"{wanted[key].path} {wanted[key].heading}" if key in wanted else "-"
        two = f"{found[key].number} {found[key].heading}" if key in found else "-"
        if one.lower() != two.lower():
            score.differences.append(f"line {key[0]}: wanted {one!r}, found {two!r}")
        elif wanted[key].kind and wanted[key].kind != found[key].kind.value:
            score.differences.append(
                f"line {key[0]}: {one!r} wanted {wanted[key].kind}, found {found[key].kind.value}"
            )
    return score


def _normal(heading: str) -> str:
    return " ".join(heading.lower().split()).rstrip(" .:")


def page_of(lines: Sequence[tuple[str, str, Layout]], title: str | None) -> CleanPage:
    """A clean page of these lines: text, tag and layout."""
    page_id = "0" * 24
    blocks = []
    start = 0
    for position, (text, tag, layout) in enumerate(lines):
        end = start + len(text)
        block = Block(
            block_id=str(position),
            page_id=page_id,
            position=position,
            tag=tag,
            xpath=None,
            line=position + 1,
            start=start,
            end=end,
            text=text,
            layout=layout,
        )
        blocks.append(block)
        start = end + 1
    raw = RawPage(
        page_id=page_id,
        source="page.txt",
        source_index=0,
        url=None,
        site="local",
        fetched_at=None,
        content_sha256="",
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="given",
        text="",
    )
    return CleanPage(raw, title, None, None, "en", tuple(blocks))
