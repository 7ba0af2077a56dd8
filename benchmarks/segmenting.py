"""The project's own gold pages with their trees: headings, paths, kinds.

    python -m benchmarks.segmenting [--show]

Pages stand in tests/gold/segmenting: `written/` by hand, each with the form, defect or refusal that
it shows; `varied/` by hand, whole pages whose trees were drawn before they were read; `popular/`
by hand, long pages as popular health sites have them, not all of which are read right; `composed/`
by benchmarks/compose_gold.py, one for each pair of outer and inner markers.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.outline_score import Expected, Score, measure, page_of
from pipeline.model.records import Layout
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "segmenting"

Line = tuple[str, str, Layout]

_TAG = re.compile(r"<(h[1-6]|li|b|dt|p|td)(?: ([aAiI]?)(\d+))?> ")


class GoldPage(NamedTuple):
    """A page of the gold with its tree."""

    name: str
    title: str
    lines: list[Line]
    expected: list[Expected]


def load(folder: Path = GOLD) -> Iterator[GoldPage]:
    """All gold pages, in order of file and place."""
    for path in sorted(folder.rglob("*.txt")):
        for part in path.read_text("utf-8").split("=== ")[1:]:
            yield _page(path.stem, part)


def _page(stem: str, part: str) -> GoldPage:
    head, _, rest = part.partition("\n")
    body, _, tree = rest.partition("--- tree\n")
    lines = [_line(line) for line in body.splitlines() if line.strip()]
    expected: list[Expected] = []
    for row in tree.splitlines():
        if row.strip() and not row.startswith("#"):
            expected.append(_expected(row, lines, expected))
    return GoldPage(
        f"{stem}: {head.strip()}", lines[0][0] if len(lines) > 1 else "", lines, expected
    )


def _line(line: str) -> Line:
    found = _TAG.match(line)
    if not found:
        return line, "line", Layout()
    tag, kind, ordinal = found.groups()
    text = line[found.end() :]
    if tag == "b":
        return text, "p", Layout(emphasised=True)
    if tag[0] == "h":
        return text, tag, Layout(heading_level=int(tag[1]))
    if tag == "li":
        number = int(ordinal) if ordinal else None
        return text, tag, Layout(ordinal=number, ordinal_type=kind or "1", list_depth=1)
    return text, tag, Layout(emphasised=tag == "dt")


def _expected(row: str, lines: list[Line], before: list[Expected]) -> Expected:
    """`2.1 | causes | Cold`, with `@7` before it where the heading stands on line 7 (from 0)."""
    path, kind, heading = (part.strip() for part in row.split("|", 2))
    at, _, path = path.rpartition(" ")
    if at:
        return Expected(int(at.strip("@ ")), heading, path, kind.strip("-"))
    start = before[-1].line if before else 0
    for index in range(start, len(lines)):
        if heading in lines[index][0] and (not before or before[-1].line < index or _flat(lines)):
            return Expected(index, heading, path, kind.strip("-"))
    raise ValueError(f"heading {heading!r} stands on no line of its page")


def _flat(lines: list[Line]) -> bool:
    return len(lines) < 4


def score(page: GoldPage) -> Score:
    """The score of one gold page."""
    clean = page_of(page.lines, page.title)
    return measure(clean, segment(clean, SegmentSettings()), page.expected)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what differs")
    options = parser.parse_args()
    groups = ("written", "varied", "popular", "composed")
    totals = {name: Score() for name in ("all", *groups)}
    for group in groups:
        for page in load(GOLD / group):
            result = score(page)
            totals["all"].add(result)
            totals[group].add(result)
            if options.show and result.differences:
                print(page.name, *result.differences, sep="\n   ")
    for name, total in totals.items():
        print(f"{name:10} {total}")


if __name__ == "__main__":
    main()
