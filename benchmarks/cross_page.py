# ruff: noqa: S311  made-up words need no secrets
"""What repeats across pages: made-up sites with known boilerplate and known near-duplicates.

    python -m benchmarks.cross_page [--sites 30] [--pages 200] [--seed 1]

Prints the F1 of removed boilerplate lines and of near-duplicate pairs, checks that another order
and another split of the pages give the same result, and how the memory grows with the pages.
Articles are random sentences, so that nothing but repetition can tell boilerplate from text;
headings of a template stand on every page and must stay, and so must pages that were made from one
template for two conditions.
"""

import argparse
import random
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from pipeline.clean import clean, learn_site
from pipeline.clean.duplicates import Sketch, find_duplicates, sketch
from pipeline.clean.site import SiteProfile
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "al", "en", "or")]
TEMPLATE = ("Causes", "Symptoms", "How it is treated", "When to see a doctor")
COPIES = ("exact", "boilerplate", "few words", "shortened", "retitled")
START = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class MadePage:
    """A made-up page: its lines, which of them are boilerplate, and the article it tells."""

    raw: RawPage
    lines: tuple[str, ...]
    boilerplate: frozenset[int]
    article: int


@dataclass
class Counts:
    """True and false decisions."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass
class Site:
    """The words of a site and what it prints on its pages."""

    name: str
    rng: random.Random
    words: list[str]
    titles: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    promo: tuple[str, ...] = ()
    dated: str = ""


def make_site(name: str, rng: random.Random, words: list[str]) -> Site:
    """A site with a header, a footer and a paragraph that it sprinkles into articles."""
    site = Site(name, rng, words)
    site.header = [phrase(site, 2, 4) for _ in range(rng.randint(1, 4))]
    site.footer = [sentence(site) if rng.random() < 0.5 else phrase(site, 2, 5) for _ in range(4)]
    site.promo = (phrase(site, 2, 4), sentence(site) + " " + sentence(site))[rng.randrange(2) :]
    site.dated = phrase(site, 2, 3)
    return site


def phrase(site: Site, least: int, most: int) -> str:
    """A few words with a capital, without a full stop."""
    count = site.rng.randint(least, most)
    return " ".join(site.rng.choice(site.words) for _ in range(count)).capitalize()


def sentence(site: Site) -> str:
    """Eight to twenty words with a full stop."""
    return phrase(site, 8, 20) + "."


def make_pages(site: Site, count: int) -> list[MadePage]:
    """The pages of a site; about one in ten repeats an article of another."""
    articles, told = _articles(site, count)
    site.titles = sorted({article[0] for article in articles})
    common = sentence(site)  # on one page in ten: too few to be the site's
    return [
        _page(site, number, [*body, common] if site.rng.random() < 0.1 else body, told[number])
        for number, body in enumerate(articles)
    ]


def _with_condition(article: list[str], condition: str) -> list[str]:
    """The article as a template gives it for a condition, which it names in each paragraph."""
    named = f" In {condition} this is common, and {condition} returns."
    return [line + named if line.endswith(".") else line for line in article]


def _articles(site: Site, count: int) -> tuple[list[list[str]], list[int]]:
    """The articles of a site's pages, and for each the number of the page that told it first."""
    articles: list[list[str]] = []
    told: list[int] = []
    while len(articles) < count:
        number = len(articles)
        if number and number % 50 == 0:
            told.extend((number, number + 1))
            template = _article(site)
            conditions = site.rng.sample(site.words, 2)
            articles += [_with_condition(template, f"{one}itis") for one in conditions]
        elif number and site.rng.random() < 0.1:
            told.append(told[site.rng.randrange(number)])
            articles.append(_copied(site, articles[told[-1]], site.rng.choice(COPIES)))
        else:
            told.append(number)
            articles.append(_article(site))
    return articles, told


def _article(site: Site) -> list[str]:
    lines = [phrase(site, 4, 9), " ".join(sentence(site) for _ in range(3))]
    for heading in TEMPLATE:
        lines.append(heading)
        lines.extend(
            " ".join(sentence(site) for _ in range(site.rng.randint(1, 4)))
            for _ in range(site.rng.randint(1, 3))
        )
    return lines


def _copied(site: Site, article: list[str], kind: str) -> list[str]:
    if kind == "few words":
        return [" ".join(_changed(site, word) for word in line.split()) for line in article]
    if kind == "shortened":
        return article[:-1]
    if kind == "retitled":
        return [phrase(site, 4, 9), *article[1:]]
    return article


def _changed(site: Site, word: str) -> str:
    return site.rng.choice(site.words) if site.rng.random() < 0.02 else word


