"""The table of codes."""

import re
from pathlib import Path

import pipeline.ingest
from pipeline.ingest.problems import SEVERITIES, Finding, problem
from pipeline.model.records import Severity


def test_a_finding_becomes_a_row() -> None:
    row = problem(Finding("truncated", "It ends."), "a.warc", 3, "0" * 24)
    assert (row.source, row.source_index, row.page_id) == ("a.warc", 3, "0" * 24)
    assert (row.stage, row.code, row.severity) == ("ingest", "truncated", Severity.WARNING)


def test_the_table_and_the_code_name_the_same_codes() -> None:
    folder = Path(pipeline.ingest.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    literals = set(re.findall(r'"([a-z0-9_]+)"', code.replace('": Severity.', "")))
    assert set(SEVERITIES) <= literals


def test_every_code_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "input.md").read_text("utf-8")
    assert set(SEVERITIES) <= set(re.findall(r"`([a-z0-9_]+)`", text))
