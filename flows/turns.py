"""One run at a time in an output folder, over all deployments and machines of a Prefect server.

The lock in the folder keeps writers apart in any case. A turn lets runs of one server wait for
each other, where they can be seen waiting, instead of failing at the lock.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from httpx import HTTPStatusError, codes
from prefect.client.orchestration import get_client
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import concurrency
from prefect.settings import PREFECT_API_URL

from flows.form import IfBusy
from pipeline.run.backfill import turn_name


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
            # One answer of the server, however late it comes: a time limit would take a server
            # that is slow for a folder that is taken.
            held.enter_context(concurrency(name, max_retries=0 if if_busy == "skip" else None))
            is_ours = True
        except ConcurrencySlotAcquisitionError as error:
            if not _is_taken(error):
                raise
            is_ours = False
        yield is_ours


def _is_taken(error: ConcurrencySlotAcquisitionError) -> bool:
    """Whether the server answered that the turn is another's; it may have failed otherwise."""
    cause = error.__cause__
    return isinstance(cause, HTTPStatusError) and cause.response.status_code == codes.LOCKED
