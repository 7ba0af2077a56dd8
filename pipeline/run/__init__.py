"""A run, step by step; flows schedule these same functions, so a run needs no orchestrator.

plan       find and hash the sources, cut them into shards          plan.py
ingest     one shard of sources to decoded pages, by bucket          shards.py
process    one bucket: learn its sites, clean, segment, tag, write   buckets.py
assemble   claims, problems, manifest: a candidate run               assemble.py
audit      every check; an error refuses publication                 publish.py
publish    flip the pointer                                          publish.py

Each step takes the path of the work area and returns counts. What a step has done is known from
the files it left, so a run that was killed goes on where it stopped.
"""

from pipeline.run.summary import RunSummary
from pipeline.run.whole import run

__all__ = ["RunSummary", "run"]
