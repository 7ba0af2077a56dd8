"""The log of decisions: one JSON object a line, only ever appended, so that git can merge it.

A line that can't be read costs that line alone and becomes a problem. Writers take turns by a lock
on the file, and a decision counts as saved once it is on the disk. On a storage, where nothing can
be appended, the log is put anew if it is still as it was read.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.model.errors import TryAgain
from pipeline.model.ids import ID_LENGTH
from pipeline.model.reasons import Reason
from pipeline.model.records import Problem, Severity
from pipeline.store.places import Place, StoragePath

NAME = "review/decisions.jsonl"  # in rows of `problems`: the file, relative to the output folder
ATTEMPTS = 20  # to put the log before somebody else does; reviewers are few
MAX_TEXT = 100_000  # characters of one field; no block, heading or comment is longer

_FIELDS = {field.name for field in fields(Decision)}
_OPTIONAL = {"rule": None, "comment": "", "reason": None}
_ID_FIELDS = ("decision_id", "page_id", "target_id")
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Log:
    """The decisions of a log in the order of its lines, and a problem for each bad line."""

    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()


class BadDecision(ValueError):
    """A value is no decision; the message says why."""


def read_log(path: Place) -> Log:
    """The log at `path`; an empty one where there is no such file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Log()
    return parse_log(data)


def parse_log(data: bytes) -> Log:
    """The decisions in the bytes of a log; equal ids are one decision."""
    decisions: dict[str, Decision] = {}
    problems: list[Problem] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            decision = decision_from(json.loads(line.decode("utf-8")))
        except (BadDecision, ValueError, RecursionError) as error:
            problems.append(_broken(number, error))
        else:
            decisions.setdefault(decision.decision_id, decision)
    return Log(tuple(decisions.values()), tuple(problems))


def _broken(line: int, error: Exception) -> Problem:
    why = str(error) if isinstance(error, BadDecision) else "it is no JSON in UTF-8"
    message = f"Line {line} is passed over: {why}."
    return Problem(NAME, "review", "broken_decision", message, Severity.WARNING)


def decision_from(values: Any) -> Decision:
    """The decision that JSON `values` stand for; raises BadDecision where they are none."""
    if not isinstance(values, dict):
        raise BadDecision("it is no object")
    named = {**_OPTIONAL, **values}
    if wrong := sorted(_FIELDS ^ named.keys()):
        raise BadDecision(f"the field {wrong[0]!s:.40} is missing or not known")
    for name, value in named.items():
        optional = name in _OPTIONAL and value is None
        if not optional and (not isinstance(value, str) or len(value) > MAX_TEXT):
            raise BadDecision(f"{name} is no text, or too long")
    if any(len(named[name]) != ID_LENGTH or set(named[name]) - _HEX for name in _ID_FIELDS):
        raise BadDecision(f"an id has not {ID_LENGTH} hex digits")
    if not named["reviewer"].strip():
        raise BadDecision("no reviewer is named")
    try:
        verdict, scope = Verdict(named["verdict"]), Scope(named["scope"])
        if named["reason"] is not None:
            Reason(named["reason"])
    except ValueError as error:
        raise BadDecision(str(error)) from error
    return Decision(**{**named, "verdict": verdict, "scope": scope, "comment": named["comment"]})


def append_decisions(path: Place, decisions: Iterable[Decision]) -> int:
    """Add the decisions that the log does not hold yet; returns how many, once they are safe."""
    wanted = list(decisions)
    return _put(path, wanted) if isinstance(path, StoragePath) else _append(path, wanted)


def _put(path: StoragePath, decisions: list[Decision]) -> int:
    for _ in range(ATTEMPTS):
        version = path.version()
        data = path.read_bytes() if path.exists() else None
        lines = _new_lines(data or b"", decisions)
        try:
            if lines and data is None:
                path.create(b"".join(lines))
            elif lines:
                path.swap((data or b"") + b"".join(lines), version)
        except FileExistsError:  # another reviewer was faster; read what is there now
            continue
        return len(lines)
    raise TryAgain(f"Others wrote to {path} {ATTEMPTS} times meanwhile; save again.")


def _append(path: Path, decisions: list[Decision]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the system drops it when the holder dies
        file.seek(0)
        data = file.read()
        lines = _new_lines(data, decisions)
        file.write(b"".join(lines))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def _new_lines(data: bytes, decisions: Iterable[Decision]) -> list[bytes]:
    """A line for each decision that the log does not hold."""
    known = {decision.decision_id for decision in parse_log(data).decisions}
    new = {item.decision_id: item for item in decisions if item.decision_id not in known}
    lines = [_line(decision) for decision in new.values()]
    if lines and data and not data.endswith(b"\n"):
        lines[0] = b"\n" + lines[0]  # a writer died in its line; the next one starts afresh
    return lines


def _line(decision: Decision) -> bytes:
    values = asdict(decision)
    return json.dumps(values, ensure_ascii=True, sort_keys=True).encode("ascii") + b"\n"
