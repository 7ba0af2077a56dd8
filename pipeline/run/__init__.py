"""A run, step by step; flows schedule these same functions, so a run needs no orchestrator.

plan       find and hash the sources, cut them into shards          plan.py
ingest     one shard of sources to decoded pages, by bucket          shards.py
survey     what learning needs of the pages of large sites,          pieces.py, survey.py
           which are spread over several buckets
process    one bucket: learn its sites, then page by page carry      learn.py, buckets.py
           over what did not change, clean, segment, tag the rest    base.py, memory.py, rulings.py
assemble   near-duplicates, claims, manifest: a candidate run        assemble.py, duplicates.py
audit      every check; an error refuses publication                 publish.py
publish    flip the pointer                                          publish.py

Each step takes the path of the work area and returns counts. What a step has done is known from
the files it left, so a run that was killed goes on where it stopped.
"""

from pipeline.run.summary import RunSummary
from pipeline.run.whole import run

__all__ = ["RunSummary", "run"]
