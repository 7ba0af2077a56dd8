"""Parts without markers whose heading stands on their line, like "After a week: it fades".

Lines below a heading that all begin with a few words and the same mark are its parts.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.segment.headings import Heading, words_in
from pipeline.segment.lines import Lines
from pipeline.segment.outline import Placed
from pipeline.segment.shapes import LABELLED, Candidate, Price, candidate
from pipeline.segment.vocabulary import words

LABELS = "short lead above a text"
LEAD = re.compile(
    r"(?P<bullet>[•·●▪*–—-] +)?(?P<lead>(?:[A-Z]|\d{1,2} [a-z])[^.:：!?;,]{1,50}?)"
    r"(?P<end>[:：.]| [-–—])[\"”]? +(?=\S.*[.。!?…)\"”]$)"
)
OF_TIME = words(
    "after within during before from until in day days week weeks month months hours first second "
    "third fourth fifth morning breakfast lunch dinner evening"
)
# Words of sentences; a few words with one of them are no heading: "One is age. It …".
SAYS = words(
    "is are was were has have had can may must will would should could isn't aren't don't doesn't "
    "it they he she you we i there this that"
)
FEWEST = 2  # one such line is a sentence
FEW_WORDS = 3  # of each of two such headings
MOST_WORDS = 6  # of each of more
MEAN_WORDS = 5
MOST_BELOW = 1  # lines after the last of them that belong to the heading above
BULLETED = 3  # so many with bullets


def with_run_in(
    lines: Lines, candidates: Sequence[Candidate], placed: Sequence[Placed]
) -> tuple[list[Candidate], list[Placed]]:
    """The candidates and the outline with the run-in parts right below headings."""
    taken = {candidates[one.candidate].line for one in placed}
    found = list(candidates)
    complete: list[Placed] = []
    for one in placed:
        complete.append(one)
        above = candidates[one.candidate]
        if above.body < len(lines.folded[above.heading_line]) or above.inside:
            continue
        for part in _parts(lines, above.heading_line + 1, taken, top=one.parent is None):
            complete.append(Placed(len(found), one.candidate, None, LABELS, 1.0))
            found.append(part)
    return found, complete


def _parts(lines: Lines, first: int, taken: set[int], *, top: bool) -> Iterator[Candidate]:
    """The parts from this line on; two of them only in a chapter at the top."""
    leads = _leads(lines, first, taken)
    if len(leads) < FEWEST + (not top):
        return
    after = first + len(leads)
    while after < len(lines.texts) and after not in taken:
        after += 1
    of_time = all(_of_time(lead) for lead in leads)
    if not of_time and not _are_headings(leads, after - first - len(leads)):
        return
    for index, lead in enumerate(leads, first):
        heading = Heading(lead.start("lead"), lead.end("lead"), lead.end(), "lead")
        yield candidate(lines, index, heading, LABELLED, Price(0.0, 0.0))


def _leads(lines: Lines, first: int, taken: set[int]) -> list["re.Match[str]"]:
    """The lines from here on that begin alike with a few words and a mark."""
    leads: list[re.Match[str]] = []
    for index in range(first, len(lines.texts)):
        if index in taken or lines.markers[index] is not None or lines.levels[index]:
            break
        lead = LEAD.match(lines.folded[index])
        if not lead or (leads and not _alike(lead, leads[0])):
            break
        leads.append(lead)
    return leads


def _alike(one: "re.Match[str]", other: "re.Match[str]") -> bool:
    return one["end"].strip() == other["end"].strip() and bool(one["bullet"]) == bool(
        other["bullet"]
    )


def _of_time(lead: "re.Match[str]") -> bool:
    first = lead["lead"].split(None, 1)[0].lower()
    return first in OF_TIME and lead["end"] != "." and not lead["bullet"]


def _are_headings(leads: Sequence["re.Match[str]"], left: int) -> bool:
    """Whether the leads are headings, with so many lines left below the last of them."""
    counts = [words_in(lead["lead"]) for lead in leads]
    if left > MOST_BELOW or any(_says(lead["lead"]) for lead in leads):
        return False
    if len(leads) == FEWEST:
        return max(counts) <= FEW_WORDS and not leads[0]["bullet"]
    return max(counts) <= MOST_WORDS and sum(counts) <= MEAN_WORDS * len(counts)


def _says(lead: str) -> bool:
    """Whether the words are a sentence rather than a heading."""
    _, *others = lead.removesuffix(" I").lower().split()  # "Grade I" names no one
    return not SAYS.isdisjoint(others)
