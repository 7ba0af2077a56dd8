"""First lines below a heading that only repeat it."""

import pytest

from pipeline.clean.document import Line
from pipeline.clean.repeated_headings import repeated_headings


def removed(*texts: str) -> list[int]:
    lines = tuple(Line(text, "line") for text in texts)
    return [removal.index for removal in repeated_headings(lines)]


@pytest.mark.parametrize("below", ["Warm compresses", "WARM COMPRESSES", "Warm compre..."])
def test_a_heading_said_again_is_removed(below: str) -> None:
    assert removed("1. Warm compresses", below, "Lay a warm cloth on the lid.") == [1]


@pytest.mark.parametrize(
    "below", ["Cold compresses", "Warm compresses help.", "2. Warm compresses"]
)
def test_another_line_stays(below: str) -> None:
    assert removed("1. Warm compresses", below) == []
