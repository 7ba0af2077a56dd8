"""Golden pages: what the whole chain gives for chosen sample pages, word for word.

A file `tests/golden/<case>.json` names its page and holds what is expected of it. Run pytest with
`--write-golden` to write all of them anew, and read the difference before you commit it.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline import PageResult, Settings, process_page

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "tests" / "golden").glob("*.json"))


def golden(source: str, result: PageResult) -> dict[str, Any]:
    """The facts of a result that a reader can judge, one a line."""
    numbers = {section.section_id: section.number for section in result.sections}
    return {
        "source": source,
        "title": result.page.title,
        "condition": result.page.condition,
        "status": result.page.status.value,
        "removed": [
            f"{block.reason} | {block.rule} | {block.text}"
            for block in result.blocks
            if not block.kept
        ],
        "text": result.page.text.split("\n"),
        "sections": [
            f"{section.number} | {section.marker or '-'} | {section.heading} | {section.kind}"
            for section in result.sections
        ],
        "mentions": [
            " | ".join(
                (
                    numbers.get(mention.section_id or "", "-"),
                    mention.label + (f" {mention.aspect}" if mention.aspect else ""),
                    ("not " if mention.negated else "") + mention.text,
                    mention.rule,
                )
            )
            for mention in result.mentions
        ],
        "problems": [f"{problem.severity} | {problem.code}" for problem in result.problems],
    }


def process(case: Path) -> tuple[str, PageResult]:
    source = json.loads(case.read_text("utf-8"))["source"]
    return source, process_page((ROOT / source).read_bytes(), source=source, settings=Settings())


def test_there_are_golden_pages() -> None:
    assert len(CASES) >= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_golden_page_is_as_expected(case: Path, request: pytest.FixtureRequest) -> None:
    found = golden(*process(case))
    if request.config.getoption("--write-golden"):
        assert "CI" not in os.environ, "golden pages are judged by a person, not written by CI"
        case.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(case.read_text("utf-8"))


def test_golden_pages_come_out_the_same_twice_and_in_another_order() -> None:
    forwards = [process(case)[1].to_dict() for case in CASES]
    backwards = [process(case)[1].to_dict() for case in reversed(CASES)]
    assert forwards == backwards[::-1]
