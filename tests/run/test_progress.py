"""Reports reach the listener of the block they are made in, and the log."""

import logging

import pytest

from pipeline.run.progress import Progress, listening, report


def test_a_listener_hears_what_is_reported_in_its_block() -> None:
    heard: list[Progress] = []
    with listening(heard.append):
        report("ingest", "half done", 1, 2)
    report("ingest", "nobody listens")
    assert heard == [Progress("ingest", 1, 2, "half done")]


def test_the_inner_listener_hears_first_and_the_outer_afterwards() -> None:
    outer: list[Progress] = []
    inner: list[Progress] = []
    with listening(outer.append):
        with listening(inner.append):
            report("plan", "in")
        report("plan", "out")
    assert [each.message for each in inner] == ["in"]
    assert [each.message for each in outer] == ["out"]


def test_the_log_gets_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "healthpages"):
        report("plan", "20 sources")
    assert caplog.messages == ["plan: 20 sources"]
