"""Every query of the cookbook runs, finds something, and gives in SQL what it gives in pandas."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

COOKBOOK = Path(__file__).parent.parent.parent / "docs" / "cookbook.md"
BLOCK = re.compile(r"^```(python|sql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"^(\w+) = ", re.MULTILINE)


def chapters() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each chapter's title and its blocks of code, with their language."""
    for text in re.split(r"^## ", COOKBOOK.read_text("utf-8"), flags=re.MULTILINE):
        yield text.partition("\n")[0], BLOCK.findall(text)


def answers(code: list[tuple[str, str]], names: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """What each block gives: the last name that it sets, or the rows of the query."""
    for language, block in code:
        if language == "sql":
            yield duckdb.sql(block).df()
        else:
            exec(compile(block, COOKBOOK.name, "exec"), names)  # noqa: S102  our own page
            yield names[NAMED.findall(block)[-1]] if NAMED.search(block) else None


def rows(frame: pd.DataFrame) -> list[list[Any]]:
    plain: list[list[Any]] = frame.astype("object").where(frame.notna(), None).to_numpy().tolist()
    return plain


def test_there_are_twelve_questions() -> None:
    numbered = [title.partition(".")[0] for title, _ in chapters() if title[0].isdigit()]
    assert numbered == [str(number) for number in range(1, 13)]


# One test for all questions: each process that runs some of them would make the runs again.
def test_pandas_and_duckdb_give_the_same_rows(
    sample_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample_runs)
    names: dict[str, Any] = {}
    for title, code in chapters():
        given = list(answers(code, names))
        if title[0].isdigit():
            in_pandas, in_sql = given
            assert len(in_pandas), f"{title}: the sample has no such row"
            assert list(in_pandas.columns) == list(in_sql.columns), title
            assert rows(in_pandas) == rows(in_sql), title
