"""The data dictionary says what the schemas say."""

from pathlib import Path

from pipeline.schemas import ARROW_TYPES, TABLES
from pipeline.store.dictionary import TYPES, as_markdown, checks_as_markdown

DOCS = Path(__file__).parents[2] / "docs"


def test_the_dictionary_in_the_docs_is_in_step_with_the_schemas() -> None:
    assert (DOCS / "tables.md").read_text("utf-8") == as_markdown(), (
        "python -m pipeline.store.dictionary tables > docs/tables.md"
    )


def test_the_checks_in_the_docs_are_in_step_with_those_declared() -> None:
    assert (DOCS / "checks.md").read_text("utf-8") == checks_as_markdown(), (
        "python -m pipeline.store.dictionary checks > docs/checks.md"
    )


def test_every_table_and_column_is_in_it() -> None:
    text = as_markdown()
    for table in TABLES.values():
        assert f"\n## {table.name}\n" in text
        for field in table.fields:
            assert f"| `{field.name}` | {TYPES[field.type]} |" in text


def test_every_type_has_a_name_for_analysts() -> None:
    assert set(TYPES) == set(ARROW_TYPES)
