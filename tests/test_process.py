"""One page through the chain: what holds for every page, good or bad."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import PageResult, Settings, process, process_page
from pipeline.model.errors import StopRun
from pipeline.model.records import Severity, Status
from pipeline.model.settings import TagSettings

PAGE = """What causes hiccups? Four common reasons

What causes hiccups? Four common reasons

Hiccups are usually caused by eating too fast, cold drinks and stress.

1. Causes of hiccups

1. Eating too fast

Air gets into the stomach and presses on the diaphragm.

2. Cold drinks

Cold drinks can cause hiccups.

2. How to treat hiccups

Holding the breath can relieve hiccups.

<<:  Is yawning a disease?

>>:  How much water do you need in summer?

Recommend

Why do my ears ring at night

Ringing in the ears is a symptom that many peop...
"""


def whole(result: PageResult) -> str:
    """The visible text: all blocks, kept and removed."""
    return "\n".join(block.text for block in result.blocks)


def check_invariants(result: PageResult) -> None:
    text = result.page.text
    assert text == "\n".join(block.text for block in result.blocks if block.kept)
    assert all((block.reason is None) == block.kept for block in result.blocks)
    visible = whole(result)
    assert all(visible[block.start : block.end] == block.text for block in result.blocks)
    assert all(text[part.start : part.end] == part.text for part in result.sections)
    assert all(text[mention.start : mention.end] == mention.text for mention in result.mentions)
    ids = [block.block_id for block in result.blocks]
    ids += [section.section_id for section in result.sections]
    ids += [mention.mention_id for mention in result.mentions]
    assert len(ids) == len(set(ids))
    sections = {section.section_id for section in result.sections} | {None}
    assert {block.section_id for block in result.blocks} <= sections
    assert {section.parent_id for section in result.sections} <= sections
    assert {mention.section_id for mention in result.mentions} <= sections
    json.dumps(result.to_dict())


def test_a_page_yields_text_sections_and_mentions() -> None:
    result = process_page(PAGE.encode(), source="hiccups.txt")
    check_invariants(result)
    assert result.page.title == "What causes hiccups? Four common reasons"
    assert result.page.status is Status.OK
    assert "Recommend" not in result.page.text
    assert [section.number for section in result.sections] == ["1", "1.1", "1.2", "2"]
    assert result.page.condition == "hiccups"
    assert result.page.n_causes >= 3
    assert result.page.n_remedies >= 1


def test_kept_and_removed_are_all_lines_of_the_page() -> None:
    result = process_page(PAGE.encode(), source="hiccups.txt")
    assert whole(result).split() == PAGE.split()


def test_each_kept_block_knows_the_section_it_stands_in() -> None:
    result = process_page(PAGE.encode(), source="hiccups.txt")
    number_of = {section.section_id: section.number for section in result.sections}
    sentence = next(block for block in result.blocks if block.text.startswith("Air gets"))
    assert number_of[sentence.section_id or ""] == "1.1"
    assert all(block.section_id is None for block in result.blocks if not block.kept)


@pytest.mark.parametrize("stage", ["clean", "segment", "tag"])
def test_a_step_that_raises_becomes_an_error_row(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(process, stage, crash)
    result = process_page(PAGE.encode(), source="hiccups.txt")
    check_invariants(result)
    problem = next(problem for problem in result.problems if problem.code == "crashed")
    assert (problem.stage, problem.severity) == (stage, Severity.ERROR)
    assert problem.message == "ValueError: a fault"
    assert result.page.status is (Status.FAILED if stage == "clean" else Status.PARTIAL)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html>", b"\xff\xfe"])
def test_a_bad_page_gives_a_result_with_a_problem(data: bytes) -> None:
    result = process_page(data, source="bad.html")
    check_invariants(result)
    assert result.problems
    assert result.page.status is not Status.OK


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_result(data: bytes) -> None:
    check_invariants(process_page(data, source="any.html"))


LINES = st.lists(st.sampled_from(PAGE.split("\n")), max_size=40)


@settings(max_examples=60)
@given(LINES)
def test_no_line_is_lost_whatever_the_order_of_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    result = process_page(text.encode(), source="mixed.txt")
    check_invariants(result)
    assert whole(result).split() == text.split()


@settings(max_examples=60)
@given(LINES, st.sampled_from(["p", "div", "li", "h2", "td"]))
def test_no_line_is_lost_from_markup(lines: list[str], tag: str) -> None:
    body = "".join(f"<{tag}>{line.replace('<', '&lt;')}</{tag}>" for line in lines)
    result = process_page(f"<html><body>{body}".encode(), source="mixed.html")
    check_invariants(result)
    assert whole(result).split() == " ".join(lines).split()


@settings(max_examples=20)
@given(LINES)
def test_the_same_page_gives_the_same_result(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    first = process_page(data, source="mixed.txt").to_dict()
    assert first == process_page(data, source="mixed.txt").to_dict()


def test_the_language_is_that_of_the_clean_text_whatever_the_page_declares() -> None:
    body = "".join(f"<p>{line}</p>" for line in PAGE.split("\n") if line)
    markup = f'<html lang="de"><body><article>{body}</article></body></html>'
    assert process_page(markup.encode(), source="a.html").page.language == "en"


def test_a_wrong_setting_is_no_fault_of_the_page(tmp_path: Path) -> None:
    wrong = Settings(tag=TagSettings(lexicon_files=(tmp_path / "none.toml",)))
    with pytest.raises(StopRun):
        process_page(PAGE.encode(), source="hiccups.txt", settings=wrong)
