"""What the head of a page states: read from the same tags and texts as its lines."""

from collections.abc import Mapping

from pipeline.clean.metadata import Head

# Elements that state something about the page, wherever they stand.
NOTED = frozenset(("html", "title", "meta", "h1", "time", "script"))

_MOST_HEADINGS = 4  # pages with more h1 use them for sections


class HeadReader:
    """Collects what a page states about itself while it is parsed."""

    def __init__(self) -> None:
        self.is_listening = False  # inside an element whose text states something
        self._open: list[list[str]] = []  # texts of such elements
        self._titles: list[list[str]] = []
        self._headings: list[list[str]] = []
        self._scripts: list[list[str]] = []
        self._meta: list[tuple[str, str]] = []
        self._times: list[str] = []
        self._language: str | None = None

    @property
    def head(self) -> Head:
        """What was found."""
        titles = filter(None, map(_joined, self._titles))
        return Head(
            next(titles, ""),
            tuple(self._meta),
            tuple(filter(None, map("".join, self._scripts))),
            self._language or "",
            tuple(filter(None, map(_joined, self._headings[:_MOST_HEADINGS]))),
            tuple(self._times),
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up the start of one of the noted elements."""
        get = attributes.get
        if tag == "meta":
            name = get("property") or get("name") or get("itemprop")
            if name:
                self._meta.append((name.lower(), get("content") or ""))
        elif tag == "time":
            self._times.append(get("datetime") or "")
        elif tag == "html":
            if self._language is None:
                self._language = get("lang") or get("xml:lang") or ""
        else:
            self._listen(tag, is_data=tag == "script" and "ld+json" in (get("type") or ""))

    def _listen(self, tag: str, *, is_data: bool) -> None:
        texts: list[str] = []
        self._open.append(texts)
        self.is_listening = True
        if tag == "title":
            self._titles.append(texts)
        elif tag == "h1":
            self._headings.append(texts)
        elif is_data:
            self._scripts.append(texts)

    def data(self, text: str) -> None:
        """Take up a text inside the elements that are listened to."""
        for texts in self._open:
            texts.append(text)

    def end(self, tag: str) -> None:
        """Take up the end of one of the noted elements."""
        if tag in _WITH_TEXT and self._open:
            self._open.pop()
            self.is_listening = bool(self._open)


_WITH_TEXT = frozenset(("title", "h1", "script"))


def _joined(texts: list[str]) -> str:
    return " ".join("".join(texts).split())
