"""A table of a run as a pandas DataFrame, safe while another run is published."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model.errors import StopRun
from pipeline.schemas import TABLES
from pipeline.store.places import Place, StoragePath, place_of
from pipeline.store.runs import CURRENT, Store

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow.dataset as ds


def load(
    table: str,
    run: str = CURRENT,
    columns: Sequence[str] | None = None,
    site: str | None = None,
    processed: "str | Place" = "processed",
) -> "pd.DataFrame":
    """The rows of `table` in a run, all of them or those of one site, in the table's order.

    The pointer is resolved once, so the rows are of one run even if another is published
    meanwhile. Labels are categorical, nullable whole numbers `Int64`, `df.attrs` describes all.
    """
    if table not in TABLES:
        raise StopRun(f"There is no table {table}; there are {', '.join(TABLES)}.")
    folder = Store(place_of(processed)).folder(run).resolve()
    known = [field.name for field in TABLES[table].fields]
    unknown = sorted(set(columns or ()) - set(known))
    if unknown:
        raise StopRun(f"Table {table} has no column {unknown[0]}; it has {', '.join(known)}.")
    if not (folder / table).exists():
        raise StopRun(f"Run {folder.name} has no table {table}: other code made it.")
    return _frame(folder, table, list(columns or known), site)


def _frame(folder: Place, table: str, columns: list[str], site: str | None) -> "pd.DataFrame":
    parts = _dataset(folder / table)
    rows = parts.to_table(columns=columns, filter=_of_site(folder, table, site))
    rows = rows.combine_chunks().unify_dictionaries()
    keys = [name for name in TABLES[table].sort_by if name in columns]
    frame: pd.DataFrame = rows.to_pandas()
    for field in TABLES[table].fields:
        if field.name in columns and field.type == "int" and field.nullable:
            frame[field.name] = frame[field.name].astype("Int64")
    if keys:
        frame = frame.sort_values(keys, kind="stable", ignore_index=True)
    frame.attrs = json.loads(rows.schema.metadata[b"PANDAS_ATTRS"])
    return frame


def _dataset(table: Place) -> "ds.Dataset":
    """The parts of a table; of a storage, only the columns that are asked for are fetched."""
    import pyarrow.dataset as ds  # a second; importing pipeline.store does without

    if not isinstance(table, StoragePath):
        return ds.dataset(table, format="parquet")
    system, path = table.on_storage
    return ds.dataset(path, filesystem=system, format="parquet")


def _of_site(folder: Place, table: str, site: str | None) -> object:
    """The filter that leaves the rows of one site; tables without `site` go by its pages."""
    import pyarrow.dataset as ds

    if site is None:
        return None
    names = {field.name for field in TABLES[table].fields}
    if "site" in names:
        return ds.field("site") == site
    if "page_id" not in names:
        raise StopRun(f"Table {table} counts over all sites; load it without a site.")
    ids = _dataset(folder / "pages").to_table(columns=["page_id"], filter=ds.field("site") == site)[
        "page_id"
    ]
    return ds.field("page_id").isin(ids)
