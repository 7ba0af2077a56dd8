"""A page beyond a limit fails as a whole and says why; one at the limit is read."""

import re
from pathlib import Path

import pytest

from pipeline import Settings, process_page
from pipeline.clean.document import Line
from pipeline.clean.limits import too_much
from pipeline.model.records import Severity, Status
from pipeline.model.settings import CleanSettings, ProcessSettings

LIMITS = CleanSettings(max_lines=4, max_line_chars=40, max_visible_chars=100)


def lines(*lengths: int) -> list[Line]:
    return [Line("x" * length, "p") for length in lengths]


@pytest.mark.parametrize(
    ("lengths", "code"),
    [
        ((1,) * 4, None),
        ((1,) * 5, "too_many_lines"),
        ((40,), None),
        ((1, 41), "line_too_long"),
        ((40, 40, 20), None),
        ((40, 40, 21), "too_much_text"),
    ],
)
def test_the_first_limit_that_is_exceeded_is_named(
    lengths: tuple[int, ...], code: str | None
) -> None:
    fault = too_much(lines(*lengths), LIMITS)
    assert (fault and fault[0]) == code


@pytest.mark.parametrize("data", [b"<p>Cold.</p>" * 5, b"Cold.\n" * 5])
def test_a_page_beyond_a_limit_fails_and_the_problem_names_the_limit(data: bytes) -> None:
    result = process_page(data, settings=Settings(clean=LIMITS))
    assert result.page.status is Status.FAILED
    assert result.blocks == ()
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("too_many_lines", Severity.ERROR)
    assert "4 lines" in problem.message


def test_a_page_at_the_limit_is_read() -> None:
    result = process_page(b"<p>Cold.</p>" * 4, settings=Settings(clean=LIMITS))
    assert len(result.blocks) == 4


@pytest.mark.parametrize(
    ("document", "settings"), [("cleaning", CleanSettings()), ("operation", ProcessSettings())]
)
def test_limits_have_the_defaults_that_are_stated(
    document: str, settings: CleanSettings | ProcessSettings
) -> None:
    text = (Path(__file__).parents[2] / "docs" / f"{document}.md").read_text("utf-8")
    stated = dict(re.findall(r"^\| `(max_[a-z_]+)` \| ([0-9,]+) \| `", text, re.MULTILINE))
    assert stated.keys() == {n for n in type(settings).model_fields if n.startswith("max_")}
    for name, value in stated.items():
        assert getattr(settings, name) == int(value.replace(",", ""))
