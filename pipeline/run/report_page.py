"""`report.html`: a run at a glance, in one file that loads nothing and holds no script."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.model.reasons import Reason
from pipeline.model.records import Status
from pipeline.run import plots
from pipeline.run.figures import SHARE_BINS, Figures, Site, Term, figures_of, sites_of
from pipeline.run.plots import Bar
from pipeline.run.report import problem_rows
from pipeline.schemas import TABLES
from pipeline.store.atomic import replacing
from pipeline.store.audit import judge
from pipeline.store.manifest import Finding, Manifest
from pipeline.store.runs import Store

REPORT_NAME = "report.html"
BARS = 12  # of a plot; more can't be compared at a glance
TABLE_ROWS = 100  # of a table below a plot; the Parquet tables hold the rest

VERDICTS = {  # what the audit's judgement means, and the tone that shows it
    "refused": ("Refused: the tables contradict themselves", "bad"),
    "needs_review": ("Needs a review: it differs much from the published run", "warn"),
    "candidate": ("Passed the audit", "good"),
}
CONSEQUENCES = {  # of a failed check, by its severity
    "error": ("refuses the run", "bad"),
    "review": ("asks for a review", "warn"),
    "warning": ("warns", "warn"),
}
SEVERITIES = {"error": "bad", "warning": "warn", "info": "soft"}  # the worst first
PROBLEM_TONES = {"error": "bad", "warning": "warn", "info": "bar"}
STATUS_TONES = {
    Status.OK: "good",
    Status.PARTIAL: "warn",
    Status.FAILED: "bad",
    Status.SKIPPED: "soft",
}
FILE_CHECKS = {"files", "schema"}  # of the audit: whether parts can be read
SMALL = 0.001  # a change of less is told as none


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its caption, what it shows in a sentence, and its figures as a table."""

    title: str
    note: str
    plot: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0  # rows that are left out


def write_report(store: Store, folder: Path) -> None:
    """Write the report of the audited run in `folder`; what is published is compared with."""
    run_id = folder.name
    manifest = store.manifest(run_id)
    published = store.published()
    earlier = published if published and published.run_id != run_id else None
    earlier_sites = _sites(store, earlier.run_id) if earlier else ()
    if _readable(manifest):
        html = render(manifest, figures_of(folder), problem_rows(folder), earlier, earlier_sites)
    else:
        html = render(manifest, None, [], earlier)
    with replacing(store.folder(run_id) / REPORT_NAME) as temporary:
        temporary.write_text(html, "utf-8")


def _readable(manifest: Manifest) -> bool:
    """Whether every part is the file that was written: rows are counted only then."""
    return all(finding.passed for finding in manifest.audit if finding.check in FILE_CHECKS)


def _sites(store: Store, run_id: str) -> tuple[Site, ...]:
    """The sites of the published run; none where somebody damaged it since."""
    try:
        with store.opened(run_id, ["pages"]) as folder:
            return sites_of(folder)
    except (OSError, ValueError):  # Arrow's errors are one or the other
        return ()


