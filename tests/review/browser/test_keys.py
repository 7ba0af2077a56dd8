"""Every key, in the file as it is opened from disk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from pipeline.review.page import render

OpenPage = Callable[..., Page]
KEYS = (
    *("j", "k", "J", "K", "ArrowDown", "ArrowUp", "a", "Enter", "r", "s", "Space", "u", "A", "R"),
    *("h", "m", "c", "v", "d", "x", "w", "i", "o", "/", "n", "N", "f", "g+g", "G", "?"),
)


@pytest.fixture
def page(open_page: OpenPage, files: tuple[Path, Path]) -> Page:
    return open_page(files[0])


@pytest.fixture
def runs_page(open_page: OpenPage, files: tuple[Path, Path]) -> Page:
    return open_page(files[1])


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def cursor(page: Page) -> str:
    """The text of the line under the cursor, without what only screen readers say."""
    return words(page.locator("[aria-current] .text").first)


def words(line: Locator) -> str:
    """The text of an element without what only screen readers say."""
    said = "line => { const copy = line.cloneNode(true);"
    said += "copy.querySelectorAll('.spoken').forEach(each => each.remove());"
    text: str = line.evaluate(said + "return copy.textContent.trim(); }")
    return text


def place(page: Page) -> str:
    return page.inner_text("#progress").split("]")[0] + "]"


def go_to(page: Page, text: str) -> None:
    press(page, "/")
    page.fill("#search", text)
    press(page, "Enter", "Escape")
    assert text in cursor(page)


def notes(page: Page, text: str) -> str:
    go_to(page, text)
    return page.inner_text("[aria-current] .notes")


def stored(page: Page) -> list[dict[str, Any]]:
    """The decisions that this browser keeps."""
    text = page.evaluate(
        "localStorage.getItem(Object.keys(localStorage).find(k => k.includes('2')))"
    )
    found: list[dict[str, Any]] = json.loads(text or "[]")
    return found


def test_the_help_names_every_key_that_is_tested_here(page: Page) -> None:
    press(page, "?")
    named = [each.inner_text().replace(" ", "+") for each in page.locator("#help td kbd").all()]
    digits = [key for key in named if key.isdigit()]
    assert tuple(key for key in named if not key.isdigit()) == KEYS
    assert digits == [str(number + 1) for number in range(len(digits))]
    press(page, "Escape")
    assert not page.locator("#help").is_visible()


def test_j_and_k_walk_the_queue_and_the_counter_follows(page: Page) -> None:
    press(page, "j")
    first = cursor(page)
    assert place(page).startswith("[1/")
    press(page, "j")
    assert place(page).startswith("[2/")
    assert cursor(page) != first
    press(page, "k")
    assert cursor(page) == first


def test_capital_j_and_k_walk_pages(page: Page) -> None:
    def title() -> str:
        return (
            page.locator("article", has=page.locator("[aria-current]")).locator("h2").inner_text()
        )

    press(page, "J")
    first = title()
    press(page, "J")
    assert title() != first
    press(page, "K")
    assert title() == first


def test_arrows_walk_lines_that_are_kept_too(page: Page) -> None:
    go_to(page, "Smoking causes Cough.")
    press(page, "ArrowDown")
    assert "Share this page" in cursor(page)
    press(page, "ArrowUp")
    assert cursor(page).startswith("Smoking")


@pytest.mark.parametrize("key", ["a", "Enter"])
def test_accepting_moves_on_by_itself(page: Page, key: str) -> None:
    press(page, "j")
    before = place(page)
    press(page, key)
    assert stored(page)[-1]["verdict"] == "accept"
    assert place(page) != before


def test_rejecting_keeps_what_was_removed_and_removes_what_was_kept(page: Page) -> None:
    go_to(page, "Share this page")
    press(page, "r")
    assert notes(page, "Share this page").startswith("to be kept on this page only · Ada")
    go_to(page, "Smoking causes Cough.")
    press(page, "r")
    assert notes(page, "Smoking causes Cough.").startswith("to be removed · Ada")
    keep, remove = stored(page)
    assert (keep["verdict"], keep["scope"], keep["reviewer"]) == ("keep", "page", "Ada")
    assert keep["rule"]
    assert (remove["verdict"], remove["rule"]) == ("remove", None)


@pytest.mark.parametrize("key", ["s", "Space"])
def test_skipping_moves_on_without_a_decision(page: Page, key: str) -> None:
    press(page, "j")
    before = place(page)
    press(page, key)
    assert place(page) != before
    assert stored(page) == []


def test_undo_goes_back_any_number_of_times(page: Page) -> None:
    open_before = page.inner_text("#progress").split("] ")[1]
    press(page, "j", "a", "r", "a")
    press(page, "u", "u", "u")
    assert page.inner_text("#progress").split("] ")[1].split(",")[0] == open_before
    assert [each["verdict"] for each in stored(page)].count("undo") == 3
    press(page, "u")
    assert page.inner_text("#saved") == "There is nothing to undo."


def test_undo_goes_back_to_decisions_made_before_a_reload_and_to_the_own_ones_only(
    page: Page,
) -> None:
    press(page, "j", "a", "a")
    page.reload()
    page.fill("#reviewer", "Bo")
    press(page, "Escape", "u")
    assert page.inner_text("#saved") == "There is nothing to undo."
    page.fill("#reviewer", "Ada")
    press(page, "Escape", "u", "u")
    assert [each["verdict"] for each in stored(page)] == ["accept", "accept", "undo", "undo"]
    made = stored(page)
    assert [each["target_id"] for each in made[2:]] == [
        made[1]["decision_id"],
        made[0]["decision_id"],
    ]


def test_a_pointer_does_what_keys_do(page: Page) -> None:
    page.click("#next-button")
    assert place(page).startswith("[1/")
    page.click("#next-button")
    page.click("#before-button")
    assert place(page).startswith("[1/")
    page.get_by_role("button", name="Skip s").click()
    assert place(page).startswith("[2/")
    go_to(page, "Share this page")
    page.get_by_role("button", name="Accept on all 3 pages A").click()
    page.click("#confirm-ok")
    page.locator(".said-accept").nth(2).wait_for()
    go_to(page, "Smoking causes Cough.")
    page.get_by_label("Remove as").select_option("share")
    assert stored(page)[-1]["reason"] == "share"
    page.click("#undo-button")
    page.click("#undo-button")
    assert page.locator(".said-accept, .said-remove").count() == 0


def test_reviewers_judge_the_random_sample_without_seeing_each_other(
    open_page: OpenPage, files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = files[0].read_text("utf-8")
    start = text.index('id="bundle">') + len('id="bundle">')
    bundle = json.loads(text[start : text.index("</script>", start)])
    for shown in bundle["pages"]:
        for row in shown["blocks"]:
            row[bundle["columns"].index("sampled")] = 1  # by chance no block of few may be in it
    target = tmp_path / "sample.html"
    target.write_text(render(bundle, {}, None), "utf-8")
    page = open_page(target)
    press(page, "f")
    page.select_option("#filter-state", "sample")
    press(page, "Escape", "j")
    number = int(place(page).strip("[]").split("/")[1])
    assert number > 1
    press(page, *"a" * number)
    assert "] 0 open" in page.inner_text("#progress")
    page.fill("#reviewer", "Bo")
    press(page, "Escape")
    assert f"] {number} open" in page.inner_text("#progress")
    assert page.locator(".said-accept").count() == 0


def test_reject_all_shows_the_effect_before_it_is_made(page: Page) -> None:
    go_to(page, "Share this page")
    press(page, "R")
    told = page.inner_text("#confirm")
    assert "It stands on 3 pages." in told
    assert "3 blocks that were removed will be kept" in told
    assert {"Gout", "Cough", "Hiccups"} <= set(told.split("\n"))
    assert stored(page) == []
    press(page, "Enter")
    marked = page.locator(".said-keep .notes")
    marked.nth(2).wait_for()
    assert stored(page)[-1]["scope"] == "site"
    assert marked.count() == 3
    assert "on the whole site" in marked.first.inner_text()


def test_a_decision_for_the_site_can_be_cancelled(page: Page) -> None:
    go_to(page, "Share this page")
    press(page, "A")
    assert "Nothing changes" in page.inner_text("#confirm")
    press(page, "Escape")
    assert stored(page) == []


def test_accept_all_counts_every_one_as_reviewed(page: Page) -> None:
    go_to(page, "Share this page")
    press(page, "A", "Enter")
    page.locator(".said-accept").nth(2).wait_for()
    assert page.locator(".said-accept").count() == 3


def test_a_digit_removes_with_another_reason(page: Page) -> None:
    press(page, "?")
    row = page.locator("#help tr", has=page.locator("kbd", has_text="1")).first
    reason = row.locator("td").nth(1).inner_text().removeprefix("remove as: ")
    press(page, "Escape")
    go_to(page, "Smoking causes Cough.")
    press(page, "1")
    assert stored(page)[-1]["reason"] == reason.replace(" ", "_")
    assert f"to be removed as {reason}" in notes(page, "Smoking causes Cough.")


def test_a_heading_can_be_refused(page: Page) -> None:
    go_to(page, "1. Causes")
    press(page, "h")
    made = stored(page)[-1]
    assert (made["verdict"], made["text"]) == ("not_heading", "Causes")
    assert "no heading · Ada" in page.inner_text("[aria-current] .notes")


def test_a_mention_can_be_refused(page: Page) -> None:
    go_to(page, "Honey relieves Cough.")
    press(page, "m")
    assert page.inner_text(".mention.chosen").startswith("Honey")
    press(page, "r")
    made = stored(page)[-1]
    assert (made["verdict"], made["text"]) == ("not_mention", "Honey")
    assert "“Honey”: no cause or remedy" in page.inner_text("[aria-current] .notes")


def test_a_comment_stands_beside_the_block(page: Page) -> None:
    go_to(page, "Share this page")
    press(page, "c")
    page.keyboard.type("j is typed, not pressed")
    page.locator("#comment button[value=ok]").click()
    assert "j is typed, not pressed" in page.inner_text("[aria-current] .notes")
    assert stored(page)[-1]["verdict"] == "comment"


def test_v_goes_through_the_three_views(page: Page) -> None:
    go_to(page, "Smoking causes Cough.")
    press(page, "v")
    assert page.locator("[aria-current] .left").inner_text() == "Smoking causes Cough."
    assert words(page.locator("[aria-current] .right")) == "Smoking causes Cough."
    assert page.locator(".removed .right").first.inner_text() == ""
    press(page, "v")
    assert page.locator(".removed").count() == 0
    assert page.locator(".block").count() > 3
    press(page, "v")
    assert page.locator(".removed del").count() > 0


def test_d_changes_between_raw_and_clean_and_run_and_run(runs_page: Page) -> None:
    assert runs_page.locator(".text ins").first.inner_text() == "plenty of"
    assert "no longer on the page" in runs_page.inner_text(".blocks >> nth=0")
    press(runs_page, "d")
    assert runs_page.locator(".text ins").count() == 0
    assert runs_page.locator(".gone").count() == 0
    press(runs_page, "d")
    assert runs_page.locator(".text ins").count() > 0


def test_a_changed_reason_stands_beside_the_old_one(
    open_page: OpenPage, files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = files[1].read_text("utf-8")
    start = text.index('id="bundle">') + len('id="bundle">')
    bundle = json.loads(text[start : text.index("</script>", start)])
    columns = bundle["columns"]
    row = next(row for row in bundle["pages"][0]["blocks"] if not row[columns.index("kept")])
    row[columns.index("change")] = "reason changed"
    row[columns.index("was")] = [0, "site_repeat"]
    target = tmp_path / "reasons.html"
    target.write_text(render(bundle, {}, None), "utf-8")
    reason = row[columns.index("reason")].replace("_", " ")
    shown = open_page(target).locator(".change .reason", has_text="→").first
    assert shown.inner_text() == f"site repeat → {reason}"


def test_d_says_so_where_there_is_no_other_run(page: Page) -> None:
    press(page, "d")
    assert "no other run" in page.inner_text("#saved")


def test_x_shows_and_folds_unchanged_lines(runs_page: Page) -> None:
    folded = runs_page.locator(".fold").count()
    assert folded > 0
    press(runs_page, "x")
    assert runs_page.locator(".fold").count() == 0
    press(runs_page, "x")
    runs_page.locator(".fold button").first.click()
    assert runs_page.locator(".fold").count() == folded - 1


def test_w_is_for_changes_between_runs(page: Page, runs_page: Page) -> None:
    press(runs_page, "w")
    assert runs_page.is_checked("#space")
    press(page, "w")
    assert "between runs" in page.inner_text("#saved")


def test_i_tells_why(page: Page) -> None:
    go_to(page, "Share this page")
    press(page, "i")
    told = page.inner_text(".why")
    assert "share: Asks to share" in told
    assert "on 3 pages" in told
    press(page, "i")
    assert page.locator(".why").count() == 0


def test_o_opens_the_original_at_the_block(page: Page) -> None:
    go_to(page, "Smoking causes Cough.")
    press(page, "o")
    frame = page.frame_locator("#original-frame")
    assert "outline" in (frame.get_by_text("Smoking causes Cough.").get_attribute("style") or "")
    press(page, "o")
    assert not page.locator("#original").is_visible()


def test_the_bar_covers_nothing_of_the_original(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 700})  # the bar takes several rows
    press(page, "j", "o")
    close = page.locator("#original-close").bounding_box()
    bar = page.locator("#bar").bounding_box()
    assert close
    assert bar
    assert close["y"] >= bar["y"] + bar["height"]


def test_search_finds_and_n_walks_the_hits(page: Page) -> None:
    press(page, "/")
    page.keyboard.type("share this")
    press(page, "Enter")
    assert page.inner_text("#hits") == "1 of 3"
    press(page, "Escape", "n")
    assert page.inner_text("#hits") == "2 of 3"
    press(page, "N", "N")
    assert page.inner_text("#hits") == "3 of 3"
    assert "Share this page" in cursor(page)


def test_f_filters_by_reason_and_state(page: Page) -> None:
    press(page, "f")
    page.select_option("#filter-reason", "share")
    press(page, "Escape", "j")
    assert place(page) == "[1/1]"  # three equal texts are one question
    page.select_option("#filter-state", "decided")
    assert page.inner_text("#nothing") == "No page fits the filter."
    page.click("#filter-clear")
    assert page.locator("article:visible").count() == 4


def test_g_g_and_capital_g_go_to_both_ends(page: Page) -> None:
    press(page, "G")
    last = place(page)
    number = last.strip("[]").split("/")[1]
    assert last == f"[{number}/{number}]"
    press(page, "g", "g")
    assert place(page) == f"[1/{number}]"


def test_a_file_can_name_other_keys(open_page: OpenPage, other_keys: Path) -> None:
    page = open_page(other_keys)
    press(page, "j", "a")
    assert stored(page) == []
    press(page, "y")
    assert stored(page)[-1]["verdict"] == "accept"
    assert page.get_by_role("button", name="Accept y").is_visible()


def test_without_a_name_nothing_is_decided(open_page: OpenPage, files: tuple[Path, Path]) -> None:
    page = open_page(files[0], reviewer="")
    press(page, "j", "a")
    assert stored(page) == []
    assert page.evaluate("document.activeElement.id") == "reviewer"


def test_letters_typed_into_a_field_decide_nothing(page: Page) -> None:
    press(page, "j")
    page.focus("#reviewer")
    page.keyboard.type("ar")
    assert stored(page) == []
    assert page.input_value("#reviewer").endswith("ar")
