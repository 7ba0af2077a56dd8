"""The spaCy pipeline: blank English with a plain tokenizer and the components of this project.

It is built once a process for each settings (`functools.cache`), from data files alone. The
passages of a page come in as one Doc; `user_data` holds them and the condition. Mentions leave as
the span group `mentions`, with what the rules say of each in the group's `attrs["found"]`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from pipeline.model.settings import TagSettings
from pipeline.tag.condition import Condition
from pipeline.tag.matching import in_heading, in_sentence, may_hold
from pipeline.tag.passages import Passage
from pipeline.tag.sentence import Found, Sentence
from pipeline.tag.vocabulary import Vocabulary, vocabulary
from pipeline.tag.words import Words, lower_case, places_of

MENTIONS = "mentions"
TERMS = "terms"
PREFIX = re.compile(r"""^["'“‘(\[{<*•·~`«]|^…|^\.\.+|^[—–-]+""")
SUFFIX = re.compile(r"""(?:["'”’)\]}>*`»,;:!?。，；：！？、]|…|\.+|[—–-]+)$""")
INFIX = re.compile(
    r"""[()\[\]{}"“”,;:!?，。；：！？、—–…]|(?<=[a-z])\.(?=[A-Z])|(?<=[A-Za-z)])/(?=[A-Za-z(])"""
)
# Words that keep their full stop.
ABBREVIATIONS = ("etc.", "e.g.", "i.e.", "vs.", "Dr.", "approx.")
# New strings after which the pipeline is built anew: with their lexemes some 30 MB, some ten
# thousand pages; building takes a fifth of a second.
MOST_NEW_STRINGS = 100_000


# Passages in one Doc: an ordinary page is one. A passage has at most 1,000 characters, and spaCy
# takes a million.
BATCH = 500


class Tagger:
    """Runs the pipeline over the passages of one page after another.

    Every new word adds to spaCy's string store for good. A memory zone would forget it, but inside
    one the tokenizer keeps no cache, which costs more than tagging itself. So the whole pipeline is
    dropped and built anew once enough strings came in: memory stays bounded, the cache is kept.
    """

    def __init__(self, settings: TagSettings) -> None:
        self.vocabulary: Vocabulary = vocabulary(settings.lexicon_files)
        self._settings = settings
        self._lock = Lock()  # spaCy's vocabulary is not safe for threads that write to it
        terms = self.vocabulary.terms
        self._remedies = frozenset(
            term.split(maxsplit=1)[0] for term in terms["drug"] | terms["remedy"]
        )
        self._nlp = build(settings)
        self._first_strings = self.strings()

    def find(
        self, passages: Iterable[Passage], condition: Condition
    ) -> list[tuple[Passage, int, int, Found]]:
        """The mentions with their passages, start and end in the passage, in reading order."""
        with self._lock:
            self._renew()
            able = [one for one in passages if may_hold(one, self._remedies)]
            batches = (able[at : at + BATCH] for at in range(0, len(able), BATCH))
            docs = self._nlp.pipe(_doc(self._nlp, batch, condition) for batch in batches)
            return [mention for doc in docs for mention in _found(doc)]

    def strings(self) -> int:
        """The number of strings that the vocabulary holds now."""
        return len(self._nlp.vocab.strings)

    def _renew(self) -> None:
        if self.strings() - self._first_strings > MOST_NEW_STRINGS:
            self._nlp = build(self._settings)


@cache
def tagger(settings: TagSettings) -> Tagger:
    """The tagger of this process for these settings."""
    return Tagger(settings)


def build(settings: TagSettings) -> Language:
    """A new pipeline with this project's components."""
    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer  # Cython, without type information
    tokenizer.rules = {}
    tokenizer.prefix_search = PREFIX.search
    tokenizer.suffix_search = SUFFIX.search
    tokenizer.infix_finditer = INFIX.finditer
    tokenizer.token_match = tokenizer.url_match = None
    for word in ABBREVIATIONS:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    files = [str(path) for path in settings.lexicon_files]
    nlp.add_pipe("health_vocabulary", config={"files": files})
    nlp.add_pipe("health_headings")
    nlp.add_pipe("health_patterns")
    return nlp


