"""How far two independent readings of the same pages agree: the most that tagging can be asked for.

    python -m benchmarks.agreement

Compares `tests/gold/tagging/read_again`, marked from the bare pages by a reader who had not seen
the first reading, with the pages of the same names in `tests/gold/tagging/marked`, by the measures
of `benchmarks/tagging.py`.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.marked_pages import FOLDER, read_marked
from benchmarks.tagging import WORD, Judged, f1, judged, pairs

AGAIN = FOLDER.parent / "read_again"


def readings(path: Path) -> tuple[list[Judged], list[Judged]]:
    """What the first and the second reading mark in a page; ValueError where the texts differ."""
    first, second = read_marked(FOLDER / path.name), read_marked(path)
    if first["text"] != second["text"]:
        raise ValueError(f"{path.name} differs in more than its marks")
    return _marks(first), _marks(second)


def _marks(page: dict[str, Any]) -> list[Judged]:
    words = [match.span() for match in WORD.finditer(page["text"])]
    return [judged(row, words) for row in page["mentions"]]


def count(first: list[Judged], second: list[Judged]) -> Counter[str]:
    """What each reading has, and what both have, by label and of what is negated."""
    counts = Counter(f"{one.label} first" for one in first)
    counts.update(f"{one.label} second" for one in second)
    counts["negation first"] = sum(one.negated for one in first)
    counts["negation second"] = sum(one.negated for one in second)
    for one, other in pairs(first, second):
        counts[f"{one.label} both"] += 1
        counts["negation both"] += one.negated and other.negated
    return counts


def main() -> None:
    """Print F1 of the second reading, judged by the first."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    paths = sorted(AGAIN.glob("*.txt"))
    total = sum((count(*readings(path)) for path in paths), Counter[str]())
    print(f"{len(paths)} pages read twice")
    for name in ("CAUSE", "REMEDY", "negation"):
        counts = (total[f"{name} {which}"] for which in ("both", "second", "first"))
        print(f"{name:8}  {f1(*counts)}")


if __name__ == "__main__":
    main()
