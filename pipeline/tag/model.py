"""The spaCy pipeline: blank English with a plain tokenizer and the components of this project.

It is built once a process for each settings (`functools.cache`), from data files alone. Passages
come in as Docs whose `user_data` holds the passage and the condition; mentions leave as the span
group `mentions`, with what the rules say of each in the group's `attrs["found"]`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
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
from pipeline.tag.matching import Found, Sentence, in_heading, in_sentence, may_hold
from pipeline.tag.passages import Passage
from pipeline.tag.vocabulary import Vocabulary, vocabulary
from pipeline.tag.words import Words, lower_case

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
    ) -> list[tuple[Passage, list[tuple[int, int, Found]]]]:
        """The mentions of each passage as start and end in the passage with what was found."""
        with self._lock:
            self._renew()
            able = (one for one in passages if may_hold(one, self._remedies))
            docs = self._nlp.pipe(_docs(self._nlp, able, condition))
            return [(doc.user_data["passage"], list(_found(doc))) for doc in docs]

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


def _docs(nlp: Language, passages: Iterable[Passage], condition: Condition) -> Iterator[Doc]:
    for passage in passages:
        doc = nlp.make_doc(passage.text)
        doc.user_data["passage"] = passage
        doc.user_data["condition"] = condition
        yield doc


def _found(doc: Doc) -> Iterator[tuple[int, int, Found]]:
    group = doc.spans[MENTIONS]
    for span, found in zip(group, group.attrs["found"], strict=True):
        yield span.start_char, span.end_char, found


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
    """The Doc with what its heading names, where it is a heading that names an item."""
    data = doc.user_data
    passage: Passage = data["passage"]
    known = {(span.start, span.end): span.label_ for span in doc.spans[TERMS]}
    remedies = frozenset((span.start, span.end) for span in doc.spans[TERMS] if _is_remedy(span))
    lower = lower_case(passage.text)
    sentence = Sentence(Words(doc, lower, known), passage, data["condition"], lower, remedies)
    data["sentence"] = sentence
    named = passage.in_heading and passage.place.names_item
    _add(doc, in_heading(sentence) if named else [])
    return doc


@Language.component("health_patterns", requires=["doc.spans"], assigns=["doc.spans"])
def health_patterns(doc: Doc) -> Doc:
    """The Doc with what patterns and instructions find in its sentence."""
    if not doc.spans[MENTIONS]:
        _add(doc, in_sentence(doc.user_data["sentence"]))
    return doc


def _is_remedy(span: Span) -> bool:
    """Whether a listed term is a remedy on its own; single words ("support") often are not."""
    return span.label_ == "drug" or (span.label_ == "remedy" and len(span) > 1)


def _add(doc: Doc, found: list[Found]) -> None:
    spans = [Span(doc, *one.span, label=one.label.value, span_id=one.rule) for one in found]
    doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, attrs={"found": found}, spans=spans)