SEPARATOR = "\n"  # becomes a word of its own, so no term or phrase reaches over it


def _doc(nlp: Language, passages: Sequence[Passage], condition: Condition) -> Doc:
    """One Doc for many passages: cheaper than many small ones."""
    doc = nlp.make_doc(SEPARATOR.join(passage.text for passage in passages))
    doc.user_data["passages"] = passages
    doc.user_data["condition"] = condition
    return doc


def _found(doc: Doc) -> Iterator[tuple[Passage, int, int, Found]]:
    group = doc.spans[MENTIONS]
    for span, (part, found) in zip(group, group.attrs["found"], strict=True):
        yield (
            part.sentence.passage,
            span.start_char - part.char,
            span.end_char - part.char,
            found,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A passage inside its page's Doc: where its first word and its first character stand."""

    sentence: Sentence
    word: int
    char: int


@Language.factory("health_vocabulary", assigns=["doc.spans"], default_config={"files": []})
def make_vocabulary(nlp: Language, name: str, files: list[str]) -> Callable[[Doc], Doc]:
    """The component that finds the terms of the vocabularies, longest first."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for category, terms in vocabulary(tuple(map(Path, files))).terms.items():
        matcher.add(category, [nlp.make_doc(term) for term in sorted(terms)])

    def find_terms(doc: Doc) -> Doc:
        spans = filter_spans(matcher(doc, as_spans=True))
        doc.spans[TERMS] = SpanGroup(doc, name=name, spans=spans)
        return doc

    return find_terms


@Language.component("health_headings", requires=["doc.spans"], assigns=["doc.spans"])
def health_headings(doc: Doc) -> Doc:
    """The Doc with what its headings name, where they name items."""
    parts = list(_parts(doc))
    doc.user_data["parts"] = parts
    found = [
        (part, one)
        for part in parts
        if part.sentence.passage.in_heading and part.sentence.passage.place.names_item
        for one in in_heading(part.sentence)
    ]
    _set(doc, found)
    return doc


@Language.component("health_patterns", requires=["doc.spans"], assigns=["doc.spans"])
def health_patterns(doc: Doc) -> Doc:
    """The Doc with what patterns and instructions find where no heading names an item."""
    found = list(doc.spans[MENTIONS].attrs["found"])
    named = {part.word for part, _ in found}
    found += [
        (part, one)
        for part in doc.user_data["parts"]
        if part.word not in named
        for one in in_sentence(part.sentence)
    ]
    _set(doc, sorted(found, key=lambda row: (row[0].word, row[1].span)))
    return doc


def _parts(doc: Doc) -> Iterator[Part]:
    """The passages of the Doc as the rules see them."""
    places = places_of(doc)
    terms = [(span.start, span.end, span.label_, _is_remedy(span)) for span in doc.spans[TERMS]]
    char = word = term = 0
    for passage in doc.user_data["passages"]:
        end = char + len(passage.text)
        last = word
        while last < len(places) and places[last][0] < end:
            last += 1
        inside = []
        while term < len(terms) and terms[term][0] < last:
            inside.append(terms[term])
            term += 1
        known = {(start - word, stop - word): label for start, stop, label, _ in inside}
        remedies = frozenset(
            (start - word, stop - word) for start, stop, _, is_one in inside if is_one
        )
        lower = lower_case(passage.text)
        words = Words([(start - char, size) for start, size in places[word:last]], lower, known)
        yield Part(
            Sentence(words, passage, doc.user_data["condition"], lower, remedies), word, char
        )
        char = end + len(SEPARATOR)
        word = last
        while word < len(places) and places[word][0] < char:
            word += 1


def _is_remedy(span: Span) -> bool:
    """Whether a listed term is a remedy on its own; single words ("support") often are not."""
    return span.label_ == "drug" or (span.label_ == "remedy" and len(span) > 1)


def _set(doc: Doc, found: list[tuple[Part, Found]]) -> None:
    spans = [
        Span(doc, part.word + start, part.word + end, label=one.label.value, span_id=one.rule)
        for part, one in found
        for start, end in (one.span,)
    ]
    doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, attrs={"found": found}, spans=spans)
