"""The vocabularies that ship, and those that a user adds."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.model.records import Tags
from pipeline.model.settings import TagSettings
from pipeline.tag.vocabulary import CATEGORIES, HERE, vocabulary

FILES = sorted((HERE / "lexicon").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_names_its_source_and_licence(path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    assert data["source"]
    assert data["licence"] == "Apache-2.0"


def test_each_category_has_terms() -> None:
    assert all(len(vocabulary().terms[category]) >= 50 for category in CATEGORIES)


def test_a_toml_file_adds_terms_and_synonyms(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[terms]\ncondition = ["Screen  Neck"]\n[synonyms]\n"screen neck" = ["tech neck"]\n'
    )
    known = vocabulary((path,))
    assert "screen neck" in known.terms["condition"]
    assert known.synonyms["tech neck"] == "screen neck"


def test_a_csv_file_adds_terms_that_tagging_uses(
    tmp_path: Path, tag_lines: Callable[..., Tags]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("term,category,synonym_of\nZorbulin,drug,\ntech neck,condition,\n")
    settings = TagSettings(lexicon_files=(path,))
    lines = ["1. How to treat tech neck", "In the evening zorbulin is usual."]
    tags = tag_lines(lines, [(lines[0], "1", "treatment")], "Tech neck", settings)
    assert tags.condition == "tech neck"
    assert [mention.text for mention in tags.mentions] == ["zorbulin"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.toml", "[terms\n"),
        ("bad.toml", '[terms]\nplanet = ["mars"]\n'),
        ("bad.csv", "word,category\ncold,cause\n"),
        ("bad.toml", 'terms = "cold"\n'),
    ],
)
def test_a_bad_file_stops_the_run_with_a_sentence(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(StopRun, match="vocabulary"):
        vocabulary((path,))


def test_a_missing_file_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="Can't read"):
        vocabulary((tmp_path / "none.toml",))


def test_complaints_tell_of_listed_conditions() -> None:
    known = vocabulary()
    assert known.complaints["wets the bed"] == "bedwetting"
    unknown = {name for name in known.complaints.values() if name not in known.conditions}
    assert not unknown


def test_all_names_of_a_condition_lead_to_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[terms]\ncondition = ["screen neck"]\n[synonyms]\n"screen neck" = ["tech neck"]\n'
        '[complaints]\n"screen neck" = ["my neck hurts from the screen"]\n'
    )
    known = vocabulary((path,))
    assert known.concepts["tech necks"] == known.concepts["screen neck"] == "screen neck"
    assert {"tech neck", "screen neck"} <= known.alike["screen neck"]
    assert known.complaints["my neck hurts from the screen"] == "screen neck"
