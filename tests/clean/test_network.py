"""The network gives each line a score from the lines around it on its own page."""

import numpy as np

from pipeline.clean.network import Ranges, scores, stored_weights, surroundings


def pages(*sizes: int) -> Ranges:
    starts = np.cumsum([0, *sizes[:-1]])
    begins = np.concatenate([np.full(size, at) for size, at in zip(sizes, starts, strict=True)])
    ends = begins + np.concatenate([np.full(size, size) for size in sizes])
    return Ranges(np.tile(begins, (6, 1)), np.tile(ends, (6, 1)))


def test_a_score_lies_between_nothing_and_one() -> None:
    weights = stored_weights()
    features = np.random.default_rng(0).normal(size=(70, len(weights.mean))).astype(np.float32)
    found = scores(weights, features, pages(70))
    assert found.shape == (70,)
    assert ((found >= 0) & (found <= 1)).all()


def test_pages_in_a_row_do_not_see_each_other() -> None:
    weights = stored_weights()
    features = np.random.default_rng(1).normal(size=(9, len(weights.mean))).astype(np.float32)
    together = scores(weights, features, pages(4, 5))
    apart = [scores(weights, features[:4], pages(4)), scores(weights, features[4:], pages(5))]
    assert np.allclose(together, np.concatenate(apart), atol=1e-6)


def test_a_line_sees_its_neighbours_its_page_and_both_sides() -> None:
    values = np.array([[1.0], [2.0], [4.0], [8.0]], dtype=np.float32)
    seen = surroundings(values, pages(4), along=True)
    second = [0.0, 1.0, 4.0, 8.0, *[3.75] * 6, 1.0, 6.0]
    assert seen[1].tolist() == second
