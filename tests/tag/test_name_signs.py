"""The signs that a name is what a page is about."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage
from pipeline.tag.name_signs import SIGNS, score, signs, weights
from pipeline.tag.names import names_of, told_by
from pipeline.tag.vocabulary import vocabulary

Build = Callable[..., CleanPage]
PAGE = (
    "White patches: is it vitiligo? Pityriasis versicolor explained",
    "Pityriasis versicolor is a yeast of the skin.",
    "The causes of pityriasis versicolor are heat, sweat and, rarely, diabetes.",
)


def of_page(build: Build, name: str, *lines: str) -> dict[str, float]:
    told = told_by(build(list(lines), lines[0]), ())
    names = names_of(told, vocabulary())
    rows = signs(names, told, vocabulary())
    row = next(row for row, one in zip(rows, names, strict=True) if one.printed == name)
    return {sign.name: value for sign, value in zip(SIGNS, row, strict=True)}


def test_each_sign_has_its_own_name_a_reason_and_a_weight() -> None:
    assert len({sign.name for sign in SIGNS}) == len(SIGNS)
    assert all(sign.why for sign in SIGNS)
    assert weights().keys() == {sign.name for sign in SIGNS}


@pytest.mark.parametrize(
    ("name", "sign", "value"),
    [
        ("vitiligo", "title asks", 1),
        ("pityriasis versicolor", "title asks", 0),
        ("pityriasis versicolor", "share", 1),
        ("vitiligo", "weak", 0),
        ("diabetes", "weak", 1),
        ("diabetes", "lists", 1),
        ("pityriasis versicolor", "opening starts", 1),
        ("pityriasis versicolor", "words", 2),
    ],
)
def test_a_sign_is_there_or_not(build: Build, name: str, sign: str, value: float) -> None:
    assert of_page(build, name, *PAGE)[sign] == value


def test_a_denied_name_in_the_title(build: Build) -> None:
    lines = ("That growth is not a cataract", "It is a pterygium.")
    assert of_page(build, "cataract", *lines)["title denies"] == 1


def test_a_title_that_begins_with_the_whole_name(build: Build) -> None:
    lines = ("Night terrors: what parents see", "Night terrors pass.")
    assert of_page(build, "night terrors", *lines)["title's head"] == 1


def test_the_score_is_the_weighted_sum() -> None:
    row = [0.0] * len(SIGNS)
    assert score(row) == 0
    row[0], row[2] = 1.0, 2.0
    fitted = list(weights().values())
    assert score(row) == pytest.approx(fitted[0] + 2 * fitted[2])
