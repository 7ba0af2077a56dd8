"""The review page of a run: made with the decisions so far, and written where it is looked for."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.review.bundle import about_run, bundle, decided
from pipeline.review.log import read_log
from pipeline.review.originals import originals, within_limit
from pipeline.review.page import render
from pipeline.review.rows import PAGE_PARTS
from pipeline.store.atomic import replacing
from pipeline.store.places import Place
from pipeline.store.runs import Store

MakePage = Callable[[str | None], str]  # from the server's token, if there is one, to HTML


def page_path(store: Store, run_id: str) -> Place:
    """Where the review page of a run is written."""
    return store.decisions.parent / f"{run_id}.html"


def write_page(target: Place, make_page: MakePage) -> None:
    """Write the page as a file, whole or not at all."""
    with replacing(target) as temporary:
        temporary.write_text(make_page(None), "utf-8")


def page_of(
    store: Store, run: Path, more: dict[str, Any], *, against: str | None, limit: int
) -> MakePage:
    """A function that gives the run's page with the decisions made so far."""
    with ExitStack() as stack:
        other = stack.enter_context(store.opened(against, PAGE_PARTS)) if against else None
        shown = bundle(run, store.manifest(run.name), against=other, limit=limit)
    sources = {page["id"]: page["source"] for page in shown["pages"]}
    scraped = within_limit(sources, originals(store.manifest(run.name), sources))

    def make(token: str | None) -> str:
        now = {
            "run": about_run(store.manifest(run.name)),
            **decided(read_log(store.decisions), run),
        }
        return render({**shown, **more, **now}, scraped, token)

    return make
