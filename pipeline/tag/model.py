"""The spaCy pipeline: blank English with a plain tokenizer and the components of this project.

It is built once a process for each settings (`functools.cache`), from data files alone. The
passages of a page come in as one Doc; `user_data` holds them and the condition. Mentions leave as
the span group `mentions`, with what the rules say of each in the group's `attrs["found"]`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
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
from pipeline.tag.features import Inputs, inputs
from pipeline.tag.fitted import readings
from pipeline.tag.matching import in_sentence, is_statement
from pipeline.tag.network import network
from pipeline.tag.passages import Passage
from pipeline.tag.sentence import Found, Sentence
from pipeline.tag.turns import OPEN
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
        self._nlp = build(settings)
        self._first_strings = self.strings()

    def find(
        self, passages: Iterable[Passage], condition: Condition
    ) -> list[tuple[Passage, int, int, Found]]:
        """The mentions with their passages, start and end in the passage, in reading order."""
        with self._lock:
            self._renew()
            able = list(passages)
            batches = (able[at : at + BATCH] for at in range(0, len(able), BATCH))
            docs = (self._nlp(doc_of(self._nlp, batch, condition)) for batch in batches)
            return [mention for doc in docs for mention in found_in(doc)]

    def inputs(self, passages: Sequence[Passage], condition: Condition) -> Inputs:
        """What the network sees of the passages of a page; for fitting it."""
        with self._lock:
            self._renew()
            doc = doc_of(self._nlp, passages, condition)
            return inputs_of(self._nlp.get_pipe("health_vocabulary")(doc))

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
    nlp.add_pipe("health_network")
    nlp.add_pipe("health_patterns")
    return nlp


SURE = 0.4  # a score of the network from which patterns have no say in a telling section
SEPARATOR = "\n"  # becomes a word of its own, so no term or phrase reaches over it


def doc_of(nlp: Language, passages: Sequence[Passage], condition: Condition) -> Doc:
    """One Doc for many passages: cheaper than many small ones."""
    text = SEPARATOR.join(passage.text for passage in passages)
    doc = nlp.make_doc(text)
    doc.user_data.update(passages=passages, condition=condition, text=text)
    return doc


def found_in(doc: Doc) -> Iterator[tuple[Passage, int, int, Found]]:
    """The mentions of a Doc with their passages, start and end in the passage."""
    page: Inputs = doc.user_data["inputs"]
    passages: Sequence[Passage] = doc.user_data["passages"]
    at, owner, starts = page.at.tolist(), page.passage.tolist(), page.starts.tolist()
    for one in doc.spans[MENTIONS].attrs["found"]:
        first, last = one.span[0], one.span[1] - 1
        index = owner[first]
        end = at[last] + len(page.words[last])
        yield passages[index], at[first] - starts[index], end - starts[index], one


@Language.factory("health_vocabulary", assigns=["doc.spans"], default_config={"files": []})
def make_vocabulary(nlp: Language, name: str, files: list[str]) -> Callable[[Doc], Doc]:
    """The component that finds the terms of the vocabularies, longest first."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for category, terms in vocabulary(tuple(map(Path, files))).terms.items():
        matcher.add(category, [nlp.make_doc(term) for term in sorted(terms)])

    def find_terms(doc: Doc) -> Doc:
        spans = filter_spans(matcher(doc, as_spans=True))
        doc.spans[TERMS] = SpanGroup(doc, name=name, spans=spans)
        doc.user_data["terms"] = [(span.start, span.end, span.label_) for span in spans]
        return doc

    return find_terms


def inputs_of(doc: Doc) -> Inputs:
    """What the network sees of a Doc."""
    return inputs(doc, doc.user_data["text"], doc.user_data["terms"])


@Language.component("health_network", requires=["doc.spans"], assigns=["doc.spans"])
def health_network(doc: Doc) -> Doc:
    """The Doc with what the fitted network finds."""
    page = doc.user_data["inputs"] = inputs_of(doc)
    fitted = network()
    scores = fitted.scores(page)
    set_mentions(doc, readings(scores, page, doc.user_data["passages"], fitted.follows))
    return doc


@Language.component("health_patterns", requires=["doc.spans"], assigns=["doc.spans"])
def health_patterns(doc: Doc) -> Doc:
    """The Doc with what patterns find where section and network say nothing of a sentence."""
    page: Inputs = doc.user_data["inputs"]
    doc.user_data["bounds"] = page.first_words.tolist()
    found: list[Found] = list(doc.spans[MENTIONS].attrs["found"])
    told = {int(page.passage[one.span[0]]) for one in found if one.score >= SURE}
    more = [
        replace(one, span=(first + one.span[0], first + one.span[1]))
        for sentence, first in _sentences(doc, told)
        for one in in_sentence(sentence)
    ]
    if more:
        set_mentions(doc, sorted([*found, *more], key=lambda one: one.span))
    return doc


def _sentences(doc: Doc, told: set[int]) -> Iterator[tuple[Sentence, int]]:
    """The passages in which a pattern may match, each with the index of its first word.

    In a section whose kind tells the network knows better, if it found something: `told`.
    """
    for index, passage in enumerate(doc.user_data["passages"]):
        if (index in told and passage.kind not in OPEN) or not is_statement(passage):
            continue
        lower = lower_case(passage.text)
        words = partial(_words, doc, index, lower)
        first = doc.user_data["bounds"][index]
        yield Sentence(passage, doc.user_data["condition"], lower, words), first


def _words(doc: Doc, index: int, lower: str) -> Words:
    """The words of a passage with what the vocabularies list among them."""
    page: Inputs = doc.user_data["inputs"]
    first, last = doc.user_data["bounds"][index : index + 2]
    start = int(page.starts[index])
    places = [(at - start, len(word)) for at, word in page.words_at(first, last)]
    known = {
        (begin - first, end - first): category
        for begin, end, category in doc.user_data["terms"]
        if first <= begin < last
    }
    return Words(places, lower, known)


def set_mentions(doc: Doc, found: list[Found]) -> None:
    """Makes what was found the mentions of a Doc."""
    marked = [Span(doc, *one.span, label=one.label.value, span_id=one.rule) for one in found]
    doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, attrs={"found": found}, spans=marked)
