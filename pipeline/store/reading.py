"""A table of a run as a pandas DataFrame, safe while another run is published."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.errors import StopRun
from pipeline.schemas import TABLES
from pipeline.store.runs import CURRENT, Store

if TYPE_CHECKING:
    import pandas as pd


def load(
    table: str,
    run: str = CURRENT,
    columns: Sequence[str] | None = None,
    site: str | None = None,
    processed: str | Path = "processed",
) -> "pd.DataFrame":
    """The rows of `table` in a run, all of them or those of one site, in the table's order.

    The pointer is resolved once, so the rows are of one run even if another is published
    meanwhile. Labels are categorical, nullable whole numbers `Int64`, `df.attrs` describes all.
    """
    if table not in TABLES:
        raise StopRun(f"There is no table {table}; there are {', '.join(TABLES)}.")
    folder = Store(Path(processed)).folder(run).resolve()
    known = [field.name for field in TABLES[table].fields]
    unknown = sorted(set(columns or ()) - set(known))
    if unknown:
        raise StopRun(f"Table {table} has no column {unknown[0]}; it has {', '.join(known)}.")
    return _frame(folder, table, list(columns or known), site)


def _frame(folder: Path, table: str, columns: list[str], site: str | None) -> "pd.DataFrame":
    import pyarrow.dataset as ds  # a second; importing pipeline.store does without

    parts = ds.dataset(folder / table, format="parquet")
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


def _of_site(folder: Path, table: str, site: str | None) -> object:
    """The filter that leaves the rows of one site; tables without `site` go by its pages."""
    import pyarrow.dataset as ds

    if site is None:
        return None
    names = {field.name for field in TABLES[table].fields}
    if "site" in names:
        return ds.field("site") == site
    if "page_id" not in names:
        raise StopRun(f"Table {table} counts over all sites; load it without a site.")
    pages = ds.dataset(folder / "pages", format="parquet")
    ids = pages.to_table(columns=["page_id"], filter=ds.field("site") == site)["page_id"]
    return ds.field("page_id").isin(ids)