def _page(site: Site, number: int, body: Sequence[str], told: int) -> MadePage:
    rng = site.rng
    others = [title for title in rng.sample(site.titles, 5) if title != body[0]]
    header = [line for line in site.header if rng.random() < 0.9]
    parts: list[tuple[str, bool]] = [(line, True) for line in header]
    parts += [(line, False) for line in body]
    if rng.random() < 0.6:
        place = rng.randint(len(header) + 2, len(parts))
        parts[place:place] = [(line, True) for line in site.promo]
    if rng.random() < 0.5:
        parts += [(title, True) for title in others]
    parts.append((f"{site.dated} {rng.randint(1, 9999)}", True))
    parts += [(line, True) for line in site.footer]
    lines = tuple(line for line, _ in parts)
    text = "\n\n".join(lines)
    raw = RawPage(
        page_id=f"{rng.getrandbits(96):024x}",
        source=f"{site.name}/{number}.txt",
        source_index=0,
        url=None,
        site=site.name,
        fetched_at=START + timedelta(hours=rng.randrange(50_000)),
        content_sha256="",
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="given",
        text=text,
    )
    marked = frozenset(n for n, (_, extra) in enumerate(parts) if extra)
    return MadePage(raw, lines, marked, told)


def make_corpus(sites: int, pages: int, seed: int) -> list[list[MadePage]]:
    """The pages of all sites, the same for the same seed."""
    rng = random.Random(seed)
    words = ["".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 3))) for _ in range(4000)]
    corpus = []
    for number in range(sites):
        site = make_site(f"site-{number}", random.Random(rng.random()), rng.sample(words, 1500))
        corpus.append(make_pages(site, pages))
    return corpus


def profile_of(pages: Sequence[MadePage], settings: CleanSettings) -> SiteProfile:
    """What the pages of a site repeat."""
    return learn_site((page.raw for page in pages), settings)


def sketches(
    pages: Sequence[MadePage], profile: SiteProfile, settings: CleanSettings, counts: Counts
) -> Iterator[Sketch]:
    """Clean each page, count right and wrong lines, give its sketch."""
    for page in pages:
        result = clean(page.raw, settings, profile)
        if tuple(block.text for block in result.blocks) != page.lines:
            raise ValueError(f"{page.raw.source} was split: {[b.text for b in result.blocks]}")
        for block in result.blocks:
            judged = block.position in page.boilerplate
            counts.right += judged and not block.kept
            counts.missed += judged and block.kept
            counts.wrong += not judged and not block.kept
        yield sketch(page.raw.page_id, page.raw.fetched_at, result.text)


def pair_counts(corpus: Sequence[Sequence[MadePage]], duplicate_of: dict[str, str]) -> Counts:
    """How many pairs of pages that tell one article are found together."""
    counts = Counts()
    for pages in corpus:
        for one, other in combinations(pages, 2):
            told = one.article == other.article
            a, b = one.raw.page_id, other.raw.page_id
            found = duplicate_of.get(a, a) == duplicate_of.get(b, b)
            counts.right += told and found
            counts.missed += told and not found
            counts.wrong += found and not told
    return counts


def run(
    corpus: list[list[MadePage]], settings: CleanSettings
) -> tuple[Counts, dict[str, str], list[str]]:
    """The counts of boilerplate lines, the duplicates and the profiles of all sites."""
    counts = Counts()
    found: list[Sketch] = []
    profiles = []
    for pages in corpus:
        profile = profile_of(pages, settings)
        profiles.append(profile.to_json())
        found.extend(sketches(pages, profile, settings, counts))
    return counts, find_duplicates(found, settings), profiles


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=30)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings = CleanSettings()
    corpus = make_corpus(options.sites, options.pages, options.seed)
    started = time.process_time()
    counts, duplicate_of, profiles = run(corpus, settings)
    seconds = time.process_time() - started
    pairs = pair_counts(corpus, duplicate_of)
    total = options.sites * options.pages
    print(f"pages                {total} of {options.sites} sites")
    print(f"boilerplate F1       {counts.f1:.4f}  {counts}")
    print(f"near-duplicate F1    {pairs.f1:.4f}  {pairs}")
    print(f"CPU a page           {1000 * seconds / total:.2f} ms")
    shuffled = [random.Random(2).sample(pages, len(pages)) for pages in reversed(corpus)]
    _, again, other_profiles = run(shuffled, settings)
    same = again == duplicate_of and other_profiles == profiles[::-1]
    print(f"same in other order  {same}")
    _memory(corpus, settings)


def _memory(corpus: list[list[MadePage]], settings: CleanSettings) -> None:
    """Print the memory that learning takes for all pages taken as one site, and for a tenth."""
    everything = [replace(page.raw, site="one") for pages in corpus for page in pages]
    for share in (10, 1):
        tracemalloc.start()
        learn_site(iter(everything[: len(everything) // share]), settings)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(f"learning, {len(everything) // share:6} pages as one site: peak {peak:.1f} MB")


if __name__ == "__main__":
    main()
