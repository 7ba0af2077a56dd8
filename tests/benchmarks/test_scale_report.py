"""Tables and exponents say what was measured."""

import pytest

from benchmarks.scale_report import exponent, table


def test_the_exponent_is_the_power_of_the_size() -> None:
    sizes = [10, 100, 1000]
    assert exponent(sizes, [3 * size**1.5 for size in sizes]) == pytest.approx(1.5)
    assert exponent(sizes, [7, 7, 7]) == pytest.approx(0)


def test_a_table_has_a_row_a_line() -> None:
    assert list(table(["a", "b"], [["c", 1]])) == ["| a | b |", "|---|---:|", "| c | 1 |"]
