"""Pages that are made of the furniture of one site and the article of another."""

from benchmarks.cleaning_text import JudgedLine
from benchmarks.framed_pages import framed, written_frames

ARTICLES = [
    tuple(
        JudgedLine(
            f"{number}: line {line} of the article is a sentence of more than fifty signs.", None
        )
        for line in range(9)
    )
    for number in range(5)
]


def test_a_frame_has_places_above_below_inside_and_at_the_end() -> None:
    frames = written_frames()
    assert len(frames) >= 90
    for place in ("above", "below", "inside", "end"):
        assert sum(bool(getattr(frame, place)) for frame in frames) >= 15


def test_the_article_stays_whole_and_in_order_within_its_frame() -> None:
    for page in framed(ARTICLES, 2):
        number = next(line.text for line in page.lines if line.text[1:2] == ":")[0]
        article = ARTICLES[int(number)]
        assert [line for line in page.lines if line in article] == list(article)
        assert not any("{" in line.text for line in page.lines)
        assert page.text.split() == " ".join(line.text for line in page.lines).split()


def test_the_same_articles_give_the_same_pages() -> None:
    assert list(framed(ARTICLES, 2)) == list(framed(ARTICLES, 2))
