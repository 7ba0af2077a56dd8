# ruff: noqa: S311  made-up pages need no secrets
"""How cleaning of bare text holds under mixtures: sample articles in furniture drawn at random.

    python -m benchmarks.cleaning_stress [--pages 600] [--lines]

Each page is an article of the sample with copies of its title, lines above, inside and below it,
and, on every other page, lines of an article that look like furniture. One page in five is
printed on one line. Prints precision and recall of the removed lines and the share of article
lines lost; the furniture is known, since it was put there.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.cleaning_text import JudgedLine, JudgedPage, score
from pipeline.model.reasons import Reason

SAMPLE = Path(__file__).parents[1] / "raw" / "sample" / "text"

LABELS = (
    "Recommend",
    "Recommended",
    "Related articles",
    "RELATED POSTS",
    "You may also like",
    "Popular",
    "Most read",
    "Recommended reading:",
    "Read more",
    "Latest articles",
    "Hot articles",
    "See also",
    "Guess you like",
    "People also read",
    "Editor's picks",
    "What to read next",
    "相关文章",
    "推荐阅读",
    "Similar articles",
    "Don't miss",
)
NEIGHBOURS = (
    ("<<:  {a}", ">>:  {b}"),
    ("<< {a}", ">> {b}"),
    ("Previous: {a}", "Next: {b}"),
    ("Previous article: {a}", "Next article: {b}"),
    ("Prev: {a}", "Next: {b}"),
    ("« {a}", "{b} »"),
    ("← {a}", "→ {b}"),
    ("上一篇：{a}", "下一篇：{b}"),
    ("Previous Post", "Next Post"),
    ("[Previous] {a}", "[Next] {b}"),
    ("PREVIOUS ARTICLE", "{a}", "NEXT ARTICLE", "{b}"),
    ("Previous:", "{a}", "Next:", "{b}"),
    ("Older: {a}", "Newer: {b}"),
)
ABOVE = (
    "Home > Health > Diseases",
    "Home / Health",
    "Author: Jane Doe",
    "By Jane Doe",
    "Published: 2020-01-05",
    "Source: Internet",
    "Views: 123",
    "Share to: Facebook Twitter",
    "We use cookies to improve your experience.",
    "Skip to content",
    "Home | Health | Diet | Contact",
    "Category: Health",
    "5 min read",
    "Posted by admin on January 5, 2020",
)
INSIDE = (
    "Advertisement",
    "Read also: {a}",
    "Read more: {a}",
    "See also: {a}",
    "You may also like: {a}",
    "Sponsored",
    "Share this article",
    "Recommended reading: {a}",
    "Subscribe to our newsletter for weekly tips.",
    "1 2 3 Next",
)
BELOW = (
    "Tags: health, care",
    "Source: Health Net",
    "Share to Facebook Twitter",
    "No comments yet",
    "Leave a comment",
    "© 2020 Health Net. All rights reserved.",
    "Disclaimer: The content is for reference only and does not replace a doctor.",
    "Privacy Policy | Terms of Use",
    "Back to top",
    "Report an error",
    "Was this helpful? Yes No",
    "Contact us: info@health.example",
)
# Pages of the sample with furniture of their own inside the article are left out.
OWN = ("Page 1 of", "Source:", "Statement:", "for reference only")
# Lines of an article that look like furniture.
TRAPS = (
    ("Recommended foods", "Milk", "Soy products", "Dark green leafy vegetables"),
    ("See a doctor if", "The pain lasts for more than two weeks", "You lose weight without trying"),
    ("Related conditions", "Many patients have high blood pressure too, and it should be treated."),
    ("Next steps", "Make an appointment and bring your old test results with you."),
    ("Previous: history of stones in the family", "Current: pain in the flank"),
    ("Recommended: drink two litres of water a day.", "Not recommended: beer and coffee."),
    ("Questions to ask your doctor", "Do I need an operation?", "What can I do to make it better?"),
    ("What to eat", "Breakfast: oatmeal with fruit", "Lunch: steamed fish with rice"),
    ("→ Drink enough", "→ Move every day", "→ Sleep for eight hours"),
    ("Popular remedies", "Ginger tea", "Honey with lemon", "A warm scarf"),
    ("Is it contagious?", "No.", "Is it hereditary?", "Only in part."),
    ("Source of the pain", "The pain mostly comes from the muscles, not from the bone."),
    ('"I could not sleep, I could not work..."', '"Then I was told to walk every day..."'),
    ("Share a room only when the fever has gone.", "Share neither cups nor towels."),
    ("Contents of a first aid kit", "Plasters", "Bandages", "Scissors"),
    ("Foods to avoid", "Animal organs", "Seafood", "Thick soups"),
    ("Note: this method is not suitable for pregnant women.", "Note: stop if it hurts."),
    ("Days 1 to 3: rest", "Days 4 to 7: gentle movement", "From day 8: normal life"),
)


@dataclass(frozen=True)
class Bank:
    """The articles of the sample, title first, and titles of pages with their teasers."""

    articles: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[str, str], ...]


def read_bank() -> Bank:
    """The bank, taken from sample pages that print one line a block."""
    articles: list[tuple[str, ...]] = []
    pairs: list[tuple[str, str]] = []
    for path in sorted(SAMPLE.glob("*.txt")):
        lines = tuple(" ".join(line.split()) for line in path.read_text("utf-8").splitlines())
        filled = [line for line in lines if line]
        end = next((n for n, line in enumerate(filled) if line.startswith("<<:")), 0)
        pairs += [(a, b) for a, b in pairwise(filled) if b.endswith("...")]
        pure = not any(word in line for line in filled[2:end] for word in (*OWN, filled[0]))
        if end > 1 and filled[0] == filled[1] and pure:
            articles.append((filled[0], *filled[2:end]))
    return Bank(tuple(articles), tuple(pair for pair in pairs if not pair[0].endswith("...")))


def make_page(bank: Bank, seed: int) -> JudgedPage:
    """A page, the same for the same seed."""
    rng = random.Random(seed)
    flat = rng.random() < 0.2
    article = list(rng.choice(bank.articles))
    lines = list(_flat(bank, article, rng) if flat else _lines(bank, article, rng))
    text = (" " if flat else "\n\n").join(line.text for line in lines)
    return JudgedPage(f"seed {seed}", text, tuple(lines))


def _flat(bank: Bank, article: list[str], rng: random.Random) -> Iterator[JudgedLine]:
    yield JudgedLine(article[0], None)
    yield JudgedLine(article[0], Reason.DUPLICATE_TITLE)
    for text in article[1:]:
        yield JudgedLine(text, None)
    yield from _neighbours(bank, rng, NEIGHBOURS[:8])
    yield JudgedLine(rng.choice(("Recommend", "Related articles")), Reason.RELATED_LIST)
    yield from _related(bank, rng, teasers=True)


def _lines(bank: Bank, article: list[str], rng: random.Random) -> Iterator[JudgedLine]:
    title, first, *rest = article
    above = rng.sample(ABOVE, rng.choice((0, 0, 1, 2, 3)))
    yield from (JudgedLine(text, Reason.MENU) for text in above[:1])
    yield JudgedLine(title, None)
    yield from (JudgedLine(text, Reason.MENU) for text in above[1:])
    if rng.random() < 0.6:
        copies = (
            title,
            title.upper(),
            f"{title} - Health Net",
            title[: len(title) * 2 // 3] + "...",
        )
        yield JudgedLine(rng.choice(copies), Reason.DUPLICATE_TITLE)
    yield JudgedLine(first, None)
    if rng.random() < 0.3:
        yield JudgedLine(title, Reason.DUPLICATE_TITLE)
    place = rng.randrange(len(rest)) if rng.random() < 0.5 else None
    for number, text in enumerate(rest):
        if number == place:
            yield from _inside(bank, rng)
        yield JudgedLine(text, None)
    yield from _end(bank, rng)


def _inside(bank: Bank, rng: random.Random) -> Iterator[JudgedLine]:
    if rng.random() < 0.5:
        text = rng.choice(INSIDE).format(a=rng.choice(bank.pairs)[0])
        yield JudgedLine(text, Reason.ADVERT)
    else:
        yield JudgedLine(rng.choice(LABELS), Reason.RELATED_LIST)
        yield from _related(bank, rng, teasers=rng.random() < 0.4)


def _end(bank: Bank, rng: random.Random) -> Iterator[JudgedLine]:
    if rng.random() < 0.5:
        yield from (JudgedLine(text, None) for text in rng.choice(TRAPS))
    neighbours = rng.random() < 0.75
    if neighbours:
        yield from _neighbours(bank, rng, NEIGHBOURS)
    if rng.random() < 0.75:
        if not neighbours or rng.random() < 0.8:
            yield JudgedLine(rng.choice(LABELS), Reason.RELATED_LIST)
        yield from _related(bank, rng, teasers=rng.random() < 0.7)
    for text in rng.sample(BELOW, rng.choice((0, 0, 1, 2, 3))):
        yield JudgedLine(text, Reason.FOOTER)


def _neighbours(
    bank: Bank, rng: random.Random, prints: tuple[tuple[str, ...], ...]
) -> Iterator[JudgedLine]:
    a, b = (rng.choice(bank.pairs)[0] for _ in range(2))
    for text in rng.choice(prints):
        yield JudgedLine(" ".join(text.format(a=a, b=b).split()), Reason.PREVIOUS_NEXT)


def _related(bank: Bank, rng: random.Random, *, teasers: bool) -> Iterator[JudgedLine]:
    for title, teaser in rng.sample(bank.pairs, rng.randint(3, 8)):
        yield JudgedLine(title, Reason.RELATED_LIST)
        if teasers:
            yield JudgedLine(teaser, Reason.RELATED_LIST)


def main() -> None:
    """Print the score of the made-up pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--lines", action="store_true", help="print what was decided otherwise")
    options = parser.parse_args()
    bank = read_bank()
    total, otherwise = score(make_page(bank, seed) for seed in range(options.pages))
    print(f"pages             {total.pages} of {len(bank.articles)} articles")
    print(f"removed precision {total.precision:.4f}  ({total.lost} of {total.kept} lines lost)")
    print(f"removed recall    {total.recall:.4f}  ({total.found} of {total.removed} lines found)")
    print(f"article lost      {total.lost_share:.4f}")
    if options.lines:
        print("\n".join(otherwise))


if __name__ == "__main__":
    main()
