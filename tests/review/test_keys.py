"""A file of other keys."""

from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.review.keys import read_keys


def keys(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "keys.toml"
    path.write_text(text, "utf-8")
    return read_keys(path)


def test_a_key_is_named_otherwise(tmp_path: Path) -> None:
    assert keys(tmp_path, 'a = "y"\nEnter = "F2"\n"/" = "l"') == {"a": "y", "Enter": "F2", "/": "l"}


def test_two_keys_may_change_places(tmp_path: Path) -> None:
    assert keys(tmp_path, 'a = "r"\nr = "a"') == {"a": "r", "r": "a"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('q = "y"', "no key q"),
        ('a = "r"', "r would do two things"),
        ('a = "g"', "can't be 'g'"),
        ('a = "too long"', "can't be"),
        ("a = 1", "can't be 1"),
        ("a =", "not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(StopRun, match=told):
        keys(tmp_path, text)
