"""How much each price of the outline matters: changed by a quarter, what becomes of the trees.

    python -m benchmarks.outline_prices --pages 150

Prints for each price of pipeline/segment/costs.py heading F1 and path accuracy on made-up pages
when it alone is a quarter lower and a quarter higher, the most telling first.
"""

import argparse

from benchmarks.outline_score import Score, measure, page_of
from benchmarks.outline_stress import Made, make
from pipeline.model.settings import SegmentSettings
from pipeline.segment import costs, segment

SEARCH = ("BEAM", "BEAM_MANY", "MANY", "DEPTH", "MARGIN", "GAP_MOST")  # limits, not prices
FIRST_SEED = 9_000_000  # other pages than those of benchmarks/outline_stress.py


def score(pages: list[Made]) -> Score:
    """The score of all pages with the prices as they are now."""
    total = Score()
    for made in pages:
        page = page_of(made.lines, made.title)
        total.add(measure(page, segment(page, SegmentSettings()), made.expected))
    return total


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=150)
    pages = [make(FIRST_SEED + place) for place in range(parser.parse_args().pages)]
    base = score(pages)
    print(f"{'as they are':22} F1 {base.f1:.4f}  path {base.path_accuracy:.4f}")
    rows = []
    for name in (name for name in vars(costs) if name.isupper() and name not in SEARCH):
        price = getattr(costs, name)
        scores = []
        for factor in (0.75, 1.25):
            setattr(costs, name, price * factor)
            scores.append(score(pages))
        setattr(costs, name, price)
        rows.append((name, price, *scores))
    rows.sort(
        key=lambda row: min(row[2].f1 + row[2].path_accuracy, row[3].f1 + row[3].path_accuracy)
    )
    for name, price, lower, higher in rows:
        print(
            f"{name:20} {price:4}  lower: F1 {lower.f1:.4f} path {lower.path_accuracy:.4f}"
            f"  higher: F1 {higher.f1:.4f} path {higher.path_accuracy:.4f}"
        )


if __name__ == "__main__":
    main()
