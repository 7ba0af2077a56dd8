"""The file as a whole: offline, hostile pages, both schemes, narrow windows, screen readers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from pipeline.review.log import read_log
from pipeline.review.page import render

OpenPage = Callable[..., Page]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_nothing_of_a_hostile_page_runs_or_loads(
    open_page: OpenPage, files: tuple[Path, Path]
) -> None:
    for path in files:  # the fixture fails if anything is asked of the network
        page = open_page(path)
        press(page, *("ArrowDown",) * 3, "i", "v", "v", "v")
        page.check("#expand")
        article = page.locator("article", has_text="top.hit=13")
        article.scroll_into_view_if_needed()
        article.locator(".block").first.click()
        press(page, "i", "o")
        frame = page.frame_locator("#original-frame")
        frame.get_by_text("The last line of the page.").wait_for()
        assert frame.locator("script, iframe, link, meta, base, object, style").count() == 0
        assert frame.locator("[onerror], [onload], [href], [src], [style*=url]").count() == 0
        frame.get_by_text("Link 4").click()
        assert frame.locator("form > button, form[action], form[onsubmit]").count() == 0
        page.wait_for_timeout(100)  # lets whatever was started run
        assert page.evaluate("window.hit") is None
        assert page.url.startswith("file:")


def test_hostile_text_is_shown_word_for_word(open_page: OpenPage, files: tuple[Path, Path]) -> None:
    page = open_page(files[0])
    article = page.locator("article", has_text="top.hit=13")
    article.scroll_into_view_if_needed()
    article.locator(".block").first.wait_for()
    said = "shown => { shown.querySelectorAll('.spoken').forEach(each => each.remove());"
    told = article.evaluate(said + " return shown.innerText; }")
    assert "Line 1: <img src=x onerror=top.hit=2>" in told
    assert "<img src=x onerror=top.hit=13>.html" in told
    assert "${top.hit=7}" in told


def test_decisions_stay_in_the_browser_and_are_downloaded_as_a_log(
    open_page: OpenPage, files: tuple[Path, Path], tmp_path: Path
) -> None:
    page = open_page(files[0])
    press(page, "j", "a", "r")
    page.reload()
    assert page.inner_text("#saved") == "2 decisions to download"
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename.endswith("-Ada.jsonl")
    target = tmp_path / "decisions.jsonl"
    download.value.save_as(target)
    log = read_log(target)
    assert [each.reviewer for each in log.decisions] == ["Ada", "Ada"]
    assert log.problems == ()


def test_a_link_leads_to_a_block(open_page: OpenPage, files: tuple[Path, Path]) -> None:
    page = open_page(files[0])
    article = page.locator("article", has=page.get_by_role("heading", name="Cough"))
    article.scroll_into_view_if_needed()  # only what is near the screen is drawn
    article.locator(".block", has_text="relieves Cough").click()
    address = page.url
    assert "#b-" in address
    page.goto("about:blank")
    page.goto(address)
    assert "Honey" in page.inner_text("[aria-current] .text")


@pytest.mark.parametrize(
    ("number", "scheme", "width"),
    [(0, "light", 1280), (0, "dark", 400), (1, "dark", 1280), (1, "light", 400)],
)
def test_a_screen_reader_meets_no_obstacle(
    open_page: OpenPage, files: tuple[Path, Path], number: int, scheme: str, width: int
) -> None:
    window = {"width": width, "height": 900}
    page = open_page(files[number], color_scheme=scheme, viewport=window)
    page.click("#list summary")
    press(page, "j", "a", "j", "i", "f")
    page.select_option("#view", "side")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    press(page, "Escape", "?")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_narrow_window_needs_no_scrolling_sideways(
    open_page: OpenPage, files: tuple[Path, Path]
) -> None:
    for path in files:
        page = open_page(path, viewport={"width": 320, "height": 700})
        press(page, "j", "i", "f")
        for view in ("place", "side", "clean"):
            page.select_option("#view", view)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_dark_mode_is_dark(open_page: OpenPage, files: tuple[Path, Path]) -> None:
    def ground(scheme: str) -> int:
        page = open_page(files[0], color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour.strip("rgb()").split(","))

    assert ground("dark") < 100
    assert ground("light") > 600


def test_between_runs_only_pages_that_changed_are_shown_until_all_are_asked_for(
    open_page: OpenPage, files: tuple[Path, Path]
) -> None:
    page = open_page(files[1])
    assert [each.inner_text() for each in page.locator("article:visible h2").all()] == ["Gout"]
    page.check("#expand")
    assert page.locator("article:visible").count() == 4
    other = page.locator("article", has_text="Hiccups").get_attribute("id")
    page.goto(f"{files[1].as_uri()}#{other}")
    page.reload()
    assert page.locator("article", has=page.locator("[aria-current]")).get_attribute("id") == other


def test_the_list_of_changes_names_each_page_and_leads_to_it(
    open_page: OpenPage, files: tuple[Path, Path]
) -> None:
    page = open_page(files[1])
    page.click("#list summary")
    page.locator("#list li").first.wait_for()
    told = page.inner_text("#list")
    assert "text changed: Drinking plenty of water relieves Gout." in told
    page.get_by_role("link", name="text changed: Drinking plenty").click()
    assert "plenty of" in page.inner_text("[aria-current] .text")


def test_paper_shows_no_buttons(open_page: OpenPage, files: tuple[Path, Path]) -> None:
    page = open_page(files[0])
    press(page, "j")
    page.emulate_media(media="print")
    assert not page.locator("#bar").is_visible()
    assert not page.locator(".actions").is_visible()


def test_of_five_hundred_pages_those_near_the_screen_are_drawn(
    open_page: OpenPage, files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = files[0].read_text("utf-8")
    start = text.index('id="bundle">') + len('id="bundle">')
    bundle = json.loads(text[start : text.index("</script>", start)])
    many = []
    for number in range(500):
        copy = dict(bundle["pages"][number % 3], id=f"{number:024x}")
        copy["blocks"] = [[f"{number:012x}{row[0][:12]}", *row[1:]] for row in copy["blocks"]]
        copy["sections"], copy["mentions"] = [], []
        many.append(copy)
    bundle.update(pages=many, queue=[[number, 1] for number in range(500)])
    target = tmp_path / "many.html"
    target.write_text(render(bundle, {}, None), "utf-8")
    page = open_page(target)
    assert page.locator("article").count() == 500
    assert 0 < page.locator(".block").count() < 1000
    page.set_viewport_size({"width": 320, "height": 700})  # also pages that are not drawn fit
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 720})
    for keys in (
        ["G"],
        ["k"],
        ["g", "g"],
        ["J", "J", "J"],
        ["a"],
        ["v"],
        ["G", "K"],
        ["f", "Escape"],
    ):
        press(page, *keys)
        page.wait_for_timeout(200)  # pages near the screen are drawn meanwhile
        box = page.locator("[aria-current]").bounding_box()
        assert box, keys
        assert 80 <= box["y"] <= 720 - box["height"], keys
    assert page.locator(".block").count() < 3000
