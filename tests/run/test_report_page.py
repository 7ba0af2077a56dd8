"""The report page: complete, self-contained, the same each time, safe, accessible."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from pipeline.model.settings import AuditSettings, Settings
from pipeline.run import run
from pipeline.run.figures import Figures, Removed, Site, Term, figures_of
from pipeline.run.report_page import REPORT_NAME, render, write_report
from pipeline.store import Store
from pipeline.store.audit import audit

HOSTILE = "<script>top.hit=1</script><img src=x onerror=top.hit=2>"


def page_of(store: Store, run_id: str = "current") -> str:
    return (store.folder(run_id) / REPORT_NAME).read_text("utf-8")


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_run_has_a_report_of_its_figures_and_checks(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    text = text_of(page_of(Store(tmp_path / "out")))
    assert f"Run {summary.run_id} " in text
    assert "Passed the audit" in text
    assert f"{summary.rows['sections']:,}" in text
    assert f"{summary.kept_share:.1%}" in text
    for finding in summary.findings:
        assert finding.check in text
    causes = [term.term for term in figures_of(Store(tmp_path / "out").folder()).causes]
    for shown in ("a.example", causes[0], "empty_file", "previous_next", "treatment"):
        assert shown in text
    assert "nothing to compare with" in text


def test_the_same_run_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    run_id = run(raw, tmp_path / "out", publish=False).run_id
    store = Store(tmp_path / "out")
    first = page_of(store, run_id)
    write_report(store, store.folder(run_id))
    assert page_of(store, run_id) == first


def test_a_run_is_compared_with_the_published_one(raw: Path, tmp_path: Path) -> None:
    first = run(raw, tmp_path / "out")
    shutil.rmtree(raw / "a.example")
    second = run(raw, tmp_path / "out", Settings(audit=AuditSettings(max_row_drift=0.1)))
    assert second.status == "needs_review"
    text = text_of(page_of(Store(tmp_path / "out"), second.run_id))
    assert "Needs a review" in text
    assert f"compared with {first.run_id}" in text
    assert "−6 against the published run" in text
    assert "Change in rows of each table. pages: −33.3%" in page_of(
        Store(tmp_path / "out"), second.run_id
    )


def test_where_nothing_changed_a_sentence_says_so(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    second = run(raw, tmp_path / "out")
    page = page_of(Store(tmp_path / "out"), second.run_id)
    assert "Every table has as many rows as before." in text_of(page)
    assert "No site has more or fewer than before." in text_of(page)
    assert "Change in rows of each table" not in page


def test_damaged_parts_are_told_and_not_counted(raw: Path, tmp_path: Path) -> None:
    run_id = run(raw, tmp_path / "out", publish=False).run_id
    store = Store(tmp_path / "out")
    (store.folder(run_id) / "blocks" / "part-0000.parquet").write_bytes(b"damaged")
    audit(store, store.folder(run_id), AuditSettings())
    write_report(store, store.folder(run_id))
    text = text_of(page_of(store, run_id))
    assert "Refused: the tables contradict themselves" in text
    assert "blocks/part-0000.parquet was changed" in text
    assert "nothing is counted" in text
    assert "Kept share by site" not in text


def test_a_published_run_that_was_damaged_does_not_stop_the_next(raw: Path, tmp_path: Path) -> None:
    first = run(raw, tmp_path / "out")
    folder = Store(tmp_path / "out").folder(first.run_id)
    shutil.rmtree(raw / "notes")
    for part in (folder / "pages").iterdir():
        part.unlink()
        part.write_bytes(b"damaged")
    second = run(raw, tmp_path / "out")
    assert f"compared with {first.run_id}" in text_of(
        page_of(Store(tmp_path / "out"), second.run_id)
    )


def hostile(raw: Path, tmp_path: Path) -> str:
    """The report of a run whose figures hold markup wherever text comes from pages."""
    run(raw, tmp_path / "out")
    store = Store(tmp_path / "out")
    figures = Figures(
        sites=(Site(HOSTILE, 1, 10, 5),),
        share_bins=(0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
        removed=(Removed(HOSTILE, 1, 5),),
        kinds=((HOSTILE, 1),),
        labels={"CAUSE": 1},
        causes=(Term(HOSTILE, 1, 1),),
        remedies=(),
    )
    problem = {
        "severity": "error",
        "stage": "clean",
        "code": HOSTILE,
        "rows": 1,
        "example source": HOSTILE,
        "example": f"{HOSTILE} and a lone surrogate \ud800",
    }
    manifest = store.manifest()
    failed = replace(manifest.audit[0], passed=False, message=f"`{HOSTILE}`", examples=(HOSTILE,))
    manifest = replace(manifest, raw=HOSTILE, audit=(failed,))
    return render(manifest, figures, [problem])


def test_text_of_pages_is_never_markup(raw: Path, tmp_path: Path) -> None:
    html = hostile(raw, tmp_path)
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") >= 8
    assert "There is nothing to show." in html


def test_the_page_loads_nothing(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    html = page_of(Store(tmp_path / "out"))
    assert "default-src 'none'" in html
    addresses = set(re.findall(r"(?:src|href|action)=\"([^\"]*)\"|url\(([^)]*)\)", html))
    assert {address for pair in addresses for address in pair if address} <= {"#audit"}


def test_a_browser_shows_it_accessibly_in_light_dark_and_narrow(
    raw: Path, tmp_path: Path, browser: Browser
) -> None:
    run(raw, tmp_path / "out")
    shutil.rmtree(raw / "a.example")
    run_id = run(raw, tmp_path / "out").run_id
    store = Store(tmp_path / "out")
    address = (store.folder(run_id) / REPORT_NAME).resolve().as_uri()
    for scheme, width in (("light", 1200), ("dark", 320)):
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))  # noqa: B023  one page each
        page.goto(address)
        page.evaluate("for (const item of document.querySelectorAll('details')) item.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert asked == [address]
        page.close()


def test_markup_in_figures_does_not_run(raw: Path, tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "hostile.html").write_text(hostile(raw, tmp_path), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "hostile.html").as_uri())
    assert page.evaluate("top.hit === undefined")
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0


def test_figures_of_no_page_are_a_report_as_well(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.txt").write_text("")
    run_id = run(tmp_path / "raw", tmp_path / "out").run_id
    store = Store(tmp_path / "out")
    assert figures_of(store.folder(run_id)).sites == ()
    assert "There is nothing to show." in page_of(store, run_id)
