"""Steps of a run on the workers of a Dask scheduler, one of our own or one that is there already.

A worker gets a plain function, the place of the work area and a number, and gives back counts. So
it needs the project and the storage, but neither Prefect nor a way to Prefect's server.
"""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

from distributed import Client, KilledWorker, LocalCluster
from distributed.comm.core import CommClosedError

from pipeline.model.errors import StopRun, TryAgain
from pipeline.run.elsewhere import do_elsewhere
from pipeline.run.progress import LOG
from pipeline.store.places import Place

Counts = TypeVar("Counts")

ANSWER = 10.0  # seconds until a scheduler that is there has answered
RETURN = 60.0  # seconds in which a scheduler that went away may come back
JOINING = 60.0  # seconds until the first worker has joined a scheduler
LOOKING = 5.0  # seconds between two looks at the workers
PATIENCE = 60.0  # seconds without a worker that can work: a nanny has restarted its own by then
WAKING = 1.0  # seconds; a thread that only waits would not see that its task ran out of time

UNDER_WAY = 64  # steps given to a scheduler at once at least, since workers may join at any time

GONE = (
    "The Dask scheduler {where} went away at {what}; once it is there again, the same command goes "
    "on from here."
)
KILLED = (
    "Dask workers {where} were killed again and again at {what}, most likely for lack of memory: "
    "give each more (dask worker --memory-limit) or cut the pages into more buckets (setting "
    "store.buckets). The same command goes on from here."
)
IDLE = (
    "Dask {where} has no worker left that can work: none is there, or all are out of memory (dask "
    "worker --memory-limit). With better ones the same command goes on from here."
)

SAME = ("python", "dask", "distributed")  # versions that have to be equal on both sides


@contextmanager
def local_cluster(workers: int | None) -> Iterator["Cluster"]:
    """Dask workers on this machine for the block, by default one a core."""
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,  # Python does one thing at a time
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as started,
        _cluster(started, "here") as cluster,
    ):
        yield cluster


@contextmanager
def cluster_at(address: str) -> Iterator["Cluster"]:
    """The workers of the scheduler at that address; they stay when the block ends."""
    check_address(address)
    with _cluster(address, f"at {address}") as cluster:
        yield cluster


def check_address(address: str) -> None:
    """Raise StopRun where nobody listens at a scheduler's address."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise StopRun(f"{address} is no address of a Dask scheduler; one is tcp://HOST:8786.")
    try:
        socket.create_connection((host, port), ANSWER).close()
    except OSError as error:
        raise StopRun(
            f"No Dask scheduler answers at {address}; start one (dask scheduler), or leave out "
            "its address to run on this machine."
        ) from error


@contextmanager
def _cluster(scheduler: LocalCluster | str, where: str) -> Iterator["Cluster"]:
    try:
        client = Client(  # type: ignore[no-untyped-call]
            scheduler, timeout=RETURN, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise StopRun(f"What answers {where} is no Dask scheduler ({error}).") from error
    with client:
        _check_workers(client, where)
        LOG.info("Dask %s: %s", where, client.dashboard_link)
        cluster = Cluster(client, where)
        try:
            yield cluster
        finally:
            cluster.close()


def _check_workers(client: Any, where: str) -> None:
    """Raise StopRun where there are no workers, or some of other versions."""
    try:
        client.wait_for_workers(1, timeout=JOINING)
    except TimeoutError as error:
        raise StopRun(f"The Dask scheduler {where} has no worker; start some.") from error
    versions = client.get_versions()
    ours = _versions(versions["client"])
    for name, told in {"the scheduler": versions["scheduler"], **versions["workers"]}.items():
        if _versions(told) != ours:
            raise StopRun(f"Dask {where}: {name} has {_versions(told)}, this process has {ours}.")
    several = {name: count for name, count in client.nthreads().items() if count > 1}
    for name, count in several.items():
        LOG.warning("%s has %d threads and uses one: start it with --nthreads 1.", name, count)


def _versions(told: dict[str, Any]) -> str:
    packages = {**told["packages"], "python": told["host"]["python"]}
    return ", ".join(f"{name} {str(packages[name]).removesuffix('.final.0')}" for name in SAME)


class Cluster:
    """The workers of a scheduler, called from as many threads as steps are under way."""

    def __init__(self, client: Any, where: str) -> None:
        workers = len(client.nthreads())
        self.capacity = workers if client.cluster else max(UNDER_WAY, 2 * workers)
        self._client = client
        self._where = where
        self._closed = Event()
        self._fault = ""
        self._watching = Thread(target=self._watch, daemon=True)
        self._watching.start()

    def close(self) -> None:
        """End the watch over the workers; what waits for one of them is given up."""
        self._fault = self._fault or f"Dask {self._where} was left."
        self._closed.set()
        self._watching.join()

    def do(self, step: Callable[[Place, int], Counts], folder: Place, number: int) -> Counts:
        """What the step returns on a worker; of a worker that is lost, another one takes over."""
        what = f"{step.__name__} {number}"
        if self._client.status != "running":  # what is given to it now would be forgotten
            raise TryAgain(GONE.format(where=self._where, what=what))
        try:
            future = self._client.submit(do_elsewhere, step, folder, number, pure=False)
            counts: Counts = self._result(future)
        except KilledWorker as error:
            raise StopRun(KILLED.format(where=self._where, what=what)) from error
        except (CancelledError, CommClosedError) as error:
            raise TryAgain(GONE.format(where=self._where, what=what)) from error
        return counts

    def _result(self, future: Any) -> Any:
        done = Event()
        future.add_done_callback(lambda _: done.set())
        while not (done.wait(WAKING) or future.done()):
            if self._fault:
                raise StopRun(self._fault)
        return future.result()

    def _watch(self) -> None:
        """Give up where no worker was able to work for too long."""
        looks = 0
        while not self._closed.wait(LOOKING):
            looks = 0 if self._can_work() else looks + 1
            if looks * LOOKING >= PATIENCE:
                self._fault = IDLE.format(where=self._where)

    def _can_work(self) -> bool:
        """Whether a worker works or is free to; a scheduler that is gone is told elsewhere."""
        try:
            workers = self._client.scheduler_info()["workers"].values()
        except (OSError, RuntimeError) as error:
            LOG.warning("Dask %s does not answer: %s", self._where, error)
            return False
        return any(
            worker["status"] == "running" or worker["metrics"]["task_counts"].get("executing")
            for worker in workers
        )
