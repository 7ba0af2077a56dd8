"""Names of elements hint at their role."""

import pytest

from pipeline.clean.cues import BIT, CUES, cues_of, names_mask, reason_of
from pipeline.model.reasons import Reason


@pytest.mark.parametrize(
    ("names", "cue"),
    [
        ("breadcrumbs", "breadcrumb"),
        ("site-footer", "footer"),
        ("relatedPosts", "related"),
        ("wp-block-comments", "comments"),
        ("nav", "menu"),
        ("post__share", "share"),
        ("cookie-banner", "cookies"),
    ],
)
def test_words_of_classes_are_cues(names: str, cue: str) -> None:
    assert names_mask(names) & BIT[cue]


@pytest.mark.parametrize("names", ["shadow", "unavailable", "x7", ""])
def test_short_words_inside_others_are_no_cues(names: str) -> None:
    assert names_mask(names) == 0


def test_tags_and_roles_are_cues() -> None:
    assert cues_of("nav", "", None) == BIT["menu"]
    assert cues_of("div", "", "contentinfo") == BIT["footer"]
    assert cues_of("div", "", "nonsense") == 0


def test_the_first_cue_of_the_table_names_the_reason() -> None:
    assert reason_of(BIT["footer"] | BIT["share"]) == (Reason.SHARE, "share")
    assert reason_of(BIT["content"] | BIT["sidebar"]) is None


def test_a_word_stands_in_one_cue_only() -> None:
    words = [word for cue in CUES for word in cue.words]
    assert len(words) == len(set(words))
