"""Reports reach the listener of the block they are made in, and the log."""

import logging

import pytest

from pipeline.run.progress import SPANS, Progress, listening, percent, report


def test_a_listener_hears_what_is_reported_in_its_block() -> None:
    heard: list[Progress] = []
    with listening(heard.append):
        report("ingest", "half done", 1, 2)
    report("ingest", "nobody listens")
    assert heard == [Progress("ingest", 1, 2, "half done")]


def test_of_blocks_in_one_another_each_hears() -> None:
    outer: list[Progress] = []
    inner: list[Progress] = []
    with listening(outer.append):
        with listening(inner.append), listening(None):
            report("plan", "in")
        report("plan", "out")
    assert [each.message for each in inner] == ["in"]
    assert [each.message for each in outer] == ["in", "out"]


def test_the_log_gets_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "healthpages"):
        report("plan", "20 sources")
    assert caplog.messages == ["plan: 20 sources"]


def test_the_log_line_carries_its_figures_for_a_structured_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "healthpages"):
        report("process", "2 of 4 done", 2, 4)
    assert {name: vars(caplog.records[0])[name] for name in ("msg", "step", "done", "total")} == {
        "msg": "process: 2 of 4 done",
        "step": "process",
        "done": 2,
        "total": 4,
    }


@pytest.mark.parametrize(
    ("progress", "whole"),
    [
        (Progress("plan", 0, 0, ""), 1),
        (Progress("process", 2, 4, ""), 52.5),
        (Progress("process", 4, 4, ""), 90),
        (Progress("process", 0, 0, "one bucket of several"), None),
        (Progress("publish", 0, 0, ""), 100),
        (Progress("review", 0, 0, "waits"), None),
    ],
)
def test_a_report_tells_how_far_the_run_is(progress: Progress, whole: float | None) -> None:
    assert percent(progress) == whole


def test_steps_follow_one_another_without_a_gap() -> None:
    spans = list(SPANS.values())
    assert [span[1] for span in spans[:-1]] == [span[0] for span in spans[1:]]
    assert (spans[0][0], spans[-1][1]) == (0, 100)
