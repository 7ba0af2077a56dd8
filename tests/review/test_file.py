"""The page is made with the decisions of the moment, and stands where it is looked for."""

from pathlib import Path

from pipeline.review.file import page_of, page_path, write_page
from pipeline.run import run
from pipeline.store import Store

MORE = {"reviewer": "", "keys": {}}


def test_the_page_of_a_run_is_written_beside_the_decisions(tmp_path: Path) -> None:
    page = tmp_path / "raw" / "dry-cough.txt"
    page.parent.mkdir()
    page.write_text("Dry cough\n\n1. Causes\n\nSmoking can cause dry cough.\n", "utf-8")
    store = Store(tmp_path / "out")
    run_id = run(str(page.parent), store.processed).run_id
    make_page = page_of(store, store.folder(run_id), MORE, against=run_id, limit=10)
    target = page_path(store, run_id)
    write_page(target, make_page)
    assert target == tmp_path / "out" / "review" / f"{run_id}.html"
    html = target.read_text("utf-8")
    assert "Smoking can cause dry cough." in html
    assert "secret" not in html
    assert '"token":"secret"' in make_page("secret")
