"""What `benchmarks.scale` measured, as tables for docs/scale.md and as plots beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl
import numpy as np

Rows = list[dict[str, Any]]
MILLION = 1_000_000
HOUR = 3600
TABLES = ("pages", "blocks", "sections", "mentions", "claims", "_memory")


def report(results: dict[str, Rows], folder: Path) -> None:
    """Print every table and draw every plot for which there are figures."""
    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "scale", "font.size": 9, "axes.spines.top": False})
    for name, tell in TELLING.items():
        if results.get(name):
            print(f"\n## {name}\n")
            print("\n".join(tell(results[name], folder)))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table in Markdown, numbers to the right."""
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for each in rows:
        yield "| " + " | ".join(map(str, each)) + " |"


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The power of the size with which the value grows: least squares on logarithms."""
    slope, _ = np.polyfit(np.log(sizes), np.log(values), 1)
    return float(slope)


def stages(rows: Rows, folder: Path) -> Iterator[str]:
    """Milliseconds a page by stage, rates, and bytes on disk."""
    names = [each["name"] for each in rows]
    seconds = {each["name"]: each["seconds"] for each in rows}
    pages = {each["name"]: each["pages"] for each in rows}
    milliseconds = {
        stage: [1000 * seconds[name][stage] / pages[name] for name in names]
        for stage in rows[0]["seconds"]
    }
    totals = [sum(column) for column in zip(*milliseconds.values(), strict=True)]
    yield from table(
        ["ms CPU a page", *names],
        [
            *([stage, *(f"{value:.2f}" for value in of)] for stage, of in milliseconds.items()),
            ["together", *(f"{total:.2f}" for total in totals)],
        ],
    )
    yield ""
    rates = (
        [stage, *(f"{1000 / value:,.0f}" if value else "" for value in of)]
        for stage, of in milliseconds.items()
    )
    yield from table(["pages a second of CPU", *names], [
        *rates, ["end to end", *(f"{1000 / total:,.0f}" for total in totals)],
    ])  # fmt: skip
    yield ""
    hours = [total * MILLION / 1000 / HOUR for total in totals]
    yield from table(["a million pages", *names], [
        ["core hours", *(f"{value:.1f}" for value in hours)],
        *_bytes(rows),
    ])  # fmt: skip
    _stage_plot(names, milliseconds, folder / "scale-stages.svg")


def _bytes(rows: Rows) -> Iterator[list[str]]:
    """Bytes a page of what goes in, of what stands on disk meanwhile, and of what comes out."""
    for label, keys in (
        ("GB in, as read", ["raw"]),
        ("GB in the work area, at most", ["work"]),
        ("GB out", ["run"]),
        *((f"of which `{name}`", [name]) for name in TABLES),
    ):
        sizes = [sum(each["bytes"][key] for key in keys) / each["pages"] / 1000 for each in rows]
        yield [label, *(f"{size:.2f}" for size in sizes)]


def _stage_plot(names: list[str], milliseconds: dict[str, list[float]], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 1.2 + 0.5 * len(names)), layout="constrained")
    axes = figure.subplots()
    colours = mpl.colormaps["tab20"].colors
    left = np.zeros(len(names))
    for (stage, of), colour in zip(milliseconds.items(), colours, strict=False):
        axes.barh(names, of, left=left, label=stage, color=colour)
        left += np.array(of)
    axes.invert_yaxis()
    axes.set_xlabel("milliseconds of CPU a page")
    figure.legend(loc="outside lower center", ncols=6, frameon=False)
    figure.savefig(path, metadata={"Date": None})


def workers(rows: Rows, _folder: Path) -> Iterator[str]:
    """CPU of the same pages by one process and by two, and how evenly they shared it."""
    start = {each["workers"]: each for each in rows if each["name"] == "start"}

    def cells(each: dict[str, Any]) -> list[str]:
        first = start[each["workers"]]
        cpu, longest = each["cpu"] - first["cpu"], each["longest"] - first["longest"]
        rates = [f"{each['pages'] / seconds:,.0f}" for seconds in (cpu, longest)]
        name = f"{each['name']}, {each['workers']}"
        return [name, f"{each['pages']:,}", f"{cpu:.1f}", *rates, f"{each['peak']:.0f}",
                f"{each['together']:.0f}"]  # fmt: skip

    yield from table(
        ["pages, workers", "pages", "CPU s", "pages a CPU second", "pages a second, cores idle",
         "MB of the largest process", "MB of all"],
        [cells(each) for each in rows if each["name"] != "start"],
    )  # fmt: skip


def growth(rows: Rows, folder: Path) -> Iterator[str]:
    """Seconds and peak memory by number of pages, with the exponents."""
    start, points = rows[0], rows[1:]
    sizes = [each["pages"] for each in points]
    seconds = [each["cpu"] - start["cpu"] for each in points]
    memory = [each["peak"] for each in points]
    yield from table(
        ["pages", "CPU s", "ms a page", "peak MB"],
        [
            [f"{size:,}", f"{taken:.1f}", f"{1000 * taken / size:.2f}", f"{peak:.0f}"]
            for size, taken, peak in zip(sizes, seconds, memory, strict=True)
        ],
    )
    if len(points) > 2:
        above = [peak - start["peak"] for peak in memory]
        yield f"\nexponent of time {exponent(sizes, seconds):.3f}"
        yield f"exponent of peak memory {exponent(sizes, memory):.3f}"
        yield f"of memory above that of one page {exponent(sizes, above):.3f}"
        yield f"start: {start['cpu']:.1f} s, {start['peak']:.0f} MB"
        _growth_plot(sizes, seconds, memory, folder / "scale-growth.svg")


def _growth_plot(sizes: list[int], seconds: list[float], memory: list[float], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.2), layout="constrained")
    for axes, values, label in zip(
        figure.subplots(1, 2), (seconds, memory), ("CPU seconds", "peak memory, MB"), strict=True
    ):
        axes.loglog(sizes, values, "o-", label="measured")
        linear = [values[0] * size / sizes[0] for size in sizes]
        axes.loglog(sizes, linear, ":", color="grey", label="in proportion to the pages")
        axes.set_xlabel("pages")
        axes.set_title(f"{label}: exponent {exponent(sizes, values):.2f}", fontsize=9)
        axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def orchestration(rows: Rows, _folder: Path) -> Iterator[str]:
    """CPU of the flow and of its server beside the plain function."""
    for pages in sorted({each["pages"] for each in rows}):
        of = {each["name"]: each for each in rows if each["pages"] == pages}
        if len(of) == 2:
            main, *others = of["flow"]["processes"]
            extra = of["flow"]["cpu"] - of["plain"]["cpu"]
            beside = sum(process["cpu"] for process in others)
            yield (
                f"{pages:,} pages: plain {of['plain']['cpu']:.1f} s, flow {of['flow']['cpu']:.1f} s"
                f" (its process {main['cpu']:.1f}, others {beside:.1f}): {extra:+.1f} s,"
                f" {extra / of['plain']['cpu']:+.1%}"
            )


def peers(rows: Rows, folder: Path) -> Iterator[str]:
    """Pages a second of CPU of each tool, medians, without and with the seconds of starting."""
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    pages = {each["name"]: each["pages"] for each in rows}
    for each in rows:
        taken[each["tool"], each["name"]].append(each["cpu"])
    seconds = {key: median(values) for key, values in taken.items()}
    tools = list(dict.fromkeys(each["tool"] for each in rows))
    names = [name for name in pages if name != "start"]
    rates = {
        tool: [pages[name] / (seconds[tool, name] - seconds[tool, "start"]) for name in names]
        for tool in tools
    }
    yield from table(
        ["pages a CPU second", *names, *(f"{name}, ms" for name in names), "start, s"],
        [
            [
                tool,
                *(f"{rate:,.1f}" for rate in of),
                *(f"{1000 / rate:.1f}" for rate in of),
                f"{seconds[tool, 'start']:.1f}",
            ]
            for tool, of in rates.items()
        ],
    )
    counts = ", ".join(f"{pages[name]:,} pages of {name}" for name in names)
    yield f"\n{counts}; {len(taken[tools[0], 'start'])} rounds"
    _peer_plot(names, rates, folder / "scale-peers.svg")


def _peer_plot(names: list[str], rates: dict[str, list[float]], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 2.6), layout="constrained")
    for axes, name, place in zip(
        np.atleast_1d(figure.subplots(1, len(names))), names, range(len(names)), strict=True
    ):
        bars = axes.barh(list(rates), [of[place] for of in rates.values()], color="tab:blue")
        axes.bar_label(bars, fmt="%.0f", padding=2)
        axes.margins(x=0.15)
        axes.invert_yaxis()
        axes.set_title(name, fontsize=9)
        axes.set_xlabel("pages a second of CPU")
    figure.savefig(path, metadata={"Date": None})


TELLING = {
    "stages": stages,
    "workers": workers,
    "growth": growth,
    "orchestration": orchestration,
    "peers": peers,
}
