# ruff: noqa: S311  made-up pages need no secrets
"""Made-up pages like those of raw/sample, as many as are wanted, to measure growth with.

A page follows from its number and the seed alone, so a hundred thousand need no memory, and any
range of them can be written by itself. Sentences come from the sample pages, so words and phrases
are those the steps look for. What matters for cost at scale is like the web: a few sites hold most
pages and many sites hold few; a site prints its menu, its footer and links to other pages on each
page; one page in sixteen tells the article of an earlier one, with a paragraph less.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

from benchmarks.outline_bank import CHAPTERS, CONDITIONS, INTRODUCTIONS, ITEMS, SENTENCES, TITLES
from benchmarks.outline_stress import FORMS
from benchmarks.shared_data import ROOT

FIRST_SITES = 20
NEW_SITE = 0.02  # of the later pages, each on a site of which no earlier page is
COPIED = 1 / 16
RECOMMENDED = 8  # links to other pages below an article
TEASER = 50  # characters, then cut off
PAGES_A_FILE = 5_000
WHOLE = re.compile(r"[A-Z][^:]*\w \w[^:]*[^.]\.")  # a sentence: no heading, no cut-off teaser
OUTER_FORMS = ("1.", "1、", "I.", "一、", "(1)", "Part Two")
INNER_FORMS = ("1)", "(1)", "1.", "①", "a)")
CIRCUMSTANCES = (
    "at night", "in winter", "in summer", "in children", "in old age", "during pregnancy",
    "after giving birth", "after an operation", "after a cold", "in the office", "while driving",
    "after meals", "on an empty stomach", "in the morning", "after exercise", "in young people",
    "at the change of seasons", "on holiday", "in men", "in women",
)  # fmt: skip
ADDITIONS = (
    "", ", and when to see a doctor", ", and what to eat", ", and what to avoid",
    ", and how long it lasts", ", explained in plain words", ", and what helps at once",
    ", and how to keep it from coming back", ", and what is behind it", ", and who is at risk",
)  # fmt: skip
TOPICS = (
    "News", "All topics", "Food and drink", "Movement", "Sleep", "Skin and eyes", "Digestion",
    "Head and nerves", "Bones and joints", "For parents", "Questions", "Glossary",
)  # fmt: skip

Kind = Literal["text", "html"]


@dataclass(frozen=True)
class Section:
    """A numbered heading with its paragraphs and its parts."""

    heading: str
    paragraphs: list[str]
    parts: list["Section"]


@dataclass(frozen=True)
class Article:
    """What a page tells."""

    title: str
    introduction: str
    sections: list[Section]


@dataclass(frozen=True)
class MadePage:
    """One page: where it stands, what it tells, and what its site prints around that."""

    number: int
    site: int
    article: Article
    before: str
    after: str
    recommended: list[tuple[str, str]]  # title and teaser

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://www.{host(self.site)}/articles/{self.number}"


def host(site: int) -> str:
    """The name of a site."""
    return f"site-{site}.example"


def _chance(seed: int, of: str, number: int) -> random.Random:
    return random.Random(f"{seed}/{of}/{number}")


def site_of(number: int, seed: int = 0) -> int:
    """The site of a page: that of a random earlier page, so that the large ones grow larger."""
    while number >= FIRST_SITES:
        chance = _chance(seed, "site", number)
        if chance.random() < NEW_SITE:
            break
        number = chance.randrange(number)
    return number


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of the bare text pages of the sample, and of the word bank, once."""
    paths = sorted((ROOT / "raw" / "sample" / "text").glob("*.txt"))
    texts = [path.read_text("utf-8", "replace") for path in paths]
    lines = (line.strip() for text in texts for line in text.splitlines())
    found = (part for line in lines for part in re.split(r"(?<=[.!?])\s+", line))
    return tuple(sorted({part for part in found if WHOLE.fullmatch(part)} | set(SENTENCES)))


def title_of(number: int, seed: int = 0) -> str:
    """The title of a page."""
    return _title(_told_by(number, seed), seed)[0]


def _title(number: int, seed: int) -> tuple[str, str]:
    """The title of an article and the condition in it."""
    chance = _chance(seed, "title", number)
    condition = chance.choice(CONDITIONS)
    about = f"{condition} {chance.choice(CIRCUMSTANCES)}"
    whole = chance.choice(TITLES).format(c=about) + chance.choice(ADDITIONS)
    return whole, condition


def _told_by(number: int, seed: int) -> int:
    """The number of the page of which this one tells the article: mostly its own."""
    chance = _chance(seed, "told", number)
    return chance.randrange(number) if number and chance.random() < COPIED else number


def article_of(number: int, seed: int = 0) -> Article:
    """What a page tells: its own article, or that of an earlier page with a paragraph less."""
    first = _told_by(number, seed)
    told = _article(first, seed)
    if first == number:
        return told
    last = told.sections[-1]
    shortened = Section(last.heading, last.paragraphs[:-1], last.parts)
    return Article(told.title, told.introduction, [*told.sections[:-1], shortened])


def _article(number: int, seed: int) -> Article:
    title, condition = _title(number, seed)
    chance = _chance(seed, "article", number)
    kinds = chance.sample(sorted(CHAPTERS), chance.randint(3, 5))
    introduction = chance.choice(INTRODUCTIONS).format(c=condition)
    sections = [_section(chance, kind, condition) for kind in kinds]
    return Article(title, f"{introduction} {_paragraph(chance)}", sections)


def _section(chance: random.Random, kind: str, condition: str) -> Section:
    heading = chance.choice(CHAPTERS[kind]).format(c=condition)
    paragraphs = [_paragraph(chance) for _ in range(chance.randint(1, 3))]
    names = chance.sample(ITEMS[kind], chance.choice((0, 0, 3, 4, 5)))
    return Section(heading, paragraphs, [Section(name, [_paragraph(chance)], []) for name in names])


