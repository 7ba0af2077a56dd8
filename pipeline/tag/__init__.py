"""tag: from a clean page and its sections to the causes and remedies it names.

passages --condition--> Docs --headings, patterns, context--> mentions --terms--> Tags
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model.ids import content_ids
from pipeline.model.records import CleanPage, Mention, Section, Tags
from pipeline.model.settings import TagSettings
from pipeline.tag.announced import kind_announced
from pipeline.tag.condition import Condition, find_condition
from pipeline.tag.model import tagger
from pipeline.tag.passages import Passage, passages
from pipeline.tag.sentence import Found
from pipeline.tag.terms import singular, term_of

__all__ = ["prepare", "tag"]

Candidate = tuple[int, int, Passage, Found]
Row = tuple[int, int, Passage, Found, str, str]


def prepare(settings: TagSettings) -> None:
    """Build what tagging needs, once a process for each settings."""
    tagger(settings)


def tag(page: CleanPage, sections: Sequence[Section], settings: TagSettings) -> Tags:
    """The condition of a page with its mentions in reading order; no mention without condition."""
    worker = tagger(settings)
    condition = find_condition(page, sections, worker.vocabulary)
    if condition is None:
        return Tags(None)
    found = worker.find(passages(page, sections, kind_announced(page.title or "")), condition)
    candidates = [
        (passage.start + start, passage.start + end, passage, one)
        for passage, start, end, one in found
        if passage.in_heading or passage.text[start:end].casefold() != condition.name
    ]  # in running text no condition is a cause of itself
    kept = _first_of_each(_without_overlaps(candidates), worker.vocabulary.synonyms)
    return Tags(condition.name, tuple(_mentions(page, condition, list(kept))))


def _without_overlaps(candidates: list[Candidate]) -> list[Candidate]:
    """Of overlapping candidates with one label the surest, then the longest; sorted by place."""
    ranked = sorted(candidates, key=lambda one: (-one[3].score, one[0] - one[1], one[0]))
    kept: dict[int, list[Candidate]] = {}  # by passage: no candidate reaches over its passage
    for one in ranked:
        rivals = kept.setdefault(one[2].start, [])
        if not any(one[0] < other[1] and other[0] < one[1] for other in rivals):
            rivals.append(one)
    return sorted(
        (one for group in kept.values() for one in group),
        key=lambda one: (one[0], one[1], one[3].label),
    )


def _first_of_each(candidates: Iterable[Candidate], synonyms: Mapping[str, str]) -> Iterator[Row]:
    """Each distinct claim where it first stands, and wherever a heading makes it."""
    seen: set[tuple[str, str, bool]] = set()
    for start, end, passage, one in candidates:
        text = passage.text[start - passage.start : end - passage.start]
        plain, term = term_of(text, synonyms)
        if not passage.in_heading and one.cue is None and _repeats_heading(plain, passage):
            continue
        claim = (one.label, plain, one.cue is None)
        if passage.in_heading or claim not in seen:
            yield start, end, passage, one, text, term
        seen.add(claim)


def _repeats_heading(term: str, passage: Passage) -> bool:
    """Whether a phrase has only words that the item's heading has: "Condoms" in "Use condoms"."""
    if passage.section is None or not passage.place.names_item:
        return False
    heading = {singular(word) for word in passage.section.heading.casefold().split()}
    return {singular(word) for word in term.split()} <= heading


def _mentions(page: CleanPage, condition: Condition, rows: Sequence[Row]) -> Iterator[Mention]:
    contents = [f"{one.label.value} {text.casefold()}" for _, _, _, one, text, _ in rows]
    ids = content_ids(page.raw.page_id, "mention", contents)
    for mention_id, (start, end, passage, one, text, term) in zip(ids, rows, strict=True):
        yield Mention(
            mention_id=mention_id,
            page_id=page.raw.page_id,
            section_id=passage.section.section_id if passage.section else None,
            block_id=passage.block.block_id,
            label=one.label,
            text=text,
            term=term,
            start=start,
            end=end,
            sentence=passage.text,
            condition=condition.name,
            aspect=one.aspect,
            negated=one.cue is not None,
            cue=one.cue,
            in_heading=passage.in_heading,
            rule=one.rule,
            score=one.score,
        )
