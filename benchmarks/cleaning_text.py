"""How well bare text is cleaned: the judged pages of tests/gold/cleaning, line by line.

    python -m benchmarks.cleaning_text [--lines] [FILE...]

Prints precision and recall of the removed lines, the share of article lines that were lost, and
how often the reason is the judged one; with --lines, every line that was decided otherwise.
A line counts as removed if most of its characters are, so lines that were split or left in one
piece are scored alike.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.clean import clean
from pipeline.model.reasons import Reason
from pipeline.model.records import CleanPage, RawPage
from pipeline.model.settings import CleanSettings

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "cleaning"

MARKS: dict[str, Reason | None] = {
    "=": None,
    "T": Reason.DUPLICATE_TITLE,
    "P": Reason.PREVIOUS_NEXT,
    "R": Reason.RELATED_LIST,
    "B": Reason.BREADCRUMB,
    "M": Reason.MENU,
    "C": Reason.CONTENTS_LIST,
    "G": Reason.TAG_LIST,
    "S": Reason.SHARE,
    "K": Reason.COMMENTS,
    "N": Reason.NEWSLETTER,
    "O": Reason.COOKIE_NOTICE,
    "A": Reason.ADVERT,
    "Y": Reason.BYLINE,
    "#": Reason.PAGINATION,
    "F": Reason.FOOTER,
    "D": Reason.DISCLAIMER,
}


@dataclass(frozen=True)
class JudgedLine:
    """A line of a judged page: kept, or removed for a reason."""

    text: str
    reason: Reason | None


@dataclass(frozen=True)
class JudgedPage:
    """A page as printed, with the judgement of each line."""

    name: str
    text: str
    lines: tuple[JudgedLine, ...]


@dataclass
class Score:
    """Counts over the lines of all pages."""

    pages: int = 0
    kept: int = 0  # lines of articles
    lost: int = 0  # ... of which were removed
    removed: int = 0  # lines of furniture
    found: int = 0  # ... of which were removed
    right_reason: int = 0  # ... for the judged reason

    @property
    def precision(self) -> float:
        """The share of furniture in what was removed."""
        return self.found / max(1, self.found + self.lost)

    @property
    def recall(self) -> float:
        """The share of furniture that was removed."""
        return self.found / max(1, self.removed)

    @property
    def lost_share(self) -> float:
        """The share of article lines that were removed."""
        return self.lost / max(1, self.kept)


def read_pages(paths: Iterable[Path]) -> Iterator[JudgedPage]:
    """The judged pages of the files, in order."""
    for path in paths:
        for chunk in path.read_text("utf-8").split("#### ")[1:]:
            name, *rows = [row for row in chunk.split("\n") if row]
            yield _page(f"{path.stem}/{name}", rows)


def _page(name: str, rows: list[str]) -> JudgedPage:
    flat = rows[0] == "flat"
    lines: list[JudgedLine] = []
    text = ""
    for row in rows[1:] if flat else rows:
        mark, _, content = row.partition("|")
        glued = flat or mark.startswith("+")
        lines.append(JudgedLine(content, MARKS[mark.removeprefix("+")]))
        text += (" " if glued else "\n\n") + content if text else content
    return JudgedPage(name, text, tuple(lines))


def cleaned(page: JudgedPage) -> CleanPage:
    """The page as the project cleans it."""
    return clean(raw_page(page), CleanSettings())


def raw_page(page: JudgedPage) -> RawPage:
    """The page as cleaning takes it."""
    return RawPage(
        page_id="0" * 24,
        source=f"{page.name}.txt",
        source_index=0,
        url=None,
        site="local",
        fetched_at=None,
        content_sha256="",
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="given",
        text=page.text,
    )


def judge(page: JudgedPage, result: CleanPage) -> list[tuple[JudgedLine, Reason | None]]:
    """Each judged line with the reason for which most of it was removed, None if it was kept."""
    verdicts = [
        block.reason for block in result.blocks for letter in block.text if not letter.isspace()
    ]
    judged = []
    start = 0
    for line in page.lines:
        length = len("".join(line.text.split()))
        part = verdicts[start : start + length]
        start += length
        judged.append((line, max(set(part), key=part.count) if part else None))
    return judged


def score(pages: Iterable[JudgedPage]) -> tuple[Score, list[str]]:
    """The score over the pages, and the lines that were decided otherwise than judged."""
    total = Score()
    otherwise = []
    for page in pages:
        total.pages += 1
        for line, reason in judge(page, cleaned(page)):
            _count(total, line, reason)
            if (reason is None) != (line.reason is None):
                otherwise.append(f"{page.name}: {reason or 'kept'}: {line.text[:90]}")
    return total, otherwise


def _count(total: Score, line: JudgedLine, reason: Reason | None) -> None:
    if line.reason is None:
        total.kept += 1
        total.lost += reason is not None
    else:
        total.removed += 1
        total.found += reason is not None
        total.right_reason += reason is line.reason


def main() -> None:
    """Print the score of the judged pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="judged pages; default: all")
    parser.add_argument("--lines", action="store_true", help="print what was decided otherwise")
    options = parser.parse_args()
    total, otherwise = score(read_pages(options.files or sorted(GOLD.glob("*.txt"))))
    print(f"pages             {total.pages}")
    print(f"removed precision {total.precision:.4f}  ({total.lost} of {total.kept} lines lost)")
    print(f"removed recall    {total.recall:.4f}  ({total.found} of {total.removed} lines found)")
    print(f"article lost      {total.lost_share:.4f}")
    print(f"right reason      {total.right_reason / max(1, total.found):.4f}")
    if options.lines:
        print("\n".join(otherwise))


if __name__ == "__main__":
    main()
