"""The spaCy pipeline and the tagger that owns it."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage, Kind, Tags
from pipeline.model.settings import TagSettings
from pipeline.tag import model
from pipeline.tag.condition import condition_named
from pipeline.tag.passages import passages
from pipeline.tag.vocabulary import vocabulary


def test_the_pipeline_has_its_components_and_what_each_needs() -> None:
    nlp = model.build(TagSettings())
    assert nlp.pipe_names == ["health_vocabulary", "health_network", "health_patterns"]
    problems = nlp.analyze_pipes()["problems"]
    assert not any(problems.values())


def test_one_tagger_serves_all_pages_of_a_process() -> None:
    assert model.tagger(TagSettings()) is model.tagger(TagSettings())


@pytest.mark.parametrize("text", ["long-term", "can't", "etc.", "0.5", "calcium-rich"])
def test_a_word_stays_whole(text: str) -> None:
    assert [token.text for token in model.build(TagSettings()).make_doc(text)] == [text]


def test_punctuation_is_set_off() -> None:
    doc = model.build(TagSettings()).make_doc(
        "(heat), \N{LEFT DOUBLE QUOTATION MARK}cold\N{RIGHT DOUBLE QUOTATION MARK}."
    )
    assert [token.text for token in doc][:3] == ["(", "heat", ")"]


def test_the_string_store_does_not_grow_without_bound(
    monkeypatch: pytest.MonkeyPatch, build: Callable[..., CleanPage]
) -> None:
    monkeypatch.setattr(model, "MOST_NEW_STRINGS", 50)
    worker = model.Tagger(TagSettings())
    condition = condition_named("gout", vocabulary())
    first = worker.strings()
    for number in range(40):
        page = build([f"Zorb{number} salt can cause gout.", f"Eat zib{number}."])
        worker.find(passages(page, (), Kind.OTHER), condition)
    assert worker.strings() < first + 100


def test_tagging_is_the_same_after_the_pipeline_was_built_anew(
    monkeypatch: pytest.MonkeyPatch, tag_lines: Callable[..., Tags]
) -> None:
    lines = ["Cold can cause lumbar cramps."]
    before = tag_lines(lines)
    monkeypatch.setattr(model, "MOST_NEW_STRINGS", -1_000_000)
    assert tag_lines(lines) == before


def test_a_pattern_has_a_say_where_the_network_is_not_sure(
    monkeypatch: pytest.MonkeyPatch, tag_lines: Callable[..., Tags]
) -> None:
    lines = ["Moderate drinking of alcohol reduces the risk of lumbar cramps."]
    monkeypatch.setattr(model, "SURE", 0.0)
    assert all(one.rule == "fitted" for one in tag_lines(lines).mentions)
    monkeypatch.setattr(model, "SURE", 1.0)
    assert any(one.rule != "fitted" for one in tag_lines(lines).mentions)
