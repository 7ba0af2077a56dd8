"""A page as the rules of navigation see it: its lines with what their shapes say, read once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.clean.document import Document, Line, Removal
from pipeline.clean.furniture import LineRule, likely_rule
from pipeline.clean.shape import (
    ends_sentence,
    fold,
    is_cut,
    is_numbered,
    key,
    sentence_breaks,
    weight,
    without_marker,
)
from pipeline.clean.titles import choose_title
from pipeline.model.reasons import Reason

PROSE = 60  # a finished sentence of this weight is text, not a title or a button
PARAGRAPH = 220  # teasers and titles are shorter
TITLE = 150  # titles in lists are shorter


@dataclass(slots=True)
class PageView:
    """The lines of a page, and the removals found so far: the first one of a line holds."""

    lines: tuple[Line, ...]
    title: str | None
    texts: list[str]
    folded: list[str]
    author: str | None = None
    found: dict[int, Removal] = field(default_factory=dict)
    _keys: dict[int, str] = field(default_factory=dict)
    _likely: dict[int, LineRule | None] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "PageView":
        """The view of a document, with nothing found yet."""
        texts = [line.text for line in document.lines]
        folded = list(map(fold, texts))
        return cls(document.lines, choose_title(document), texts, folded, document.author)

    def __len__(self) -> int:
        return len(self.lines)

    def text(self, index: int) -> str:
        """The text of a line; empty beyond the ends of the page."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def key(self, index: int) -> str:
        """The key of a line without its marker."""
        if index not in self._keys:
            self._keys[index] = key(without_marker(self.lines[index].text))
        return self._keys[index]

    def likely(self, index: int) -> LineRule | None:
        """The rule by which the line is furniture if its place is right."""
        if index not in self._likely:
            within = 0 <= index < len(self.texts)
            self._likely[index] = (
                likely_rule(self.texts[index], self.folded[index]) if within else None
            )
        return self._likely[index]

    def is_title(self, index: int) -> bool:
        """Whether the line prints the page's title."""
        return self.title is not None and self.text(index) == self.title

    def cut(self, index: int) -> bool:
        """Whether the line breaks off in an ellipsis."""
        text = self.text(index)
        return bool(text) and is_cut(text)

    def prose(self, index: int, at_least: int = PROSE) -> bool:
        """Whether the line is a finished statement or paragraph of this weight; no question is."""
        text = self.text(index)
        if text[-1:] in ("?", "？") and not sentence_breaks(text):
            return False
        return len(text) * 3 >= at_least and weight(text) >= at_least and ends_sentence(text)

    def numbered(self, index: int) -> bool:
        """Whether the line starts with the marker of a numbered heading."""
        return is_numbered(self.text(index))

    def title_like(self, index: int) -> bool:
        """Whether the line may be the title of a page: short, and no statement."""
        text = self.text(index)
        if not text or weight(text) > TITLE or text[-1] in ":：;；,，、":
            return False
        return not (text[-1] in ".。" and not is_cut(text)) and not is_cut(text)

    def linked(self, index: int) -> bool:
        """Whether most of the line stands in links."""
        line = self.lines[index] if 0 <= index < len(self.lines) else None
        return line is not None and line.layout.link_chars * 2 > len(line.text)

    def heading(self, index: int) -> bool:
        """Whether the markup calls the line a heading."""
        return 0 <= index < len(self.lines) and self.lines[index].layout.heading_level is not None

    def free(self, index: int) -> bool:
        """Whether the line exists and nothing was found against it."""
        return 0 <= index < len(self.lines) and index not in self.found

    def remove(self, index: int, reason: Reason, rule: str, evidence: str, score: float) -> None:
        """Note a removal, unless the line has one already or prints the page's title."""
        if self.free(index) and not self.is_title(index):
            self.found[index] = Removal(index, reason, rule, evidence, score)

    def remove_by(self, index: int, rule: LineRule, evidence: str) -> None:
        """Note a removal by a rule of the table."""
        self.remove(index, rule.reason, rule.name, evidence, rule.score)

    def free_indices(self) -> Iterator[int]:
        """The lines that nothing was found against, in order."""
        return (index for index in range(len(self.lines)) if index not in self.found)
