"""Audit and publish: judge a candidate, and let readers see it if nothing speaks against it."""

import time

from pipeline.model.settings import Settings
from pipeline.run.metrics import add_stage
from pipeline.run.progress import report
from pipeline.run.report_page import write_report
from pipeline.store.atomic import remove_folder
from pipeline.store.audit import audit
from pipeline.store.lock import refuse_without_lock
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place
from pipeline.store.runs import Store, publish


def audit_run(processed: Place, run_id: str, settings: Settings) -> Manifest:
    """The candidate's manifest with the result of every check; writes the run's report."""
    store = Store(processed)
    started = time.monotonic()
    with store.opened(run_id) as folder:
        manifest = audit(store, folder, settings.audit)
        write_report(store, folder)
    seconds = time.monotonic() - started
    add_stage(store.folder(run_id), "audit and report", manifest, seconds)
    failed = [finding.check for finding in manifest.audit if not finding.passed]
    told = f"not passed: {', '.join(failed)}" if failed else "all passed"
    report("audit", f"{len(manifest.audit)} checks, {told}")
    return manifest


def publish_run(processed: Place, run_id: str) -> Manifest:
    """The manifest of the run after publication, or as it was where the audit speaks against it."""
    store = Store(processed)
    manifest = store.manifest(run_id)
    if manifest.status == "candidate":
        manifest = publish(store, run_id)
    report("publish", f"run {run_id} is {manifest.status}")
    return manifest


def clear_work(processed: Place) -> None:
    """Remove the work areas: the run is complete, so nothing needs them."""
    refuse_without_lock(processed, "Its work was left to that process")
    remove_folder(Store(processed).work)
