"""Made-up pages with known trees and injected defects: headings found and paths right.

    python -m benchmarks.outline_stress --pages 4000 --seed 1

Each page has a random tree of two or three levels, a marker family for each level and, in half of
the pages, one defect. Prints heading F1 and path accuracy for all pages and for each defect,
layout and pair of families, worst first.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.outline_bank import (
    BARE_QUESTIONS,
    CHAPTERS,
    CONDITIONS,
    INTRODUCTIONS,
    ITEMS,
    SENTENCES,
    TITLES,
)
from benchmarks.outline_score import Expected, Score, measure, page_of
from pipeline.model.records import Layout
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment
from pipeline.segment.numerals import CARDINALS, ORDINALS, roman

_HAN = "零一二三四五六七八九十"


def han(value: int) -> str:
    """A Han numeral up to 19."""
    return _HAN[value] if value <= 10 else "十" + _HAN[value - 10]


_NUMBER_WORDS = {value: word for word, value in CARDINALS.items()}
_ORDINALS = {value: word for word, value in ORDINALS.items() if not word.endswith("ly")}

FORMS: dict[str, Callable[[int], str]] = {
    "1.": lambda n: f"{n}. ",
    "1.glued": lambda n: f"{n}.",
    "1、": lambda n: f"{n}、",
    "1)": lambda n: f"{n}) ",
    "(1)": lambda n: f"({n}) ",
    "（1）": lambda n: f"（{n}）",
    "1:": lambda n: f"{n}: ",
    "1,": lambda n: f"{n}, ",
    "01.": lambda n: f"{n:02d}. ",
    "#1": lambda n: f"#{n} ",
    ".1.": lambda n: f".{n}. ",
    "1 -": lambda n: f"{n} - ",
    "I.": lambda n: f"{roman(n).upper()}. ",
    "I、": lambda n: f"{roman(n).upper()}、",
    "i)": lambda n: f"{roman(n)}) ",
    "a)": lambda n: f"{chr(96 + n)}) ",
    "(a)": lambda n: f"({chr(96 + n)}) ",
    "A.": lambda n: f"{chr(64 + n)}. ",
    "①": lambda n: chr(0x245F + n) + " ",
    "①glued": lambda n: chr(0x245F + n),
    "⑴": lambda n: chr(0x2473 + n) + " ",
    "一、": lambda n: f"{han(n)}、",
    "（一）": lambda n: f"（{han(n)}）",
    "第一": lambda n: f"第{han(n)} ",
    "First,": lambda n: f"{_ORDINALS[n].capitalize()}, ",
    "Second:": lambda n: f"{_ORDINALS[n].capitalize()}: ",
    "Thirdly,": lambda n: f"{_ORDINALS[n].capitalize()}ly, ",
    "Step 1": lambda n: f"Step {n} ",
    "Step 1:": lambda n: f"Step {n}: ",
    "Step One:": lambda n: f"Step {_NUMBER_WORDS[n].capitalize()}: ",
    "Part Two": lambda n: f"Part {_NUMBER_WORDS[n].capitalize()} ",
    "Cause #1:": lambda n: f"Cause #{n}: ",
    "Tip 3 -": lambda n: f"Tip {n} - ",
    "Q1:": lambda n: f"Q{n}: ",
}
OUTER_ONLY = {"Part Two", "一、", "I.", "I、", "第一"}
INNER_ONLY = {"First,", "Thirdly,", "Second:", "1,", "①", "①glued", "⑴", "a)", "(a)", "i)"}

DEFECTS = (
    "lost number, heading stays", "lost item", "repeated number", "separator changes",
    "glued heading", "number alone", "restart under a bare heading", "two lost items",
)  # fmt: skip
# The layouts in which a defect can happen; the others happen in all.
WHERE = {
    "lost number, heading stays": ("lines", "html headings"),
    "glued heading": ("lines",),
    "number alone": ("lines",),
    "restart under a bare heading": ("lines",),
}
LAYOUTS = ("lines", "lines", "lines", "run-in", "flattened", "html headings", "html lists")


Line = tuple[str, str, Layout]


@dataclass
class Node:
    """A section to be: its heading, text and children."""

    heading: str
    kind: str
    body: list[str]
    children: list["Node"] = field(default_factory=list)
    marker: str = ""
    value: int = 0
    glued: bool = False
    alone: bool = False


@dataclass
class Made:
    """A made-up page with its tree and what was done to it."""

    title: str
    lines: list[Line]
    expected: list[Expected]
    defect: str
    layout: str
    forms: tuple[str, str]


def make(seed: int) -> Made:
    """The page of this seed; equal seeds give equal pages."""
    rng = random.Random(seed)  # noqa: S311  pages to test with, not secrets
    layout = rng.choice(LAYOUTS)
    outer, inner = _forms(rng)
    condition = rng.choice(CONDITIONS)
    nodes = _tree(rng, condition, layout)
    _mark(nodes, outer)
    for node in nodes:
        _mark(node.children, inner, node.value if inner == "1.1" else None)
    defect = _inject(rng, nodes, layout, (outer, inner)) if rng.random() < 0.5 else "none"
    title = _capital(rng.choice(TITLES).format(c=condition))
    intro = rng.choice(INTRODUCTIONS).format(c=condition)
    lines, expected = _lay_out(rng, nodes, layout, [title, intro])
    return Made(title, lines, expected, defect, layout, (outer, inner))


def _forms(rng: random.Random) -> tuple[str, str]:
    outer = rng.choice([name for name in FORMS if name not in INNER_ONLY])
    if rng.random() < 0.25:
        return outer, outer
    if rng.random() < 0.1:
        return "1.", "1.1"
    return outer, rng.choice([name for name in FORMS if name not in OUTER_ONLY])


def _tree(rng: random.Random, condition: str, layout: str) -> list[Node]:
    kinds = rng.sample(sorted(CHAPTERS), rng.randint(2, 6))
    nodes = []
    for kind in kinds:
        heading = _capital(rng.choice(CHAPTERS[kind]).format(c=condition))
        node = Node(heading, kind, _body(rng, 0 if rng.random() < 0.5 else 2))
        if rng.random() < 0.6:
            names = rng.sample(ITEMS[kind], rng.randint(2, min(8, len(ITEMS[kind]))))
            node.children = [Node(name, kind, _body(rng, rng.randint(1, 3))) for name in names]
        elif not node.body:
            node.body = _body(rng, 2)
        nodes.append(node)
    if layout == "lines" and rng.random() < 0.3:
        rng.choice(nodes).body.append(rng.choice(BARE_QUESTIONS))
        for node in nodes:
            if node.body and node.body[-1] in BARE_QUESTIONS:
                node.body.extend(_body(rng, 2))
    return nodes


def _body(rng: random.Random, count: int) -> list[str]:
    return [" ".join(rng.sample(SENTENCES, rng.randint(1, 3))) for _ in range(count)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _mark(nodes: list[Node], form: str, outer: int | None = None) -> None:
    for value, node in enumerate(nodes, 1):
        node.value = value
        node.marker = f"{outer}.{value} " if outer else FORMS[form](value)


def _lists(nodes: list[Node]) -> Iterator[list[Node]]:
    yield nodes
    for node in nodes:
        if node.children:
            yield node.children


def _inject(rng: random.Random, nodes: list[Node], layout: str, forms: tuple[str, str]) -> str:
    """Puts a defect into one list of the page, where it fits; returns its name or "none"."""
    defect = rng.choice(DEFECTS)
    lists = [items for items in _lists(nodes) if len(items) >= 4]
    if not lists or layout not in WHERE.get(defect, LAYOUTS):
        return "none"
    items = rng.choice(lists)
    place = rng.randint(1, len(items) - 2)
    form = forms[0] if items is nodes else forms[1]
    if defect == "restart under a bare heading":
        return defect if _restart(nodes, forms[1]) else "none"
    return defect if _spoil(rng, defect, items, place, form) else "none"


def _spoil(rng: random.Random, defect: str, items: list[Node], place: int, form: str) -> bool:
    """Whether the defect could be put at this place of a list."""
    if defect == "lost number, heading stays":
        items[place].marker = ""
    elif defect in ("lost item", "two lost items"):
        _drop(items, place, 1 if defect == "lost item" else 2)
    elif defect == "repeated number" and form in FORMS:
        items[place].marker = FORMS[form](place)
    elif defect == "separator changes" and form in ("1.", "1、", "1)", "1:", "(1)", "01."):
        other = rng.choice([name for name in ("1.", "1、", "1)", "1:") if name != form])
        for node in items[place:]:
            node.marker = FORMS[other](node.value)
    elif defect == "glued heading":
        items[place].glued = True
    elif defect == "number alone" and form in ("1.", "1、", "(1)", "#1", "①"):
        for node in items:
            node.alone = True
    else:
        return False
    return True


def _restart(nodes: list[Node], form: str) -> bool:
    """Takes the numbers of all chapters away, so that the numbers under them start again."""
    if not nodes[0].children:
        return False
    for node in nodes:
        node.marker = ""
        node.children = node.children or _short_children(node)
        _mark(node.children, form if form in FORMS else "1.")
    return True


def _short_children(node: Node) -> list[Node]:
    names = ITEMS[node.kind][:3]
    return [Node(name, node.kind, [SENTENCES[3 * i]]) for i, name in enumerate(names)]


def _drop(items: list[Node], place: int, count: int) -> None:
    # The item is gone from the page; the others keep their printed numbers.
    count = min(count, len(items) - place - 1)
    del items[place : place + count]


def _paths(nodes: list[Node], above: str = "") -> Iterator[tuple[Node, str]]:
    for node in nodes:
        path = f"{above}{node.value}"
        yield node, path
        yield from _paths(node.children, path + ".")


def _lay_out(
    rng: random.Random, nodes: list[Node], layout: str, head: list[str]
) -> tuple[list[Line], list[Expected]]:
    lines = [(text, "line", Layout()) for text in head]
    expected: list[Expected] = []
    run_in = rng.choice((": ", ". ", " - ")) if layout == "run-in" else ""
    for node, path in _paths(nodes):
        added = _heading_lines(node, path, layout, run_in)
        if node.glued and len(lines) > 2:
            before, tag, shape = lines.pop()
            added[0] = (before + added[0][0], tag, shape)
        expected.append(Expected(len(lines) + node.alone, node.heading, path, node.kind))
        lines.extend(added)
    if layout != "flattened":
        return lines, expected
    text = " ".join(text for text, _, _ in lines)
    return [(text, "line", Layout())], [item._replace(line=0) for item in expected]


def _heading_lines(node: Node, path: str, layout: str, run_in: str) -> list[Line]:
    """The lines of a section: its heading, with the text after it or below it."""
    tag, shape = _tag(path, layout)
    text = f"{node.marker}{node.heading}"
    body = list(node.body)
    if layout == "html lists" and "." in path:
        ordinal = int(path.split(".")[1])
        tag, shape = "li", Layout(ordinal=ordinal, ordinal_type="1", list_depth=1)
        text = f"{node.heading}: {body.pop(0)}"
    elif run_in and not node.children and body and "?" not in text:
        text = f"{text}{run_in}{body.pop(0)}"
    headings = [node.marker.strip(), node.heading] if node.alone else [text]
    body_tag = "line" if tag == "line" else "p"
    lines = [(heading, tag, shape) for heading in headings]
    return lines + [(part, body_tag, Layout()) for part in body]


def _tag(path: str, layout: str) -> tuple[str, Layout]:
    if layout == "html headings":
        level = 2 + path.count(".")
        return f"h{level}", Layout(heading_level=level)
    if layout == "html lists":
        return "h2", Layout(heading_level=2)
    return "line", Layout()


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print this many failing pages")
    parser.add_argument("--only", default="", help="show failures of this defect or layout only")
    options = parser.parse_args()
    groups: defaultdict[str, Score] = defaultdict(Score)
    shown = 0
    for seed in range(options.seed * 1_000_000, options.seed * 1_000_000 + options.pages):
        made = make(seed)
        page = page_of(made.lines, made.title)
        result = measure(page, segment(page, SegmentSettings()), made.expected)
        names = (
            "all",
            f"defect: {made.defect}",
            f"layout: {made.layout}",
            f"outer: {made.forms[0]}",
            f"inner: {made.forms[1]}",
            "pair: same" if made.forms[0] == made.forms[1] else "pair: different",
        )
        for name in names:
            groups[name].add(result)
        if (
            not result.perfect
            and shown < options.show
            and (not options.only or options.only in names)
        ):
            shown += 1
            print(seed, made.defect, made.layout, made.forms, *result.differences, sep="\n   ")
    for name, score in sorted(groups.items(), key=lambda pair: (pair[0] != "all", pair[1].f1)):
        print(f"{name:38} {score}")


if __name__ == "__main__":
    main()
