"""From a page's lines to candidates: whatever may be the heading of a section."""

import re
from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from pipeline.model.records import Block, CleanPage
from pipeline.segment import costs, markers
from pipeline.segment.headings import MAX_WORDS, split, words_in
from pipeline.segment.kinds import Named, of_heading, of_label
from pipeline.segment.markers import Marker, Reading
from pipeline.segment.numerals import roman

TITLE_CHARS = 200  # what is longer is a flattened page
TITLE_LINES = 8  # the title stands among the first lines
TEASER_CHARS = 300  # a longer line that ends in dots is a flattened page
CONTENTS_CHARS = 120  # longer lines are no entries of a list of contents
PLAIN = 10  # rank of a numbered line without a heading's tag
BOLD = 7
TERM = 8
BARE = 9

# Where a marker may stand inside a line. One class of characters comes first, so that the search
# skips the others fast; what follows looks back at which one it was.
_SITE = re.compile(
    r"[0-9#(（.①-⒛❶-❿➀-➉㈠-㈩㊀-㊉Ⅰ-ⅻ一二三四五六七八九十第A-Z](?:"
    r"(?<=[0-9])[0-9]{0,2}"
    r"(?:\.[0-9]{1,2}(?=[.) ])|[.、)](?![0-9])|[:：,](?= ?[A-Z])| (?=[-–—] [A-Z]))"
    r"|(?<=[(（])(?:[0-9]{1,2}|[a-zA-Z]|[ivxIVX]{2,4}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?<=[#.])[0-9]{1,2}[. :](?=[^0-9])"
    r"|(?<=[①-⒛❶-❿➀-➉㈠-㈩㊀-㊉Ⅰ-ⅻ])"
    r"|(?<=[一二三四五六七八九十])[一二三四五六七八九十]{0,2}、|(?<=第)[一二三四五六七八九十]{1,3}"
    r"|(?<=[IVX])[IVX]{0,4}[.、)](?= ?[A-Z])|(?<=[A-Z])[、)](?= ?[A-Z])|(?<=[A-H])\.(?= [A-Z])"
    r"|(?<=[A-Z])[a-z]{0,8} ?#?"
    r"(?:[0-9]{1,2}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)(?![A-Za-z0-9])"
    r"|(?<=[FSTEN])(?:irst|econd|hird|ourth|ifth|ixth|eventh|ighth|inth|enth)"
    r"(?:ly)?(?:[,:]| [a-z]{3,11}:)"
    r")"
)
# "a)" and "iv)": looked for only where more brackets close than open.
_LETTER_SITE = re.compile(r"(?<=[\s.;:,])(?:[a-h]|[ivx]{1,4})\) ")
_SENTENCE_END = frozenset('.?!。？！…"”’)）')
_LIST_INTRO = frozenset(":：;；,，")
_NO_MARKER_AFTER = frozenset("(-–/.,$£€+")
_TEASER = ("...", "…", "....")


class Shape(NamedTuple):
    """What headings of one list have in common."""

    length: float  # log2 of the number of words
    question: bool
    topic: bool
    named: Named | None  # the kind that it names
    rank: int
    css_class: str
    run_in: bool
    inside: bool = False


class Candidate(NamedTuple):
    """A place where a section may begin."""

    line: int  # of the kept lines
    start: int  # of the marker in the line
    printed: str | None
    heading_line: int  # the next line where the number stands alone
    heading_start: int
    heading_end: int
    body: int  # where text follows on the heading's line
    readings: tuple[Reading, ...]
    rank: int
    accept: float
    refuse: float
    shape: Shape
    inside: bool
    how: str


class Lines:
    """The kept lines of a page, folded once, with what the title says."""

    def __init__(self, page: CleanPage) -> None:
        self.blocks: list[Block] = [block for block in page.blocks if block.kept]
        self.texts = [block.text for block in self.blocks]
        self.folded = [markers.fold(text) for text in self.texts]
        title = page.title or ""
        self.title = _normal(title) if len(title) <= TITLE_CHARS else ""
        self.topic = _topic(self.title)

    def is_title(self, index: int) -> bool:
        """Whether the line is the page's title, or its only h1."""
        block = self.blocks[index]
        if block.layout.heading_level == 1 and not self.title:
            return True
        return index < TITLE_LINES and self._opens_title(_normal(block.text))

    def _opens_title(self, line: str) -> bool:
        """Whether it is the title or the title without the name of the site."""
        return self.title.startswith(line) and len(line) * 2 >= len(self.title) > 0


