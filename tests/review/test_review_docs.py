"""The page of the docs on reviewing."""

import re
from dataclasses import fields
from pathlib import Path

from pipeline.model.decisions import Decision, Verdict
from pipeline.review.keys import USUAL

DOCS = (Path(__file__).parents[2] / "docs" / "review.md").read_text("utf-8")


def test_every_key_is_documented() -> None:
    table = DOCS.split("## Keys")[1].split("\n## ")[0]
    named = set(re.findall(r"`([^`]+)`", table)) | {str(digit) for digit in range(2, 9)}
    assert set(USUAL) <= named


def test_every_field_and_verdict_of_a_decision_is_documented() -> None:
    table = DOCS.split("## Decisions")[1].split("\n- **")[0]
    named = set(re.findall(r"`([^`]+)`", table))
    assert {field.name for field in fields(Decision)} <= named
    assert {verdict.value for verdict in Verdict} <= named
