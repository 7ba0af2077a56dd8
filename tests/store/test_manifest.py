"""A manifest is read as it was written."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.model.records import PageResult
from pipeline.store.manifest import Finding, Input, read_manifest, write_manifest
from pipeline.store.runs import Store


def test_a_manifest_comes_back_whole(
    store: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]
) -> None:
    folder = new_run(store, [new_page("a")])
    finding = Finding(
        "offsets", "error", passed=False, value=1, limit=0, message="…", examples=("p",)
    )
    manifest = replace(
        read_manifest(folder), inputs=(Input("a.txt", 3, "0" * 64),), audit=(finding,)
    )
    write_manifest(folder, manifest)
    assert read_manifest(folder) == manifest


def test_it_counts_the_rows_of_a_table(
    store: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]
) -> None:
    manifest = read_manifest(new_run(store, [new_page("a"), new_page("b")]))
    assert manifest.rows("blocks") == 8
    assert manifest.rows("nonsense") == 0


def test_a_folder_without_one_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="is not a run"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("change", ["a field more", "a field less"])
def test_a_manifest_of_another_version_is_told_in_a_sentence(
    store: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path], change: str
) -> None:
    folder = new_run(store, [new_page("a")])
    path = folder / "manifest.json"
    values = json.loads(path.read_text("utf-8"))
    if change == "a field more":
        values["planet"] = "mars"
    else:
        del values["audit"]
    path.write_text(json.dumps(values), "utf-8")
    with pytest.raises(StopRun, match="another version of healthpages"):
        read_manifest(folder)
