"""The log of decisions on disk."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipeline.model.decisions import Decision, Verdict
from pipeline.model.ids import digest
from pipeline.review.log import BadDecision, append_decisions, decision_from, read_log

NewDecision = Callable[..., Decision]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "review" / "decisions.jsonl"


def test_a_log_that_is_not_there_is_empty(log: Path) -> None:
    assert read_log(log).decisions == ()


def test_what_is_appended_is_read_again(log: Path, new_decision: NewDecision) -> None:
    decisions = [new_decision("a", text="咳嗽\nline"), new_decision("b", comment="“why”")]
    assert append_decisions(log, decisions) == 2
    assert read_log(log).decisions == tuple(decisions)


def test_a_decision_is_written_once_however_often_it_is_sent(
    log: Path, new_decision: NewDecision
) -> None:
    append_decisions(log, [new_decision("a")])
    assert append_decisions(log, [new_decision("a"), new_decision("b"), new_decision("b")]) == 1
    assert len(log.read_text().splitlines()) == 2


def test_a_broken_line_costs_that_line_alone_and_is_told(
    log: Path, new_decision: NewDecision
) -> None:
    append_decisions(log, [new_decision("a")])
    with log.open("ab") as file:
        file.write(b"<<<<<<< ours\n\xff\xfe\n" + b"[" * 100_000 + b'\n{"verdict": 1}\n')
    append_decisions(log, [new_decision("b")])
    found = read_log(log)
    assert [each.decision_id for each in found.decisions] == [digest("a"), digest("b")]
    assert [each.code for each in found.problems] == ["broken_decision"] * 4
    assert found.problems[0].message.startswith("Line 2 ")


def test_a_line_cut_by_a_crash_does_not_swallow_the_next(
    log: Path, new_decision: NewDecision
) -> None:
    append_decisions(log, [new_decision("a")])
    log.write_bytes(log.read_bytes()[:-30])
    append_decisions(log, [new_decision("b")])
    assert [each.decision_id for each in read_log(log).decisions] == [digest("b")]


def _append_many(log: str, name: str, decision: Decision) -> None:
    for number in range(25):
        one = replace(decision, decision_id=digest(name, str(number)))
        append_decisions(Path(log), [one])


def test_writers_that_meet_lose_nothing(log: Path, new_decision: NewDecision) -> None:
    context = get_context("spawn")
    writers = [
        context.Process(target=_append_many, args=(str(log), name, new_decision("x")))
        for name in ("first tab", "second tab", "third tab")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = read_log(log)
    assert len(found.decisions) == 75
    assert found.problems == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("decision_id", "short"),
        ("page_id", "Z" * 24),
        ("verdict", "maybe"),
        ("scope", "world"),
        ("reviewer", "  "),
        ("text", 5),
        ("text", "x" * 200_000),
        ("reason", "no reason"),
        ("surprise", "x"),
    ],
)
def test_what_is_no_decision_is_refused(
    name: str, value: object, new_decision: NewDecision
) -> None:
    values = json.loads(json.dumps(asdict(new_decision("a"))))
    with pytest.raises(BadDecision):
        decision_from({**values, name: value})


def test_optional_fields_may_be_missing(new_decision: NewDecision) -> None:
    values = asdict(new_decision("a"))
    for name in ("rule", "comment", "reason"):
        del values[name]
    assert decision_from(values) == new_decision("a")


def test_every_verdict_is_read(new_decision: NewDecision) -> None:
    for verdict in Verdict:
        values = asdict(new_decision("a", verdict=verdict))
        assert decision_from(values).verdict is verdict
