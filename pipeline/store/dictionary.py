"""The data dictionary of the tables, made from their schemas.

`python -m pipeline.store.dictionary > docs/tables.md` writes it anew.
"""

import sys
from collections.abc import Iterator

from pipeline.schemas import SCHEMA_VERSION, TABLES, Field, Table

TYPES = {  # what an analyst sees in pandas
    "text": "text",
    "label": "category",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "timestamp": "time, UTC",
}


def as_markdown() -> str:
    """All tables with their keys and columns."""
    lines = [
        "# Tables",
        "",
        f"Made from `pipeline/schemas.py` (schema version {SCHEMA_VERSION}); do not edit.",
        "",
        "Each table is flat, one fact a row, and joined to others by ids.",
    ]
    for table in TABLES.values():
        lines.extend(_table(table))
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"## {table.name}", "", table.description, "")
    if table.primary_key:
        yield f"- Primary key: {_names(table.primary_key)}"
    yield f"- Sorted by: {_names(table.sort_by)}"
    for column, other, other_column in table.foreign_keys:
        yield f"- `{column}` names a row of `{other}` by its `{other_column}`"
    yield from ("", "| column | type | may be missing | meaning |", "|---|---|---|---|")
    yield from map(_field, table.fields)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _field(field: Field) -> str:
    missing = "yes" if field.nullable else ""
    return f"| `{field.name}` | {TYPES[field.type]} | {missing} | {field.description} |"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
