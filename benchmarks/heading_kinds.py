"""The kinds of headings that were written for it, from the heading alone.

    python -m benchmarks.heading_kinds [--show]

tests/gold/kinds holds headings in the manner of translated and of Western sites, each with what its
page is about and with the kinds that a careful reader would accept. All of them were written and
judged before the rules were run on them; first readings stand in docs/sections.md.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.kinds import alone, of_heading

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "kinds"


class Judged(NamedTuple):
    """A heading, the topic of its page and the kinds that are right."""

    kinds: tuple[str, ...]
    heading: str
    topic: frozenset[str]


def load() -> Iterator[Judged]:
    """All judged headings, in order of file and place."""
    for path in sorted(GOLD.glob("*.txt")):
        for row in path.read_text("utf-8").splitlines():
            if not row.startswith("#"):
                kinds, heading, topic = (part.strip() for part in row.split("|"))
                yield Judged(tuple(kinds.split(",")), heading, frozenset(topic.lower().split()))


def found(judged: Judged) -> str:
    """The kind that the heading gets without any text below it."""
    return alone([""], of_heading(judged.heading, judged.topic))[0].value


def main() -> None:
    """Prints the share that is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    show = parser.parse_args().show
    rows = [(judged, found(judged)) for judged in load()]
    for judged, kind in rows:
        if show and kind not in judged.kinds:
            print(f"{judged.heading}: {kind}, not {judged.kinds[0]}")
    right = sum(kind in judged.kinds for judged, kind in rows)
    print(f"{right} of {len(rows)} headings, {right / len(rows):.3f}")


if __name__ == "__main__":
    main()