def render(
    manifest: Manifest,
    figures: Figures | None,
    problems: list[dict[str, Any]],
    earlier: Manifest | None = None,
    earlier_sites: Iterable[Site] = (),
) -> str:
    """The report as HTML; the same run gives the same bytes.

    Without figures, which a run with damaged parts has not, it shows what the audit found.
    """
    environment = Environment(
        loader=PackageLoader("pipeline.run"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    verdict, tone = _verdict(manifest.audit)
    html = environment.get_template("report.html").render(
        manifest=manifest,
        earlier=earlier,
        started=f"{datetime.fromisoformat(manifest.started):%d %B %Y, %H:%M} UTC".lstrip("0"),
        verdict=verdict,
        tone=tone,
        findings=sorted(manifest.audit, key=lambda finding: finding.passed),
        consequences=CONSEQUENCES,
        measured=_measured,
        key_figures=list(_key_figures(manifest, figures, problems, earlier)) if figures else [],
        groups=_groups(manifest, figures, earlier, earlier_sites) if figures else (),
        problems=sorted(problems, key=lambda row: list(SEVERITIES).index(row["severity"])),
        severities=SEVERITIES,
        health=[_problems(problems), _statuses(manifest)] if problems else [],
        tables=list(_tables(manifest)),
    )
    return html.encode("utf-8", "replace").decode()  # a lone surrogate is no character


def _groups(
    manifest: Manifest, figures: Figures, earlier: Manifest | None, earlier_sites: Iterable[Site]
) -> Iterator[tuple[str, str, list[Figure]]]:
    """Figures in groups, each with an id and a heading."""
    before = {site.site: site for site in earlier_sites}
    terms = [_terms("causes", figures.causes), _terms("remedies", figures.remedies)]
    drift = [_row_drift(manifest, earlier), _site_drift(figures, before)] if earlier else []
    yield "kept", "Text kept", [_kept_by_site(figures, before), _kept_by_page(figures)]
    yield "content", "Text removed, sections found", [_reasons(figures), _kinds(figures)]
    yield "claims", "Causes and remedies", terms
    yield "drift", "Against the published run", drift


def _verdict(findings: tuple[Finding, ...]) -> tuple[str, str]:
    """What the audit came to, and the tone that shows it."""
    verdict, tone = VERDICTS[judge(findings)]
    failed = sum(not finding.passed for finding in findings)
    if tone != "good" or not failed:
        return verdict, tone
    return f"{verdict}, with {_count(failed, 'warning')}", tone


def _marked(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    pieces = [escape(piece) for piece in text.split("`")]
    code = [Markup("<code>{}</code>").format(piece) for piece in pieces[1::2]]
    plain = pieces[::2]
    return Markup("").join(
        piece for pair in zip_longest(plain, code, fillvalue="") for piece in pair
    )


def _key_figures(
    manifest: Manifest,
    figures: Figures,
    problems: list[dict[str, Any]],
    earlier: Manifest | None,
) -> Iterator[tuple[str, str, str]]:
    """What stands at the top: name, figure, and what it is made of or what it was before."""
    kept = manifest.figures["kept_share"]
    yield "pages", _n(manifest.rows("pages")), _before(manifest, earlier, "pages")
    removed = sum(reason.blocks for reason in figures.removed)
    yield "of the text kept", f"{kept:.1%}", f"{_n(removed)} lines removed, each with its reason"
    yield "sections", _n(manifest.rows("sections")), _before(manifest, earlier, "sections")
    parts = f"{_n(figures.labels.get('CAUSE', 0))} causes, "
    parts += f"{_n(figures.labels.get('REMEDY', 0))} remedies"
    yield "mentions", _n(manifest.rows("mentions")), parts
    yield "claims", _n(manifest.rows("claims")), "a term said of a condition"
    errors = sum(row["rows"] for row in problems if row["severity"] == "error")
    yield "problems", _n(manifest.rows("problems")), f"{_n(errors)} of them errors"


def _n(number: float) -> str:
    return f"{number:,.0f}"


def _before(manifest: Manifest, earlier: Manifest | None, table: str) -> str:
    if earlier is None:
        return f"from {_n(len(manifest.inputs))} sources" if table == "pages" else ""
    change = manifest.rows(table) - earlier.rows(table)
    return f"{_signed(change)} against the published run" if change else "as in the published run"


def _signed(change: float, spec: str = ",.0f") -> str:
    """The change with its sign; a true minus, which a screen reader tells."""
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{abs(change):{spec}}"


def _measured(finding: Finding, value: float) -> str:
    """A count of faults, or a share."""
    whole = finding.limit == 0 and float(finding.value).is_integer()
    return _n(value) if whole else f"{value:.1%}"


def _kept_by_site(figures: Figures, before: dict[str, Site]) -> Figure:
    rows = [
        Bar(
            site.site,
            site.kept_share,
            f"{site.kept_share:.0%}",
            mark=before[site.site].kept_share if site.site in before else None,
        )
        for site in figures.sites[:BARS]
    ]
    note = "Share of the visible characters that stay in the clean text."
    note += " The line shows the published run." if before else ""
    return _figure(
        "Kept share by site",
        note,
        plots.bars(_told("Kept share by site", rows), rows, whole=1.0),
        ("site", "pages", "characters", "kept"),
        [
            (site.site, _n(site.pages), _n(site.visible_chars), f"{site.kept_share:.1%}")
            for site in figures.sites
        ],
    )


def _kept_by_page(figures: Figures) -> Figure:
    edges = [f"{n * 100 // SHARE_BINS}%" for n in range(SHARE_BINS + 1)]
    spans = [f"{low} to {high}" for low, high in pairwise(edges)]
    rows = [(span, _n(pages)) for span, pages in zip(spans, figures.share_bins, strict=True)]
    told = "; ".join(f"{span}: {pages} pages" for span, pages in rows if pages != "0")
    return _figure(
        "Pages by kept share",
        "How many pages keep how much of their visible text; look at those on the left.",
        plots.columns(f"Pages by kept share. {told}", figures.share_bins, edges),
        ("kept share", "pages"),
        rows,
    )


def _reasons(figures: Figures) -> Figure:
    chars = sum(reason.chars for reason in figures.removed) or 1
    rows = [
        Bar(reason.reason, reason.chars / chars, f"{reason.chars / chars:.1%}")
        for reason in figures.removed[:BARS]
    ]
    return _figure(
        "Why text was removed",
        "Reasons by their share of the removed characters.",
        plots.bars(_told("Why text was removed", rows), rows),
        ("reason", "lines", "characters", "meaning"),
        [
            (reason.reason, _n(reason.blocks), _n(reason.chars), _sentence(reason.reason))
            for reason in figures.removed
        ],
    )


def _kinds(figures: Figures) -> Figure:
    rows = [Bar(kind, count, _n(count)) for kind, count in figures.kinds[:BARS]]
    return _figure(
        "What sections are about",
        "Sections by their kind.",
        plots.bars(_told("What sections are about", rows), rows),
        ("kind", "sections"),
        [(kind, _n(count)) for kind, count in figures.kinds],
    )


def _sentence(reason: str) -> str:
    """The reason's sentence; a table of another version may hold one that is not known here."""
    return Reason(reason).sentence if reason in set(Reason) else ""


def _terms(label: str, terms: tuple[Term, ...]) -> Figure:
    tone = "cause" if label == "causes" else "remedy"
    rows = [Bar(term.term, term.pages, _count(term.pages, "page"), tone) for term in terms[:BARS]]
    return _figure(
        f"Most named {label}",
        f"Terms by the pages that name them as {label}, of whatever condition.",
        plots.bars(_told(f"Most named {label}", rows), rows),
        ("term", "pages", "conditions"),
        [(term.term, _n(term.pages), _n(term.conditions)) for term in terms],
    )


def _problems(problems: list[dict[str, Any]]) -> Figure:
    problems = sorted(problems, key=lambda row: -row["rows"])
    rows = [
        Bar(row["code"], row["rows"], _n(row["rows"]), PROBLEM_TONES[row["severity"]])
        for row in problems[:BARS]
    ]
    return _figure(
        "What went wrong or was repaired",
        "Problems by their code, the most frequent first.",
        plots.bars(_told("What went wrong or was repaired", rows), rows),
        ("code", "severity", "rows"),
        [(row["code"], row["severity"], _n(row["rows"])) for row in problems],
    )


def _statuses(manifest: Manifest) -> Figure:
    counts = [(status, int(manifest.figures.get(f"status_{status}", 0))) for status in Status]
    rows = [Bar(status, count, _n(count), STATUS_TONES[status]) for status, count in counts]
    return _figure(
        "Pages by status",
        "A page is ok only if it has no warning and no error.",
        plots.bars(_told("Pages by status", rows), rows),
        ("status", "pages"),
        [(status, _n(count)) for status, count in counts],
    )


def _count(number: int, what: str) -> str:
    return f"{_n(number)} {what}" if number == 1 else f"{_n(number)} {what}s"


def _row_drift(manifest: Manifest, earlier: Manifest | None) -> Figure:
    pairs = [
        (table, earlier.rows(table) if earlier else 0, manifest.rows(table)) for table in TABLES
    ]
    rows = [
        Bar(table, change, _signed(change * 100, ".1f") + "%" if change else "none")
        for table, old, new in pairs
        for change in [_change(old, new)]
    ]
    return _figure(
        "Rows of each table",
        "Change against the published run, as a share of its rows.",
        _changes("Change in rows of each table", rows, "Every table has as many rows as before."),
        ("table", "published", "this run", "change"),
        [(table, _n(old), _n(new), _signed(new - old)) for table, old, new in pairs],
    )


def _changes(title: str, rows: Sequence[Bar], unchanged: str) -> Markup:
    """A plot of changes, or a sentence where there are none."""
    if all(row.told == "none" for row in rows):
        return Markup('<p class="none">{}</p>').format(unchanged)
    return plots.changes(_told(title, rows), rows)


def _change(old: float, new: float) -> float:
    return (new - old) / old if old else float(new > 0)


def _site_drift(figures: Figures, before: dict[str, Site]) -> Figure:
    """Mentions a page of every site that both runs have, the largest change first."""
    both = [(site, before[site.site]) for site in figures.sites if site.site in before]
    both.sort(key=lambda pair: -abs(pair[0].mentions_a_page - pair[1].mentions_a_page))
    rows = [
        Bar(now.site, change, _signed(change, ".1f") if abs(change) > SMALL else "none")
        for now, old in both[:BARS]
        for change in [now.mentions_a_page - old.mentions_a_page]
    ]
    return _figure(
        "Mentions a page by site",
        "Change in the number of mentions on an average page, sites with the largest first.",
        _changes("Change in mentions a page", rows, "No site has more or fewer than before."),
        ("site", "pages", "kept", "mentions a page"),
        [
            (
                now.site,
                f"{_n(old.pages)} → {_n(now.pages)}",
                f"{old.kept_share:.1%} → {now.kept_share:.1%}",
                f"{old.mentions_a_page:.1f} → {now.mentions_a_page:.1f}",
            )
            for now, old in both
        ],
    )


def _figure(
    title: str, note: str, plot: Markup, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> Figure:
    more = max(len(rows) - TABLE_ROWS, 0)
    return Figure(title, note, plot, head, tuple(rows[:TABLE_ROWS]), more)


def _told(title: str, rows: Iterable[Bar]) -> str:
    """What a plot shows, for those who don't see it."""
    return f"{title}. " + "; ".join(f"{plots.shortened(row.label)}: {row.told}" for row in rows)


def _tables(manifest: Manifest) -> Iterator[tuple[str, str, str, str]]:
    """Every table with its meaning, rows and size."""
    for table in TABLES.values():
        size = sum(output.size for output in manifest.outputs if output.table == table.name)
        yield table.name, table.description, _n(manifest.rows(table.name)), f"{size / 1e6:,.2f}"