def find(lines: Lines) -> list[Candidate]:
    """All candidates of a page in reading order."""
    bold_all = _mostly_bold(lines)
    repeated = _contents(lines)
    found: list[Candidate] = []
    taken = -1  # a line that is the heading of the number alone above it
    for index in range(len(lines.texts)):
        if index == taken or lines.is_title(index) or index in repeated:
            continue
        at_start = _at_start(lines, index, bold_all=bold_all)
        if at_start and at_start.heading_line > index:
            taken = at_start.heading_line
        inside = _inside(lines, index, at_start.heading_start if at_start else 0)
        if at_start:
            found.append(_cut(lines, at_start, inside))
        found.extend(inside)
    return found


def _cut(lines: Lines, candidate: Candidate, inside: Sequence[Candidate]) -> Candidate:
    """The candidate, its heading ended before the next marker of its line."""
    if not inside or candidate.heading_line != candidate.line:
        return candidate
    line = lines.folded[candidate.line]
    limit = inside[0].start
    heading = split(line, candidate.heading_start, limit, below=False, inside=True)
    return candidate._replace(heading_end=heading.end, body=heading.body, how=heading.how)


def _normal(text: str) -> str:
    return " ".join(text.lower().split())


_COMMON = frozenset(
    "what when which how does your have these those this that with from about methods worth look "
    "treat treatment cause causes symptoms prevent prevention common should know need tips ways "
    "best most people good health relieve deal happen".split()
)


def _topic(title: str) -> frozenset[str]:
    words = (word.strip("?!.,:;'\"()") for word in title.lower().split())
    return frozenset(word for word in words if len(word) > 3 and word not in _COMMON)


def _mostly_bold(lines: Lines) -> bool:
    bold = sum(block.layout.emphasised for block in lines.blocks)
    return bold * 2 > len(lines.blocks)


def _contents(lines: Lines) -> frozenset[int]:
    """Lines of a list of contents: numbered neighbours, each printed again further down."""
    last_place: dict[str, int] = {}
    keys = [_heading_key(text) if len(text) <= CONTENTS_CHARS else "" for text in lines.folded]
    for index, key in enumerate(keys):
        last_place[key] = index
    again = [bool(key) and last_place[key] > index for index, key in enumerate(keys)]
    listed: set[int] = set()
    run: list[int] = []
    for index, is_again in enumerate([*again, False]):
        if is_again and index < len(lines.texts) and not lines.is_title(index):
            run.append(index)
            continue
        if len(run) > 1:
            listed.update(run)
        run = []
    return frozenset(listed)


def _heading_key(text: str) -> str:
    return text.lstrip("0123456789.、)(#:·•- ").rstrip(" .:?").lower()


def _at_start(lines: Lines, index: int, *, bold_all: bool) -> Candidate | None:
    block = lines.blocks[index]
    line = lines.folded[index]
    marker = markers.at(line, 0)
    rank = _rank(block, bold_all=bold_all)
    if marker is not None and marker.end >= len(line):
        return _number_alone(lines, index, marker, rank)
    if marker is None and block.layout.ordinal is not None and rank > 0:
        marker = _implied(block)
    if marker is not None:
        return _numbered(lines, index, marker, rank)
    return _unnumbered(lines, index, rank)


def _rank(block: Block, *, bold_all: bool) -> int:
    if block.layout.heading_level:
        return block.layout.heading_level
    if block.tag in ("dt", "summary"):
        return TERM
    return BOLD if block.layout.emphasised and not bold_all else PLAIN


def _implied(block: Block) -> Marker | None:
    """The marker that a browser prints before the item of an ordered list."""
    value = block.layout.ordinal or 0
    kind = block.layout.ordinal_type or "1"
    printed = str(value)
    if kind in "aA" and 1 <= value <= 26:
        printed = chr(96 + value)
    elif kind in "iI" and 1 <= value < 400:
        printed = roman(value)
    printed = (printed.upper() if kind in "AI" else printed) + "."
    reading = Reading(f"ol-{kind}", str(block.layout.list_depth), value)
    return Marker(0, 0, printed, (reading,))


