"""Aspects and clauses."""

import pytest

from pipeline.model.records import Aspect, Kind
from pipeline.tag.passages import Place
from pipeline.tag.sentence import aspect_of, denied_before
from pipeline.tag.words import Words


@pytest.mark.parametrize(
    ("kind", "page_kind", "aspect"),
    [
        (Kind.TREATMENT, Kind.PREVENTION, Aspect.TREATS),
        (Kind.PREVENTION, Kind.TREATMENT, Aspect.PREVENTS),
        (Kind.OTHER, Kind.PREVENTION, Aspect.PREVENTS),
        (Kind.OTHER, Kind.OTHER, Aspect.TREATS),
    ],
)
def test_the_section_decides_the_aspect_then_the_page(
    kind: Kind, page_kind: Kind, aspect: Aspect
) -> None:
    assert aspect_of("section", Place(kind, page_kind=page_kind)) is aspect


def test_a_pattern_may_state_the_aspect_or_have_none() -> None:
    assert aspect_of("prevents", Place(Kind.TREATMENT)) is Aspect.PREVENTS
    assert aspect_of(None, Place(Kind.CAUSES)) is None


def test_a_word_right_before_a_phrase_may_deny_it() -> None:
    words = Words([(0, 2), (3, 6)], "no tablet")
    assert denied_before(words, (1, 2)) == "no"
    assert denied_before(words, (0, 1)) is None
