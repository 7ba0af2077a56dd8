"""Cleaning: a page becomes blocks, each kept or removed with the rule, reason and evidence.

    RawPage --read--> Document --RULES, first removal of a line holds--> CleanPage

Nothing is deleted: kept and removed blocks together are the visible text of the page.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.clean.article import NO_VERDICT, Verdict, judge
from pipeline.clean.blocks import Markup, read_markup
from pipeline.clean.document import Document, Removal, Rule
from pipeline.clean.hidden import hidden_lines
from pipeline.clean.limits import too_much
from pipeline.clean.lines import split_glued, text_lines
from pipeline.clean.metadata import describe
from pipeline.clean.navigation import navigation
from pipeline.clean.page_links import contents_links, links_above_title, menu_links
from pipeline.clean.references import without_references
from pipeline.clean.reviewed import reviewed
from pipeline.clean.site import SiteProfile, take_notes
from pipeline.clean.site import learn_site as learn_notes
from pipeline.clean.site_lines import site_removals, with_site
from pipeline.clean.text_body import judge_text, other_title
from pipeline.clean.titles import choose_title, duplicate_titles
from pipeline.ingest.language import SAMPLE_CHARS, language_of
from pipeline.model.decisions import NO_DECISIONS, Decisions
from pipeline.model.ids import content_ids
from pipeline.model.records import Block, CleanPage, Problem, RawPage, Severity
from pipeline.model.settings import CleanSettings

__all__ = ["SiteProfile", "clean", "learn_site", "read"]


def clean(
    raw: RawPage,
    settings: CleanSettings,
    site: SiteProfile | None = None,
    decisions: Decisions = NO_DECISIONS,
    document: Document | None = None,
) -> CleanPage:
    """The page's blocks, each kept or removed with a reason, and what the page says of itself.

    `document` is what `read` made of the page, where that was done before.
    """
    document = document or read(raw, settings)
    if site is not None:
        document = with_site(document, site)
    title = choose_title(document)
    verdict = judge(document, title)
    removals = _removals(document, settings, site, verdict)
    if not raw.is_html and document.lines:
        if other := other_title(document, title, removals):
            title = other
            document = replace(document, title=title)
            removals = _removals(document, settings, site, verdict)
        document, removals = judge_text(document, title, removals)
        removals = without_references(document, removals)
    blocks = reviewed(_blocks(document, removals, verdict.scores), raw.site, decisions)
    problems = document.problems
    is_read = all(problem.severity is not Severity.ERROR for problem in problems)
    if is_read and not any(block.kept and block.text != title for block in blocks):
        problems = (*problems, _problem(raw, "no_article", "No article was found on this page."))
    return CleanPage(
        raw=raw,
        title=title,
        author=document.author,
        published=document.published,
        language=_language(blocks) or document.language,
        blocks=blocks,
        problems=problems,
    )


def _language(blocks: Iterable[Block]) -> str | None:
    """The language of the clean text's beginning: what a page declares is often its template's."""
    sample: list[str] = []
    chars = 0
    for block in blocks:
        if block.kept:
            sample.append(block.text)
            chars += len(block.text)
        if chars >= SAMPLE_CHARS:
            break
    return language_of(" ".join(sample))


def rules_alone(
    raw: RawPage, settings: CleanSettings
) -> tuple[Document, str | None, dict[int, Removal]]:
    """A page of bare text as the rules leave it to the fitted part: lines, title, removals."""
    document = read(raw, settings)
    return document, choose_title(document), _removals(document, settings, None, NO_VERDICT)


def learn_site(pages: Iterable[RawPage], settings: CleanSettings) -> SiteProfile:
    """What the pages of one site repeat."""
    return learn_notes((take_notes(read(page, settings)) for page in pages), settings)


def read(raw: RawPage, limits: CleanSettings | None = None) -> Document:
    """The page as lines, whatever its media type; a page beyond a limit has none."""
    if raw.is_html:
        whole = _read_markup(raw)
    else:
        most = limits.max_lines + 1 if limits else None
        whole = Document(raw, tuple(islice(text_lines(raw.text), most)))
    if limits and (fault := too_much(whole.lines, limits)):
        return Document(raw, (), problems=(_problem(raw, *fault, Severity.ERROR),))
    return split_glued(whole)


def _read_markup(raw: RawPage) -> Document:
    markup = read_markup(raw.text)
    facts = describe(markup.head)
    return Document(
        raw=raw,
        lines=markup.lines,
        titles=facts.titles,
        author=facts.author,
        published=facts.published,
        language=facts.language,
        places=markup.places,
        problems=tuple(_faults(raw, markup)),
    )


def _removals(
    document: Document, settings: CleanSettings, site: SiteProfile | None, verdict: Verdict
) -> dict[int, Removal]:
    """For each removed line the removal with the most authority.

    In markup, the rules by text and place look at what is thought to be the article and at what
    stands right beside it, so that a menu of a hundred lines costs no rule a thought.
    """
    removals: dict[int, Removal] = {}
    for rule in ALWAYS:
        for removal in rule(document, settings):
            removals.setdefault(removal.index, removal)
    outside = {removal.index: removal for removal in verdict.removals}
    part = document
    seen: Sequence[int] = range(len(document.lines))
    if outside:
        seen = _in_view(len(document.lines), outside)
        part = replace(document, lines=tuple(document.lines[index] for index in seen))
    for rule in IN_VIEW:
        for removal in rule(part, settings):
            index = seen[removal.index]
            if index not in verdict.counted and index not in removals:
                moved = index != removal.index
                removals[index] = replace(removal, index=index) if moved else removal
    if site is not None:
        for removal in site_removals(document, site, frozenset(removals)):
            removals.setdefault(removal.index, removal)
    return {**outside, **removals}


def _in_view(count: int, outside: Container[int]) -> list[int]:
    """The lines that are inside the article or at most so many lines away from it."""
    view = bytearray(count)
    for index in range(count):
        if index not in outside:
            begin = max(0, index - _BESIDE)
            view[begin : index + _BESIDE + 1] = b"\x01" * (min(count, index + _BESIDE + 1) - begin)
    return [index for index in range(count) if view[index]]


_BESIDE = 3  # lines: a label, and the links around it

# The order of the rules is the order of their authority.
ALWAYS: tuple[Rule, ...] = (hidden_lines, duplicate_titles, menu_links, contents_links)
IN_VIEW: tuple[Rule, ...] = (navigation, links_above_title)


def _faults(raw: RawPage, markup: Markup) -> Iterable[Problem]:
    if markup.unparsable:
        yield _problem(raw, "unparsable", f"The markup can't be read: {markup.unparsable}.")
    if markup.escaped_twice:
        message = f"Entities were escaped twice on {markup.escaped_twice} lines; repaired."
        yield _problem(raw, "escaped_twice", message, Severity.INFO)


def _problem(
    raw: RawPage, code: str, message: str, severity: Severity = Severity.WARNING
) -> Problem:
    return Problem(
        source=raw.source,
        stage="clean",
        code=code,
        message=message,
        severity=severity,
        page_id=raw.page_id,
        source_index=raw.source_index,
    )


_KEPT = (True, None, None, None)  # without reason, rule and evidence


def _blocks(
    document: Document, removals: dict[int, Removal], scores: list[float]
) -> tuple[Block, ...]:
    page_id = document.raw.page_id
    lines = document.lines
    ids = content_ids(page_id, "block", [line.text for line in lines])
    blocks = []
    start = 0
    for index, (text, tag, xpath, number, layout, _) in enumerate(lines):
        end = start + len(text)
        place = (tag, xpath, number, start, end, text)
        cut = removals.get(index)
        if cut:
            why = (False, cut.reason, cut.rule, cut.evidence, cut.score)
            block = Block(ids[index], page_id, index, *place, *why, None, layout)
        else:
            score = scores[index] if scores else None
            block = Block(ids[index], page_id, index, *place, *_KEPT, score, None, layout)
        blocks.append(block)
        start = end + 1
    return tuple(blocks)
