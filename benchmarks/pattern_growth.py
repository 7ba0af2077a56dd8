"""How the work of each tagging pattern grows with hostile text: all its hints, over and over.

Usage: python -m benchmarks.pattern_growth. Prints processor time for ten times the text against
once the text, worst first: about 10 is linear, 100 would be quadratic. Exit code 1 above 60.
"""

import argparse
import sys
import time

from pipeline.tag.patterns import Pattern, table

LIMIT = 60.0
GRACE = 0.5  # seconds below which the clock says little


def seconds(pattern: Pattern, times: int) -> float:
    """Processor seconds to find all triggers in that many repeats."""
    words = " ".join([*sorted(pattern.hints), "is", "the", "a", "can", "of", "with"] * 4)
    text = (words + " ") * times
    started = time.process_time()
    list(pattern.trigger.finditer(text))
    return time.process_time() - started


def main() -> None:
    """Print the growth of each pattern."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    measured = [(pattern.name, seconds(pattern, 4), seconds(pattern, 40)) for pattern in table()]
    for name, short, long in sorted(measured, key=lambda row: -row[2] / max(row[1], 1e-6)):
        print(f"{name:<24} {long / max(short, 1e-6):8.1f}  {long:.3f} s")
    sys.exit(any(long >= LIMIT * short + GRACE for _, short, long in measured))


if __name__ == "__main__":
    main()
