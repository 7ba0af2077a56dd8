"""Lists that stay text: short items inside one section that are no headings.

A list is plain when it stands inside a section and most of its items have no text of their own:
neither below them nor, after a run-in heading, on their line. The last item counts only in a list
of run-in headings, since the text below it may belong to the section around the list. Lists at the
top run through the page and are sections whatever their items hold; so are dotted numbers ("2.1")
and what is set as a heading.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.segment.headings import SOURCES, words_in
from pipeline.segment.lines import Lines
from pipeline.segment.outline import Placed
from pipeline.segment.shapes import BOLD, TERM, Candidate

SENTENCE_WORDS = 8  # of an item whose text is shorter
TEXT_SHARE = 0.5  # of the items but the last must have a text of their own


def without_plain_lists(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> list[Placed]:
    """The outline without the items of plain lists and all that stands below these."""
    children: defaultdict[int | None, list[Placed]] = defaultdict(list)
    for placed in outline:
        children[placed.parent].append(placed)
    with_text = _with_text(lines, candidates, outline)
    dropped: set[int | None] = set()
    for parent, items in children.items():
        if parent is None and _are_announced_sentences(lines, candidates, items):
            dropped.update(item.candidate for item in items)
        if parent is None or any(item.candidate in children for item in items):
            continue
        if not any(_is_set_as_heading(candidates[item.candidate], item) for item in items):
            texts = _texts(candidates, items, with_text)
            plain = not texts or sum(texts) < TEXT_SHARE * len(texts)
            if plain or _is_source_list(lines, candidates[parent]):
                dropped.update(item.candidate for item in items)
    kept = []
    for placed in outline:
        if placed.parent in dropped:
            dropped.add(placed.candidate)
        if placed.candidate not in dropped:
            kept.append(placed)
    return kept


def _texts(
    candidates: Sequence[Candidate], items: Sequence[Placed], with_text: Mapping[int, bool]
) -> list[bool]:
    """Whether each item has a text; what stands below the last may belong to what is around."""
    *others, last = items
    texts = [with_text[item.candidate] for item in others]
    if any(candidates[item.candidate].shape.run_in for item in items):
        texts.append(_runs_in(candidates[last.candidate]))
    return texts


def _runs_in(candidate: Candidate) -> bool:
    return candidate.shape.run_in and candidate.how != "long"


def _is_sentence(lines: Lines, candidate: Candidate) -> bool:
    """Whether what is read as heading and text are a long sentence and a shorter one."""
    line = lines.folded[candidate.heading_line]
    said = words_in(line[candidate.heading_start : candidate.heading_end])
    return said >= SENTENCE_WORDS and words_in(line[candidate.body :]) < said


def _are_announced_sentences(
    lines: Lines, candidates: Sequence[Candidate], items: Sequence[Placed]
) -> bool:
    """Whether a line with a colon announces a list of one sentence each, line after line."""
    places = [candidates[item.candidate] for item in items]
    first = places[0].line
    if [one.line for one in places] != list(range(first, first + len(places))) or first == 0:
        return False
    said = [lines.folded[one.line][one.heading_start :] for one in places]
    return lines.folded[first - 1][-1] == ":" and all(
        line[-1] == "." and ". " not in line and ": " not in line for line in said
    )


def _is_source_list(lines: Lines, parent: Candidate) -> bool:
    line = lines.folded[parent.heading_line]
    return SOURCES.fullmatch(line, parent.heading_start, parent.heading_end) is not None


def _with_text(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> Mapping[int, bool]:
    """For each heading whether text of its own follows before the next one."""
    found = {}
    places = [candidates[placed.candidate] for placed in outline]
    ends = [following.line for _, following in pairwise(places)]
    for placed, candidate, end in zip(outline, places, [*ends, len(lines.texts)], strict=False):
        below = end > candidate.heading_line + 1
        found[placed.candidate] = below or (
            _runs_in(candidate) and not _is_sentence(lines, candidate)
        )
    return found


def _is_set_as_heading(candidate: Candidate, placed: Placed) -> bool:
    dotted = placed.reading is not None and bool(placed.reading.prefix)
    return dotted or candidate.rank in range(1, BOLD + 1) or candidate.rank == TERM