def _paragraph(chance: random.Random) -> str:
    return " ".join(chance.sample(sentences(), chance.randint(1, 3)))


def made_page(number: int, seed: int = 0) -> MadePage:
    """The page of this number."""
    chance = _chance(seed, "page", number)
    titles = [title_of(number + n, seed) for n in chance.sample(range(1, 50), RECOMMENDED + 2)]
    teasers = [f"{chance.choice(sentences())[:TEASER]}..." for _ in range(RECOMMENDED)]
    return MadePage(
        number,
        site_of(number, seed),
        article_of(number, seed),
        titles[0],
        titles[1],
        list(zip(titles[2:], teasers, strict=True)),
    )


def _menu(site: int) -> list[str]:
    chance = _chance(0, "menu", site)
    return ["Home", *chance.sample(TOPICS, 4), f"About {host(site)}"]


def _footer(site: int) -> list[str]:
    return [
        f"The articles of {host(site)} do not replace a visit to your doctor.",
        f"© 2019-2026 {host(site)}. All rights reserved.",
    ]


def _forms(site: int) -> tuple[str, str]:
    """How a site prints the numbers of sections and of their parts."""
    chance = _chance(0, "forms", site)
    outer = chance.choice(OUTER_FORMS)
    return outer, chance.choice([form for form in INNER_FORMS if form != outer])


def as_text(page: MadePage) -> str:
    """The page as bare text: the title twice, links to neighbours and others around the article."""
    article = page.article
    lines = ["  ".join(_menu(page.site)), article.title, article.title, article.introduction]
    outer, inner = _forms(page.site)
    for value, section in enumerate(article.sections, 1):
        lines += [FORMS[outer](value) + section.heading, *section.paragraphs]
        for place, part in enumerate(section.parts, 1):
            lines += [FORMS[inner](place) + part.heading, *part.paragraphs]
    lines += [f"<<: {page.before}", f">>: {page.after}", "Recommend"]
    lines += [line for entry in page.recommended for line in entry]
    return "\n\n".join([*lines, *_footer(page.site)])


def as_html(page: MadePage) -> str:
    """The page as a content management system prints it."""
    article = page.article
    return "\n".join(
        [
            *_head(page),
            "<main><article>",
            f'<h1 class="entry-title">{escape(article.title)}</h1>',
            f'<p class="byline">By <a href="/team">{host(page.site)}</a>, 3 May 2025</p>',
            '<div class="entry-content">',
            f"<p>{escape(article.introduction)}</p>",
            *(
                line
                for part in enumerate(article.sections, 1)
                for line in _section_html(page, *part)
            ),
            "</div></article>",
            *_around(page),
            "</body></html>",
        ]
    )


def _head(page: MadePage) -> Iterator[str]:
    title = escape(page.article.title)
    yield '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    yield f"<title>{title} | {host(page.site)}</title>"
    yield f'<meta name="description" content="{escape(page.article.introduction)}">'
    yield f'<link rel="canonical" href="{page.url}"><meta property="og:title" content="{title}">'
    yield "<style>.entry-content h2{margin-top:2em}.widget{float:right}</style>"
    yield '<script>window.dataLayer=window.dataLayer||[];</script></head><body class="single">'
    yield '<header id="masthead"><nav class="main-navigation"><ul>'
    for place, name in enumerate(_menu(page.site)):
        yield f'<li class="menu-item"><a href="/topics/{place}/">{name}</a></li>'
    yield "</ul></nav></header>"
    yield f'<div class="breadcrumb"><a href="/">Home</a> » <a href="/all/">All</a> » {title}</div>'


def _section_html(page: MadePage, value: int, section: Section) -> Iterator[str]:
    yield f"<h2>{escape(FORMS[_forms(page.site)[0]](value) + section.heading)}</h2>"
    yield from (f"<p>{escape(text)}</p>" for text in section.paragraphs)
    if section.parts:
        yield "<ol>"
        for part in section.parts:
            yield f"<li><strong>{escape(part.heading)}</strong>: {escape(part.paragraphs[0])}</li>"
        yield "</ol>"


def _around(page: MadePage) -> Iterator[str]:
    yield '<div class="share"><a href="/s?f">Facebook</a><a href="/s?t">Tweet</a></div>'
    yield f'<nav class="post-navigation"><a rel="prev" href="/p">{escape(page.before)}</a>'
    yield f'<a rel="next" href="/n">{escape(page.after)}</a></nav></main>'
    yield '<aside class="widget"><h3>Recommended</h3><ul>'
    for title, teaser in page.recommended:
        yield f'<li><a href="/articles/">{escape(title)}</a><p>{escape(teaser)}</p></li>'
    yield '</ul></aside><footer id="colophon">'
    yield from (f"<p>{line}</p>" for line in _footer(page.site))
    yield '</footer><div class="cookie-bar"><p>We use cookies.</p><button>Accept all</button></div>'


def records(numbers: Iterable[int], kind: Kind, seed: int = 0) -> Iterator[dict[str, str]]:
    """The pages of these numbers as records with their addresses."""
    drawn = as_text if kind == "text" else as_html
    for number in numbers:
        page = made_page(number, seed)
        yield {"url": page.url, kind: drawn(page)}


def write_pages(folder: Path, count: int, kind: Kind, seed: int = 0) -> None:
    """Write the first `count` pages as JSON Lines, some thousand a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, count, PAGES_A_FILE):
        numbers = range(start, min(count, start + PAGES_A_FILE))
        with (folder / f"{start:07d}.jsonl").open("w", encoding="utf-8") as file:
            for record in records(numbers, kind, seed):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
