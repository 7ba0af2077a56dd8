"""Errors cross process borders, so they pickle."""

import pickle

import pytest

from pipeline.model.errors import FileFailed, HealthpagesError, StopRun, TryAgain


@pytest.mark.parametrize("kind", [StopRun, FileFailed, TryAgain])
def test_an_error_survives_pickling(kind: type[HealthpagesError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("what to do")))  # noqa: S301  our own bytes
    assert type(copy) is kind
    assert str(copy) == "what to do"
