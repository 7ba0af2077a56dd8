"""Store: results become tables, tables become a run, an audited run is published.

parts      rows of one bucket to one Parquet file a table        parquet.py
spool      decoded pages on their way from ingest to a bucket     spool.py
claims     what is said of a condition, over all parts            claims.py
runs       run folders, the pointer `current`, one writer         runs.py, lock.py
manifest   what went in, what came out, how it was judged         manifest.py
checks     the audit, declared as data                            checks.py, audit.py
load       a table of a run as a pandas DataFrame                 reading.py
package    datapackage.json: tables, columns, keys, files         package.py
export     a run as CSV, JSON Lines, DuckDB, Delta                export.py

Importing this package is light; pyarrow and pandas come with the first table.
"""

from pipeline.store.reading import load
from pipeline.store.runs import Store, publish, rollback

__all__ = ["Store", "load", "publish", "rollback"]
