"""`datapackage.json` describes every table, and tools that know Data Packages accept it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from pipeline.model.records import PageResult, Problem, Severity
from pipeline.schemas import TABLES
from pipeline.store.manifest import read_manifest
from pipeline.store.package import PACKAGE_NAME, package, write_package
from pipeline.store.runs import Store


@pytest.fixture
def folder(store: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]) -> Path:
    """A run with a problem that has no page and no index, and its data package."""
    problem = Problem("a.txt", "ingest", "odd", "Odd.", Severity.INFO, None, None)
    first = replace(new_page("a"), problems=(problem,))
    made = new_run(store, [first, new_page("b", "b.example")])
    write_package(made, read_manifest(made))
    return made


def test_every_row_of_every_table_fits_its_description(folder: Path) -> None:
    report = frictionless.validate(str(folder / PACKAGE_NAME))
    assert report.valid, report.flatten(["type", "note"])
    assert {task.name for task in report.tasks} == set(TABLES)
    filled = {task.name for task in report.tasks if task.stats.get("rows")}
    assert filled == set(TABLES) - {"site_blocks", "audit"}  # which the builder leaves empty


@pytest.mark.parametrize(
    ("field", "value"), [("type", "integer"), ("constraints", {"enum": ["none"]})]
)
def test_a_description_that_does_not_fit_is_found(folder: Path, field: str, value: object) -> None:
    described = json.loads((folder / PACKAGE_NAME).read_text("ascii"))
    (pages,) = [item for item in described["resources"] if item["name"] == "pages"]
    (status,) = [item for item in pages["schema"]["fields"] if item["name"] == "status"]
    status[field] = value
    (folder / PACKAGE_NAME).write_text(json.dumps(described), "ascii")
    assert not frictionless.validate(str(folder / PACKAGE_NAME)).valid


def test_columns_keys_and_files_are_those_of_schemas_and_manifest(folder: Path) -> None:
    manifest = read_manifest(folder)
    described = package(manifest)
    assert described["id"] == manifest.run_id
    resources = {item["name"]: item for item in described["resources"]}
    for name, table in TABLES.items():
        fields = resources[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == [field.name for field in table.fields]
        assert [field["description"] for field in fields] == [
            field.description for field in table.fields
        ]
        assert [file["hash"] for file in resources[name]["files"]] == [
            f"sha256:{output.sha256}" for output in manifest.outputs if output.table == name
        ]
    assert resources["blocks"]["schema"]["primaryKey"] == ["block_id"]
    assert resources["claims"]["schema"]["uniqueKeys"] == [list(TABLES["claims"].primary_key)]
    assert {
        "fields": ["parent_id"],
        "reference": {"resource": "", "fields": ["section_id"]},
    } in resources["sections"]["schema"]["foreignKeys"]


def test_sizes_are_left_out_as_frictionless_fails_them(folder: Path) -> None:
    assert '"bytes"' not in (folder / PACKAGE_NAME).read_text("ascii")


def test_a_folder_whose_name_is_no_utf_8_can_be_described(folder: Path) -> None:
    write_package(folder, replace(read_manifest(folder), raw="raw\udce9"))
    assert "raw\\udce9" in (folder / PACKAGE_NAME).read_text("ascii")
