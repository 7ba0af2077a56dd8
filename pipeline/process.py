"""One page through the steps: decode, clean, segment, tag.

A step that raises does not take the page with it: the exception becomes an error in `problems`,
the page keeps what the steps before gave, and its status says so. A page that takes more time or
memory than the settings allow fails as a whole, wherever it was stopped.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pipeline.clean import clean
from pipeline.ingest import decode_page
from pipeline.model.decisions import NO_DECISIONS, Decisions
from pipeline.model.errors import HealthpagesError
from pipeline.model.records import (
    Block,
    CleanPage,
    Label,
    Mention,
    Page,
    PageResult,
    Problem,
    RawPage,
    Section,
    Severity,
    Status,
    Tags,
)
from pipeline.model.settings import Settings
from pipeline.segment import segment
from pipeline.tag import prepare, tag
from pipeline.watch import Stopped, within

if TYPE_CHECKING:
    from pipeline.clean.document import Document
    from pipeline.clean.site import SiteProfile

Output = TypeVar("Output")


def process_page(
    data: bytes, source: str = "page", url: str | None = None, settings: Settings | None = None
) -> PageResult:
    """All that one page yields; a bad page gives a result with problems, never an exception."""
    settings = settings or Settings()
    raw = decode_page(data, source=source, url=url, settings=settings.ingest)
    return process_raw(raw, settings)


def process_raw(  # noqa: PLR0913  what is known, and where the time goes
    raw: RawPage,
    settings: Settings,
    site: "SiteProfile | None" = None,
    duplicate_of: str | None = None,
    decisions: Decisions = NO_DECISIONS,
    *,
    document: "Document | None" = None,
    seconds: dict[str, float] | None = None,
) -> PageResult:
    """All that a decoded page yields, given what is known of its site and what people decided.

    `document` is the page as it was read before; `seconds` takes what each step cost, added to
    what stands there.
    """
    prepare(settings.tag)  # once a process, and no page's own time
    laps = _Laps({} if seconds is None else seconds)
    result = within(
        settings.process,
        lambda: _steps(raw, settings, site, duplicate_of, decisions, document, laps),
    )
    return stopped_page(raw, result) if isinstance(result, Stopped) else result


STOPPED = "process"  # the stage of the problem of a page that was given up


def is_stopped(result: PageResult) -> bool:
    """Whether the page was given up."""
    return any(problem.stage == STOPPED for problem in result.problems)


def stopped_page(raw: RawPage, why: Stopped) -> PageResult:
    """A page that was given up: failed, without any text."""
    problem = _error(raw, STOPPED, why.code, why.message)
    empty = _empty(raw)
    return PageResult(
        page=_page(empty, (), Tags(None), Status.FAILED, None), problems=(*raw.problems, problem)
    )


def _steps(  # noqa: PLR0913, PLR0917  what is known, and the stopwatch
    raw: RawPage,
    settings: Settings,
    site: "SiteProfile | None",
    duplicate_of: str | None,
    decisions: Decisions,
    document: "Document | None",
    laps: "_Laps",
) -> PageResult:
    problems = list(raw.problems)
    page = _attempt(
        "clean",
        raw,
        problems,
        _empty(raw),
        lambda: clean(raw, settings.clean, site, decisions, document),
    )
    laps.end("clean")
    problems.extend(page.problems)
    none: tuple[Section, ...] = ()
    sections = _attempt(
        "segment",
        raw,
        problems,
        none,
        lambda: segment(page, settings.segment, decisions.headings.keys()),
    )
    laps.end("segment")
    tags = _attempt("tag", raw, problems, Tags(None), lambda: tag(page, sections, settings.tag))
    laps.end("tag")
    tags = _without_refused(tags, decisions)
    problems.extend(tags.problems)
    return PageResult(
        page=_page(page, sections, tags, _status(page, problems), duplicate_of),
        blocks=_with_sections(page, sections),
        sections=sections,
        mentions=tags.mentions,
        problems=tuple(problems),
    )


class _Laps:
    """A stopwatch: what lies between two ends of a step is added to its seconds."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds
        self._from = time.perf_counter()

    def end(self, step: str) -> None:
        """The step ends here, and the next one begins."""
        now = time.perf_counter()
        self._seconds[step] = self._seconds.get(step, 0.0) + now - self._from
        self._from = now