def _below(lines: Lines, index: int) -> bool:
    """Whether the next line is text rather than a heading or an item."""
    if index + 1 >= len(lines.texts):
        return False
    block = lines.blocks[index + 1]
    if block.layout.heading_level or block.layout.ordinal is not None:
        return False
    return markers.at(lines.folded[index + 1], 0) is None


def _numbered(lines: Lines, index: int, marker: Marker, rank: int) -> Candidate:
    line = lines.folded[index]
    if rank <= 6:
        end, body, how = len(line.rstrip(" .:：。")), len(line), "line"
    else:
        end, body, how = split(
            line, marker.end, len(line), below=_below(lines, index), inside=False
        )
    heading = line[marker.end : end]
    accept = (costs.LONG if how == "long" else 0.0) + _case_cost(heading)
    refuse = costs.TEXT_LONG if how == "long" else costs.TEXT_LINE
    if marker.weak and rank == PLAIN:
        refuse = min(refuse, costs.TEXT_WEAK)
    if marker.weak and not marker.readings[0].wrapper and marker.readings[0].family == "decimal":
        accept += costs.NO_SEPARATOR
        refuse = min(refuse, costs.TEXT_NO_SEPARATOR)
    if line.endswith(_TEASER):
        refuse = 0.0
    if rank <= 6:
        refuse = costs.TEXT_TAG["heading"]
    shape = _shape(lines, lines.blocks[index], heading, rank, run_in=body < len(line))
    shape = _with_label(shape, marker)
    printed = lines.texts[index][: len(marker.printed)].strip() if marker.end else marker.printed
    return Candidate(
        index,
        0,
        printed,
        index,
        marker.end,
        end,
        body,
        marker.readings,
        rank,
        accept,
        refuse,
        shape,
        inside=False,
        how=how,
    )


def _case_cost(heading: str) -> float:
    return costs.LOWER_CASE if heading[:1].islower() else 0.0


def _shape(lines: Lines, block: Block, heading: str, rank: int, *, run_in: bool) -> Shape:
    lowered = heading.lower()
    return Shape(
        length=log2(words_in(heading) + 1),
        question=heading[-1:] in "?？" and bool(heading),
        topic=any(word in lowered for word in lines.topic),
        named=of_heading(heading, lines.topic),
        rank=PLAIN if rank == BARE else rank,
        css_class=block.layout.css_class,
        run_in=run_in,
    )


def _with_label(shape: Shape, marker: Marker) -> Shape:
    family, _, label = marker.readings[0].family.partition("-")
    if family != "label" or shape.named:
        return shape
    return shape._replace(named=of_label(label))


def _number_alone(lines: Lines, index: int, marker: Marker, rank: int) -> Candidate | None:
    following = index + 1
    if following >= len(lines.texts) or lines.blocks[following].layout.ordinal is not None:
        return None
    line = lines.folded[following]
    if markers.at(line, 0) or words_in(line) > MAX_WORDS or line.endswith((".", "。", ",")):
        return None
    end = len(line.rstrip(" :：."))
    block = lines.blocks[following]
    rank = min(rank, block.layout.heading_level or PLAIN)
    shape = _shape(lines, block, line[:end], rank, run_in=False)
    refuse = 1.5 if marker.printed[-1:].isdecimal() else costs.TEXT_LINE
    printed = lines.texts[index][: len(marker.printed)].strip()
    return Candidate(
        index,
        0,
        printed,
        following,
        0,
        end,
        len(line),
        marker.readings,
        rank,
        _case_cost(line),
        refuse,
        shape,
        inside=False,
        how="number alone",
    )


def _unnumbered(lines: Lines, index: int, rank: int) -> Candidate | None:
    line = lines.folded[index]
    count = words_in(line)
    if rank == PLAIN:
        if not _is_bare_heading(lines, index, count):
            return None
        rank, refuse, how = BARE, _bare_refusal(lines, index), "bare line"
    elif rank <= 6:
        refuse, how = costs.TEXT_TAG["heading"], f"h{rank}"
    elif count > MAX_WORDS or line[-1] in ".。,;；":
        return None
    else:
        refuse, how = costs.TEXT_TAG["bold"], "bold line" if rank == BOLD else "term"
    end = len(line.rstrip(" :：.")) or len(line)
    shape = _shape(lines, lines.blocks[index], line[:end], rank, run_in=False)
    return Candidate(
        index,
        0,
        None,
        index,
        0,
        end,
        len(line),
        (),
        rank,
        0.0,
        refuse,
        shape,
        inside=False,
        how=how,
    )


