"""Words of bare text: what they hint at, and how much oftener they stand in furniture."""

from pipeline.clean.text_words import LETTER_OF, stored_lexicon, telling_word, words_of


def test_scores_of_words_tell_labels_from_text() -> None:
    scores = stored_lexicon().scores
    assert scores[b"subscribe"] > 1
    assert scores.get(b"calf", 0.0) <= 0
    assert telling_word("Subscribe to our newsletter") in {"subscribe", "newsletter"}
    assert telling_word("Stretch the calf") is None
    assert telling_word(f"Subscribe {'and stretch ' * 40}") is None


def test_words_are_looked_up_in_lower_case_without_signs() -> None:
    assert words_of("Don’t SHARE: café!") == [b"don", b"t", b"share", "café".encode("latin-1")]


def test_pairs_of_letters_are_the_dearer_the_less_they_are_met_in_articles() -> None:
    pairs = stored_lexicon().pairs

    def cost(pair: str) -> int:
        first, second = LETTER_OF[list(pair.encode("latin-1"))]
        return int(pairs[first, second])

    assert cost("th") < cost("tz") < cost("zx") + 1
    assert cost("an") < cost("añ")
