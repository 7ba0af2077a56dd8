"""Watch: whether the sources differ from those of the newest run, so that a new one is worth it."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.ingest import Source, find_sources
from pipeline.ingest.sources import file_system
from pipeline.run.plan import source_sha256
from pipeline.store.manifest import Input, Manifest
from pipeline.store.runs import Store

TOLD = 3  # names in the line for people


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the sources since the newest run over them, by their names."""

    since: str | None  # that run; None before the first
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    settling: tuple[str, ...] = ()  # touched so lately that somebody may still be writing them

    @property
    def worth_a_run(self) -> bool:
        """Whether there is something to do, and nothing that is still being written."""
        return bool(self.new or self.changed or self.gone) and not self.settling

    def __str__(self) -> str:
        if self.settling:
            return f"Still being written: {_named(self.settling)}."
        kinds = (("new", self.new), ("changed", self.changed), ("gone", self.gone))
        told = "; ".join(f"{len(names)} {kind}: {_named(names)}" for kind, names in kinds if names)
        return f"Sources {told}." if told else f"No source changed since run {self.since}."


def find_changes(
    raw: str, processed: str | Path, *, quiet_seconds: float = 0, now: float | None = None
) -> Changes:
    """What happened to the sources at `raw` since the newest run over them.

    Names and sizes tell most; a source is only read if it was modified after that run began and
    kept its size. A source that was modified less than `quiet_seconds` ago is still settling.
    """
    sources = {source.name: source for source in find_sources(raw)}
    manifest = _newest(Store(Path(processed)), raw)
    known = {item.source: item for item in manifest.inputs} if manifest else {}
    if not sources:
        return Changes(manifest.run_id if manifest else None)
    modified = {name: _modified(source) for name, source in sources.items()}
    moment = time.time() if now is None else now
    began = datetime.fromisoformat(manifest.started).timestamp() if manifest else 0.0
    both = sources.keys() & known.keys()
    return Changes(
        since=manifest.run_id if manifest else None,
        new=tuple(sorted(sources.keys() - known.keys())),
        changed=tuple(
            sorted(name for name in both if _differs(sources[name], known[name], modified, began))
        ),
        gone=tuple(sorted(known.keys() - sources.keys())),
        settling=tuple(
            sorted(name for name, at in modified.items() if at and 0 <= moment - at < quiet_seconds)
        ),
    )


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - TOLD:,} more" if len(names) > TOLD else ""
    return ", ".join(names[:TOLD]) + more


def _newest(store: Store, raw: str) -> Manifest | None:
    """The manifest of the newest run over the sources at this place."""
    manifests = (store.manifest(run_id) for run_id in reversed(store.run_ids()))
    return next((manifest for manifest in manifests if manifest.raw == raw), None)


def _modified(source: Source) -> float | None:
    """When the source was modified; None where its file system does not tell."""
    system, path = file_system(source.path)
    try:
        return float(system.modified(path).timestamp())
    except (OSError, NotImplementedError):
        return None


def _differs(source: Source, known: Input, modified: dict[str, float | None], began: float) -> bool:
    if source.size != known.size:
        return True
    at = modified[source.name]
    return (at is None or at >= began) and source_sha256(source) != known.sha256
