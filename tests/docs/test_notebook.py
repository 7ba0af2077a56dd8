"""The notebook is what its source says, was run, and runs over the tables of today."""

import importlib.util
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
SIZE = 400_000  # bytes; a notebook that is opened in a browser should stay small


@pytest.fixture(scope="module")
def made() -> nbformat.NotebookNode:
    """The notebook without outputs, from its source."""
    spec = importlib.util.spec_from_file_location("make_notebook", DOCS / "make_notebook.py")
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    assert spec.loader is not None
    spec.loader.exec_module(module)
    return module.notebook((DOCS / "analysis.py").read_text("utf-8"))


@pytest.fixture(scope="module")
def kept() -> nbformat.NotebookNode:
    """The notebook as it stands in the project, with outputs."""
    return nbformat.read(DOCS / "analysis.ipynb", as_version=4)


def test_the_notebook_has_the_cells_of_its_source(
    made: nbformat.NotebookNode, kept: nbformat.NotebookNode
) -> None:
    expected = [(cell.id, cell.cell_type, cell.source) for cell in made.cells]
    assert [(cell.id, cell.cell_type, cell.source) for cell in kept.cells] == expected


def test_every_cell_was_run_in_order_and_most_show_something(kept: nbformat.NotebookNode) -> None:
    code = [cell for cell in kept.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.output_type in {"error", "stream"}]
    assert sum("image/png" in output.data for output in outputs) >= 5


def test_the_notebook_is_small_and_names_no_place(kept: nbformat.NotebookNode) -> None:
    text = (DOCS / "analysis.ipynb").read_text("utf-8")
    assert len(text) < SIZE
    assert "/home/" not in text
    assert str(DOCS.parent) not in text
    assert kept.metadata.kernelspec.name == "python3"


def test_every_cell_runs_over_the_sample(
    made: nbformat.NotebookNode, sample_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample_runs)
    names: dict[str, Any] = {}
    with mpl.rc_context({"backend": "agg"}):
        for cell in made.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)  # noqa: S102  our own cells
        figures = names["plt"].get_fignums()
        names["plt"].close("all")
    assert len(figures) == 5
    assert len(names["contested"]) > 0
