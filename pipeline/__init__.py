"""healthpages: scraped health pages in, audited Parquet out.

    raw/ ──ingest──▶ RawPage ──clean──▶ CleanPage ──segment──▶ Section tree ──tag──▶ Mentions
                                                                                        │
    analysts ◀──load── published run ◀──audit── candidate run ◀──────────store──────────┘
                                                      │
                                             review ──┘ its decisions hold in the next run

Import from here: `process_page` for one page, `load` for a published table, `Settings`,
`PageResult` and `HealthpagesError`. The steps are the folders named in `STEPS`, in that order.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.model.errors import HealthpagesError
    from pipeline.model.records import PageResult
    from pipeline.model.settings import Settings
    from pipeline.process import process_page
    from pipeline.store import load

# The matrices of a page are small: threads that wait for each other nearly tripled the CPU of a
# run. Must be said before NumPy is imported; who sets another number keeps it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

STEPS = ("ingest", "clean", "segment", "tag", "store", "review")

__all__ = ["STEPS", "HealthpagesError", "PageResult", "Settings", "load", "process_page"]

_HOMES = {
    "HealthpagesError": "pipeline.model.errors",
    "PageResult": "pipeline.model.records",
    "Settings": "pipeline.model.settings",
    "load": "pipeline.store",
    "process_page": "pipeline.process",
}


def __getattr__(name: str) -> Any:
    """The public name from its home, imported on first use: spaCy and pandas take seconds."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
