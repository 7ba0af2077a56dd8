"""The tree reads ingest → clean → segment → tag → store → review; imports follow that order."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A module imports only from layers before its own, or from its own.
LAYERS = (
    "pipeline.schemas",
    "pipeline.model",
    "pipeline.watch",
    "pipeline.ingest",
    "pipeline.clean",
    "pipeline.segment",
    "pipeline.tag",
    "pipeline.process",
    "pipeline.store",
    "pipeline.review",
    "pipeline.run",
    "flows",
    "pipeline.cli",
)

# A heavy or telling library stays where its work is.
HOMES = {
    "prefect": ("flows",),
    "dask": ("flows",),
    "distributed": ("flows",),
    "lxml": ("pipeline.clean",),
    "spacy": ("pipeline.tag",),
    "pandas": ("pipeline.store", "pipeline.review"),
    "pyarrow": (
        "pipeline.store",
        "pipeline.schemas",
        "pipeline.ingest.parquet",
        "pipeline.run",
    ),
    "duckdb": ("pipeline.store.export",),
    "deltalake": ("pipeline.store.export",),
    "matplotlib": ("pipeline.run.plots",),
    "click": ("pipeline.cli",),
    "rich": ("pipeline.cli",),
}


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("pipeline", "flows"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def layer_of(module: str) -> int | None:
    for index, layer in enumerate(LAYERS):
        if module == layer or module.startswith(layer + "."):
            return index
    return None


MODULES = dict(modules())


@pytest.mark.parametrize("module", [name for name in MODULES if name != "pipeline"])
def test_a_module_belongs_to_a_layer_and_imports_only_from_layers_before_it(module: str) -> None:
    own = layer_of(module)
    assert own is not None, f"{module} stands in no layer"
    for imported in imports(MODULES[module]):
        layer = layer_of(imported)
        assert layer is None or layer <= own, f"{module} imports {imported}, which comes after it"


@pytest.mark.parametrize("module", MODULES)
def test_libraries_stay_where_their_work_is(module: str) -> None:
    for imported in imports(MODULES[module]):
        homes = HOMES.get(imported.partition(".")[0])
        assert homes is None or module.startswith(homes), f"{module} imports {imported}"


def test_relative_imports_are_not_used() -> None:
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), module
