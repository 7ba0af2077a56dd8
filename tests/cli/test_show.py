"""`healthpages show`: the drawing, the JSON, and pages that can't be read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.show import show

PAGE = """Dry lips: causes and care

Dry lips: causes and care

Dry lips are often caused by cold wind and too little water.

1. Causes of dry lips

1. Cold wind

Cold wind takes moisture from the skin.

2. Too little water

Who drinks too little gets dry lips.

2. Care for dry lips

Lip balm can relieve dry lips.

>>:  Why do nails split?
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "dry-lips.txt"
    file.write_text(PAGE, "utf-8")
    return file


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(show, [str(argument) for argument in arguments])


def test_json_has_the_five_parts_with_the_tables_fields(page: Path) -> None:
    result = json.loads(call(page, "--json").output)
    assert list(result) == ["page", "blocks", "sections", "mentions", "problems"]
    assert result["page"]["source"] == "dry-lips.txt"
    assert result["page"]["title"] == "Dry lips: causes and care"
    assert [section["number"] for section in result["sections"]] == ["1", "1.1", "1.2", "2"]


def test_the_drawing_names_what_was_removed_and_why(page: Path) -> None:
    drawing = call(page).output
    assert "previous_next" in drawing
    assert "Why do nails split?" in drawing
    assert "1.1 Cold wind" in drawing
    assert "CAUSE" in drawing


def test_the_drawing_fits_80_columns(page: Path) -> None:
    drawing = CliRunner(env={"COLUMNS": "80"}).invoke(show, [str(page)]).output
    assert max(len(line) for line in drawing.splitlines()) <= 80


def test_an_address_gives_site_and_page_id(page: Path) -> None:
    result = json.loads(call(page, "--json", "--url", "https://www.lips.example/1").output)
    assert result["page"]["site"] == "lips.example"


def test_one_page_of_a_container_is_chosen_by_its_index(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(json.dumps({"text": f"Page {i}\n\n{PAGE}"}) for i in range(3)))
    assert json.loads(call(file, "--json", "--index", "2").output)["page"]["source_index"] == 2
    missing = call(file, "--index", "9")
    assert "holds no page with index 9" in str(missing.exception)


def test_a_page_that_cannot_be_read_is_told_with_exit_code_1(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    result = call(file, "--json")
    assert result.exit_code == 1
    assert '"page": null' in result.output
