"""House rules that no linter checks: short functions and files, no mutable module state."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
FILES = [
    path for package in ("pipeline", "flows") for path in sorted((ROOT / package).rglob("*.py"))
]
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
MEDIAN_FUNCTION = 9


MIRRORED = [path for path in FILES if path.name != "__init__.py"]


@pytest.mark.parametrize("path", MIRRORED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_has_its_test_file(path: Path) -> None:
    parts = path.relative_to(ROOT).parent.parts
    folder = ROOT.joinpath("tests", *(parts[1:] if parts[0] == "pipeline" else parts))
    assert (folder / f"test_{path.name}").is_file()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1:] if ast.get_docstring(node) else node.body
            start = first[0].lineno if first else node.lineno
            yield node.name, (node.end_lineno or start) - start + 1


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=names)
def test_files_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    too_long = [name for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert not too_long


def test_the_usual_function_is_a_few_lines() -> None:
    assert median(lines for path in FILES for _, lines in functions(path)) <= MEDIAN_FUNCTION


@pytest.mark.parametrize("path", FILES, ids=names)
def test_no_function_changes_a_module_or_takes_any_argument(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not isinstance(node, ast.Global), f"line {node.lineno}"
        if isinstance(node, ast.arguments):
            assert node.kwarg is None, f"line {node.kwarg.lineno} takes any keyword"
