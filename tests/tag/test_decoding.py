"""From scores to spans."""

import numpy as np

from pipeline.model.records import Label
from pipeline.tag.decoding import ONE, Cues, Span, best_tags, says, spans, sureness
from pipeline.tag.features import Inputs
from pipeline.tag.network import CUE, MAY_FOLLOW, NEGATED

OUT, B_CAUSE, I_CAUSE, B_REMEDY, I_REMEDY = range(5)
# What may follow what, all of it alike.
FREE = np.where(MAY_FOLLOW, 0, -np.inf)


def spans_of(told: np.ndarray, page: Inputs) -> list[Span]:  # type: ignore[type-arg]
    return list(spans(told, page, FREE))


def page(words: list[str], passage: list[int]) -> Inputs:
    nothing = np.zeros((0, 0), dtype=np.float32)
    starts = np.zeros(max(passage) + 1, dtype=np.int64)
    inside = np.array([word != "\n" for word in words])
    heading = starts - 1
    return Inputs(words, starts, np.array(passage), starts, heading, nothing, nothing, inside)


def scores(tags: list[int]) -> np.ndarray:  # type: ignore[type-arg]
    rows = np.full((len(tags), 8), -10.0 * ONE, dtype=np.float32)
    rows[np.arange(len(tags)), tags] = 10 * ONE
    return rows


def tags_of(
    rows: list[list[int]],
    follows: np.ndarray = FREE,  # type: ignore[type-arg]
    runs: tuple[list[int], list[int]] | None = None,
) -> list[int]:
    starts, ends = map(np.array, runs or ([0], [len(rows)]))
    return best_tags(np.array(rows, dtype=np.float32), (starts, ends), follows).tolist()


def test_spans_run_from_their_first_word_to_the_next_that_is_no_part_of_them() -> None:
    told = scores([B_CAUSE, I_CAUSE, OUT, B_REMEDY, B_REMEDY, I_REMEDY])
    found = spans_of(told, page(["cold"] * 6, [0] * 6))
    assert found == [(0, 2, Label.CAUSE), (3, 4, Label.REMEDY), (4, 6, Label.REMEDY)]


def test_no_span_reaches_over_the_end_of_a_passage() -> None:
    told = scores([B_CAUSE, I_CAUSE, I_CAUSE, B_CAUSE])
    found = spans_of(told, page(["cold", "\n", "wind", "rain"], [0, 0, 1, 1]))
    assert (0, 1, Label.CAUSE) in found
    assert all(not start <= 1 < end for start, end, _ in found)


def test_a_span_does_not_end_in_a_word_that_joins() -> None:
    told = scores([B_REMEDY, I_REMEDY, I_REMEDY, B_REMEDY])
    found = spans_of(told, page(["rest", "and", "the", "heat"], [0] * 4))
    assert found == [(0, 1, Label.REMEDY), (3, 4, Label.REMEDY)]


def test_the_end_of_a_list_is_no_phrase() -> None:
    told = scores([B_CAUSE, I_CAUSE, B_CAUSE])
    assert spans_of(told, page(["cold", "etc.", "etc."], [0] * 3)) == [(0, 1, Label.CAUSE)]


def test_a_span_ends_in_a_preposition_only_where_that_belongs_to_a_verb() -> None:
    told = scores([B_REMEDY, I_REMEDY, I_REMEDY])
    assert spans_of(told, page(["massage", "daily", "to"], [0] * 3)) == [(0, 2, Label.REMEDY)]
    assert spans_of(told, page(["slowly", "breathe", "in"], [0] * 3)) == [(0, 3, Label.REMEDY)]


def test_no_phrase_goes_on_that_did_not_start() -> None:
    assert tags_of([[0, -1, 9, -1, -1], [0, -1, 9, -1, -1]])[0] != I_CAUSE
    assert tags_of([[0, 5, 9, 0, 0], [0, 0, 4, 0, 9]]) == [B_CAUSE, I_CAUSE]


def test_what_follows_what_counts() -> None:
    split = FREE.copy()
    split[B_CAUSE, I_CAUSE] = -3
    rows = [[0, 5, 0, 0, 0], [0, 1, 3, 0, 0]]
    assert tags_of(rows) == [B_CAUSE, I_CAUSE]
    assert tags_of(rows, split) == [B_CAUSE, B_CAUSE]


def test_the_best_sequence_is_the_best_of_all() -> None:
    random = np.random.default_rng(3)
    rows = random.integers(-9, 9, (5, 5)).tolist()
    follows = np.where(MAY_FOLLOW, random.integers(-9, 9, (5, 5)), -np.inf)

    def total(tags: tuple[int, ...]) -> float:
        pairs = zip((OUT, *tags), (*tags, OUT), strict=True)
        added = sum(follows[before, tag] for before, tag in pairs)
        return float(added + sum(row[tag] for row, tag in zip(rows, tags, strict=True)))

    every = [tuple(map(int, place)) for place in np.ndindex(5, 5, 5, 5, 5)]
    assert total(tuple(tags_of(rows, follows))) == max(map(total, every))


def test_each_run_is_read_as_if_it_stood_alone() -> None:
    random = np.random.default_rng(5)
    rows = random.integers(-9, 9, (12, 5)).tolist()
    follows = np.where(MAY_FOLLOW, random.integers(-9, 9, (5, 5)), -np.inf)
    alone = [tags_of(rows[start:end], follows) for start, end in ((1, 3), (4, 9), (9, 11))]
    expected = [OUT, *alone[0], OUT, *alone[1], *alone[2], OUT]
    assert tags_of(rows, follows, ([1, 4, 9], [3, 9, 11])) == expected


def test_where_no_run_is_all_is_outside() -> None:
    assert tags_of([[0, 9, 0, 0, 0]], FREE, ([], [])) == [OUT]


def test_a_span_is_as_sure_as_its_words() -> None:
    told = np.zeros((1, 8), dtype=np.float32)
    assert sureness(told, [(0, 1, Label.CAUSE)]) == [0.4]
    assert sureness(scores([B_CAUSE]), [(0, 1, Label.CAUSE)]) == [0.99]


def test_the_nearest_cue_of_the_passage_counts() -> None:
    told = np.full((6, 8), -1.0, dtype=np.float32)
    told[[0, 2, 5], CUE] = 1
    nearest = Cues(told, page(["no"] * 6, [0, 0, 0, 0, 0, 1]))
    assert nearest.of((3, 5, Label.REMEDY)) == (2, 3)
    assert nearest.of((0, 3, Label.REMEDY)) is None


def test_a_cue_has_all_its_words() -> None:
    told = np.full((6, 8), -1.0, dtype=np.float32)
    told[[1, 2, 3, 5], CUE] = 1
    assert Cues(told, page(["no"] * 6, [0] * 6)).of((0, 1, Label.CAUSE)) == (1, 4)


def test_a_span_says_what_its_words_say_together() -> None:
    told = np.zeros((3, 8), dtype=np.float32)
    told[:, NEGATED] = [3, -1, -4]
    assert says(told, NEGATED, [(0, 2, Label.CAUSE), (0, 3, Label.CAUSE)]) == [True, False]
