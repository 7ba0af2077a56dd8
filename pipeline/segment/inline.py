"""Markers inside a line: flattened pages, and headings glued to the paragraph before them."""

import re

from pipeline.segment import costs, markers
from pipeline.segment.headings import MAX_WORDS, exceeds, split
from pipeline.segment.lines import Lines
from pipeline.segment.markers import Marker
from pipeline.segment.shapes import LABEL, PLAIN, Candidate, Price, candidate

TEASER = ("...", "…")  # the end of a line that was cut off
RUN_IN = ("colon", "dash", "stop")  # how a heading ends before a text of its own
ASIDE_CHARS = 60  # of brackets that end in a number
TEASER_CHARS = 300  # a longer line that ends in dots is a flattened page

# Where a marker may stand inside a line. One class of characters comes first, so that the search
# skips the others fast; what follows looks back at which one it was.
_SITE = re.compile(
    r"[0-9(（《〈「<①-⒛❶-❿➀-➉㈠-㈩㊀-㊉Ⅰ-ⅻ一二三四五六七八九十第A-Z](?:(?<=[A-Z])(?:"
    r"(?=(?:[a-z]{1,15}+ ?#?|[ #]?)"
    r"(?:[0-9]{1,2}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)(?![A-Za-z0-9]))"
    r"|(?<=[IVX])[IVX]{0,4}[.、)](?= ?[A-Z])|[、)](?= ?[A-Z])|(?<=[A-H])\.(?= [A-Z])"
    r"|(?<=[FSTEN])(?:irst|econd|hird|ourth|ifth|ixth|eventh|ighth|inth|enth)"
    r"(?:(?:ly)?(?:[,:]| [a-z]{3,11}:| of all,)|ly(?= [A-Z]))"
    r"|(?<=N)(?:o\.|[º°]\.?) ?[0-9]{1,2}(?![0-9])"
    r")|(?<=[0-9])(?:[0-9]{0,2}+"
    r"(?:\.[0-9]{1,2}+(?=[.) ])|[.、)](?![0-9])|[:：,](?= ?[A-Z])"
    r"|(?:st|nd|rd|th)[:.](?= ?[A-Z])| (?=[-–—] [A-Z]))"
    r"|(?<=#[0-9])[0-9]?+[ :])"
    r"|(?<=[(（]) ?(?:[0-9]{1,2}|[a-zA-Z]|[ivxIVX]{2,4}|[一二三四五六七八九十]{1,3}) ?[)）]"
    r"|(?<=[《〈「<])[0-9]{1,2}[》〉」>]"
    r"|(?<=[①-⒛❶-❿➀-➉㈠-㈩㊀-㊉Ⅰ-ⅻ])"
    r"|(?<=[一二三四五六七八九十])[一二三四五六七八九十]{0,2}(?:、|\.(?= ?[A-Z]))"
    r"|(?<=第)[一二三四五六七八九十]{1,3}"
    r")"
)
# "a)" and "iv)": looked for only where more brackets close than open.
_LETTER_SITE = re.compile(r"(?<=[\s.;:,])(?:[a-h]|[ivx]{1,4})\) ")
_SENTENCE_END = frozenset('.?!。？！…"”’)）')
_LIST_INTRO = frozenset(":：;；,，")
_NO_MARKER_AFTER = frozenset("(-–/.,$£€+")


def inside(lines: Lines, index: int, after: int) -> list[Candidate]:
    """The candidates inside a line, after the heading that may begin at its start."""
    line = lines.folded[index]
    sites = _sites(line, max(after, 1))
    if not sites:
        return []
    found: list[Marker] = []
    for start in sites:
        marker = _inner_marker(line, start)
        if marker and line[marker.end :].strip() and not (found and _taken(marker, found[-1])):
            found.append(marker)
    if not found or (line.endswith(TEASER) and len(line) <= TEASER_CHARS):
        return []
    limits = [marker.start for marker in found[1:]] + [len(line)]
    return [
        _inner(lines, index, marker, limit) for marker, limit in zip(found, limits, strict=True)
    ]


def _taken(marker: Marker, before: Marker) -> bool:
    """Whether the place belongs to the marker before or begins its heading: "D) Treatment 1."."""
    family = marker.readings[0].family
    word = family.startswith(LABEL) and family.removeprefix(LABEL) not in markers.BARE_LABELS
    return marker.start < before.end + word


def _sites(line: str, after: int) -> list[int]:
    """The places where a marker may stand, in order."""
    sites = [site.start() for site in _SITE.finditer(line, after)]
    if ")" in line and line.count(")") > line.count("("):
        sites += [site.start() for site in _LETTER_SITE.finditer(line, after)]
        sites.sort()
    return sites


def _inner_marker(line: str, start: int) -> Marker | None:
    """The marker at a place inside a line, unless what stands before it makes it something else."""
    before = line[start - 1]
    if before in "#." and line[start - 2 : start - 1].isspace():
        start, before = start - 1, " "  # "#3" and ".3." begin with a sign
    glued_to_word = before in ".," and line[start - 2 : start - 1].isalpha()
    if before in _NO_MARKER_AFTER and not glued_to_word:
        return None
    if before.isdecimal() or before.isupper() or (before.isalpha() and line[start].isalpha()):
        return None
    marker = markers.at(line, start)
    if marker and ")" in marker.printed and marker.printed[0] != "(":
        opened = line.rfind("(", max(0, start - ASIDE_CHARS), start)
        if opened >= 0 and line.find(")", opened, start) < 0:
            return None  # "Tingling (day 1)"
    return marker


def _inner(lines: Lines, index: int, marker: Marker, limit: int) -> Candidate:
    line = lines.folded[index]
    ends = limit == len(line)
    below = ends and lines.is_text(index + 1)
    heading = split(line, marker.end, limit, below=below, inside=True)
    if ends and below and line[-1] not in ".。" and not exceeds(line[marker.end :], MAX_WORDS):
        heading = split(line, marker.end, limit, below=True, inside=False)
    price = _inner_price(line[: marker.start].rstrip()[-1:], heading.how)
    return candidate(lines, index, heading, PLAIN, price, marker, limit=limit)


def _inner_price(before: str, how: str) -> Price:
    long = costs.LONG if how == "long" else 0.0
    if before in _SENTENCE_END:
        runs_in = costs.TEXT_RUN_IN if how in RUN_IN else 0.0
        return Price(costs.AFTER_STOP + long, costs.TEXT_AFTER_STOP + runs_in)
    if before in _LIST_INTRO:
        return Price(costs.AFTER_COLON + long, costs.TEXT_INSIDE)
    return Price(costs.INSIDE + long, costs.TEXT_INSIDE)