def _without_refused(tags: Tags, decisions: Decisions) -> Tags:
    """The tags without mentions that a reviewer refused."""
    if not decisions.mentions:
        return tags
    left = (each for each in tags.mentions if each.mention_id not in decisions.mentions)
    return replace(tags, mentions=tuple(left))


def _attempt(
    stage: str, raw: RawPage, problems: list[Problem], otherwise: Output, step: Callable[[], Output]
) -> Output:
    try:
        return step()
    except HealthpagesError:  # a wrong setting is no fault of the page
        raise
    except Exception as error:  # noqa: BLE001  one page's fault must not end the run; it is a row
        problems.append(_error(raw, stage, "crashed", f"{type(error).__name__}: {error}"))
        return otherwise


def _error(raw: RawPage, stage: str, code: str, message: str) -> Problem:
    return Problem(
        source=raw.source,
        stage=stage,
        code=code,
        message=message,
        severity=Severity.ERROR,
        page_id=raw.page_id,
        source_index=raw.source_index,
    )


def _empty(raw: RawPage) -> CleanPage:
    return CleanPage(raw, title=None, author=None, published=None, language=None, blocks=())


def _status(page: CleanPage, problems: Sequence[Problem]) -> Status:
    """`failed` where an error left no text, `partial` where something is amiss, else `ok`."""
    severities = {problem.severity for problem in problems}
    if Severity.ERROR in severities and not page.blocks:
        return Status.FAILED
    if severities - {Severity.INFO}:
        return Status.PARTIAL
    return Status.OK


def _with_sections(page: CleanPage, sections: Sequence[Section]) -> tuple[Block, ...]:
    """The blocks, each kept one with the section that its first character is in."""
    if not sections:
        return page.blocks
    start_of = {block.position: start for block, start, _ in page.kept_spans()}
    following = iter(sections)
    upcoming = next(following, None)
    current: str | None = None
    blocks = []
    for block in page.blocks:
        start = start_of.get(block.position)
        if start is None:
            blocks.append(block)
            continue
        while upcoming is not None and upcoming.start <= start:
            current = upcoming.section_id
            upcoming = next(following, None)
        blocks.append(replace(block, section_id=current) if current else block)
    return tuple(blocks)


def _page(
    page: CleanPage,
    sections: Sequence[Section],
    tags: Tags,
    status: Status,
    duplicate_of: str | None,
) -> Page:
    raw = page.raw
    text = page.text
    return Page(
        page_id=raw.page_id,
        url=raw.url,
        site=raw.site,
        source=raw.source,
        source_index=raw.source_index,
        fetched_at=raw.fetched_at,
        content_sha256=raw.content_sha256,
        media_type=raw.media_type,
        encoding=raw.encoding,
        encoding_source=raw.encoding_source,
        language=page.language,
        title=page.title,
        author=page.author,
        published=page.published,
        condition=tags.condition,
        status=status,
        duplicate_of=duplicate_of,
        text=text,
        visible_chars=sum(len(block.text) for block in page.blocks),
        kept_chars=sum(len(block.text) for block in page.kept),
        n_blocks=len(page.blocks),
        n_removed=len(page.blocks) - len(page.kept),
        n_sections=len(sections),
        n_causes=_count(tags.mentions, Label.CAUSE),
        n_remedies=_count(tags.mentions, Label.REMEDY),
    )


def _count(mentions: Sequence[Mention], label: Label) -> int:
    return sum(mention.label is label for mention in mentions)
