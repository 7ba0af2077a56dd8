"""One run at a time in an output folder, over all deployments and machines of a Prefect server.

The lock in the folder keeps writers apart in any case. A turn lets runs of one server wait for
each other, where they can be seen waiting, instead of failing at the lock.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.settings import PREFECT_API_URL

from flows.form import IfBusy
from pipeline.run.backfill import turn_name

AT_ONCE = 1.0  # seconds to wait for a turn that is not waited for; the first try needs some


@contextmanager
def turn(processed: str, if_busy: IfBusy) -> Iterator[bool]:
    """Hold the output folder's turn inside the block; False where it is taken and not waited for.

    A run that has a server of its own meets nobody there, so for it the lock is enough.
    """
    if not PREFECT_API_URL.value():
        yield True
        return
    name = turn_name(processed)
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, 1)
    with ExitStack() as held:
        try:
            patience = AT_ONCE if if_busy == "skip" else None
            held.enter_context(concurrency(name, timeout_seconds=patience))
            is_ours = True
        except TimeoutError:
            is_ours = False
        yield is_ours
