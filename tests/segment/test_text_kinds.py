"""A text alone tells its kind by patterns whose weights were fitted."""

import json
from pathlib import Path

import pytest

from pipeline.model.records import Kind
from pipeline.segment import text_kinds

TEXTS = {
    Kind.CAUSES: "The disease is caused by a virus. Smoking increases the risk of getting it.",
    Kind.DIAGNOSIS: "The doctor will ask about your medical history and order a blood test.",
    Kind.TREATMENT: "Treatment includes medicines and surgery. There is no cure.",
    Kind.SYMPTOMS: "Symptoms include fever and cough. Many people have no symptoms at all.",
    Kind.PREVENTION: "To prevent infection, wash your hands. Vaccination protects you as well.",
    Kind.OVERVIEW: "Gout is a type of arthritis in which crystals form in the joints.",
    Kind.COMPLICATIONS: "Complications may include heart failure if it is left untreated.",
    Kind.OTHER: "This condition is inherited in an autosomal recessive pattern.",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_plain_text_of_a_kind_is_told(kind: Kind) -> None:
    assert text_kinds.decide([(TEXTS[kind], None)], {})[0] is kind


def test_a_hint_can_turn_a_text_that_says_nothing() -> None:
    text = "Put it on for ten minutes."
    assert text_kinds.decide([(text, None)], {Kind.TREATMENT: 20.0})[0] is Kind.TREATMENT


def test_the_place_of_a_chapter_tells_where_its_words_leave_it_open() -> None:
    text = "Loose clothes, a window on the latch and a walk in the evening are enough for most."
    last = text_kinds.Place(
        first=False,
        last=True,
        before=Kind.TREATMENT,
        seen=frozenset({Kind.CAUSES, Kind.TREATMENT}),
    )
    assert text_kinds.decide([(text, None)], {}, last)[0] is Kind.PREVENTION


def test_words_of_a_chapter_speak_louder_than_its_place() -> None:
    text = "The bacteria are passed on by droplets. Smokers and people with diabetes are at risk."
    first = text_kinds.Place(first=True, last=False, before=None, seen=frozenset())
    assert text_kinds.decide([(text, None)], {}, first)[0] is Kind.CAUSES


def test_the_words_of_a_text_are_read_once_and_in_order() -> None:
    assert text_kinds.words_of("Ice, rest; ICE and X-rays, don't") == [
        "ice",
        "rest",
        "and",
        "x-rays",
        "don't",
    ]


def test_an_empty_text_is_decided_without_fault() -> None:
    kind, share = text_kinds.decide([("", None)], {})
    assert kind in text_kinds.KINDS
    assert 0 < share <= 1


def test_cues_never_hide_a_match() -> None:
    known = text_kinds.patterns()
    for text in TEXTS.values():
        lowered = text.lower()
        for (_, pattern), cues in zip(known.sentence, known.cues, strict=True):
            if pattern.search(lowered):
                assert not cues or any(cue in lowered for cue in cues), pattern.pattern


def test_every_feature_has_a_weight_for_every_kind() -> None:
    known = text_kinds.weights()
    for text in TEXTS.values():
        for name in text_kinds.features(text, None):
            assert len(known.features[name]) == len(text_kinds.KINDS)
    for name, table in known._asdict().items():
        kinds = text_kinds.KINDS if name in {"features", "words"} else text_kinds.CHAPTER_KINDS
        assert all(len(row) == len(kinds) for row in table.values()), name
    assert known.places.keys() == set(text_kinds.PLACES)


def test_the_file_of_weights_says_where_they_come_from() -> None:
    stored = json.loads(Path(text_kinds.__file__).with_name("kinds.json").read_text("utf-8"))
    assert "CC BY 4.0" in stored["data"]
    assert stored["kinds"] == [kind.value for kind in text_kinds.KINDS]


def test_only_the_first_sentences_are_read() -> None:
    assert len(text_kinds.sentences_of("One more. " * 1000)) == text_kinds.MAX_SENTENCES


def test_the_terms_of_a_heading_are_its_words_pairs_of_them_and_its_shape() -> None:
    assert text_kinds.heading_terms("Cold hands?") == [
        "cold",
        "hands",
        "^ cold",
        "cold hands",
        "hands $",
        "?",
    ]
    assert "one word" in text_kinds.heading_terms("Causes")
    assert "many words" in text_kinds.heading_terms("What my aunt did in the end")
