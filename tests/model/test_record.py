"""Records are frozen dataclasses with slots, however they are made, copied and pickled."""

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from pipeline.model.record import record


@record
class Point:
    """A record with a default and a field that is no part of what it is."""

    x: int
    y: int = 2
    remarks: list[str] = field(default_factory=list, compare=False)


def test_a_record_is_filled_in_by_place_by_name_and_by_default() -> None:
    point = Point(1)
    assert (point.x, point.y, point.remarks) == (1, 2, [])
    assert point == Point(y=2, x=1, remarks=["other"])
    assert type(point) is Point
    assert repr(point).endswith("Point(x=1, y=2, remarks=[])")


def test_two_records_share_no_default() -> None:
    assert Point(1).remarks is not Point(1).remarks


def test_a_record_takes_no_other_fields() -> None:
    with pytest.raises(TypeError):
        Point(1, 2, [], 3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_a_record_does_not_change_and_takes_no_attribute() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x  # type: ignore[misc]
    assert not hasattr(point, "__dict__")


def test_equal_records_are_one_key() -> None:
    assert {Point(1), Point(1, 2), Point(3)} == {Point(1), Point(3)}


def test_a_record_is_copied_pickled_and_replaced_as_what_it_is() -> None:
    point = Point(1, 5, ["a"])
    for same in (copy.copy(point), pickle.loads(pickle.dumps(point))):  # noqa: S301  its own bytes
        assert (same, same.remarks, type(same)) == (point, ["a"], Point)
    assert replace(point, y=6) == Point(1, 6)
    assert [each.name for each in fields(Point)] == ["x", "y", "remarks"]
