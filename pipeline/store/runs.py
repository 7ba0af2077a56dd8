"""Run folders and the pointer `current` that says which of them readers see.

    processed/runs/<run_id>/<table>/part-0000.parquet, manifest.json
    processed/current -> runs/<run_id>        on a disk
    processed/current.json                    on a storage, which has no links

A run folder appears whole and its parts never change. Publishing replaces the pointer by one
rename or one put, so a reader that resolved it first reads one run, before and after.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.model.errors import StopRun, TryAgain
from pipeline.store.atomic import flush_to_disk, read_json, remove_folder
from pipeline.store.lock import refuse_without_lock
from pipeline.store.manifest import MANIFEST_NAME, Manifest, read_manifest, write_manifest
from pipeline.store.places import Place, StoragePath, fetched

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
CURRENT = "current"
POINTER = "current.json"
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Store:
    """The output folder and what stands where in it."""

    processed: Place

    @property
    def runs(self) -> Place:
        """The folder of all run folders."""
        return self.processed / "runs"

    @property
    def work(self) -> Place:
        """The folder of unfinished work."""
        return self.processed / "work"

    @property
    def decisions(self) -> Place:
        """The file of reviewers' decisions."""
        return self.processed / "review" / "decisions.jsonl"

    def run_ids(self) -> list[str]:
        """The ids of all runs, oldest first."""
        if not self.runs.exists():
            return []
        found = (path for path in self.runs.iterdir() if RUN_ID.fullmatch(path.name))
        return sorted(path.name for path in found if (path / MANIFEST_NAME).is_file())

    def current_id(self) -> str | None:
        """The id of the published run, None before the first publication."""
        link = self.processed / CURRENT
        if isinstance(link, Path) and link.is_symlink():
            return link.readlink().name
        try:  # on a storage, and in a folder that was copied from one
            return str(read_json(self.processed / POINTER)["run"])
        except FileNotFoundError:
            return None

    def folder(self, run: str = CURRENT) -> Place:
        """The folder of a run by id or by `current`; raises StopRun where there is none."""
        run_id = self.current_id() if run == CURRENT else run
        if run_id is None:
            raise StopRun(f"No run is published in {self.processed}; start one: healthpages run.")
        folder = self.runs / run_id
        if not RUN_ID.fullmatch(run_id) or not (folder / MANIFEST_NAME).is_file():
            raise StopRun(f"There is no run {run_id} in {self.runs}; healthpages runs lists them.")
        return folder

    @contextmanager
    def opened(self, run: str = CURRENT, tables: Sequence[str] = ()) -> Iterator[Path]:
        """A local folder, named after the run, with all of it or with these tables alone."""
        folder = self.folder(run).resolve()
        parts = [part for table in tables for part in (folder / table).iterdir()]
        names = [f"{part.parent.name}/{part.name}" for part in parts] if tables else None
        with fetched(folder, names) as local:
            yield local

    def manifest(self, run: str = CURRENT) -> Manifest:
        """The manifest of a run by id or by `current`."""
        return read_manifest(self.folder(run))

    def published(self) -> Manifest | None:
        """The manifest of the published run, None before the first publication."""
        return self.manifest() if self.current_id() else None


def new_run_id(key: str, now: datetime, known: Sequence[str] = ()) -> str:
    """An id that sorts behind all known ones and ends in six digits of what the run is made from.

    It is the time, or the second after the newest run where two begin within one second.
    """
    moment = now.astimezone(UTC)
    if known:
        newest = datetime.strptime(max(known)[:16], _TIME).replace(tzinfo=UTC)
        moment = max(moment, newest + timedelta(seconds=1))
    return f"{moment:{_TIME}}-{key[:6]}"


def publish(store: Store, run: str, *, reviewer: str = "", now: datetime | None = None) -> Manifest:
    """Make a run the one that readers see; raises StopRun where its audit found an error.

    The manifest is written first: the pointer decides, so a crash between the two changes nothing
    for readers. A run that is published again keeps the predecessor it had at first, so that
    going back twice goes back two runs. `reviewer` names who approved it, where a person did.
    """
    folder = store.folder(run)
    version = _pointer_version(store)
    refuse_without_lock(store.processed, f"Run {folder.name} was not published")
    manifest = read_manifest(folder)
    failed = [item.check for item in manifest.audit if item.severity == "error" and not item.passed]
    if failed or not manifest.audit:
        why = f"its audit failed: {', '.join(failed)}" if failed else "it was not audited"
        raise StopRun(f"Run {manifest.run_id} can't be published: {why}.")
    earlier = manifest.published[-1]["before"] if manifest.published else store.current_id()
    before = earlier or ""
    entry = {"at": f"{now or datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "before": before}
    if reviewer:
        entry["reviewer"] = reviewer
    manifest = replace(manifest, status="published", published=(*manifest.published, entry))
    write_manifest(folder, manifest)
    _point(store, manifest.run_id, version)
    return manifest


def rollback(store: Store, run: str | None = None) -> Manifest:
    """Point back to `run`, or to the run that was published before; returns its manifest."""
    manifest = store.manifest()
    target = run or (manifest.published[-1]["before"] if manifest.published else "")
    if not target:
        raise StopRun(f"No run was published before {manifest.run_id}.")
    return publish(store, target)


def _pointer_version(store: Store) -> str | None:
    """What a storage calls the pointer's state."""
    pointer = store.processed / POINTER
    return pointer.version() if isinstance(pointer, StoragePath) else None


def _point(store: Store, run_id: str, version: str | None) -> None:
    """Let the pointer name the run; a reader sees the old one or the new one.

    On a storage only if no other process replaced it since it was of that version.
    """
    pointer = store.processed / POINTER
    if isinstance(pointer, StoragePath):
        refuse_without_lock(store.processed, f"Run {run_id} was not published")
        _swap(pointer, json.dumps({"run": run_id}).encode(), version)
    elif isinstance(store.processed, Path):
        temporary = store.processed / f".{CURRENT}.{os.getpid()}.tmp"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(Path("runs") / run_id)
        temporary.replace(store.processed / CURRENT)
        flush_to_disk(store.processed)


def _swap(pointer: StoragePath, content: bytes, version: str | None) -> None:
    try:
        if version is None and not pointer.exists():
            pointer.create(content)
        else:
            pointer.swap(content, version)
    except FileExistsError as error:
        raise TryAgain(
            f"{pointer} was written by another process meanwhile; it stays so."
        ) from error


def prune(store: Store, keep: int) -> list[str]:
    """Remove all but the newest `keep` runs and the published one; returns the removed ids.

    What a killed run left on a storage of a run that never was complete goes with them.
    """
    if keep < 1:
        raise StopRun("Keep at least one run.")
    known = store.run_ids()
    spared = {*known[-keep:], store.current_id()}
    removed = [run_id for run_id in known if run_id not in spared]
    for run_id in removed:
        _remove(store.runs / run_id)
    left: list[Place] = [*store.runs.iterdir()]
    for path in left:
        if RUN_ID.fullmatch(path.name) and not (path / MANIFEST_NAME).is_file():
            remove_folder(path)
    return removed


def _remove(run: Place) -> None:
    """Remove a run; on a storage its manifest first, without which it counts as none."""
    if isinstance(run, StoragePath):
        remove_folder(run / MANIFEST_NAME)
    remove_folder(run)
