"""Pages that are made to hurt, and what they cost: nothing may crash, and time may not explode.

    python -m benchmarks.hostile_pages [--times N]

Prints, for each page, its bytes, the processor seconds of a small one and of one N times (default
10) as large, and how that ended. The limits of the settings hold, so large pages end early. Exit
code 1 where the time grows much more than the page.
"""

import argparse
import sys
import time
from collections.abc import Iterator

from pipeline import PageResult, Settings, process_page

HEAD = b"<html><head><title>Cramps</title></head><body>"
LIMIT = 4.0  # times the growth of the page
GRACE = 0.5  # seconds below which the clock says little


def pages(n: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each page; `n` is their size, about that of a page of n lines."""
    yield "entities in entities", _laughs()
    yield (
        "entity of a file",
        (b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>Rest: &x; helps.</p>'),
    )
    yield from _markup(n)
    yield from _text(n)


def _laughs() -> bytes:
    """An entity of ten entities, ten times over: a gigabyte where a parser expands them."""
    entities = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 10))
    return b'<!DOCTYPE html [<!ENTITY e0 "ha">' + entities + b"]><html><body><p>&e9;</p></body>"


def _markup(n: int) -> Iterator[tuple[str, bytes]]:
    for name, part in {
        "divs in divs": b"<div>",
        "spans in spans": b"<span>",
        "lists in lists": b"<ol><li>Rest",
        "tables in tables": b"<table><tr><td>Rest",
        "bold in italics": b"<b><i>",
        "frames": b"<frameset>",
        "drawings": b"<svg>",
        "headings": b"<h1>How to treat cramps</h1>",
        "paragraphs": b"<p>Cold can cause cramps.</p>",
        "line ends": b"Cold can cause cramps.<br>",
        "links": b'<a href="/x">Read more</a> ',
        "options": b"<select><option>Rest</option>",
        "templates": b"<template><p>Rest</p></template><noscript><p>No</p></noscript>",
        "summaries": b"<details><summary>Rest</summary><p>Warmth</p></details>",
        "signs of entities": b"&&&",
        "numbers of characters": b"&#1234567890;",
        "comments that do not end": b"<!-- ",
        "tags that do not end": b"<a",
        "angle brackets": b"<",
        "scripts": b"<script>var a=1;</script>",
    }.items():
        yield name, HEAD + part * n + b"Rest helps."
    attributes = b" ".join(b'a%d="<b>"' % i for i in range(n))
    yield "attributes", HEAD + b"<p " + attributes + b">Rest helps.</p>"
    yield "one long class", HEAD + b'<p class="' + b"x " * n + b'">Rest helps.</p>'
    linked = b'<script type="application/ld+json">' + b"[" * n + b"]" * n + b"</script>"
    yield "lists in JSON", HEAD + linked + b"<p>Rest helps.</p>"
    yield "a long title", b"<title>" + b"Cramps " * n + b"</title><p>Rest helps.</p>"


def _text(n: int) -> Iterator[tuple[str, bytes]]:
    for name, part in {
        "sentences in a line": "Cold can cause cramps. ",
        "items in a line": "1. Cold 2. Heat ",
        "commas in a line": "cold, heat, ",
        "one word": "a",
        "digits": "1",
        "numbers": "1.",
        "full-width numbers": "１．",
        "brackets": "(((",
        "quotes": '"',
        "dots": "... ",
        "no-break spaces": "Cramps\u00a0",
        "spaces": " ",
        "accents": "e\u0301\u0301",
        "families": "👩‍👩‍👧‍👦",
        "Chinese": "感冒可引起抽筋。",
        "empty lines": "\n",
        "lines": "Cold can cause cramps.\n",
        "numbered lines": "1. Cold\n",
        "titles of others": "Recommend\nHow to treat it\nteaser is cut o...\n",
        "page links": "<<: Cramps\n>>: Cold\n",
        "null characters": "Cramps\x00\n",
        "text from right to left": "كيف تعالج التشنج\n1. البرد\n",
        "marks of direction": "How to treat \u202ecramps\u202c \u2066now\u2069\n",
        "escape codes": "\x1b[31mCramps\x1b[0m\n",
        "formulas": '=HYPERLINK("x")\n',
    }.items():
        yield name, b"Cramps\n" + (part * n).encode()
    yield "lone surrogates", b"Cramps\n" + b"\xed\xa0\x80 Rest.\n" * n
    yield "broken UTF-8", b"Cramps\n" + "Wärme hilft.\n".encode()[:-3] * n


def _seconds(data: bytes, settings: Settings) -> tuple[float, PageResult]:
    started = time.process_time()
    result = process_page(data, settings=settings)
    return time.process_time() - started, result


def main() -> None:
    """Print the cost and the end of every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    settings = Settings()
    process_page(b"Cold can cause cramps.", settings=settings)  # loads spaCy
    bad = False
    for (name, small), (_, large) in zip(pages(1_000), pages(1_000 * times), strict=True):
        once, _ = _seconds(small, settings)
        more, result = _seconds(large, settings)
        exceeds = more > LIMIT * times * once + GRACE
        bad = bad or exceeds
        codes = ", ".join(problem.code for problem in result.problems)
        print(f"{name:<26}{len(large):>10}  {once:7.3f}{more:9.3f}  {result.page.status} {codes}")
    sys.exit(bad)


if __name__ == "__main__":
    main()
