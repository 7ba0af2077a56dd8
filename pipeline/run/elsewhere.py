"""A step on a machine other than the one that planned the run, which it has to be like.

Such a worker shares the storage and nothing else. One that has other code, or does not see the
same files, would give other rows without a word, so it is asked before it does anything.
"""

import socket
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

from pipeline.ingest import Source
from pipeline.ingest.sources import file_system
from pipeline.model.errors import StopRun
from pipeline.run.plan import UNREADABLE, method_of
from pipeline.run.version import code_version
from pipeline.run.work import Work
from pipeline.store.places import Place

Counts = TypeVar("Counts")

_ONE_AT_A_TIME = Lock()


def do_elsewhere(step: Callable[[Place, int], Counts], folder: Place, number: int) -> Counts:
    """What the step returns here; raises StopRun where this worker is not like the planner.

    One at a time: a worker may have several threads, and what a process builds once, such as the
    tagger, is for one of them.
    """
    with _ONE_AT_A_TIME:
        _check(folder)
        return step(folder, number)


@cache
def _check(folder: Place) -> None:
    work = Work(folder)
    here = socket.gethostname()
    if not (folder / "plan.json").exists():
        raise StopRun(f"The worker on {here} sees no {folder}: every worker needs that folder.")
    plan = work.plan()
    if plan.code_version != code_version():
        raise StopRun(
            f"The worker on {here} has healthpages {code_version()}, this run was planned with "
            f"{plan.code_version}: install the same version of it and of its libraries there."
        )
    if plan.method != method_of(plan.settings, plan.code_version):
        files = ", ".join(map(str, plan.settings.tag.lexicon_files))
        raise StopRun(
            f"The worker on {here} does not find {files} as they were when the run was planned: "
            "name them by paths that are the same for every worker."
        )
    if not _sees_input(work):
        raise StopRun(f"The worker on {here} sees no {plan.raw}: every worker needs that input.")


def _sees_input(work: Work) -> bool:
    """Whether the first source that could be read when the run was planned is there."""
    for item in work.shard(0):
        if item["input"]["sha256"] != UNREADABLE:
            system, path = file_system(Source(**item["source"]).path)
            return bool(system.exists(path))
    return True
