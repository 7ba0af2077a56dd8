"""The data dictionary of the tables and the list of checks, made from where they are declared.

`python -m pipeline.store.dictionary tables > docs/tables.md` and `... checks > docs/checks.md`
write them anew.
"""

import sys
from collections.abc import Iterator

from pipeline.model.settings import AuditSettings
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


def checks_as_markdown() -> str:
    """All checks of the audit with their meaning, what follows when one fails, and their limits."""
    from pipeline.store.checks import FIGURE_CHECKS, FILE_CHECKS, PAGE_CHECKS, SITE_CHECKS

    lines = [
        "# Checks",
        "",
        "Made from `pipeline/store/checks.py`; do not edit. An *error* refuses publication, a",
        "*review* leaves the run for somebody to look at, a *warning* changes nothing.",
        "",
        "| check | meaning | when it fails | setting in `[audit]` | default |",
        "|---|---|---|---|---:|",
    ]
    lines += [f"| `{name}` | {meaning} | error | | |" for name, meaning in FILE_CHECKS.items()]
    lines += [f"| `{each.name}` | {each.meaning} | {each.severity} | | |" for each in PAGE_CHECKS]
    for check in (*FIGURE_CHECKS, *SITE_CHECKS):
        limit = f"`{check.limit}` | {getattr(AuditSettings(), check.limit)}"
        lines.append(f"| `{check.name}` | {check.meaning} | {check.severity} | {limit} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(checks_as_markdown() if sys.argv[1:] == ["checks"] else as_markdown())
