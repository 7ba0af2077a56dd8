"""Watch: whether the sources differ from those of the newest run, so that a new one is worth it.

A candidate does not count: it was not meant for readers, or its run was stopped before the audit.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.ingest import Source, find_sources
from pipeline.ingest.sources import file_system
from pipeline.run.plan import inputs_of
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place, place_of
from pipeline.store.runs import Store

TOLD = 3  # names in the line for people


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the sources since the newest run over them, by their names."""

    since: str | None  # that run; None where there is none
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
    raw: str, processed: str | Place, *, quiet_seconds: float = 0, now: float | None = None
) -> Changes:
    """What happened to the sources at `raw` since the newest run over them.

    A source is read only where its file system can't tell that it stayed the same. One that was
    modified less than `quiet_seconds` ago is still settling.
    """
    sources = {source.name: source for source in find_sources(raw)}
    manifest = _newest(Store(place_of(processed)), raw)
    known = {item.source: item for item in manifest.inputs} if manifest else {}
    if not sources:
        return Changes(manifest.run_id if manifest else None)
    both = sorted(sources.keys() & known.keys())
    inputs = inputs_of([sources[name] for name in both], known)
    return Changes(
        since=manifest.run_id if manifest else None,
        new=tuple(sorted(sources.keys() - known.keys())),
        changed=tuple(each.source for each in inputs if each.sha256 != known[each.source].sha256),
        gone=tuple(sorted(known.keys() - sources.keys())),
        settling=_settling(sources.values(), time.time() if now is None else now, quiet_seconds),
    )


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - TOLD:,} more" if len(names) > TOLD else ""
    return ", ".join(names[:TOLD]) + more


def _newest(store: Store, raw: str) -> Manifest | None:
    """The manifest of the newest run over the sources at this place, candidates left out."""
    manifests = (store.manifest(run_id) for run_id in reversed(store.run_ids()))
    return next(
        (each for each in manifests if each.raw == raw and each.status != "candidate"), None
    )


def _settling(sources: Iterable[Source], now: float, quiet_seconds: float) -> tuple[str, ...]:
    if not quiet_seconds:
        return ()
    ages = ((source.name, now - (_modified(source) or 0.0)) for source in sources)
    return tuple(sorted(name for name, age in ages if 0 <= age < quiet_seconds))


def _modified(source: Source) -> float | None:
    """When the source was modified; None where its file system does not tell."""
    system, path = file_system(source.path)
    try:
        return float(system.modified(path).timestamp())
    except (OSError, NotImplementedError):
        return None