def _bare_refusal(lines: Lines, index: int) -> float:
    marker = markers.at(lines.folded[index + 1], 0)
    first = marker is not None and any(reading.value == 1 for reading in marker.readings)
    return costs.TEXT_BARE_INTRO if first else costs.TEXT_TAG["bare"]


def _is_bare_heading(lines: Lines, index: int, count: int) -> bool:
    """A short line of text without a full stop that has something below it."""
    line = lines.folded[index]
    if count > 12 or index + 1 >= len(lines.texts) or line[-1] in ".。,，;；:：…!！":
        return False
    block = lines.blocks[index]
    if block.layout.list_depth or block.tag in ("td", "tr", "li", "figcaption"):
        return False
    return line[:1].isupper() or line[:1] > "⺀"


def _inside(lines: Lines, index: int, after: int) -> list[Candidate]:
    line = lines.folded[index]
    if line.endswith(_TEASER) and len(line) <= TEASER_CHARS:
        return []
    found = []
    for site in _sites(line, max(after, 1)):
        marker = _inner_marker(line, site.start())
        if marker and not (found and marker.start < found[-1][1].end):
            found.append((site.start(), marker))
    if not found:
        return []
    limits = [start for start, _ in found[1:]] + [len(line)]
    inner = [
        _inner(lines, index, marker, limit)
        for (_, marker), limit in zip(found, limits, strict=True)
    ]
    return [candidate for candidate in inner if candidate.heading_end > candidate.heading_start]


def _sites(line: str, after: int) -> "list[re.Match[str]]":
    sites = list(_SITE.finditer(line, after))
    if line.count(")") > line.count("("):
        sites += _LETTER_SITE.finditer(line, after)
        sites.sort(key=lambda site: site.start())
    return sites


def _inner_marker(line: str, start: int) -> Marker | None:
    """The marker at a place inside a line, unless what stands before it makes it something else."""
    before = line[start - 1]
    if line[start] == "." and not before.isspace():
        start, before = start + 1, "."  # the full stop of the sentence before
    glued_to_word = before in ".," and line[start - 2 : start - 1].isalpha()
    if before in _NO_MARKER_AFTER and not glued_to_word:
        return None
    if before.isdecimal() or before.isupper() or (before.isalpha() and line[start].isalpha()):
        return None
    return markers.at(line, start)


def _inner(lines: Lines, index: int, marker: Marker, limit: int) -> Candidate:
    line = lines.folded[index]
    ends = limit == len(line)
    below = ends and _below(lines, index)
    heading = split(line, marker.end, limit, below=below, inside=True)
    if ends and below and words_in(line[marker.end :]) <= MAX_WORDS and line[-1] not in ".。":
        heading = split(line, marker.end, limit, below=True, inside=False)
    before = line[: marker.start].rstrip()[-1:]
    accept, refuse = _inner_costs(before)
    text = line[marker.end : heading.end]
    accept += _case_cost(text) + (costs.LONG if heading.how == "long" else 0.0)
    shape = _shape(lines, lines.blocks[index], text, PLAIN, run_in=heading.body < limit)
    shape = _with_label(shape._replace(inside=True), marker)
    printed = lines.texts[index][marker.start : marker.start + len(marker.printed)].strip()
    return Candidate(
        index,
        marker.start,
        printed,
        index,
        marker.end,
        heading.end,
        heading.body,
        marker.readings,
        PLAIN,
        accept,
        refuse,
        shape,
        inside=True,
        how=heading.how,
    )


def _inner_costs(before: str) -> tuple[float, float]:
    if before in _SENTENCE_END:
        return costs.AFTER_STOP, costs.TEXT_AFTER_STOP
    if before in _LIST_INTRO:
        return costs.AFTER_COLON, costs.TEXT_INSIDE
    return costs.INSIDE, costs.TEXT_INSIDE
