"""The page from its server: decisions are on the disk at once, and hold in the next run."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipeline.model.decisions import Verdict
from pipeline.review.diff import Change, diff_runs
from pipeline.review.log import read_log
from pipeline.run import run
from pipeline.store import Store

Served = tuple[str, "subprocess.Popen[str]"]

START = "from pipeline.cli import main; main()"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A run of two pages."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, cause in (("gout", "Beer"), ("cough", "Smoking")):
        title = name.capitalize()
        lines = (title, title, "", "1. Causes", f"{cause} causes {name}.", "", "Share this page")
        more = ("", "2. What helps", f"Water relieves {name}.", "", "3. When to see a doctor")
        last = "If it does not get better within a week, or if you have a fever and feel very ill."
        (raw / f"{name}.txt").write_text("\n".join((*lines, *more, last, "")), "utf-8")
    run(raw, tmp_path / "processed")
    return Store(tmp_path / "processed")


@pytest.fixture
def serve(store: Store) -> Iterator[Callable[..., Served]]:
    """A function that starts the server; gives its address and the process."""
    started: list[subprocess.Popen[str]] = []

    def start(port: int = 0) -> Served:
        arguments = ["review", "--serve", "--processed", str(store.processed), "--reviewer", "Ada"]
        arguments += ["--port", str(port)]
        process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", process.stdout.readline())
        assert found
        return found.group(), process

    yield start
    for process in started:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A function that opens an address in a new tab of one window."""
    context = browser.new_context()
    context.set_default_timeout(10_000)

    def opened(address: str) -> Page:
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    context.close()


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.fill("#search", text)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def saved(page: Page) -> None:
    page.locator("#saved", has_text="all saved").wait_for()


def test_a_wrong_removal_is_rejected_and_the_next_run_keeps_it(
    store: Store,
    serve: Callable[..., Served],
    tab: Callable[[str], Page],
) -> None:
    page = tab(serve()[0])
    find(page, "Share this page")
    page.keyboard.press("r")
    saved(page)
    (decision,) = read_log(store.decisions).decisions
    assert (decision.verdict, decision.reviewer) == (Verdict.KEEP, "Ada")

    run(store.processed.parent / "raw", store.processed)
    found = diff_runs(*map(store.folder, store.run_ids()))
    (changed,) = found.pages
    assert changed.page_id == decision.page_id
    told = [(each.change, each.row["text"]) for each in changed.blocks]
    assert told == [(Change.KEPT, "Share this page")]
    assert (changed.sections, changed.mentions, changed.facts) == ((), (), ())


def test_two_tabs_lose_nothing_and_a_reload_shows_both(
    store: Store,
    serve: Callable[..., Served],
    tab: Callable[[str], Page],
) -> None:
    address, _ = serve()
    first, second = tab(address), tab(address)
    for page, text in ((first, "Beer causes"), (second, "Smoking causes")):
        find(page, text)
        page.keyboard.press("r")
    saved(first)
    saved(second)
    assert len(read_log(store.decisions).decisions) == 2
    first.reload()
    assert first.locator(".said-remove").count() == 2


def test_decisions_made_while_the_server_is_gone_are_sent_when_it_is_back(
    store: Store,
    serve: Callable[..., Served],
    tab: Callable[[str], Page],
) -> None:
    address, process = serve()
    page = tab(address)
    page.keyboard.press("j")
    process.terminate()
    process.wait()
    page.keyboard.press("a")
    page.locator("#saved", has_text="not saved yet").wait_for()
    assert page.get_by_role("button", name="Download decisions").is_visible()
    assert read_log(store.decisions).decisions == ()
    again, _ = serve(int(re.findall(r":(\d+)/", address)[0]))
    saved_again = tab(again)
    saved_again.locator("#saved", has_text="all saved").wait_for()
    assert [each.verdict for each in read_log(store.decisions).decisions] == [Verdict.ACCEPT]


def test_a_run_is_published_from_the_page(
    store: Store,
    serve: Callable[..., Served],
    tab: Callable[[str], Page],
) -> None:
    run(store.processed.parent / "raw", store.processed, publish=False, limit=1)
    newest = store.run_ids()[-1]
    assert store.manifest(newest).status == "candidate"
    (store.processed / "current").unlink()
    (store.processed / "current").symlink_to(f"runs/{newest}")
    page = tab(serve()[0])
    page.get_by_role("button", name="Publish this run").click()
    page.locator("#saved", has_text="published").wait_for()
    manifest = store.manifest(newest)
    assert manifest.status == "published"
    assert manifest.published[-1]["reviewer"] == "Ada"
    assert not page.get_by_role("button", name="Publish this run").is_visible()
