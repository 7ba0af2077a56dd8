"""Text that the markup hides from readers.

Where elements of one kind hide much of the page, a script shows it: the article waits behind a
preloader, tabs or steps that unfold, or arrives in pieces. Such text is judged like any other.
"""

from collections.abc import Iterable

from pipeline.clean.document import Document, Removal
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings

_MUCH = 0.15  # share of the page's letters; menus and boxes that open on demand hold less
_SURE = 1.0  # the markup says so


def hidden_lines(document: Document, _settings: CleanSettings) -> Iterable[Removal]:
    """A removal for each line that a browser does not show."""
    places = document.places
    hidden = {
        index: _outermost(document, line.place)
        for index, line in enumerate(document.lines)
        if line.place >= 0 and places.hidden[line.place]
    }
    if not hidden:
        return
    sizes: dict[str, int] = {}
    for index, root in hidden.items():
        tag = places.tags[root]
        sizes[tag] = sizes.get(tag, 0) + len(document.lines[index].text)
    much = _MUCH * sum(len(line.text) for line in document.lines)
    for index, root in hidden.items():
        tag = places.tags[root]
        if sizes[tag] < much or tag == "noscript":
            yield Removal(index, Reason.HIDDEN, "not_displayed", _evidence(document, root), _SURE)


def _outermost(document: Document, place: int) -> int:
    """The outermost hidden element around a hidden one."""
    places = document.places
    while (parent := places.parents[place]) >= 0 and places.hidden[parent]:
        place = parent
    return place


def _evidence(document: Document, root: int) -> str:
    return f"hidden by its {document.places.tags[root]} element"
