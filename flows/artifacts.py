"""What a flow run shows on its page in Prefect's UI: progress, report, problems, what to review."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from pipeline.run import report
from pipeline.run.progress import Progress, listening, percent
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place
from pipeline.store.runs import Store

PAUSE = 2.0  # seconds between two updates of the bar; each is a call to the server


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show how far the run is while the block works."""
    bar = _Bar(
        cast("UUID", create_progress_artifact(0.0, "healthpages-progress", "How far the run is."))
    )
    with listening(bar.show):
        yield


class _Bar:
    def __init__(self, artifact: UUID) -> None:
        self._artifact = artifact
        self._shown_at = time.monotonic()

    def show(self, progress: Progress) -> None:
        """Move the bar, unless it was moved just now."""
        whole = percent(progress)
        due = time.monotonic() - self._shown_at >= PAUSE
        if whole is None or not (due or progress.step in {"audit", "publish"}):
            return
        self._shown_at = time.monotonic()
        told = f"{progress.step}: {progress.message}"
        update_progress_artifact(self._artifact, progress=whole, description=told)


def show_report(processed: Place, manifest: Manifest) -> None:
    """Put the run's report and its problems on the page of the flow run."""
    create_markdown_artifact(
        key="healthpages-report",
        markdown=report.as_markdown(manifest),
        description=f"Run {manifest.run_id}: {manifest.status}",
    )
    with Store(processed).opened(manifest.run_id, ["problems"]) as folder:
        problems = report.problem_rows(folder)
    create_table_artifact(
        key="healthpages-problems",
        table=problems,
        description="Problems by how often they occur, with an example of each.",
    )


def show_review(run_id: str, address: str) -> None:
    """Put a link to the review page on the page of the flow run."""
    create_link_artifact(
        link=address,
        link_text=f"Review of run {run_id}",
        key="healthpages-review",
        description="What changed against the published run, line by line.",
    )
