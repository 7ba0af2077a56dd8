"""Fitted trees: sums of whole numbers over the answers to their questions."""

import numpy as np

from pipeline.clean.trees import UNIT, Trees, logits

TREES = Trees(
    np.array([[0, 1]], dtype=np.int16),
    np.array([[0.5, 0.5]], dtype=np.float32),
    np.array([[[0, 1], [256, 2], [512, 3], [1024, 4]]], dtype=np.int16),
    np.array([-256, 0], dtype=np.int16),
)
ROWS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)


def test_a_tree_adds_the_answer_to_its_questions_for_each_kind() -> None:
    found = logits(TREES, ROWS)
    assert found[:, 0].tolist() == [-1.0, 0.0, 1.0, 3.0]
    assert (found[:, 1] * UNIT).tolist() == [1, 2, 3, 4]


def test_a_row_has_the_same_score_whatever_stands_beside_it() -> None:
    assert logits(TREES, ROWS[2:3]).tolist() == logits(TREES, ROWS)[2:3].tolist()
