"""The network: exact numbers, word pieces, and a place for every word."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from pipeline.model.settings import TagSettings
from pipeline.tag import network as net
from pipeline.tag.condition import condition_named
from pipeline.tag.features import Inputs
from pipeline.tag.model import tagger
from pipeline.tag.passages import Passage
from pipeline.tag.vocabulary import vocabulary

NAMES = {"[UNK]": 0, "calcium": 1, "un": 2, "##like": 3, "##ly": 4, "-": 5}


@pytest.fixture(scope="module")
def weights() -> net.Weights:
    return net.load()


@pytest.fixture(scope="module")
def page(passages_of: Callable[..., list[Passage]]) -> Inputs:
    lines = ["Causes", "Cold, fatigue and stress can cause lumbar cramps.", "Keep warm."]
    condition = condition_named("lumbar cramps", vocabulary())
    return tagger(TagSettings()).inputs(passages_of(lines), condition)


def test_a_word_is_cut_into_its_longest_known_pieces() -> None:
    assert net.pieces_of("unlikely", NAMES) == [2, 3, 4]
    assert net.pieces_of("calcium-un", NAMES) == [1, 5, 2]
    assert net.pieces_of("zorb", NAMES) == [0]


def test_every_word_has_eight_scores(weights: net.Weights, page: Inputs) -> None:
    assert net.Network(weights).scores(page).shape == (len(page.words), 8)


def test_all_scores_are_whole(weights: net.Weights, page: Inputs) -> None:
    scores = net.Network(weights).scores(page)
    assert np.array_equal(scores, np.rint(scores))
    assert np.abs(scores).max() < 2**24


def test_no_sum_can_leave_what_float32_holds_exactly(weights: net.Weights) -> None:
    for matrix, bias in (*weights.layers, *weights.pool, weights.out):
        most = net.LARGEST * np.abs(matrix).sum(axis=0) + np.abs(bias)
        assert most.max() < 2**24


def shuffled(weights: net.Weights) -> net.Weights:
    """The same network with its units in another order, so that its sums run in another order."""
    width = len(weights.bias)
    one = np.random.default_rng(7).permutation(width)
    two, three = np.append(one, one + width), np.hstack([one, one + width, one + 2 * width])
    return replace(
        weights,
        words=weights.words[:, one],
        project=weights.project[:, two],
        word_flags=weights.word_flags[:, one],
        token_flags=weights.token_flags[:, one],
        passage_flags=weights.passage_flags[:, one],
        bias=weights.bias[one],
        layers=tuple((matrix[three][:, two], bias[two]) for matrix, bias in weights.layers),
        pool=tuple((matrix[one][:, one], bias[one]) for matrix, bias in weights.pool),
        out=(weights.out[0][one], weights.out[1]),
    )


def test_the_order_of_summing_makes_no_difference(weights: net.Weights, page: Inputs) -> None:
    plain, other = net.Network(weights), net.Network(shuffled(weights))
    assert np.array_equal(plain.scores(page), other.scores(page))


def test_words_are_remembered_up_to_a_bound(
    weights: net.Weights, page: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(net, "MOST_WORDS", 3)
    monkeypatch.setattr(net, "FIRST_WORDS", 1)
    small = net.Network(weights)
    small.scores(replace(page, words=[f"zorb{row}" for row in range(len(page.words))]))
    assert np.array_equal(small.scores(page), net.Network(weights).scores(page))
    assert small._index.keys() == set(page.words)
