"""The table of labels: each kind matches its examples, and not what only resembles them."""

import pytest

from pipeline.clean.labels import Label, is_label, labels, starts_flat_list
from pipeline.clean.shape import fold


@pytest.mark.parametrize("label", labels().values(), ids=lambda label: label.name)
def test_a_kind_matches_its_examples_alone(label: Label) -> None:
    bare = [(text, fold(text).rstrip(":")) for text in label.examples]
    assert [text for text, folded in bare if not label.pattern.fullmatch(folded)] == []
    others = [text for text in label.counterexamples if label.pattern.fullmatch(fold(text))]
    assert others == []


@pytest.mark.parametrize(
    "text", [">> Related articles <<", "【Related articles】", "★ RELATED ARTICLES: ▼"]
)
def test_signs_around_a_label_do_not_matter(text: str) -> None:
    assert is_label("related_sure", text)


def test_a_long_line_is_no_label() -> None:
    assert not is_label("related_sure", "More from " + "a" * 90)


def test_a_flat_list_starts_with_its_label() -> None:
    assert starts_flat_list("recommend what is sleep? you wake up...")
    assert not starts_flat_list("doctors recommend what is sleep?")
