"""The drawing of a page: reasons in the margin, mentions in place, nothing steers a terminal."""

from rich.console import Console

from pipeline import PageResult, process_page
from pipeline.cli.drawing import draw, problem_list

PAGE = """Dry lips: causes and care

Dry lips: causes and care

Dry lips are often caused by cold wind.

1. Causes of dry lips

Licking can cause dry lips.

2. Care for dry lips

Honey alone cannot cure dry lips.

Recommend

Why do nails split?

Nails that split are a nuisance to many peop...
"""


def drawn(result: PageResult, *, width: int = 80) -> str:
    console = Console(width=width, record=True, file=None, quiet=True, highlight=False)
    with console.capture() as capture:
        console.quiet = False
        console.print(draw(result))
    return capture.get()


def test_a_reason_stands_once_beside_the_lines_it_removed() -> None:
    lines = drawn(process_page(PAGE.encode(), source="lips.txt")).splitlines()
    assert sum("related_list" in line for line in lines) == 1
    first = next(index for index, line in enumerate(lines) if "related_list" in line)
    assert "Recommend" in lines[first]
    assert "Why do nails split?" in lines[first + 1]


def test_a_denied_remedy_names_the_words_that_deny_it() -> None:
    assert "denied by" in drawn(process_page(PAGE.encode(), source="lips.txt"))


def test_no_sign_of_a_page_steers_the_terminal() -> None:
    hostile = PAGE.replace("Licking", "Li\x1b[31mcking\x07").replace("Honey", "Ho\u202eney")
    result = process_page(hostile.encode(), source="li\x1b]0;x\x07ps.txt")
    shown = drawn(result)
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_problems_are_a_line_each() -> None:
    result = process_page(b"", source="empty.txt")
    console = Console(width=80)
    with console.capture() as capture:
        console.print(problem_list(result.problems))
    assert "error" in capture.get()
    assert "empty_file" in capture.get()
