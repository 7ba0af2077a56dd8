"""The gate: a run that needs a review is published by a person, or not at all."""

from dataclasses import dataclass
from typing import Any

from pipeline.model.errors import StopRun
from pipeline.review.bundle import MAX_PAGES
from pipeline.review.file import page_of, page_path, write_page
from pipeline.run.progress import report
from pipeline.store.lock import one_writer
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place, StoragePath, place_of
from pipeline.store.runs import Store, publish

BARE: dict[str, Any] = {"reviewer": "", "keys": {}}  # a page that no person and no keys belong to


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a run while somebody was asked for it, told in a line."""

    published: bool
    told: str


def waiting_run(processed: str | Place) -> str:
    """The id of the newest run that waits for a review; raises StopRun where none does."""
    store = Store(place_of(processed))
    for run_id in reversed(store.run_ids()):
        if store.manifest(run_id).status == "needs_review":
            return run_id
    raise StopRun(f"No run in {processed} waits for a review.")


def answer_on_disk(processed: str | Place, run_id: str) -> Answer | None:
    """What somebody decided by other means, such as `healthpages publish`; None while it waits."""
    store = Store(place_of(processed))
    if run_id not in store.run_ids():
        return Answer(published=False, told=f"Run {run_id} was removed.")
    manifest = store.manifest(run_id)
    if manifest.status == "published":
        who = manifest.published[-1].get("reviewer", "somebody")
        return Answer(published=True, told=f"Run {run_id} was published by {who}.")
    current = store.current_id() or ""
    if current > run_id:
        return Answer(published=False, told=f"Run {current} was published instead.")
    return None


def review_address(processed: str | Place, run_id: str, review_url: str = "") -> str:
    """Write the run's review page against the published run; returns where to open it."""
    store = Store(place_of(processed))
    target = page_path(store, run_id)
    with store.opened(run_id) as run:
        make_page = page_of(store, run, BARE, against=store.current_id(), limit=MAX_PAGES)
        write_page(target, make_page)
    if review_url:
        return f"{review_url.rstrip('/')}/{target.name}"
    return str(target) if isinstance(target, StoragePath) else target.resolve().as_uri()


def approve(processed: str | Place, run_id: str, reviewer: str) -> Manifest:
    """Publish the run in the reviewer's name; returns its manifest."""
    target = place_of(processed)
    store = Store(target)
    manifest = store.manifest(run_id)
    who = reviewer.strip()
    if manifest.status == "needs_review" and not who:
        raise StopRun(f"Run {run_id} needs a review; who approves it? --reviewer NAME")
    with one_writer(target):
        manifest = publish(store, run_id, reviewer=who)
    report("review", f"run {run_id} is published{f' by {who}' if who else ''}")
    return manifest
