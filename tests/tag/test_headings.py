"""Headings that announce a part, or deny what stands under them."""

import pytest

from pipeline.tag.headings import TOPIC, leaves_out


@pytest.mark.parametrize("heading", ["what causes cramps", "symptoms", "when to see a doctor"])
def test_a_heading_that_announces_a_part_is_a_topic(heading: str) -> None:
    assert TOPIC.search(heading)


def test_a_heading_that_names_an_item_is_none() -> None:
    assert TOPIC.search("calcium deficiency") is None


def test_a_heading_may_deny_what_stands_under_it() -> None:
    assert leaves_out("What not to eat with gout") == "not to eat"
    assert leaves_out("How to avoid gout") is None
