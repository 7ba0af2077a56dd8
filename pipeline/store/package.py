"""`datapackage.json`: what a run's files are, for tools that know Data Packages (v2).

Made from the schemas and the manifest. The path of a table is its folder: readers of Parquet take
all parts in it, while of a list of files frictionless 5 reads only the first. Sizes in bytes are
left out, as it fails a Parquet file that states one. Hashes stand with each file.
"""

import json
from enum import Enum
from typing import Any

from pipeline.model.reasons import Reason
from pipeline.model.records import Aspect, Kind, Label, Severity, Status
from pipeline.schemas import TABLES, Field, Table
from pipeline.store.atomic import replacing
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place

PACKAGE_NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/"

TYPES = {  # our types as Table Schema names them
    "text": "string",
    "label": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "timestamp": "datetime",
}

VALUES: dict[tuple[str, str], type[Enum]] = {  # columns whose values are all known
    ("pages", "status"): Status,
    ("blocks", "reason"): Reason,
    ("sections", "kind"): Kind,
    ("mentions", "label"): Label,
    ("mentions", "aspect"): Aspect,
    ("claims", "label"): Label,
    ("claims", "aspect"): Aspect,
    ("problems", "severity"): Severity,
}


def write_package(folder: Place, manifest: Manifest) -> None:
    """Write the data package of the run in `folder`."""
    text = json.dumps(package(manifest), indent=2)  # ASCII: `raw` may be no valid UTF-8
    with replacing(folder / PACKAGE_NAME) as temporary:
        temporary.write_text(text + "\n", "ascii")


def package(manifest: Manifest) -> dict[str, Any]:
    """The data package of a run: one resource a table, with its columns, keys and files."""
    return {
        "$schema": f"{PROFILE}datapackage.json",
        "name": "healthpages",
        "id": manifest.run_id,
        "title": "Health pages as tables",
        "description": f"Pages from {manifest.raw}, cleaned, cut into sections and tagged.",
        "created": manifest.started,
        "schemaVersion": manifest.schema_version,
        "codeVersion": manifest.code_version,
        "resources": [_resource(table, manifest) for table in TABLES.values()],
    }


def _resource(table: Table, manifest: Manifest) -> dict[str, Any]:
    outputs = [output for output in manifest.outputs if output.table == table.name]
    return {
        "$schema": f"{PROFILE}dataresource.json",
        "name": table.name,
        "type": "table",
        "description": table.description,
        "path": table.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": manifest.rows(table.name),
        "files": [
            {"path": output.path, "rows": output.rows, "hash": f"sha256:{output.sha256}"}
            for output in outputs
        ],
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILE}tableschema.json",
        "missingValues": [],  # null is missing; an empty text is a text
        "fields": [_field(table, field) for field in table.fields],
        **_key(table),
        "foreignKeys": [
            {
                "fields": [column],
                # A table that refers to itself is named by the empty text.
                "reference": {"resource": "" if other == table.name else other, "fields": [there]},
            }
            for column, other, there in table.foreign_keys
        ],
    }


def _key(table: Table) -> dict[str, Any]:
    """The primary key; where one of its columns may be missing it is only a unique key."""
    columns = list(table.primary_key)
    if not columns:
        return {}
    nullable = {field.name for field in table.fields if field.nullable}
    return {"uniqueKeys": [columns]} if nullable & set(columns) else {"primaryKey": columns}


def _field(table: Table, field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if field.nullable else {"required": True}
    if (table.name, field.name) in VALUES:
        constraints["enum"] = [str(value.value) for value in VALUES[table.name, field.name]]
    described = {
        "name": field.name,
        # A reader that goes through pandas meets a missing whole number as NaN, which is a number.
        "type": "number" if field.type == "int" and field.nullable else TYPES[field.type],
        "description": field.description,
    }
    return {**described, "constraints": constraints} if constraints else described
