# ruff: noqa: INP001  a script, not a package
"""Write `docs/analysis.ipynb` anew and run it over `processed/` (see `make run`).

    .venv/bin/python docs/make_notebook.py

The cells stand in `docs/analysis.py`, each after a line `# %%`; text cells after `# %% [markdown]`.
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
SOURCE = HERE / "analysis.py"
TARGET = HERE / "analysis.ipynb"
CELL = "# %%"


def notebook(source: str) -> nbformat.NotebookNode:
    """The notebook without outputs; its cells have the same ids each time."""
    made = nbformat.v4.new_notebook()
    for number, piece in enumerate(source.split(f"\n{CELL}")[1:]):
        first, _, rest = piece.partition("\n")
        if first.strip() == "[markdown]":
            text = "\n".join(line.removeprefix("#").removeprefix(" ") for line in rest.split("\n"))
            cell = nbformat.v4.new_markdown_cell(text.strip())
        else:
            cell = nbformat.v4.new_code_cell(rest.strip())
        cell["id"] = f"cell-{number}"
        made.cells.append(cell)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return made


def main() -> None:
    """Run all cells in the project's folder and write the notebook with what they show."""
    made = notebook(SOURCE.read_text("utf-8"))
    folder = {"metadata": {"path": str(HERE.parent)}}
    NotebookClient(made, resources=folder, record_timing=False).execute()
    TARGET.write_text(nbformat.writes(made) + "\n", "utf-8")


if __name__ == "__main__":
    main()
