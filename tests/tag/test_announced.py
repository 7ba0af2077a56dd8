"""What a title announces."""

import pytest

from pipeline.model.records import Kind
from pipeline.tag.announced import kind_announced


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("What causes gout?", Kind.CAUSES),
        ("How to prevent gout", Kind.PREVENTION),
        ("How is gout treated", Kind.TREATMENT),
        ("What to eat with gout", Kind.DIET),
        ("Gout at night", Kind.OTHER),
    ],
)
def test_a_title_announces_a_kind(title: str, kind: Kind) -> None:
    assert kind_announced(title) is kind
