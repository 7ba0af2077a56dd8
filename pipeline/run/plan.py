"""Plan: find the sources, hash them, cut them into shards, name the run."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.ingest import Source, find_sources
from pipeline.ingest.sources import Format, file_system
from pipeline.model.errors import StopRun
from pipeline.model.ids import digest
from pipeline.model.settings import Settings
from pipeline.run.base import find_base
from pipeline.run.progress import report
from pipeline.run.version import code_version
from pipeline.run.work import Plan, Work
from pipeline.schemas import SCHEMA_VERSION
from pipeline.store.atomic import CHUNK, remove_folder, replacing, write_json
from pipeline.store.manifest import Input, flat
from pipeline.store.places import Place
from pipeline.store.runs import Store, new_run_id

# A shard holds this many bytes or files, whichever is reached first: enough work that starting a
# task for it does not show, little enough that a killed run loses a minute.
SHARD_BYTES = 128_000_000
SHARD_FILES = 2_000

UNREADABLE = "unreadable"  # stands for the hash of a source that can't be opened


def make_plan(  # noqa: PLR0913  these are the options of a run
    raw: str,
    processed: Place,
    settings: Settings,
    *,
    limit: int | None = None,
    full: bool = False,
    shard_files: int = SHARD_FILES,
) -> Work:
    """The work area of this run, with its plan; the one of a killed run if it had the same task.

    `limit` takes the first pages only, in the order of their sources; `full` reads every source
    and computes every page anew, also those that did not change since the last run.
    """
    store = Store(processed)
    sources = _first(find_sources(raw), limit)
    if not sources:
        raise StopRun(f"There is no file in {raw}.")
    inputs = inputs_of(sources, {} if full else _known(store))
    version = code_version()
    method = method_of(settings, version)
    decisions = store.decisions.read_bytes() if store.decisions.is_file() else b""
    key = _key(inputs, method, decisions, limit)
    work = Work(store.work / key)
    if not _is_planned(work, raw):
        shards = list(_shards(sources, inputs, shard_files if limit is None else len(sources)))
        started = datetime.now(UTC)
        plan = Plan(
            key=key,
            run_id=new_run_id(key, started, store.run_ids()),
            raw=raw,
            processed=str(processed.resolve()),
            started=f"{started:%Y-%m-%dT%H:%M:%SZ}",
            code_version=version,
            method=method,
            settings=settings,
            n_shards=len(shards),
            base=None if full else find_base(store, method),
            limit=limit,
        )
        _write(work, plan, shards, decisions)
    report("plan", f"{len(sources)} sources, run {work.plan().run_id}")
    return work


def _known(store: Store) -> dict[str, Input]:
    """The inputs of the newest run, by name."""
    runs = store.run_ids()
    return {item.source: item for item in store.manifest(runs[-1]).inputs} if runs else {}


def inputs_of(sources: list[Source], known: dict[str, Input]) -> list[Input]:
    """The sources with their hashes; those that did not change since the newest run keep theirs."""
    inputs = []
    for source in sources:
        before = known.get(source.name)
        same = before is not None and source.stamp and before.stamp == source.stamp
        if before is None or not same or before.size != source.size:
            before = Input(source.name, source.size, _sha256(source), source.stamp)
        inputs.append(before)
    return inputs


def _key(inputs: list[Input], method: str, decisions: bytes, limit: int | None) -> str:
    """Stands for all that decides the rows of a run."""
    listed = (f"{item.source}={item.sha256}" for item in inputs)
    return digest(method, hashlib.sha256(decisions).hexdigest(), str(limit), *listed)


def _first(sources: list[Source], limit: int | None) -> list[Source]:
    """Each source may hold a page, so no more than `limit` sources are looked at."""
    if limit is not None and limit < 1:
        raise StopRun("A limit must be at least one page.")
    return sources[:limit]


def _sha256(source: Source) -> str:
    if source.format is Format.UNREADABLE:  # a pipe would wait for a writer for ever
        return UNREADABLE
    hashed = hashlib.sha256()
    system, path = file_system(source.path)
    try:
        with system.open(path, "rb") as file:
            while chunk := file.read(CHUNK):
                hashed.update(chunk)
    except OSError:  # ingest tells why, in a row of `problems`
        return UNREADABLE
    return hashed.hexdigest()


def method_of(settings: Settings, version: str) -> str:
    """Stands for what makes rows of pages: code and settings, not audit limits and places."""
    values = settings.model_dump(mode="json", exclude={"audit"})
    contents = [_content(Path(file)) for file in settings.tag.lexicon_files]
    return digest(SCHEMA_VERSION, version, json.dumps(values, sort_keys=True), *contents)


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


def _is_planned(work: Work, raw: str) -> bool:
    """Whether this work was begun, over sources at the same place."""
    return (work.folder / "plan.json").exists() and work.plan().raw == raw


def _shards(
    sources: list[Source], inputs: list[Input], shard_files: int
) -> Iterator[list[dict[str, Any]]]:
    shard: list[dict[str, Any]] = []
    size = 0
    for source, item in zip(sources, inputs, strict=True):
        shard.append({"source": flat(source), "input": flat(item)})
        size += item.size
        if len(shard) >= shard_files or size >= SHARD_BYTES:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _write(work: Work, plan: Plan, shards: list[list[dict[str, Any]]], decisions: bytes) -> None:
    remove_folder(work.folder)
    with replacing(work.decisions) as temporary:
        temporary.write_bytes(decisions)
    for number, shard in enumerate(shards):
        write_json(work.shard_file(number), shard)
    work.write_plan(plan)
