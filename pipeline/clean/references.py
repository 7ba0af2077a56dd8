"""Entries of a list of references: the article's own, though they read like no sentence of it."""

import re
from collections.abc import Mapping

from pipeline.clean.document import Document, Removal

_LONGEST = 600
_ENTRY = re.compile(
    r"(?:[\[(]?\d{1,3}[\]).]{1,2}\s?|[•*·–-]\s)?(?:↑\s?)?(?:"
    # `Field J, Lane AB. A title. 2019`, `Field J. et al.: A title, p. 12`
    r"[^\W\d_][\w'’-]+,? (?:[A-Z]{1,3}|(?:[A-Z]\.[ -]?){1,3})(?: et al\b|[,.;]| &| and\b)"
    r".*(?:\b(?:19|20)\d\d\b|\bpp?\. ?\d).*"
    r"|[^\W\d_][\w'’-]+ (?:[A-Z]{1,3} )?et al\b.*\b(?:19|20)\d\d\b.*"
    # an address or a title with the day on which it was read
    r"|.{8,}\b(?:[Rr]etrieved|[Aa]ccessed|[Dd]iakses|[Cc]onsult[ée]|[Cc]onsultado|[Aa]bgerufen|[Dd]ostęp)"
    r"\b.{0,20}\b(?:19|20)\d\d\b(?! times).{0,120}"
    # `2019;97(2):93-99`, a digital identifier
    r"|.{8,}\b(?:19|20)\d\d ?; ?\d{1,4}(?: ?\(.{1,12}\))? ?: ?\w?\d.*"
    r"|.{8,}\b(?:doi|DOI|PMID|ISBN)\b\s?[:：]?\s?\d.*)"
)


def is_reference(text: str) -> bool:
    """Whether the line is an entry of a list of references."""
    return len(text) <= _LONGEST and _ENTRY.fullmatch(text) is not None


def without_references(document: Document, removals: Mapping[int, Removal]) -> dict[int, Removal]:
    """The removals without those of references that no rule, only the score of a line, made."""
    return {
        index: removal
        for index, removal in removals.items()
        if removal.rule != "text_body" or not is_reference(document.lines[index].text)
    }
