"""The kept lines of a page as sections are looked for in them, and what its title says."""

from itertools import accumulate, pairwise

from pipeline.model.records import Block, CleanPage
from pipeline.segment import markers
from pipeline.segment.decoration import decorated, plain
from pipeline.segment.flattened import FLAT_CHARS, parts, title_of
from pipeline.segment.headings import exceeds
from pipeline.segment.vocabulary import words

TEXT_TAG = "line"  # a line of a text page; only there Markdown may stand
TITLE_CHARS = 160  # what is longer is a flattened page
TITLE_LINES = 8  # the title stands among the first lines
CONTENTS_CHARS = 120  # longer lines are no entries of a list of contents
TOPIC_LENGTH = 80  # a flattened page begins with its title
TOPIC_CHARS = 4  # shorter words of a title name no topic
SECOND = 2
COLON_WORDS = 6  # of a heading that ends in a colon
FEWEST_COLONS = 3  # such lines on a page
NEVER_TOPIC = words(
    "what when which how does your have these those this that with from about methods worth "
    "look treat treatment cause causes symptoms prevent prevention common should know need tips "
    "ways best most people good health relieve deal happen"
)


class Lines:
    """The kept lines of a page, folded once, with its title and topic."""

    def __init__(self, page: CleanPage) -> None:
        self.blocks: list[Block] = []  # of each line; a flattened one has many
        self.texts: list[str] = []
        self.set_off: set[int] = set()  # headings found in a flattened line
        self.folded: list[str] = []
        self.begins: list[int] = []  # after bullets and Markdown signs
        self.markers: list[markers.Marker | None] = []
        self.levels: list[int | None] = []
        self.bold: list[bool] = []
        half = sum(len(block.text) for block in page.kept) / 2
        for block in page.kept:
            flattened = len(block.text) > max(FLAT_CHARS, half)
            for text, heads in parts(block.text) if flattened else ((block.text, False),):
                if heads:
                    self.set_off.add(len(self.texts))
                self._add(block, text)
        self._drop_lone_ordinals()
        short = [
            index
            for index, text in enumerate(self.folded)
            if text[-1:] == ":" and not exceeds(text, COLON_WORDS) and text[0].isupper()
        ]
        # Headings may end so where several do; one line that does introduces what follows.
        self.closed_by_colon = frozenset(short if len(short) >= FEWEST_COLONS else ())
        title = page.title or ""
        if (
            len(self.blocks[0].text if self.blocks else "") > FLAT_CHARS
            and not 0 < len(title) <= TITLE_CHARS
        ):
            title = title_of(self.blocks[0].text)[:TITLE_CHARS]
        self.top = self.levels.index(1) if 1 in self.levels else None  # the first h1
        self.title = _normal(title) if len(title) <= TITLE_CHARS else ""
        self.topic = _topic(self.title or _normal(title[:TOPIC_LENGTH]))
        self.bold_tells = sum(self.bold) * 2 <= len(
            self.blocks
        )  # where most is bold, bold says nothing

    def _add(self, block: Block, printed: str) -> None:
        self.blocks.append(block)
        self.texts.append(printed)
        text = printed if printed.isascii() else markers.fold(printed)
        level, bold, start = block.layout.heading_level, block.layout.emphasised, 0
        if decorated(text):
            text, start, hashes, strong = plain(text, markdown=block.tag == TEXT_TAG)
            level, bold = level or hashes, bold or strong
        self.folded.append(text)
        self.begins.append(start)
        self.markers.append(markers.at(text, start))
        self.levels.append(level)
        self.bold.append(bold)

    def _drop_lone_ordinals(self) -> None:
        """A short line with "First," is no item where no line begins with "Second,"."""
        ordinals = {
            index: marker.readings[0].value
            for index, marker in enumerate(self.markers)
            if marker and marker.readings[0].family == "ordinal"
        }
        if SECOND not in ordinals.values():
            for index, value in ordinals.items():
                if value in {1, markers.LAST} and self.texts[index][-1] not in ".。":
                    self.markers[index] = None

    def offsets(self) -> list[int]:
        """Where each line begins in the clean text."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    def is_title(self, index: int) -> bool:
        """Whether the line is the page's title, or the first h1 of a page without one."""
        if index == self.top and not self.title:
            return True
        if (
            index >= TITLE_LINES
            or not len(self.title) <= len(self.texts[index]) * 2 <= TITLE_CHARS * 2
        ):
            return False
        normal = _normal(self.texts[index])
        if not self.title or not self.title.startswith(normal):
            return False
        # The title, or above the text the title without the name of the site. Below it the same
        # words are a heading: "What causes hiccups? How to stop them" has "What causes hiccups?".
        return normal == self.title or max(map(len, self.texts[:index]), default=0) <= TITLE_CHARS

    def is_text(self, index: int) -> bool:
        """Whether there is such a line, and it is neither heading nor item by its look."""
        if index >= len(self.blocks):
            return False
        if self.levels[index] or self.blocks[index].layout.ordinal is not None:
            return False
        return self.markers[index] is None

    def contents(self) -> frozenset[int]:
        """The lines of a list of contents: neighbours that are headings of texts further down."""
        keys = [_heading_key(text) if len(text) <= CONTENTS_CHARS else "" for text in self.folded]
        last = {key: index for index, key in enumerate(keys)}
        if len(last) + keys.count("") > len(keys):  # none comes twice
            return frozenset()
        listed: set[int] = set()
        run: list[int] = []
        for index, key in enumerate([*keys, ""]):
            if key and last[key] > index and not self.is_title(index):
                run.append(index)
                continue
            if len(run) > 1 and _spread([last[keys[place]] for place in run]):
                listed.update(run)
            run = []
        return frozenset(listed)


def _spread(places: list[int]) -> bool:
    """Whether places rise and text stands between some of them."""
    steps = [two - one for one, two in pairwise(places)]
    return min(steps) > 0 and max(steps) > 1


def _normal(text: str) -> str:
    return " ".join(text.lower().split()).strip("#* ")


def _topic(title: str) -> frozenset[str]:
    words = (word.strip("?!.,:;'\"()") for word in title.split())
    return frozenset(word for word in words if len(word) >= TOPIC_CHARS and word not in NEVER_TOPIC)


def _heading_key(text: str) -> str:
    return text.lstrip("0123456789.、)(#:·•*- ").rstrip(" .:?").lower()
