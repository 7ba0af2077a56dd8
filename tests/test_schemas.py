"""The schemas describe the records, and every field says what it holds."""

import json
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from pipeline.model.reasons import Reason
from pipeline.model.records import Block, Mention, Page, Problem, Section
from pipeline.run.learn import SiteBlock
from pipeline.schemas import ARROW_TYPES, TABLES, arrow_schema, row
from pipeline.store.audit import CheckRow

RECORDS = {
    "pages": Page,
    "blocks": Block,
    "sections": Section,
    "mentions": Mention,
    "site_blocks": SiteBlock,
    "problems": Problem,
    "audit": CheckRow,
}
NOT_IN_TABLES = {"layout"}


@pytest.mark.parametrize("table", RECORDS)
def test_a_table_has_the_fields_of_its_record(table: str) -> None:
    columns = {field.name for field in TABLES[table].fields}
    assert columns == {field.name for field in fields(RECORDS[table])} - NOT_IN_TABLES


@pytest.mark.parametrize("table", TABLES)
def test_every_field_has_a_known_type_and_a_description(table: str) -> None:
    for field in TABLES[table].fields:
        assert field.type in ARROW_TYPES
        assert field.description.endswith((".", "`", "…"))


@pytest.mark.parametrize("table", TABLES)
def test_keys_name_columns_that_exist(table: str) -> None:
    definition = TABLES[table]
    columns = {field.name for field in definition.fields}
    assert {*definition.primary_key, *definition.sort_by} <= columns
    for column, other, other_column in definition.foreign_keys:
        assert column in columns
        assert other_column in {field.name for field in TABLES[other].fields}


@pytest.mark.parametrize("table", TABLES)
def test_the_arrow_schema_explains_itself_to_pandas(table: str) -> None:
    schema = arrow_schema(table)
    attributes = json.loads(schema.metadata[b"PANDAS_ATTRS"])
    assert set(attributes["columns"]) == set(schema.names)
    assert all(field.metadata[b"description"] for field in schema)


def test_a_row_has_the_columns_in_order_as_json_values() -> None:
    block = Block("b", "p", 0, "p", None, 1, 0, 4, "Text", kept=False, reason=Reason.MENU)
    values = row("blocks", block)
    assert list(values) == [field.name for field in TABLES["blocks"].fields]
    assert values["reason"] == "menu"
    assert json.dumps(values)


def test_a_row_writes_times_as_iso_8601() -> None:
    page = {field.name: None for field in fields(Page)}
    page["fetched_at"] = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert row("pages", Page(**page))["fetched_at"] == "2026-01-02T03:04:05+00:00"
